"""The request that a handler gets for one sentence, and the table that finds the handler of a command."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.errors import NotSignedIn, Refusal
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import BrowserSession, Member, Partnership, Person
from bot.core.ports import Transaction
from bot.language.commands import Command, ShowMenu
from bot.language.parser import format_command
from bot.membership import permissions
from bot.membership.roster import SentenceBuilder
from bot.rounds.answers import InvitationContext


@dataclass(frozen=True, slots=True)
class BrowserIdentity:
    """A browser that asks to act for one person. `browser` is the hash of its secret, as in
    `BrowserSession`; `person` is an id."""

    browser: str
    person: str


async def require_session(db: Transaction, identity: BrowserIdentity, now: datetime) -> BrowserSession:
    """Return the session in which a browser may act for its person. Raises NotSignedIn."""
    sessions = await db.find(BrowserSession, browser=identity.browser, person=identity.person)
    for session in sessions:
        if session.expires_at > now:
            return session
    raise NotSignedIn


async def require_signed_in(db: Transaction, identity: BrowserIdentity, now: datetime) -> Person:
    """Return the person that a browser may act for. Raises NotSignedIn."""
    await require_session(db, identity, now)
    return await db.get(Person, identity.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sentence that anybody may type. `speaker` is None if they belong to no partnership. `session` is
    theirs in the browser from which they sent it, None in a chat."""

    db: Transaction
    context: AppContext
    now: datetime
    message: Message
    t: Translator
    speaker: Person | None
    session: BrowserSession | None = None

    def require_speaker(self) -> Person:
        """Return the speaker. Raises Refusal if they belong to no partnership."""
        if self.speaker is None:
            raise Refusal(
                self.t("We do not know you yet. Join a partnership with a code, or start one of your own."),
                ((self.t("Join or start a partnership"), format_command(ShowMenu())),),
            )
        return self.speaker

    def for_member(self, member: Member, partnership: Partnership) -> "MemberRequest":
        """Return this request as one about a partnership. Raises Refusal as `require_speaker` does."""
        return MemberRequest(
            db=self.db,
            context=self.context,
            now=self.now,
            message=self.message,
            t=self.t,
            speaker=self.require_speaker(),
            session=self.session,
            member=member,
            partnership=partnership,
        )

    def for_invitation(self, invited: InvitationContext) -> "InvitationRequest":
        """Return this request as one about an invitation. Raises Refusal as `require_speaker` does."""
        return InvitationRequest(
            db=self.db,
            context=self.context,
            now=self.now,
            message=self.message,
            t=self.t,
            speaker=self.require_speaker(),
            session=self.session,
            invited=invited,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRequest(Request):
    """A sentence from a member about one of their partnerships, whose role allows it."""

    speaker: Person
    member: Member
    partnership: Partnership

    async def sentence_builder(self) -> SentenceBuilder:
        """Return a function that formats commands about this partnership for the speaker."""
        return await permissions.sentence_builder(self.db, self.speaker, self.partnership)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRequest(Request):
    """A sentence about one invitation to an open round, from the member who was invited."""

    speaker: Person
    invited: InvitationContext


R = TypeVar("R", bound=Request)
C = TypeVar("C", bound=Command)


class HandlerTable(Generic[R]):
    """Handlers by the type of the command, all for requests of one kind."""

    def __init__(self) -> None:
        self._handlers: dict[type[Command], Callable[[R, Any], Awaitable[Card]]] = {}

    def register(self, command_type: type[C], handler: Callable[[R, C], Awaitable[Card]]) -> None:
        """Add a handler. Type checking fails if it takes another command, or more than the request holds."""
        if command_type in self._handlers:
            raise ValueError(f"{command_type.__name__} has a handler already")
        self._handlers[command_type] = handler

    @property
    def command_types(self) -> tuple[type[Command], ...]:
        return tuple(self._handlers)

    def __contains__(self, command: Command) -> bool:
        return type(command) in self._handlers

    async def handle(self, request: R, command: Command) -> Card:
        return await self._handlers[type(command)](request, command)
