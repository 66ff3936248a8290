"""Counts requests to the API, before they are handled."""

from bot.context import AppContext
from bot.core.errors import InvalidToken, RateLimited
from bot.core.models import UsageCounter
from bot.membership import api_tokens, usage_limits
from bot.membership.usage_limits import API_REQUESTS, REFUSED_TOKENS


class ApiAccess:
    """Limits how often a program may ask with its token, and how often a network may try wrong ones."""

    def __init__(self, context: AppContext):
        self._context = context

    async def count_request(self, secret: str, network: str) -> UsageCounter:
        """Count a request against its token, and return the counter. A wrong token is counted against the
        network it came from. Raises InvalidToken and RateLimited."""
        context, now = self._context, self._context.clock.now()
        async with context.store.transaction() as db:
            token = await api_tokens.find_valid(db, secret, now)
            limit, subject = (API_REQUESTS, token.id) if token else (REFUSED_TOKENS, network)
            counter = await usage_limits.count_use(context, db, limit, subject, now)
        if counter.used > limit.most:
            raise RateLimited(counter.expires_at - now)
        if token is None:
            raise InvalidToken
        return counter
