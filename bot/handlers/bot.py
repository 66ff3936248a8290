"""Turns an event into a reply. Touches only the database, so it always beats a platform's deadline."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.context import AppContext
from bot.core import retention
from bot.core.cards import Card, Chart
from bot.core.deliveries import ProcessedEvent
from bot.core.errors import AlreadyExists, NotPermitted, Refusal, Stale
from bot.core.events import (
    AppOpened,
    ChannelClosed,
    ChannelIdChanged,
    ChannelJoined,
    ChannelRenamed,
    Event,
    Message,
    PlatformEvent,
    UserDeactivated,
    UserSeen,
    WorkspaceEvent,
)
from bot.core.i18n import Translator
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.models import Address, BrowserSession, Person, UsageCounter
from bot.core.ports import Clock, Ids, Transaction
from bot.handlers import greetings, views
from bot.handlers.api_access import ApiAccess
from bot.handlers.browser import BrowserSessions
from bot.handlers.dispatch import FOR_INVITED, FOR_MEMBERS, PUBLIC
from bot.handlers.hub.access import Hub
from bot.handlers.mailbox_links import MailboxLinks
from bot.handlers.request import (
    BrowserIdentity,
    InvitationRequest,
    MemberRequest,
    Request,
    require_session,
    require_signed_in,
)
from bot.handlers.views import View, ViewResult
from bot.handlers.workspaces import MAX_RETRIES, WorkspaceEvents
from bot.language import parser
from bot.language.commands import InvitationCommand
from bot.language.parser import MAX_LENGTH, ParsedSentence
from bot.language.sentences import Rank
from bot.membership import channels, erasure, people, permissions, removals, usage_limits
from bot.membership.account_sign_in import require_role_by_account
from bot.membership.usage_limits import MESSAGES
from bot.messages import general
from bot.rounds import answers
from bot.rounds.answers import InvitationContext


@dataclass(frozen=True, slots=True)
class Reply:
    """The result of an event: the card to show, or None, and the sentence that was understood, or None.
    `speaker` is the person who said it, as they were before; None for somebody who was not known. A sentence
    is `forbidden` if the speaker's role does not allow it, in whatever words."""

    card: Card | None = None
    parsed: ParsedSentence | None = None
    speaker: Person | None = None
    forbidden: bool = False

    @property
    def is_sealed(self) -> bool:
        """Return True if sentence and reply belong to somebody's answers: neither may be kept or echoed."""
        return self.parsed is not None and self.parsed.sentence.sealed


