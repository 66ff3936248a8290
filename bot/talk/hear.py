"""From an event to a reply. Touches only the database, so it always beats a platform's deadline."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.errors import AlreadyThere, Refusal, Stale
from bot.model import Heard, Person
from bot.partners import access, channels, ending, people
from bot.ports import Records
from bot.rounds import answers, steps
from bot.talk import grammar, sights
from bot.talk.card import Card, Chart
from bot.talk.commands import ToInvitation
from bot.talk.events import Arrived, Event, Gone, Moved, Removed, Renamed, Returned, Said, Shut, Told
from bot.talk.grammar import LONGEST, Spoken
from bot.talk.phrases import plain
from bot.talk.sights import Sight, View
from bot.talk.turn import Asked, Inside, Turn
from bot.talk.turns import ANYBODY, ASKED, INSIDE
from bot.world import World

REMEMBERED = timedelta(days=1)  # longer than any platform goes on resending
CROSSINGS = 5


class Bot:
    """The product, as an adapter knows it."""

    def __init__(self, world: World):
        self.world = world

    async def hear(self, event: Event) -> Card | None:
        """Act on an event and return what to show in reply; None where there is nothing to say, also to an
        event that was heard before. Raises Unavailable when nothing could be done: the event may then be
        tried again."""
        for _ in range(CROSSINGS):
            try:
                return await self._hear(event)
            except (Stale, AlreadyThere):  # two events crossed; this one now sees what the other did
                continue
        return plain.crossed(self.world.tongue())

    async def see(self, viewer: Person, view: View[Sight]) -> Sight:
        """The reading twin of `hear`: what a page may show somebody. Raises Refusal."""
        async with self.world.store.look() as db:
            return await view.see(db, self.world, viewer)

    async def picture(self, of: str, language: str) -> Chart | None:
        """The chart that a signed address names, for whoever holds the address."""
        async with self.world.store.look() as db:
            return await sights.picture(db, self.world, of, language)

    async def _hear(self, event: Event) -> Card | None:
        id, t, now = self.world.seals.event(event.id), self.world.tongue(), self.world.clock.now()
        try:
            async with self.world.store.begin() as db:
                if await db.count(Heard, id=id):
                    return None
                heard, card = Heard(id, "", now + REMEMBERED), None
                match event:
                    case Said():
                        speaker = await people.at(db, event.who)
                        t = self.world.tongue(speaker, event.language)
                        turn = Turn(db=db, world=self.world, now=now, said=event, t=t, speaker=speaker)
                        heard, card = await _obey(turn, heard)
                    case _:
                        await self._note(db, event, now)
                await db.add(heard)
                return card
        except Refusal as refusal:
            return replace(plain.refused(t, refusal), private=isinstance(event, Said) and event.shared)

    async def _note(self, db: Records, event: Told, now: datetime) -> None:
        """What a platform tells of people, places and itself. Nobody waits for a reply."""
        match event:
            case Arrived():
                await people.arrived(db, event)
            case Removed():
                await people.removed(db, event)
            case Returned():
                await people.returned(db, event)
            case Gone():
                await ending.gone(self.world, db, event, now)
            case Renamed():
                await channels.renamed(db, event)
            case Moved():
                await channels.moved(db, event)
            case Shut():
                await channels.shut(db, event)
            case _:  # never
                assert_never(event)


async def _obey(turn: Turn, heard: Heard) -> tuple[Heard, Card]:
    if len(turn.said.text) > LONGEST:
        raise Refusal(
            turn.t("That was not done: it is longer than {most} characters. Say it shorter.", most=LONGEST)
        )
    spoken = grammar.parse(turn.said.text)
    if spoken is None:
        rank = await access.rank(turn.db, turn.speaker)
        return heard, replace(
            plain.not_understood(turn.t, grammar.nearest(turn.said.text, rank)), private=turn.said.shared
        )
    if spoken.sentence.sealed and turn.said.shared and not turn.said.pressed:
        raise Refusal(
            turn.t("That was not taken: others can read this place. Say it to me in private instead.")
        )
    if isinstance(spoken.command, ToInvitation):
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


async def _inside(turn: Turn, spoken: Spoken) -> Inside:
    """The same turn, for a member about one partnership, with a role that reaches."""
    member, partnership = await access.place(turn.db, turn.known(), spoken.partnership, turn.said, turn.t)
    await access.require(turn.db, spoken.sentence, member, turn.t)
    return turn.inside(member, partnership)


async def _asked(turn: Turn, command: ToInvitation) -> Asked:
    """The same turn, for somebody about an open round that they were invited to."""
    invitation, _ = steps.split_token(command.token)
    return turn.asked(*await answers.asked(turn.db, turn.known(), invitation, turn.now, turn.t))
