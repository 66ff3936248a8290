"""The share links of a partnership, for its members."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.core.cards import Card
from bot.core.models import Role
from bot.handlers.hub.access import HubPart, HubRequest
from bot.membership import permissions, sharing
from bot.messages import sharing as messages
from bot.messages.sharing import ShareRow
from bot.rounds.names import names_of


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The share links that work and those that do not any more, the newest first. Leads and coordinators
    `can_share`; `stops` is a card with which they stop a link, if there is one."""

    valid: Sequence[ShareRow]
    past: Sequence[ShareRow]
    can_share: bool
    stops: Card | None


@dataclass(frozen=True, slots=True)
class SharesView:
    """The share links of a partnership. Every member may see them."""

    part: ClassVar[HubPart] = HubPart.SHARING

    async def load(self, request: HubRequest) -> SharesPage:
        reader, t = request.reader, request.reader.t
        shares = await sharing.find_shares(request.db, reader.partnership)
        names = await names_of(request.db, sharing.tokens_in(shares))
        valid, past = sharing.split_by_validity(shares, reader.partnership, request.now)
        can_share = reader.member is not None and reader.member.role is not Role.MEMBER
        stops = None
        if can_share and valid and reader.person:
            say = await permissions.sentence_builder(request.db, reader.person, reader.partnership)
            stops = messages.stops(t, valid, say)
        valid_rows, past_rows = (
            [messages.share_row(t, share, names) for share in group] for group in (valid, past)
        )
        return SharesPage(valid_rows, past_rows, can_share, stops)
