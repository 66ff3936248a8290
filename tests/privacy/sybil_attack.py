"""What a coordinator with sock puppets tries in order to learn what one person said: docs/method.md 6.8.

Everything is said as anybody could say it, and nothing is known but what everybody is shown. Four members are
known to the mastermind; the others say the same whenever they are asked the same, in whatever words. One mean
of all tells what the others said together; another mean, without the victim or with the victim alone, would
tell the rest.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any, cast

from bot.analysis.disclosure import AnswerCounts, disclose_question
from bot.core.events import ChannelClosed
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Round, RoundKind, RoundState
from bot.core.ports import Store, Transaction
from bot.membership import leaving
from bot.reports.result_text import score_text
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, FARAH, GWIL, HANA, IDRIS, JO, ScenarioUser
from tests.support.read_cards import facts
from tests.support.scenario import Scenario

VICTIM = DILYS
PUPPETS = {AMIRA: 3, BEN: 3, CERYS: 3, GWIL: 3}
HONEST = {VICTIM: 4, EFE: 2, FARAH: 3, HANA: 5}
EVERYBODY = {**PUPPETS, **HONEST}
OTHERS = (EFE, FARAH, HANA)
WITH_TWO_MORE = {**EVERYBODY, IDRIS: 4, JO: 3}
SHARING, IN_OTHER_WORDS = '"How well do we share the money?"', '"How well do we share our money?"'


@dataclass(frozen=True, slots=True)
class Seen:
    """What was shown of a round, and who gave a scored answer in it or passed, which the mastermind may have
    seen."""

    round: Round
    scored: frozenset[ScenarioUser]
    passing: frozenset[ScenarioUser]
    shown: str


@dataclass
class Plot:
    """Gathers who answered, which the attacker may have seen, and what was shown."""

    scenario: Scenario
    lax: bool = False
    said: dict[ScenarioUser, int] = field(default_factory=lambda: EVERYBODY)
    seen: dict[str, Seen] = field(default_factory=dict)
    _answered: frozenset[ScenarioUser] = frozenset()
    _passing: frozenset[ScenarioUser] = frozenset()

    async def says(self, sentence: str) -> None:
        await self.scenario.says(AMIRA, sentence)

    async def asks(self, what: str, *without: ScenarioUser) -> None:
        """Open a round of an hour, in which everybody answers but those who are away."""
        await self.says(f"ask {what} for 1 hour now")
        await self.answer({*self.said} - {*without})
        await self.looks_after(hours=1)

    async def answer(self, who: Iterable[ScenarioUser], passing: Iterable[ScenarioUser] = ()) -> None:
        """Those of them who are there, if there is anything to answer, and those who cannot say."""
        if await self.scenario.all(Round, state=RoundState.OPEN):
            there = {each.id for each in await self.scenario.all(Member, standing=MembershipStatus.ACTIVE)}
            self._answered |= {each for each in who if each.member in there}
            self._passing |= {*passing}
            taps: dict[ScenarioUser, int | str] = {each: self.said[each] for each in self._answered}
            taps |= dict.fromkeys(self._passing, "?")
            await self.scenario.fill(*(taps.get(each, 0) for each in self.said))

    async def removes(self, actor: ScenarioUser) -> None:
        await self.says(f"remove {actor.name} now")
        await self._takes_out(actor)

    async def removes_accord_from(self, actor: ScenarioUser) -> None:
        """As whoever runs somebody's workspace can."""
        await self.scenario.handle(ChannelClosed(f"removed from {actor.key}", actor.address))
        await self._takes_out(actor)

    async def _takes_out(self, actor: ScenarioUser) -> None:
        """Where the rule is off, somebody is taken out of the open round, with what they answered."""
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
        last = max(closed, key=lambda round_: (round_.closed_at or round_.closes_at, round_.id), default=None)
        if last and last.id not in self.seen:
            shown = [*facts(await self.scenario.says(AMIRA, "results")).values()]
            words = shown[0].partition(" · ")[0]
            self.seen[last.id] = Seen(last, self._answered, self._passing, words)
            self._answered, self._passing = frozenset(), frozenset()

    def suspects(self) -> set[int]:
        """Return the victim's possible answers, given all that was shown."""
        honest = [each for each in self.said if each not in PUPPETS]
        guesses = (dict(zip(honest, said, strict=True)) for said in product(range(1, 6), repeat=len(honest)))
        return {guess[VICTIM] for guess in guesses if all(_fits(guess, seen) for seen in self.seen.values())}


