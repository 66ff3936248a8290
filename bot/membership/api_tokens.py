"""The tokens with which programs read what a partnership has published.

A secret is shown once, and only a hash of it is stored. Tokens belong to the partnership: any coordinator
sees and revokes them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.context import AppContext
from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import ApiToken, Member, Partnership, hash_secret
from bot.core.ports import Transaction
from bot.core.timezones import DAY, local_date, midnight
from bot.membership.form_secrets import form_secret
from bot.membership.roster import id_or_token

MAX_TOKENS = 20  # of a partnership, that are valid at a time
VALID_FOR = (30, 90, 180, 365)  # days, of which a coordinator chooses
PREFIX = "accord_"  # by which scanners find a secret that was left in code or a message
SECRET = re.compile(rf"{PREFIX}[a-z0-9]{{32}}")


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """A token as a coordinator describes it: what it is for, the parts of the hub that it may read, and for
    how many days, one of VALID_FOR."""

    name: str
    scopes: tuple[str, ...]
    days: int


class NewToken(NamedTuple):
    """A token that was just created, and its secret, which is shown only then."""

    token: ApiToken
    secret: str


def new_secret(context: AppContext, creator: Member, draft: TokenDraft, nonce: str = "") -> str:
    """Return the secret of a token that somebody creates with a form: the same if the form comes twice."""
    about = (creator.id, draft.name, *draft.scopes, str(draft.days))
    return PREFIX + form_secret(context, nonce, *about)


async def create(
    db: Transaction,
    secret: str,
    partnership: Partnership,
    creator: Member,
    draft: TokenDraft,
    now: datetime,
    t: Translator,
) -> NewToken:
    """Create a token with this secret; return the one that has it, if it is valid. Raises Refusal."""
    name = sanitise.validate_name(draft.name, t)
    tokens = await tokens_of(db, partnership)
    valid = [token for token in tokens if is_valid(token, now)]
    for token in tokens:
        if token.id == hash_secret(secret):
            if token in valid:
                return NewToken(token, secret)
            raise Refusal(t("We have received this form once already, and acted on it then."))
    if len(valid) >= MAX_TOKENS:
        raise Refusal(
            t("A partnership can have up to {most} tokens. End one that you do not need.", most=MAX_TOKENS)
        )
    today = local_date(now, partnership.zone)
    expires_at = midnight(today + timedelta(days=draft.days), partnership.zone)
    token = ApiToken(
        hash_secret(secret), partnership.id, name, draft.scopes, today, id_or_token(creator), expires_at
    )
    await db.add(token)
    return NewToken(token, secret)


async def find_valid(db: Transaction, secret: str, now: datetime) -> ApiToken | None:
    """Return the token with this secret, or None if there is none, or it has expired or was revoked."""
    if not SECRET.fullmatch(secret):
        return None
    token = await db.first(ApiToken, id=hash_secret(secret))
    return token if token and is_valid(token, now) else None


def is_valid(token: ApiToken, now: datetime) -> bool:
    return token.revoked_at is None and token.expires_at > now


def last_day(token: ApiToken, partnership: Partnership) -> date:
    """Return the day on which a token was revoked, or else the last on which it works."""
    if token.revoked_at:
        return local_date(token.revoked_at, partnership.zone)
    return local_date(token.expires_at, partnership.zone) - DAY


async def tokens_of(db: Transaction, partnership: Partnership) -> Sequence[ApiToken]:
    """Return the tokens of a partnership, the valid ones first, then by what they are for."""
    tokens = await db.find(ApiToken, partnership=partnership.id)
    return sorted(tokens, key=lambda token: (token.revoked_at is not None, sanitise.fold(token.name)))


async def revoke(db: Transaction, partnership: Partnership, id: str, now: datetime) -> ApiToken | None:
    """Revoke the token with this id, and return it; None if the partnership has none such. Raises Stale."""
    token = await db.first(ApiToken, id=id, partnership=partnership.id)
    if token and not token.revoked_at:
        return await db.update_if_unchanged(token, revoked_at=now)
    return token
