"""The page from which a coordinator runs a partnership: what needs them now, and who is in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.core.cards import Card
from bot.core.errors import NotFound
from bot.core.events import Message
from bot.core.models import Round, RoundState, web_address
from bot.handlers import membership, rounds
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.request import MemberRequest
from bot.language.commands import ListMembers
from bot.membership import data_contacts, permissions
from bot.messages import join_requests, privacy


@dataclass(frozen=True, slots=True)
class ManagePage:
    """The content of the page. `closes_at` is when the open round closes, None if none is open; then
    `next_at` is when the next one opens, None if no date is set. `requests` shows who waits for approval and
    `failed` what could not be delivered; `contacts` asks for missing data contacts. They are None if there
    is nothing."""

    closes_at: datetime | None
    next_at: datetime | None
    requests: Card | None
    failed: Card | None
    contacts: Card | None
    members: Card


@dataclass(frozen=True, slots=True)
class ManageView:
    part: ClassVar[HubPart] = HubPart.MANAGE

    async def load(self, request: HubRequest) -> ManagePage:
        asked = _as_member(request)
        partnership = request.reader.partnership
        round_ = await request.db.first(Round, id=partnership.round, state=RoundState.OPEN)
        return ManagePage(
            round_.closes_at if round_ else None,
            partnership.next_round_at,
            await _requests(asked),
            await _failed(asked),
            await _missing_contacts(asked),
            await membership.list_members(asked, ListMembers()),
        )


def _as_member(request: HubRequest) -> MemberRequest:
    """Return the request as that of a member who types in their own chat. Raises NotFound for others."""
    reader = request.reader
    if reader.person is None or reader.member is None:
        raise NotFound
    chat = web_address(reader.person.id)
    return MemberRequest(
        db=request.db,
        context=request.context,
        now=request.now,
        message=Message("", chat, chat, ""),
        t=reader.t,
        speaker=reader.person,
        member=reader.member,
        partnership=reader.partnership,
    )


async def _requests(asked: MemberRequest) -> Card | None:
    roster = await permissions.load_roster(asked.db, asked.partnership.id)
    if not roster.waiting:
        return None
    return join_requests.requests(asked.t, roster, roster.waiting, await asked.sentence_builder())


async def _failed(asked: MemberRequest) -> Card | None:
    """Show whom we cannot write to, and which messages did not arrive."""
    parts = await rounds.failed_parts(asked)
    return Card(asked.t("What could not be delivered"), tuple(parts)) if parts else None


async def _missing_contacts(asked: MemberRequest) -> Card | None:
    roster = await permissions.load_roster(asked.db, asked.partnership.id)
    missing = data_contacts.without_contact(roster)
    if not missing:
        return None
    return privacy.missing_contacts(asked.t, roster, missing, await asked.sentence_builder())
