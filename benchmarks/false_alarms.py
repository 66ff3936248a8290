"""Measures how often an alert is wrong, and how soon a true fall is found, in simulated partnerships.

An answer is `round(person N(level, 0.7) + occasion N(0, 0.5) + mood N(0, mood))`, kept between 1 and 5. The
mood is shared by all members for one theme and one round. Each person has a propensity to reply, 0.8 on
average, and answers all three themes or none. The rest is the product's own code: disclosure, with its
rounding and bands, and the rules. The rows are those of bot/analysis/false_alarms.py, which alerts quote.
"""

import asyncio
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from itertools import product
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks import Figure
from bot.analysis.baseline import counted_round
from bot.analysis.changes import Change, find_change
from bot.analysis.disclosure import AnswerCounts, disclose_question
from bot.analysis.false_alarms import CALM, DETECTION, FALSE_ALARMS, MOODY, DetectionRate, FalseAlarmRate
from bot.analysis.limits import CountedRound
from bot.core.models import QuestionResult, Round, RoundKind

SERIES = 2000  # of each kind: a standard error of 1.1 points at most
MEMBERS, LEVELS, MOODS, FALLS = (6, 9, 15, 30), (3.7, 4.3), (CALM, MOODY), (0.75, 1.5)
THEMES = 3
EARLY_FROM, FIRM_FROM, FIRM_ROUNDS = 4, 13, 26  # the round that counts with which each phase begins
PHASES = {False: range(EARLY_FROM, FIRM_FROM), True: range(FIRM_FROM, FIRM_FROM + FIRM_ROUNDS)}
FALL_AFTER = {False: 8, True: 25}  # rounds that count, in the early and in the firm phase
FOUND_WITHIN = 3
PATIENCE = 200  # rounds, after which a partnership that hardly replies is given up
AT = datetime(2026, 1, 5, 16, tzinfo=UTC)
ROUND = Round("r1", "p", RoundKind.SCHEDULED, 1, (), AT, AT, AT)

Line = tuple[CountedRound, ...]


@dataclass(frozen=True, slots=True)
class Case:
    members: int
    level: float
    mood: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The rows of one case, and of 100 steady partnerships, how many see a mark on the chart and how many get
    an alert for no other reason than that one round was far off, in rounds 4 to 12 and the next 26."""

    alarms: tuple[FalseAlarmRate, ...]
    detection: tuple[DetectionRate, ...]
    coloured: tuple[float, ...]
    sharp_only: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The rounds of a steady partnership, or those after a fall: the changes found, in order."""

    changes: tuple[Change | None, ...]

    @property
    def coloured(self) -> bool:
        return any(self.changes)

    @property
    def alerted(self) -> bool:
        return any(change and change.confirmed for change in self.changes)

    @property
    def sharp_only(self) -> bool:
        """True if no alert would be left if a first firing that is sharp sent none."""
        confirmed = [change for change in self.changes if change and change.confirmed]
        return bool(confirmed) and all(change.run == 1 for change in confirmed)


CASES = tuple(Case(*case) for case in product(MEMBERS, LEVELS, MOODS))


async def measure() -> list[Figure]:
    with ProcessPoolExecutor(initializer=partial(os.setpriority, os.PRIO_PROCESS, 0, 10)) as pool:
        loop = asyncio.get_running_loop()
        rates = await asyncio.gather(*(loop.run_in_executor(pool, simulate, case) for case in CASES))
    _print_tables(rates)
    return [figure for case in rates for figure in _figures(case)]


def simulate(case: Case, series: int = SERIES) -> Rates:
    """Return the rates from so many partnerships. The result is always the same."""
    chance = Random(repr(case))
    steady: dict[bool, list[Found]] = {False: [], True: []}
    falls: dict[tuple[bool, float], list[Found]] = {key: [] for key in product(FALL_AFTER, FALLS)}
    for partnership in (Partnership(chance, case) for _ in range(series)):
        lines = partnership.lines(FIRM_FROM - 1 + FIRM_ROUNDS)
        if lines is None:
            continue
        for firm, ends in PHASES.items():
            changes = (find_change(line[:end]) for line in lines for end in ends)
            steady[firm].append(Found(tuple(changes)))
            for fall in FALLS:
                falls[firm, fall].append(partnership.after_fall(lines[0][: FALL_AFTER[firm]], fall))
    return Rates(
        tuple(
            FalseAlarmRate(case.members, case.level, case.mood, firm, percent(each.alerted for each in found))
            for firm, found in steady.items()
        ),
        tuple(_detection(case, *key, found) for key, found in falls.items()),
        tuple(percent(each.coloured for each in found) for found in steady.values()),
        tuple(percent(each.sharp_only for each in found) for found in steady.values()),
    )


def _detection(case: Case, firm: bool, fall: float, found: Sequence[Found]) -> DetectionRate:
    next_round = [Found(each.changes[:1]) for each in found]
    rates = (
        percent(each.coloured for each in next_round),
        percent(each.coloured for each in found),
        percent(each.alerted for each in next_round),
        percent(each.alerted for each in found),
    )
    return DetectionRate(case.members, case.level, case.mood, firm, fall, *rates)