class Bot:
    """The product, as an adapter knows it."""

    def __init__(self, context: AppContext, instrumentation: Instrumentation = NO_INSTRUMENTATION):
        self.context, self._instrumentation = context, instrumentation
        self.sessions, self.mailbox_links = BrowserSessions(context), MailboxLinks(context)
        self.hub, self.api_access = Hub(context), ApiAccess(context)
        self._workspaces = WorkspaceEvents(context)

    @property
    def clock(self) -> Clock:
        return self.context.clock

    @property
    def ids(self) -> Ids:
        return self.context.ids

    @property
    def languages(self) -> tuple[str, ...]:
        return self.context.languages

    @property
    def sends_email(self) -> bool:
        return self.context.sends_email

    def translator(self, listener: Person | None = None, language: str = "en") -> Translator:
        """Return the translator for a person, or for somebody unknown who reads a language."""
        return self.context.translator(listener, language)

    async def handle(
        self, event: Event, parsed: ParsedSentence | None = None, identity: BrowserIdentity | None = None
    ) -> Reply:
        """Act on an event and return what to show in reply.

        An adapter that had to parse the sentence itself passes it as `parsed`. With an `identity` the sender
        is the person that this browser is signed in for, whatever the message says. The reply has no card if
        there is nothing to say, for example if the event was processed before. Raises NotSignedIn, and
        Unavailable if nothing could be done: the event may then be tried again."""
        if isinstance(event, WorkspaceEvent):
            await self._workspaces.handle(event)
            return Reply()
        if isinstance(event, UserSeen | UserDeactivated) and not await self._knows(event.user):
            return Reply()
        if isinstance(event, Message) and parsed is None:
            parsed = parser.parse(event.text, self.translator())
        reply = await self._handle_with_retries(event, parsed, identity)
        counted = self._instrumentation.counted_sentences
        if reply.card and parsed and isinstance(event, Message) and parsed.sentence.pattern in counted:
            sender = reply.speaker.address if reply.speaker else event.sender
            self._instrumentation.sentence_handled(sender.platform, parsed.sentence.pattern)
        return reply

    async def _knows(self, user: Address) -> bool:
        """Return True if somebody has this address. A platform tells of everybody in a workspace, and what it
        tells of others must not cost a write."""
        _, person = await self.find_speaker([user])
        return person is not None

    async def _handle_with_retries(
        self, event: Message | PlatformEvent, parsed: ParsedSentence | None, identity: BrowserIdentity | None
    ) -> Reply:
        for _ in range(MAX_RETRIES):
            try:
                return await self._handle(event, parsed, identity)
            except (
                Stale,
                AlreadyExists,
            ):  # another event was handled meanwhile; now this one sees its result
                continue
        if not isinstance(event, Message):
            return Reply(None, parsed)
        _, speaker = await self.find_speaker(event.addresses)
        card = general.try_again(self.context.translator(speaker, event.language))
        return Reply(replace(card, private=event.shared), parsed)

    async def view(self, viewer: Person, view: View[ViewResult]) -> ViewResult:
        """Load what a page may show this viewer; it only reads. Raises Refusal."""
        async with self.context.store.read_only() as db:
            return await view.load(db, self.context, viewer)

    async def view_in_browser(
        self, identity: BrowserIdentity, view: View[ViewResult]
    ) -> tuple[Person, ViewResult]:
        """Load the person that a browser is signed in for, and what a page may show them. Raises NotSignedIn
        and Refusal."""
        async with self.context.store.read_only() as db:
            viewer = await require_signed_in(db, identity, self.context.clock.now())
            return viewer, await view.load(db, self.context, viewer)

    async def find_speaker(self, addresses: Sequence[Address]) -> tuple[Address, Person | None]:
        """Return the first of these addresses that belongs to a person, and that person; or the first address
        and None."""
        async with self.context.store.read_only() as db:
            return await people.find_first(db, addresses)

    async def chart(self, of: str, language: str) -> Chart | None:
        """Return the chart that a signed address names. Anybody who has the address may see it."""
        async with self.context.store.read_only() as db:
            return await views.chart_by_name(db, self.context, of, language)

    async def _handle(
        self, event: Message | PlatformEvent, parsed: ParsedSentence | None, identity: BrowserIdentity | None
    ) -> Reply:
        id, now = self.context.crypto.event_hash(event.id), self.context.clock.now()
        t, speaker, card = self.context.translator(), None, None
        counted: Request | None = None
        is_sealed = parsed is not None and parsed.sentence.sealed
        try:
            async with self.context.store.transaction() as db:
                session = await require_session(db, identity, now) if identity else None
                invited = await _lock_invitation(db, parsed)
                if isinstance(event, Message):
                    speaker = await _find_speaker(db, event, identity, invited)
                if not await db.add_if_new(_processed_event(id, parsed, invited, now)):
                    return Reply(None, parsed, speaker)
                match event:
                    case Message():
                        if speaker and not (identity or is_sealed):
                            speaker = await people.has_spoken(db, speaker)
                        request = self._open_request(db, event, parsed, speaker, session, now)
                        t = request.t
                        if not (event.part or is_sealed):
                            await _limit_messages(request)
                            counted = request
                        card = await _answer_sentence(request, parsed, invited)
                    case _:
                        card = await self._record(db, event, now)
                return Reply(card, parsed, speaker)
        except Refusal as refusal:  # what the transaction wrote was rolled back
            async with self.context.store.transaction() as db:
                if isinstance(event, Message) and not (event.pressed or event.network):
                    await db.add(_processed_event(id, parsed, None, now))
                if counted:
                    await _count_message(replace(counted, db=db))
            private = isinstance(event, Message) and event.shared
            card = replace(general.refused(t, refusal), private=private)
            return Reply(card, parsed, speaker, isinstance(refusal, NotPermitted))

    def _open_request(
        self,
        db: Transaction,
        message: Message,
        parsed: ParsedSentence | None,
        speaker: Person | None,
        session: BrowserSession | None,
        now: datetime,
    ) -> Request:
        """Return the request that a message makes, whichever address of the speaker it came from."""
        if speaker:
            message = replace(message, sender=speaker.address)
        t = self.context.translator(speaker, message.language)
        is_private = parsed is None or parsed.sentence.private
        t = replace(t, shared=message.shared and not is_private)
        return Request(
            db=db, context=self.context, now=now, message=message, t=t, speaker=speaker, session=session
        )

    async def _record(self, db: Transaction, event: PlatformEvent, now: datetime) -> Card | None:
        """Record what a platform reports about people, channels and itself. Returns what greets those who are
        new to Accord. Nobody else waits for a reply."""
        card = None
        match event:
            case AppOpened():
                card = await greetings.greet_user(self.context, db, event, now)
            case ChannelJoined():
                card = await greetings.greet_channel(self.context, db, event, now)
            case UserSeen():
                await people.user_seen(db, event)
            case UserDeactivated():
                await erasure.deactivate(self.context, db, event, now)
            case ChannelRenamed():
                await channels.rename(db, event)
            case ChannelIdChanged():
                await channels.change_id(db, event)
            case ChannelClosed():
                closed, lost = await channels.close(db, event)
                await removals.tell_of_channels(self.context, db, closed, now)
                await removals.tell_of_people(self.context, db, lost, now)
            case _:  # never
                assert_never(event)
        return card


