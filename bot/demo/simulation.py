"""A partnership lives through its rounds, all of it said and pressed as people would, on a set clock."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.core.errors import AccordError
from bot.core.models import Address, Partnership, Round
from bot.demo import story
from bot.demo.clock import DemoClock
from bot.demo.founding import found
from bot.demo.partnership import DemoPartnership
from bot.demo.story import PlannedReply
from bot.demo.users import DemoUser
from bot.handlers.bot import Bot
from bot.language.commands import AddMember, ConfirmMembership
from bot.language.parser import format_command
from bot.worker import Worker

NEXT_MORNING = timedelta(hours=18)  # from the close, in the afternoon, until personal messages have left


@dataclass(slots=True)
class Simulation:
    """Who plays, and how far the play has got. `spared` are the names of those for whom nobody answers by
    themselves; `replied` holds rounds and names."""

    cast: DemoPartnership
    clock: DemoClock
    bot: Bot = field(init=False)
    worker: Worker = field(init=False)
    actors: Mapping[str, DemoUser] = field(default_factory=dict)
    partnership: str = ""
    spared: set[str] = field(default_factory=set)
    replied: set[tuple[str, str]] = field(default_factory=set)

    async def begin(self, bot: Bot, worker: Worker) -> None:
        """Found the partnership."""
        self.bot, self.worker = bot, worker
        self.actors = await found(bot, worker, self.cast)
        async with bot.context.store.read_only() as db:
            self.partnership = (await db.find(Partnership))[0].id

    async def add(self, address: Address, name: str) -> None:
        """Make somebody with this address a member of the first organisation."""
        founder, partner = self.actors[self.cast.founder.name], self.cast.partners[0]
        await founder.say(format_command(AddMember(str(address), partner.name)))
        await self.worker.tick()
        await DemoUser(self.bot, address, name, "en").press(ConfirmMembership)

    async def round(self) -> None:
        """One whole round: opened, asked, answered over days, closed, told."""
        round_ = await self._opened()
        await self._answered(round_, round_.closes_at)
        await self._tick_at(round_.closes_at)
        await self._tick_at(round_.closes_at + NEXT_MORNING)

    async def last(self, until: datetime) -> None:
        """Open one more round and let it run until then, without the visitor."""
        self.spared.add(self.cast.visitor)
        await self._answered(await self._opened(), until)
        await self._tick_at(until)

    async def go_on(self, pause: float) -> None:
        """For ever: one more reply, then so many seconds of nothing."""
        while True:
            with suppress(AccordError):  # whatever a visitor has done to one of them, the others go on
                await self.one_more()
            await asyncio.sleep(pause)

    async def one_more(self) -> None:
        """The next of those who will reply to the open round does so now."""
        async with self.bot.context.store.read_only() as db:
            partnership = await db.get(Partnership, self.partnership)
            open_ = await db.find(Round, id=partnership.round)
        for reply in [reply for round_ in open_ for reply in self._to_come(round_)][:1]:
            await self._reply(open_[0], reply)

    async def _opened(self) -> Round:
        async with self.bot.context.store.read_only() as db:
            partnership = await db.get(Partnership, self.partnership)
        await self._tick_at(partnership.next_round_at or self.clock.now())
        async with self.bot.context.store.read_only() as db:
            return (await db.latest(Round, "opened_at", 1, partnership=self.partnership))[0]

    async def _answered(self, round_: Round, until: datetime) -> None:
        for reply in [each for each in self._to_come(round_) if each.moment <= until]:
            await self._pass(reply.moment)
            await self._reply(round_, reply)
        await self._pass(until)

    def _to_come(self, round_: Round) -> list[PlannedReply]:
        themes = tuple(theme.id for theme in self.bot.context.bank.themes)
        wanted = story.replies(self.cast, round_, themes, Random)
        return [
            each
            for each in wanted
            if each.player.name not in self.spared and (round_.id, each.player.name) not in self.replied
        ]

    async def _reply(self, round_: Round, reply: PlannedReply) -> None:
        self.replied.add((round_.id, reply.player.name))
        bank, language = self.bot.context.bank, reply.player.language
        themes = {
            each.text.in_language(language): theme.id for theme in bank.themes for each in theme.questions
        }
        await self.actors[reply.player.name].check_in(reply.mind, themes)

    async def _pass(self, until: datetime) -> None:
        """Time goes by; each noon, what has fallen due is done."""
        while (noon := _next_noon(self.clock.now())) <= until:
            await self._tick_at(noon)
        self.clock.stand_at(until)

    async def _tick_at(self, moment: datetime) -> None:
        self.clock.stand_at(moment)
        await self.worker.tick()


def _next_noon(after: datetime) -> datetime:
    noon = after.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if noon > after else noon + timedelta(days=1)
