"""The tokens of a partnership's programs: the list of them, creating and revoking one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.core.errors import NotFound
from bot.core.models import ApiToken
from bot.handlers.hub.access import FOR_PROGRAMS, HubPart, HubRequest
from bot.membership import api_tokens
from bot.membership.api_tokens import NewToken, TokenDraft
from bot.rounds.names import names_of


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token, the name of who created it, or empty if they were erased, and whether it still works.
    `last_day` is that on which it ended or will."""

    token: ApiToken
    created_by: str
    is_valid: bool
    last_day: date


@dataclass(frozen=True, slots=True)
class TokensView:
    """All tokens of the partnership, also those that ended lately."""

    part: ClassVar[HubPart] = HubPart.MANAGE

    async def load(self, request: HubRequest) -> Sequence[ListedToken]:
        tokens = await api_tokens.tokens_of(request.db, request.reader.partnership)
        names = await names_of(request.db, {token.created_by for token in tokens})
        return [
            ListedToken(
                token,
                names.get(token.created_by, ""),
                api_tokens.is_valid(token, request.now),
                api_tokens.last_day(token, request.reader.partnership),
            )
            for token in tokens
        ]


@dataclass(frozen=True, slots=True)
class CreateToken:
    """Creates a token; once, however often the form with this nonce comes. Raises Refusal."""

    part: ClassVar[HubPart] = HubPart.MANAGE
    draft: TokenDraft
    nonce: str = ""

    async def load(self, request: HubRequest) -> NewToken:
        reader = request.reader
        if not reader.member or not FOR_PROGRAMS.issuperset(self.draft.scopes):
            raise NotFound
        return await api_tokens.create(
            request.db,
            api_tokens.new_secret(request.context, reader.member, self.draft, self.nonce),
            reader.partnership,
            reader.member,
            self.draft,
            request.now,
            reader.t,
        )


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """Revokes a token, given as its id. Raises NotFound."""

    part: ClassVar[HubPart] = HubPart.MANAGE
    token: str

    async def load(self, request: HubRequest) -> ApiToken:
        partnership = request.reader.partnership
        token = await api_tokens.revoke(request.db, partnership, self.token, request.now)
        if token is None:
            raise NotFound
        return token
