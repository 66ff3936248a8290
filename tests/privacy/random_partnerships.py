"""Partnerships that chance makes up, and how they fare: people join, change places and leave, thresholds are
raised, and questions are put whenever the product lets somebody put them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from bot.core.models import Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.rounds import question_spacing, schedule, tally, working_hours
from bot.rounds.answers import CANT_SAY, POINTS, SKIPPED
from tests.privacy.subtraction import NOON, Ladder, Look, of_sides, product
from tests.questions.product_bank import BANK

POWER, TRUST = "power.voice@1", "trust.reliable@1"
PARTNERSHIP = Partnership("p", "Partnership", "Europe/London", "en", NOON)
ASKED = (POWER, TRUST)
TIMES = 4  # that somebody tries to put the questions
SIZES = (1, 1, 2, 3, 4, 5, 6, 8)
THRESHOLDS = (5, 5, 5, 5, 6, 7, 8, 10)
REPLYING = (1.0, 1.0, 0.9, 0.75)
PAUSES = (timedelta(hours=2), timedelta(days=2), timedelta(days=8), timedelta(days=14))
TEMPERS: tuple[Callable[[Random, bool], float], ...] = (
    lambda chance, leads: chance.uniform(0.5, 5.5),
    lambda chance, leads: chance.gauss(3.7, 0.9),
    lambda chance, leads: chance.gauss(4.7, 0.6),
    lambda chance, leads: chance.gauss(4.2 if leads else 2.2, 0.7),
    lambda chance, leads: chance.choice((2, 4, 4)),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A round that was held, and what people said of power. `roster` has the organisation of every member."""

    round: Round
    threshold: int
    roster: Mapping[str, str]
    said: Mapping[str, int]
    reading: QuestionResult


@dataclass
class Diary:
    """Implements what `spacing` asks of ports.Transaction."""

    rounds: list[Round] = field(default_factory=list)

    async def latest(self, kind: type[Round], by: str, most: int, /, **where: Any) -> list[Round]:
        return self.rounds[: -1 - most : -1]


class RandomPartnership:
    """One partnership. `spaced` says whether the same is not put again too soon; if it is, there are no
    sides, so that what is found is found over time alone."""

    def __init__(self, chance: Random, ladder: Ladder = product, *, spaced: bool = True):
        self._chance, self._ladder, self._spaced = chance, ladder, spaced
        self._now, self._diary = NOON, Diary()
        self._leading = {
            f"organisation {n}": spaced and chance.random() < 0.5 for n in range(chance.randint(2, 6))
        }
        self._threshold = chance.choice(THRESHOLDS)
        self._temper, self._replying = chance.choice(TEMPERS), chance.choice(REPLYING)
        self._roster: dict[str, str] = {}
        self._opinions: dict[str, int] = {}
        self._held: list[list[Held]] = []
        for organisation in self._leading:
            for _ in range(chance.choice(SIZES)):
                self._joins(organisation)

    async def looks(self) -> list[tuple[list[Look], dict[str, int]]]:
        """What is seen of power, with the truth. Readings that belong together stand together."""
        for _ in range(TIMES):
            await self._tries()
            self._now += self._chance.choice(PAUSES)
            self._changes()
        rosters = [each.roster for together in self._held for each in together]
        around = iter(zip([None, *rosters], [*rosters[1:], None], strict=False))
        return [
            (
                [self._look(each, *next(around)) for each in together],
                {who: point for each in together for who, point in each.said.items()},
            )
            for together in self._held
        ]

    async def _tries(self) -> None:
        """Try to open a round: a scheduled one, or an extra one."""
        chance = self._chance
        kind, db = chance.choice([*RoundKind]) if self._spaced else RoundKind.SCHEDULED, self._diary
        free = (
            await question_spacing.scheduled(db, BANK, PARTNERSHIP, ASKED, self._now)  # type: ignore[arg-type]
            if kind is RoundKind.SCHEDULED
            else await question_spacing.ad_hoc(db, BANK, PARTNERSHIP, ASKED, "", self._now)  # type: ignore[arg-type]
        )
        if self._spaced and free > self._now:
            return
        open_for = timedelta(hours=chance.choice((1, 24)))
        ends = (
            schedule.closes_at(self._now, "Europe/London")
            if kind is RoundKind.SCHEDULED
            else self._now + open_for
        )
        round_ = Round(f"r{len(db.rounds)}", "p", kind, 0, ASKED, self._now, ends, ends, RoundState.CLOSED)
        if not (self._held and self._belongs_to(self._held[-1][-1].round)):
            self._held.append([])
            self._opinions = {
                who: point if chance.random() < 0.5 else self._opinion(who)
                for who, point in self._opinions.items()
            }
        self._held[-1].append(self._hold(round_))
        db.rounds.append(round_)
        self._now = ends

    def _belongs_to(self, earlier: Round) -> bool:
        return self._now < working_hours.add_working_days(
            "Europe/London", earlier.opened_at, question_spacing.MIN_WORKING_DAYS
        )

    def _hold(self, round_: Round) -> Held:
        chance = self._chance
        answers = {
            who.encode(): {
                POWER: str(point) if chance.random() < 0.95 else chance.choice((CANT_SAY, SKIPPED)),
                TRUST: chance.choice(POINTS),
            }
            for who, point in self._opinions.items()
            if who in self._roster and chance.random() < self._replying
        }
        leads = frozenset(who.encode() for who, where in self._roster.items() if self._leading[where])
        all_said = tally.RoundAnswers(answers, leads, len(self._roster))
        power, trust = tally.question_results(round_, all_said, BANK, self._threshold)
        assert of_sides(trust) == (None, None)
        if self._ladder is not product:
            of_all, of_lead = (
                tally.count_answers(all_said, POWER),
                tally.count_answers(all_said, POWER, leads),
            )
            power = self._ladder(of_all, of_lead, self._threshold, round_.kind)
        said = {who.decode(): int(each[POWER]) for who, each in answers.items() if each[POWER] in POINTS}
        return Held(round_, self._threshold, dict(self._roster), said, power)

    def _look(self, held: Held, before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> Look:
        """Return what is seen, with everybody who moved in between as a group."""
        roster = held.roster
        groups = {name: frozenset(who for who in roster if roster[who] == name) for name in self._leading}
        for name, other in (("newcomers", before), ("leavers", after)):
            if other is not None:
                groups[name] = frozenset(who for who in roster if other.get(who) != roster[who])
        leads = {who: self._leading[roster[who]] for who in held.said}
        return Look(held.reading, held.threshold, leads, groups, held.round.kind)

    def _changes(self) -> None:
        chance = self._chance
        for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
            organisation, who = chance.choice([*self._leading]), chance.choice([*self._roster])
            change = chance.choice(("joins", "leaves", "changes places"))
            if change == "joins":
                self._joins(organisation)
            elif change == "changes places":
                self._roster[who] = organisation
            elif len(self._roster) > 1:
                del self._roster[who]
        self._threshold = chance.choice((self._threshold, chance.choice(THRESHOLDS)))

    def _joins(self, organisation: str) -> None:
        who = f"person {len(self._opinions)}"
        self._roster[who] = organisation
        self._opinions[who] = self._opinion(who)

    def _opinion(self, who: str) -> int:
        leads = self._leading[self._roster[who]] if who in self._roster else False
        return min(max(round(self._temper(self._chance, leads)), 1), 5)
