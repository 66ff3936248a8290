"""Lives through the rounds of the demo's partnership on a set clock, typing and pressing as people would."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.core.errors import AccordError
from bot.core.followups import Alert
from bot.core.models import Address, Partnership, Round, RoundKind
from bot.demo import story
from bot.demo.clock import DemoClock
from bot.demo.founding import found_partnership
from bot.demo.happenings import Happening
from bot.demo.partnership import DemoPartnership
from bot.demo.story import PlannedReply
from bot.demo.users import DemoUser
from bot.handlers.bot import Bot
from bot.language.commands import AddMember, ConfirmMembership, EnterOutcomeValue
from bot.language.parser import format_command
from bot.questions.bank import OWN_QUESTION
from bot.worker import Worker

NEXT_MORNING = timedelta(hours=18)  # from the close, in the afternoon, until personal messages have left


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the simulation knew at the moment when its history was complete."""

    at: datetime
    not_simulated: frozenset[str]
    replied: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Simulation:
    """The demo's partnership and how far it has come. `not_simulated` holds the names of the members that
    visitors answer for; `replied` holds rounds and the names of those who replied to them; `newest` is the
    number of the newest scheduled round."""

    plan: DemoPartnership
    clock: DemoClock
    bot: Bot = field(init=False)
    worker: Worker = field(init=False)
    users: Mapping[str, DemoUser] = field(default_factory=dict)
    partnership: str = ""
    newest: int = 0
    not_simulated: set[str] = field(default_factory=set)
    replied: set[tuple[str, str]] = field(default_factory=set)
    _beginning: Beginning = field(init=False)

    async def found_partnership(self, bot: Bot, worker: Worker) -> None:
        """Found the partnership."""
        self.bot, self.worker = bot, worker
        self.users = await found_partnership(bot, worker, self.plan)
        async with bot.context.store.read_only() as db:
            self.partnership = (await db.find(Partnership))[0].id

    async def add_member(self, address: Address, name: str) -> None:
        """Make a person with this address a member of the first organisation."""
        founder, partner = self.users[self.plan.founder.name], self.plan.partners[0]
        await founder.send(format_command(AddMember(str(address), partner.name)))
        await self.worker.tick()
        await DemoUser(self.bot, address, name, "en").press(ConfirmMembership)

    async def run_round(self) -> None:
        """Run a whole round: open it, answer it over days, close it, send the results; and let happen what
        comes after it, with an extra round that somebody asks."""
        round_ = await self._open_round()
        await self._answer_round(round_, round_.closes_at)
        await self._enter_outcomes(round_)
        await self._close_round(round_)
        for happening in self.plan.happenings.get(round_.number, ()):
            await self.let_happen(happening)
        if asked := await self._find_open_round():
            await self._answer_round(asked, asked.closes_at)
            await self._close_round(asked)

    async def run_last_round(self, until: datetime) -> None:
        """Open one more round and let it run until then, without the visitor."""
        self.not_simulated.add(self.plan.visitor)
        await self._answer_round(await self._open_round(), until)
        await self._tick_at(until)

    def mark_beginning(self) -> None:
        """Remember this moment, and start the clock."""
        self._beginning = Beginning(self.clock.now(), frozenset(self.not_simulated), frozenset(self.replied))
        self.clock.start()

    def return_to_beginning(self) -> None:
        """Set the clock back to the moment that was marked, and forget what happened since."""
        self.not_simulated, self.replied = {*self._beginning.not_simulated}, {*self._beginning.replied}
        self.clock.restart_at(self._beginning.at)

    async def keep_replying(self, pause: float) -> None:
        """Reply for one more member after each pause, in seconds, until cancelled."""
        while True:
            with suppress(AccordError):  # a visitor may have removed the member; the others go on
                await self.reply_once()
            await asyncio.sleep(pause)

    async def reply_once(self) -> None:
        """Let the next member who will reply to the open round do so now."""
        round_ = await self._find_open_round()
        if round_ and (replies := self._replies_to_come(round_)):
            await self._reply(round_, replies[0])

    async def _find_open_round(self) -> Round | None:
        async with self.bot.context.store.read_only() as db:
            partnership = await db.get(Partnership, self.partnership)
            return await db.first(Round, id=partnership.round)

    async def _open_round(self) -> Round:
        async with self.bot.context.store.read_only() as db:
            partnership = await db.get(Partnership, self.partnership)
        await self._tick_at(partnership.next_round_at or self.clock.now())
        async with self.bot.context.store.read_only() as db:
            return (await db.latest(Round, "opened_at", 1, partnership=self.partnership))[0]

    async def _answer_round(self, round_: Round, until: datetime) -> None:
        due = [reply for reply in self._replies_to_come(round_) if reply.moment <= until]
        for reply in due:
            await self._pass_time(reply.moment)
            await self._reply(round_, reply)
        await self._pass_time(until)

    async def _close_round(self, round_: Round) -> None:
        """Let a round close at its time, and the results reach everybody."""
        await self._tick_at(round_.closes_at)
        await self._tick_at(round_.closes_at + NEXT_MORNING)

    async def let_happen(self, happening: Happening) -> None:
        """Let a member type what they type. Raises ValueError if it is about an alert and there is none."""
        says = happening.says
        if isinstance(says, type):
            async with self.bot.context.store.read_only() as db:
                (newest,) = await db.latest(Alert, "said_at", 1, partnership=self.partnership)
            says = says(newest.id)
        await self.users[happening.member].send(format_command(says))

    async def _enter_outcomes(self, round_: Round) -> None:
        """Enter today's values of the shared outcomes, each by a member who may."""
        for outcome in self.plan.outcomes:
            value = story.outcome_value(outcome, round_.number, Random)
            partner = next(partner for partner in self.plan.partners if partner.name == outcome.entered_by)
            user = self.users[partner.members[0].name]
            await user.send(format_command(EnterOutcomeValue(outcome.name, value)))

    def _replies_to_come(self, round_: Round) -> list[PlannedReply]:
        self.newest = round_.number or self.newest
        topics = tuple(theme.id for theme in self.bot.context.bank.themes)
        if round_.kind is RoundKind.AD_HOC:
            topics = tuple(self._topics(round_, "en").values())
        return [
            reply
            for reply in story.plan_replies(self.plan, round_, self.newest, topics, Random)
            if reply.member.name not in self.not_simulated
            and (round_.id, reply.member.name) not in self.replied
        ]

    async def _reply(self, round_: Round, reply: PlannedReply) -> None:
        self.replied.add((round_.id, reply.member.name))
        topics = self._topics(round_, reply.member.language)
        await self.users[reply.member.name].answer_all(reply.opinion, topics)

    def _topics(self, round_: Round, language: str) -> dict[str, str]:
        """Return the topics of the questions of a round by their words: themes of a scheduled round, and the
        questions themselves of another. Nobody has an opinion on a partnership's own question."""
        bank = self.bot.context.bank
        questions = [bank.question(ref) for ref in round_.questions if ref != OWN_QUESTION]
        return {
            question.text.in_language(language): question.theme
            if round_.kind is RoundKind.SCHEDULED
            else question.id
            for question in questions
        }

    async def _pass_time(self, until: datetime) -> None:
        """Move the clock on, and do what is due at each noon."""
        while (noon := _next_noon(self.clock.now())) <= until:
            await self._tick_at(noon)
        self.clock.set_to(until)

    async def _tick_at(self, moment: datetime) -> None:
        self.clock.set_to(moment)
        await self.worker.tick()


def _next_noon(after: datetime) -> datetime:
    noon = after.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if noon > after else noon + timedelta(days=1)
