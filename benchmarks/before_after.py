"""Measures how often the range of a difference before and after a day holds zero in simulated partnerships in
which nothing changes, and how often one is found that is there.

The model is that of false_alarms.py. Here a mood can also last: then each round's is 0.8 of the one before
and a new part, with the same spread in all. People answer so many counted rounds, then all answers move by
`shift`, and they answer as many again. The rest is the product's own code. docs/method.md 9 has the table.
"""

import asyncio
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks import Figure
from benchmarks.false_alarms import AT, LEVELS, MEMBERS, PATIENCE, ROUND, percent, stored
from bot.analysis.before_after import MeanDifference, asked_rounds, compare_before_after
from bot.analysis.false_alarms import CALM, MOODY
from bot.core.models import QuestionResult, Round, RoundKind

SERIES = 2000  # of each kind
LASTING = 0.8  # of a mood that is still there in the next round, where moods last
MOODS = {"calm": (CALM, 0.0), "mood": (MOODY, 0.0), "lasting mood": (MOODY, LASTING)}
ROUNDS = (3, 6)  # on each side: the fewest and the most
SHIFT = 0.75
WEEK = timedelta(weeks=1)
LEAST_COVERED = 93.0  # of 100, in every case: docs/method.md says so


@dataclass(frozen=True, slots=True)
class SteadyCase:
    """A kind of partnership: `mood` is a key of `MOODS`, `rounds` are those on each side."""

    members: int
    level: float
    mood: str
    rounds: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of 100 differences: how many ranges hold zero where nothing changed; how many differences are said to
    go down, with a size, after all answers went down by 0.75."""

    case: SteadyCase
    covered: float
    found: float


CASES = tuple(SteadyCase(*case) for case in product(MEMBERS, LEVELS, MOODS, ROUNDS))


async def measure() -> list[Figure]:
    with ProcessPoolExecutor(initializer=partial(os.setpriority, os.PRIO_PROCESS, 0, 10)) as pool:
        loop = asyncio.get_running_loop()
        coverages = await asyncio.gather(*(loop.run_in_executor(pool, cover, case) for case in CASES))
    _print_table(coverages)
    return [
        Figure(
            f"ranges that hold zero, of 100, {_described(coverage.case)}", coverage.covered, LEAST_COVERED, 1
        )
        for coverage in coverages
    ]


def cover(case: SteadyCase, series: int = SERIES) -> Coverage:
    """Return the rates of so many partnerships. The result is always the same."""
    chance = Random(repr(case))
    steady = [difference for _ in range(series) if (difference := simulated_difference(chance, case, 0.0))]
    fallen = [difference for _ in range(series) if (difference := simulated_difference(chance, case, -SHIFT))]
    return Coverage(
        case,
        percent(difference.sized is None for difference in steady),
        percent(_is_fall(difference) for difference in fallen),
    )


def simulated_difference(chance: Random, case: SteadyCase, shift: float) -> MeanDifference | None:
    """Return the difference around a day on which all answers moved; None if too few rounds ever count."""
    readings = _readings(chance, case, shift)
    if len(readings) < 2 * case.rounds:
        return None
    history = [(_round(number), reading) for number, reading in enumerate(readings)]
    day = AT + case.rounds * WEEK - timedelta(days=2)
    return compare_before_after("trust", asked_rounds(history), day, day + timedelta(days=1)).difference


def _is_fall(difference: MeanDifference) -> bool:
    sized = difference.sized
    return sized is not None and sized.direction < 0 and sized.size > 0


def _readings(chance: Random, case: SteadyCase, shift: float) -> Sequence[QuestionResult]:
    """Return so many results that count, before and after the shift."""
    people = [(chance.betavariate(8, 2), chance.gauss(case.level, 0.7)) for _ in range(case.members)]
    moods = _moods(chance, *MOODS[case.mood])
    counted: list[QuestionResult] = []
    for _ in range(PATIENCE):
        moved = next(moods) + (shift if len(counted) >= case.rounds else 0.0)
        counts = [0] * 5
        for propensity, level in people:
            if chance.random() < propensity:
                point = math.floor(level + moved + chance.gauss(0, 0.5) + 0.5)
                counts[min(max(point, 1), 5) - 1] += 1
        reading = stored(tuple(counts), case.members)
        if (reading.mean is not None or reading.band) and 2 * reading.scored >= reading.invited:
            counted.append(reading)
        if len(counted) == 2 * case.rounds:
            break
    return counted


def _moods(chance: Random, spread: float, lasting: float) -> Iterator[float]:
    mood = chance.gauss(0, spread)
    while True:
        yield mood
        mood = lasting * mood + math.sqrt(1 - lasting**2) * chance.gauss(0, spread)


def _round(number: int) -> Round:
    at = AT + number * WEEK
    return Round(f"r{number}", "p", RoundKind.SCHEDULED, number, ROUND.questions, at, at, at, closed_at=at)


def _described(case: SteadyCase) -> str:
    return f"{case.members} members, level {case.level}, {case.mood}, {case.rounds} rounds on each side"


def _print_table(coverages: Sequence[Coverage]) -> None:
    columns = [f"{what}: {mood}" for mood in MOODS for what in ("holds zero", "fall found")]
    table = Table("members", "level", "rounds", *columns, title="Of 100 differences before and after")
    by_case = {coverage.case: coverage for coverage in coverages}
    for members, level, rounds in product(MEMBERS, LEVELS, ROUNDS):
        row = [by_case[SteadyCase(members, level, mood, rounds)] for mood in MOODS]
        cells = [rate for coverage in row for rate in (coverage.covered, coverage.found)]
        table.add_row(*map(str, (members, level, rounds, *cells)))
    Console(width=140).print(table)
