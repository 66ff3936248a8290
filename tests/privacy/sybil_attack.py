"""What a coordinator with sock puppets tries in order to learn what one person said: docs/method.md 6.8.

Everything is said as anybody could say it, and nothing is known but what everybody is shown. Four of the
eight are known to the mastermind; the others say the same whenever they are asked the same. One mean of all
eight tells what the other four said together; another mean, without the victim or with the victim alone,
would tell the rest.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, cast

from bot.analysis import disclosure
from bot.core.models import Member, MembershipStatus, Round, RoundState
from bot.core.ports import Store, Transaction
from bot.membership import leaving
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, FARAH, GWIL, HANA, ScenarioUser
from tests.support.read_cards import facts
from tests.support.scenario import Scenario

VICTIM = DILYS
PUPPETS = {AMIRA: 3, BEN: 3, CERYS: 3, GWIL: 3}
HONEST = {VICTIM: 4, EFE: 2, FARAH: 3, HANA: 5}
EVERYBODY = {**PUPPETS, **HONEST}
OTHERS = (EFE, FARAH, HANA)


@dataclass
class Plot:
    """Gathers who answered, which the attacker may have seen, and what was shown."""

    scenario: Scenario
    lax: bool = False
    seen: dict[str, tuple[frozenset[ScenarioUser], str]] = field(default_factory=dict)
    _answered: frozenset[ScenarioUser] = frozenset()

    async def says(self, sentence: str) -> None:
        await self.scenario.says(AMIRA, sentence)

    async def asks(self, what: str) -> None:
        """Open a round of an hour, in which everybody answers."""
        await self.says(f"ask {what} for 1 hour now")
        await self.answer(EVERYBODY)
        await self.looks_after(hours=1)

    async def answer(self, who: Iterable[ScenarioUser]) -> None:
        """Those of them who are there, if there is anything to answer."""
        if await self.scenario.all(Round, state=RoundState.OPEN):
            there = {each.id for each in await self.scenario.all(Member, standing=MembershipStatus.ACTIVE)}
            self._answered |= {each for each in who if each.member in there}
            points = (point if each in self._answered else 0 for each, point in EVERYBODY.items())
            await self.scenario.fill(*points)

    async def removes(self, actor: ScenarioUser) -> None:
        await self.says(f"remove {actor.name} now")
        (member,) = await self.scenario.all(Member, id=actor.member)
        if self.lax and member.standing is MembershipStatus.ACTIVE:
            async with self.scenario.store.transaction() as db:
                await leaving.end_membership(self.scenario.context, db, member)
        if await self.scenario.all(Member, id=actor.member, standing=MembershipStatus.LEFT):
            self._answered -= {actor}

    async def looks_after(self, **lapse: float) -> None:
        """At the results of the last round, if they were not seen before."""
        await self.scenario.passes(**lapse)
        closed = await self.scenario.all(Round, state=RoundState.CLOSED)
        last = max((each.closed_at, each.id) for each in closed if each.closed_at)[1] if closed else ""
        if last and last not in self.seen:
            shown = [*facts(await self.scenario.says(AMIRA, "results")).values()]
            self.seen[last] = self._answered, shown[0].partition(" · ")[0]
            self._answered = frozenset()

    def suspects(self) -> set[int]:
        """Return the victim's possible answers, given all that was shown."""
        guesses = (dict(zip(HONEST, said, strict=True)) for said in product(range(1, 6), repeat=len(HONEST)))
        return {guess[VICTIM] for guess in guesses if all(_fits(guess, *each) for each in self.seen.values())}


def _fits(guess: dict[ScenarioUser, int], answered: Iterable[ScenarioUser], shown: str) -> bool:
    points = [{**PUPPETS, **guess}[each] for each in answered]
    if len(points) < disclosure.MIN_REPLIES:
        return shown == "not shown"
    mean = sum(points) / len(points)
    return shown == (
        "1.5 or less"
        if mean <= 1.5
        else "4.5 or more"
        if mean >= 4.5
        else f"{disclosure.round_to_tenth(mean)}"
    )


async def ask_again_without_the_victim(plot: Plot) -> None:
    await plot.asks("trust")
    await plot.removes(VICTIM)
    await plot.asks("trust")


async def put_it_in_other_signs(plot: Plot) -> None:
    await plot.asks('"Do we trust each other?"')
    await plot.removes(VICTIM)
    await plot.asks('"do we TRUST each other"')


async def put_a_question_of_the_bank_as_an_own_one(plot: Plot) -> None:
    await plot.asks("trust")
    await plot.removes(VICTIM)
    await plot.asks('"Partners do what they say they will do."')


async def bury_it_under_other_rounds(plot: Plot) -> None:
    await plot.asks("trust")
    await plot.removes(VICTIM)
    for n in range(12):
        await plot.says(f'ask "Was meeting {n} of use?" for 1 hour now')
        await plot.scenario.passes(hours=1)
    await plot.asks("trust")


async def ask_again_by_the_rhythm(plot: Plot) -> None:
    await plot.asks("trust")
    await plot.removes(VICTIM)
    await plot.says("schedule weekly on Wednesday at 9:00 now")
    await plot.scenario.passes(days=5, hours=4)
    await plot.answer(EVERYBODY)
    await plot.says("close now")
    await plot.looks_after(minutes=1)


async def close_before_the_others_answer(plot: Plot) -> None:
    await plot.says("ask trust for 2 days now")
    await plot.answer([*PUPPETS, VICTIM])
    await plot.says("close now")
    await plot.looks_after(minutes=1)
    await plot.answer(OTHERS)
    await plot.looks_after(days=2)


async def take_the_others_out_while_it_is_open(plot: Plot) -> None:
    await plot.says("ask trust for 2 hours now")
    await plot.answer(EVERYBODY)
    for other in OTHERS:
        await plot.removes(other)
    await plot.looks_after(hours=2)


async def lower_the_threshold(plot: Plot) -> None:
    for fewest in (4, 1, 0, -1):
        await plot.says(f"threshold {fewest}")
    await plot.says("ask trust for 1 hour now")
    await plot.says("threshold 4")
    await plot.answer([AMIRA, BEN, CERYS, VICTIM])
    await plot.looks_after(hours=1)


Trick = Callable[[Plot], Awaitable[None]]

TRICKS: tuple[Trick, ...] = (
    ask_again_without_the_victim,
    put_it_in_other_signs,
    put_a_question_of_the_bank_as_an_own_one,
    bury_it_under_other_rounds,
    ask_again_by_the_rhythm,
    close_before_the_others_answer,
    take_the_others_out_while_it_is_open,
)


@dataclass
class LaxStore:
    """Implements ports.SqlStore for a copy that has neither rule about time: it forgets what was asked
    before, and lets every round be closed at once."""

    store: Store

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self.store.transaction() as db:
            yield cast("Transaction", LaxRecords(db))

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[Transaction]:
        async with self.store.read_only() as db:
            yield db

    async def purge_deleted(self) -> None:
        await self.store.purge_deleted()


@dataclass
class LaxRecords:
    """Implements ports.Transaction."""

    records: Transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self.records, name)

    async def latest(self, kind: type[Any], by: str, most: int, /, **where: Any) -> list[Any]:
        return (
            [] if (kind, by) == (Round, "opened_at") else await self.records.latest(kind, by, most, **where)
        )

    async def get(self, kind: type[Any], id: str) -> Any:
        found = await self.records.get(kind, id)
        return replace(found, may_close_at=found.opened_at) if isinstance(found, Round) else found