def _fits(guess: dict[ScenarioUser, int], seen: Seen) -> bool:
    points = [{**PUPPETS, **guess}[each] for each in seen.scored]
    counts = tuple(points.count(point) for point in range(1, 6))
    return seen.shown == _would_show(seen.round, counts, len(seen.passing))


@cache
def _would_show(round_: Round, counts: tuple[int, ...], passing: int) -> str:
    """Return what the product shows first of answers to the first question of a round."""
    replied = sum(counts) + passing
    tally = AnswerCounts(counts, passing, round_.invited, replied)
    result = disclose_question("q", round_, "trust", round_.questions[0], True, tally)
    return score_text(Translator(), result) or "not shown"


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


async def put_it_in_other_words(plot: Plot) -> None:
    await plot.asks(SHARING)
    await plot.removes(VICTIM)
    await plot.asks(IN_OTHER_WORDS)


async def put_it_in_other_words_a_week_later(plot: Plot) -> None:
    """The product lets them, and shows little of either round."""
    await plot.asks(SHARING)
    await plot.removes(VICTIM)
    await plot.scenario.passes(days=8)
    await plot.asks(IN_OTHER_WORDS)


async def put_a_question_of_the_bank_in_other_words(plot: Plot) -> None:
    await plot.asks("trust")
    await plot.removes(VICTIM)
    await plot.asks('"Partners keep their promises."')


async def ask_in_other_words_while_the_victim_is_away(plot: Plot) -> None:
    await plot.asks(SHARING)
    await plot.scenario.says(VICTIM, "pause until 1 May")
    await plot.asks(IN_OTHER_WORDS, VICTIM)


async def ask_what_only_the_victim_can_answer(plot: Plot) -> None:
    """Ten are asked. The puppets pretend that they can answer too, and five say that they cannot."""
    plot.said = WITH_TWO_MORE
    await plot.says('ask "If you sign the cheques: how fair is our budget?" for 1 hour now')
    await plot.answer([*PUPPETS, VICTIM], passing=[*OTHERS, IDRIS, JO])
    await plot.looks_after(hours=1)


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


async def remove_accord_from_the_others_while_it_is_open(plot: Plot) -> None:
    await plot.says("ask trust for 2 hours now")
    await plot.answer(EVERYBODY)
    for other in OTHERS:
        await plot.removes_accord_from(other)
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
    put_it_in_other_words,
    put_a_question_of_the_bank_in_other_words,
    ask_in_other_words_while_the_victim_is_away,
    ask_what_only_the_victim_can_answer,
    bury_it_under_other_rounds,
    ask_again_by_the_rhythm,
    close_before_the_others_answer,
    take_the_others_out_while_it_is_open,
    remove_accord_from_the_others_while_it_is_open,
)


@dataclass
class LaxStore:
    """Implements ports.SqlStore for a copy that has neither rule about time: it forgets what was asked
    before, and lets every round be closed at once. Nor do ad hoc rounds show less in it: they are kept as
    scheduled ones."""

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

    async def add(self, *records: Any) -> None:
        kept = (
            replace(record, kind=RoundKind.SCHEDULED) if isinstance(record, Round) else record
            for record in records
        )
        await self.records.add(*kept)

    async def get(self, kind: type[Any], id: str) -> Any:
        found = await self.records.get(kind, id)
        return replace(found, may_close_at=found.opened_at) if isinstance(found, Round) else found