async def _lock_invitation(db: Transaction, parsed: ParsedSentence | None) -> InvitationContext | None:
    """Return the invitation that a sentence is about, if any. Its round is held open."""
    if parsed is None or not isinstance(parsed.command, InvitationCommand):
        return None
    id, _ = answers.split_token(parsed.command.token)
    return await answers.lock_invitation(db, id)


async def _find_speaker(
    db: Transaction, message: Message, identity: BrowserIdentity | None, invited: InvitationContext | None
) -> Person | None:
    """Return the person who is signed in, or else the sender of a message. The person who was invited has
    been read already."""
    if identity:
        if invited and invited.person.id == identity.person:
            return invited.person
        return await db.get(Person, identity.person)
    if invited and invited.person.address == message.sender:
        return invited.person
    _, sender = await people.find_first(db, message.addresses)
    return sender


def _processed_event(
    id: str, parsed: ParsedSentence | None, invited: InvitationContext | None, now: datetime
) -> ProcessedEvent:
    """Return the record of an event. That of an answer is kept until its round closes, which tells
    nothing."""
    if invited:
        return ProcessedEvent(id, invited.round.id, invited.round.closes_at)
    return ProcessedEvent(id, "", _kept_until(parsed, now))


def _kept_until(parsed: ParsedSentence | None, now: datetime) -> datetime:
    """Return until when to remember that an event was processed. Of what belongs to somebody's answers the
    moment would tell when it came: then it is a midnight.

    A form or a page that was refused is not remembered: it may be sent again under the same id, corrected."""
    if parsed and parsed.sentence.sealed:
        now = now.replace(hour=0, minute=0, second=0, microsecond=0) + retention.EVENTS
    return now + retention.EVENTS


async def _limit_messages(request: Request) -> None:
    """Raise Refusal if the sender has sent too many messages."""
    counter = await _count_message(request)
    if counter.used > MESSAGES.most:
        raise Refusal(
            request.t(
                "You have sent too many messages in ten minutes. {when} You can still answer questions.",
                when=usage_limits.when_to_go_on(request.t, counter, request.now),
            )
        )


async def _count_message(request: Request) -> UsageCounter:
    """Count a message against its sender. Somebody unknown has a new address in each form, so those who send
    them from one network are counted together."""
    message = request.message
    source = message.network if message.network and request.speaker is None else str(message.sender)
    return await usage_limits.count_use(request.context, request.db, MESSAGES, source, request.now)


async def _answer_sentence(
    request: Request, parsed: ParsedSentence | None, invited: InvitationContext | None
) -> Card:
    """Return the card that answers a sentence. Raises Refusal."""
    if len(request.message.text) > MAX_LENGTH:
        raise Refusal(
            request.t(
                "Your message is too long. Shorten it to {most} characters and try again.", most=MAX_LENGTH
            )
        )
    if parsed is None:
        rank = await permissions.highest_rank(request.db, request.speaker)
        card = general.not_understood(request.t, request.message.text, rank)
        return replace(card, private=request.message.shared)
    sentence = parsed.sentence
    is_readable = request.message.shared and not request.message.pressed
    if sentence.sealed and is_readable and not sentence.typed_anywhere:
        raise Refusal(
            request.t("Other people can read what you typed. Send it to Accord in private instead.")
        )
    card = await _dispatch(request, parsed, invited)
    is_private = request.message.shared and sentence.private
    return replace(card, private=is_private, language=card.language or request.t.code)


async def _dispatch(request: Request, parsed: ParsedSentence, invited: InvitationContext | None) -> Card:
    command = parsed.command
    if isinstance(command, InvitationCommand):
        return await FOR_INVITED.handle(_for_invitation(request, invited), command)
    if command in FOR_MEMBERS:
        return await FOR_MEMBERS.handle(await _for_member(request, parsed), command)
    return await PUBLIC.handle(request, command)


async def _for_member(request: Request, parsed: ParsedSentence) -> MemberRequest:
    """Find the partnership that the sentence is about, and check that the speaker's role allows it."""
    member, partnership = await permissions.resolve_partnership(
        request.db, request.require_speaker(), parsed.partnership, request.message, request.t
    )
    await permissions.require_role(request.db, parsed.sentence, member, request.t)
    if parsed.sentence.rank > Rank.MEMBER:
        await require_role_by_account(request.db, member, request.session, request.t)
    return request.for_member(member, partnership)


def _for_invitation(request: Request, invited: InvitationContext | None) -> InvitationRequest:
    """Check that the invitation is the speaker's, and its round open."""
    invited = answers.require_invited(invited, request.require_speaker(), request.t)
    answers.require_open(invited.round, request.now, request.t)
    return request.for_invitation(invited)