class Partnership:
    """Made-up people, who answer round after round."""

    def __init__(self, chance: Random, case: Case) -> None:
        self._chance, self._case = chance, case
        self._people = [
            (chance.betavariate(8, 2), [chance.gauss(case.level, 0.7) for _ in range(THEMES)])
            for _ in range(case.members)
        ]

    def lines(self, rounds: int) -> list[Line] | None:
        """Return the line of each theme over so many rounds that count; None if too few ever do."""
        counted: list[list[CountedRound]] = []
        for readings in self.readings():
            held = [counted_round(reading) for reading in readings]
            if all(held):
                counted.append([round_ for round_ in held if round_])
            if len(counted) == rounds:
                return [tuple(line) for line in zip(*counted, strict=True)]
        return None

    def after_fall(self, line: Line, fall: float) -> Found:
        """Return what is found of a fall of the first theme in the three counted rounds after this line."""
        changes: list[Change | None] = []
        for reading, *_ in self.readings(fall):
            if round_ := counted_round(reading):
                line = (*line, round_)
                change = find_change(line)
                changes.append(change if change and change.direction < 0 else None)
            if len(changes) == FOUND_WITHIN:
                break
        return Found(tuple(changes))

    def readings(self, fall: float = 0.0) -> Iterator[list[QuestionResult]]:
        """Yield the results of the three themes, round after round, with all answers lower by `fall`."""
        gauss, case = self._chance.gauss, self._case
        for _ in range(PATIENCE):
            moods = [gauss(0, case.mood) - fall for _ in range(THEMES)]
            counts = [[0] * 5 for _ in range(THEMES)]
            for propensity, levels in self._people:
                if self._chance.random() < propensity:
                    for theme, level in enumerate(levels):
                        point = math.floor(level + moods[theme] + gauss(0, 0.5) + 0.5)
                        counts[theme][min(max(point, 1), 5) - 1] += 1
            yield [stored(tuple(theme), case.members) for theme in counts]


@cache
def stored(counts: tuple[int, ...], members: int) -> QuestionResult:
    """Return the result as disclosure control stores it."""
    return disclose_question(
        "q", ROUND, "trust", "trust.reliable@1", True, AnswerCounts(counts, invited=members)
    )


def percent(outcomes: Iterable[bool]) -> float:
    held = [*outcomes]
    return round(100 * sum(held) / len(held), 1)


def noise(rate: float, series: int = SERIES) -> float:
    """Return three standard errors of a rate in percent, of two simulations of this size."""
    share = min(max(rate, 1), 99) / 100
    return 300 * math.sqrt(2 * share * (1 - share) / series)


def _figures(rates: Rates) -> Iterator[Figure]:
    """Yield each rate of alerts beside the published one."""
    alarms = {replace(row, alarms=0): row.alarms for row in FALSE_ALARMS}
    alerted = {_key(row): row.alerted for row in DETECTION}
    for row in rates.alarms:
        most = alarms[replace(row, alarms=0)]
        what = f"false alarms in 100, {_described(row)}"
        yield Figure(what, row.alarms, most + noise(most), 1, at_most=True)
    for found in rates.detection:
        least = alerted[_key(found)]
        what = f"falls of {found.fall} told within three rounds, of 100, {_described(found)}"
        yield Figure(what, found.alerted, max(least - noise(least), 0.1), 1)


def _key(row: DetectionRate) -> DetectionRate:
    return replace(row, coloured_next=0, coloured=0, alerted_next=0, alerted=0)


def _described(row: FalseAlarmRate | DetectionRate) -> str:
    phase = "rounds 13 to 38" if row.firm else "rounds 4 to 12"
    return f"{row.members} members, level {row.level}, mood {row.mood}, {phase}"


def _print_tables(rates: Sequence[Rates]) -> None:
    columns = ("coloured", "alerts", "of them sharp only")
    alarms = Table(
        "members",
        "level",
        "mood",
        *(f"{column}, {phase}" for phase in ("4-12", "13-38") for column in columns),
        title="Of 100 steady partnerships: any theme, up or down",
    )
    falls = Table(
        "members", "level", "mood", "phase", "fall",
        "coloured next", "coloured in 3", "alert next", "alert in 3", title="Of 100 falls of one theme",
    )  # fmt: skip
    for case in rates:
        first = case.alarms[0]
        cells = [
            cell
            for place, row in enumerate(case.alarms)
            for cell in (case.coloured[place], row.alarms, case.sharp_only[place])
        ]
        alarms.add_row(*map(str, (first.members, first.level, first.mood, *cells)))
        for row in case.detection:
            found = (row.coloured_next, row.coloured, row.alerted_next, row.alerted)
            phase = "13-38" if row.firm else "4-12"
            falls.add_row(*map(str, (row.members, row.level, row.mood, phase, row.fall, *found)))
    console = Console(width=130)
    console.print(alarms, falls)
    for case in rates:
        for published in (*case.alarms, *case.detection):
            console.print(f"    {published!r},", soft_wrap=True, highlight=False)
