"""Decides who may read which parts of a partnership's evidence hub.

Pages, files and programs all read through `Hub`, so that one place decides what a reader may see.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar, cast

from bot.context import AppContext
from bot.core.errors import InvalidToken, MissingScope, NotFound, NotSignedIn
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Partnership, Person, Role
from bot.core.ports import Transaction
from bot.handlers.browser import signed_in_people
from bot.handlers.hub.nameless import NamelessTransaction
from bot.handlers.request import BrowserIdentity, require_session
from bot.membership import api_tokens, sharing
from bot.membership.account_sign_in import may_act_in_role
from bot.membership.permissions import RANK_BY_ROLE

HubResult = TypeVar("HubResult", covariant=True)


class HubPart(StrEnum):
    """A part of the hub. Who reads it without being a member has been given some of these; `COMMENTS`,
    `SHARING` and `MANAGE` are never given."""

    OVERVIEW = "overview"
    THEMES = "themes"
    ROUNDS = "rounds"
    TIMELINE = "timeline"
    OUTCOMES = "outcomes"
    EVIDENCE = "evidence"
    YEARLY = "yearly"
    COMMENTS = "comments"
    SHARING = "sharing"
    MANAGE = "manage"


FOR_MEMBERS = frozenset(HubPart) - {HubPart.MANAGE}
FOR_OBSERVERS = frozenset(HubPart) - {HubPart.COMMENTS, HubPart.SHARING, HubPart.MANAGE}
FOR_PROGRAMS = frozenset(
    {HubPart.OVERVIEW, HubPart.THEMES, HubPart.ROUNDS, HubPart.OUTCOMES, HubPart.EVIDENCE}
)


@dataclass(frozen=True, slots=True)
class HubReader:
    """A reader of one partnership's hub: the `parts` that they may see, and `t`, which has their language and
    time zone. `person` and `member` are None for readers who are not members. `shared_until` is the last day
    of an observer's share link."""

    partnership: Partnership
    t: Translator
    parts: frozenset[HubPart]
    person: Person | None = None
    member: Member | None = None
    shared_until: date | None = None


@dataclass(frozen=True, slots=True)
class HubRequest:
    """A request for one view of the hub, by a reader who may see it. `db` names no members to readers who are
    not members themselves."""

    db: Transaction
    context: AppContext
    now: datetime
    reader: HubReader


class HubView(Protocol[HubResult]):
    """A view of one part of the hub, made from what rounds published and from what members entered. It never
    reads answers."""

    part: ClassVar[HubPart]

    async def load(self, request: HubRequest, /) -> HubResult:
        """Load what the reader is shown. Raises NotFound if there is no such thing in their partnership."""


class Hub:
    """The evidence hub, as an adapter knows it."""

    def __init__(self, context: AppContext):
        self._context = context

    async def view_as_member(
        self, browser: str, partnership: str, view: HubView[HubResult]
    ) -> tuple[HubReader, HubResult]:
        """Load a view for a member who is signed in on a browser, given as the hash of its secret. If several
        members are, the one with the highest role reads.

        Raises NotSignedIn if nobody is signed in, whether or not there is such a partnership, and NotFound if
        the view is not for them."""
        async with self._context.store.read_only() as db:
            reader = await self._find_member(db, browser, partnership)
            return reader, await self._load(db, reader, view)

    async def change_as_member(
        self, browser: str, partnership: str, change: HubView[HubResult]
    ) -> tuple[HubReader, HubResult]:
        """Load a view that also changes something, such as one that returns a new secret. Raises as
        `view_as_member` does; then nothing was changed. A partnership's changes come one after the other."""
        async with self._context.store.transaction() as db:
            reader = await self._find_member(db, browser, partnership)
            await db.get_for_update(Partnership, partnership)
            return reader, await self._load(db, reader, change)

    async def view_as_observer(
        self, secret: str, language: str, view: HubView[HubResult]
    ) -> tuple[HubReader, HubResult]:
        """Load a view for an observer, who has the address of a share link with this secret. Raises NotFound
        if the link does not work, or the view is not among what it shares."""
        async with self._context.store.read_only() as db:
            reader = await self._find_observer(db, secret, language)
            return reader, await self._load(db, reader, view)

    async def find_observer(self, secret: str, language: str) -> HubReader:
        """Return the reader that has the share link with this secret. Raises NotFound if it does not work."""
        async with self._context.store.read_only() as db:
            return await self._find_observer(db, secret, language)

    async def count_opening(self, secret: str) -> None:
        """Count that the share link with this secret was opened."""
        async with self._context.store.transaction() as db:
            await sharing.count_opening(db, secret)

    async def view_as_token(self, secret: str, view: HubView[HubResult]) -> tuple[HubReader, HubResult]:
        """Load a view for a program that has a token with this secret. Raises InvalidToken, MissingScope if
        the token does not open that part, and NotFound if the view is not for programs."""
        async with self._context.store.read_only() as db:
            reader = await self._find_program(db, secret)
            if view.part in FOR_PROGRAMS - reader.parts:
                raise MissingScope
            return reader, await self._load(db, reader, view)

    async def _find_observer(self, db: Transaction, secret: str, language: str) -> HubReader:
        share = await sharing.find_by_secret(db, secret)
        partnership = await db.get(Partnership, share.partnership) if share else None
        if not (share and partnership and sharing.is_valid(share, partnership, self._context.clock.now())):
            raise NotFound
        parts = frozenset(part for part in FOR_OBSERVERS if part in share.parts)
        t = self._context.translator(replace(partnership, language=language))
        return HubReader(partnership, t, parts, shared_until=share.valid_until)

    async def _find_program(self, db: Transaction, secret: str) -> HubReader:
        token = await api_tokens.find_valid(db, secret, self._context.clock.now())
        partnership = await db.first(Partnership, id=token.partnership, ended_at=None) if token else None
        if token is None or partnership is None:
            raise InvalidToken
        parts = frozenset(part for part in FOR_PROGRAMS if part in token.scopes)
        return HubReader(partnership, self._context.translator(partnership), parts)

    async def _find_member(self, db: Transaction, browser: str, id: str) -> HubReader:
        now = self._context.clock.now()
        people = {person.id: person for person in await signed_in_people(db, browser, now)}
        if not people:
            raise NotSignedIn
        partnership = await db.first(Partnership, id=id, ended_at=None)
        members = await db.find(Member, partnership=id, person=list(people), standing=MembershipStatus.ACTIVE)
        if partnership is None or not members:
            raise NotFound
        member = max(members, key=lambda member: RANK_BY_ROLE[member.role])
        person = people[member.person]
        parts = FOR_MEMBERS
        if member.role is Role.COORDINATOR:
            session = await require_session(
                db, BrowserIdentity(browser, person.id), self._context.clock.now()
            )
            parts |= {HubPart.MANAGE} if await may_act_in_role(db, member, session) else frozenset()
        return HubReader(partnership, self._context.translator(person), parts, person, member)

    async def _load(self, db: Transaction, reader: HubReader, view: HubView[HubResult]) -> HubResult:
        if view.part not in reader.parts:
            raise NotFound
        if reader.member is None:
            db = cast("Transaction", NamelessTransaction(db, reader.t))
        return await view.load(HubRequest(db, self._context, self._context.clock.now(), reader))
