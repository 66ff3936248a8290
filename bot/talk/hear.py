"""From an event to a reply. Touches only the database, so it always beats a platform's deadline."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.core.cards import Card, Chart
from bot.core.context import AppContext
from bot.core.deliveries import ProcessedEvent
from bot.core.errors import AlreadyExists, Refusal, Stale
from bot.core.events import (
    AppReinstalled,
    AppUninstalled,
    ChannelClosed,
    ChannelIdChanged,
    ChannelRenamed,
    Event,
    Message,
    PlatformEvent,
    UserDeactivated,
    UserSeen,
)
from bot.core.models import Person
from bot.core.ports import Transaction
from bot.language import parser
from bot.language.commands import InvitationCommand
from bot.language.parser import MAX_LENGTH, ParsedSentence
from bot.partners import access, channels, ending, people
from bot.rounds import answers, steps
from bot.talk import sights
from bot.talk.phrases import plain
from bot.talk.sights import Sight, View
from bot.talk.turn import Asked, Inside, Turn
from bot.talk.turns import ANYBODY, ASKED, INSIDE

REMEMBERED = timedelta(days=1)  # longer than any platform goes on resending
CROSSINGS = 5


class Bot:
    """The product, as an adapter knows it."""

    def __init__(self, context: AppContext):
        self.context = context

    async def hear(self, event: Event) -> Card | None:
        """Act on an event and return what to show in reply; None where there is nothing to say, also to an
        event that was heard before. Raises Unavailable when nothing could be done: the event may then be
        tried again."""
        for _ in range(CROSSINGS):
            try:
                return await self._hear(event)
            except (Stale, AlreadyExists):  # two events crossed; this one now sees what the other did
                continue
        return plain.crossed(self.context.translator())

    async def see(self, viewer: Person, view: View[Sight]) -> Sight:
        """The reading twin of `hear`: what a page may show somebody. Raises Refusal."""
        async with self.context.store.read_only() as db:
            return await view.see(db, self.context, viewer)

    async def picture(self, of: str, language: str) -> Chart | None:
        """The chart that a signed address names, for whoever holds the address."""
        async with self.context.store.read_only() as db:
            return await sights.picture(db, self.context, of, language)

    async def _hear(self, event: Event) -> Card | None:
        id, t, now = (
            self.context.crypto.event_hash(event.id),
            self.context.translator(),
            self.context.clock.now(),
        )
        try:
            async with self.context.store.transaction() as db:
                if await db.count(ProcessedEvent, id=id):
                    return None
                heard, card = ProcessedEvent(id, "", now + REMEMBERED), None
                match event:
                    case Message():
                        speaker = await people.at(db, event.sender)
                        t = self.context.translator(speaker, event.language)
                        turn = Turn(db=db, context=self.context, now=now, said=event, t=t, speaker=speaker)
                        heard, card = await _obey(turn, heard)
                    case _:
                        await self._note(db, event, now)
                await db.add(heard)
                return card
        except Refusal as refusal:
            return replace(plain.refused(t, refusal), private=isinstance(event, Message) and event.shared)

    async def _note(self, db: Transaction, event: PlatformEvent, now: datetime) -> None:
        """What a platform tells of people, places and itself. Nobody waits for a reply."""
        match event:
            case UserSeen():
                await people.arrived(db, event)
            case AppUninstalled():
                await people.removed(db, event)
            case AppReinstalled():
                await people.returned(db, event)
            case UserDeactivated():
                await ending.gone(self.context, db, event, now)
            case ChannelRenamed():
                await channels.renamed(db, event)
            case ChannelIdChanged():
                await channels.moved(db, event)
            case ChannelClosed():
                await channels.shut(db, event)
            case _:  # never
                assert_never(event)


async def _obey(turn: Turn, heard: ProcessedEvent) -> tuple[ProcessedEvent, Card]:
    if len(turn.said.text) > MAX_LENGTH:
        raise Refusal(
            turn.t("That was not done: it is longer than {most} characters. Say it shorter.", most=MAX_LENGTH)
        )
    spoken = parser.parse(turn.said.text)
    if spoken is None:
        rank = await access.rank(turn.db, turn.speaker)
        return heard, replace(
            plain.not_understood(turn.t, parser.suggest(turn.said.text, rank)), private=turn.said.shared
        )
    if spoken.sentence.sealed and turn.said.shared and not turn.said.pressed:
        raise Refusal(
            turn.t("That was not taken: others can read this place. Say it to me in private instead.")
        )
    if isinstance(spoken.command, InvitationCommand):
        asked = await _asked(turn, spoken.command)
        heard = replace(
            heard, round=asked.round.id, until_at=asked.round.closes_at
        )  # a time that betrays nothing
        card = await ASKED[type(spoken.command)](asked, spoken.command)
    elif type(spoken.command) in INSIDE:
        card = await INSIDE[type(spoken.command)](await _inside(turn, spoken), spoken.command)
    else:
        card = await ANYBODY[type(spoken.command)](turn, spoken.command)
    return heard, replace(card, private=turn.said.shared and spoken.sentence.private)


async def _inside(turn: Turn, spoken: ParsedSentence) -> Inside:
    """The same turn, for a member about one partnership, with a role that reaches."""
    member, partnership = await access.place(turn.db, turn.known(), spoken.partnership, turn.said, turn.t)
    await access.require(turn.db, spoken.sentence, member, turn.t)
    return turn.inside(member, partnership)


async def _asked(turn: Turn, command: InvitationCommand) -> Asked:
    """The same turn, for somebody about an open round that they were invited to."""
    invitation, _ = steps.split_token(command.token)
    return turn.asked(*await answers.asked(turn.db, turn.known(), invitation, turn.now, turn.t))
