"""Measures how often an alert is wrong, and how often it finds a true fall, in simulated partnerships.

Each person has a level, normal around 3.7 with a deviation of 0.7, and a propensity to reply, 0.8 on average.
Each occasion adds chance with a deviation of 0.5, and the sum is rounded to one of the five points. The rest
is the product's own code: disclosure, results, signals, alerts. `exact` results, which hold more than is ever
stored, reproduce the figures known before; `stored` ones give the table that alerts quote,
bot/analysis/false_alarms.py.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks import Figure
from bot.analysis import statistics
from bot.analysis.baseline import drawn_value, is_counted
from bot.analysis.disclosure import MIN_REPLIES, AnswerCounts, disclose_question
from bot.analysis.false_alarms import FalseAlarmRate
from bot.analysis.signals import SignalKind, new_alerts, signals_of_theme
from bot.analysis.statistics import TOLERANCE
from bot.core.models import QuestionResult, Round, RoundKind

SERIES = 2000  # of each kind: a noise of 0.8 points at most where 15 of 100 alarms are false
MEMBERS = (6, 9, 15, 30)
FALL = 0.75
EARLY_FROM, FIRM_FROM = 4, 13  # the round that counts with which each phase begins
EARLY_ROUNDS, FIRM_ROUNDS = 9, 26  # how long false alarms are counted
EARLY_FALL, FIRM_FALL = 8, 25  # after so many rounds that count the mean falls
FOUND_WITHIN = 3
PATIENCE = 150  # rounds, after which a partnership that hardly replies is given up
# What the rules were chosen by: per 100, by members.
KNOWN: dict[str, dict[int, float]] = {
    "early": {6: 12, 9: 10, 15: 5, 30: 0.3},
    "firm": {6: 12, 9: 16, 15: 15, 30: 10},
    "early found": {6: 94, 9: 97, 15: 99, 30: 100},
    "firm found": {6: 94, 9: 90, 15: 100, 30: 100},
    "naive": {6: 60, 9: 50, 15: 22, 30: 4},
}
NOISE, NOISE_FOUND = 3, 6  # points: the known ones are simulated too, the finds probably from few series

FIRST = datetime(2026, 1, 5, 16, tzinfo=UTC)
ROUNDS = tuple(
    Round(f"r{number}", "p", RoundKind.SCHEDULED, number, (), closes, closes, closes)
    for number in range(1, PATIENCE + 1)
    for closes in [FIRST + number * timedelta(weeks=2)]
)

Read = Callable[[tuple[int, ...], int], QuestionResult]  # from people per point, and members
MOVES = {SignalKind.DOWN, SignalKind.UP}


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one group size, and of 100 in which nothing changes, how many a plain “fell by 0.5 since
    last time” alarms in rounds 4 to 12."""

    early: FalseAlarmRate
    firm: FalseAlarmRate
    naive: float


@dataclass(slots=True)
class Seen:
    """The alerts of a theme in the early rounds and in a year of firm ones. `naive` is True if the naive
    alarm went off in the early ones."""

    early: set[SignalKind] = field(default_factory=set)
    firm: set[SignalKind] = field(default_factory=set)
    naive: bool = False


async def measure() -> list[Figure]:
    forms: dict[str, Read] = {"exact": exact, "stored": stored}
    columns = ("early", "firm", "early up", "firm up", "early found", "firm found", "naive")
    table = Table("members", "readings", *columns, title="Alarms in 100 partnerships")
    figures: list[Figure] = []
    for members in MEMBERS:
        known = (KNOWN[column].get(members, "") if column in KNOWN else "" for column in columns)
        table.add_row(str(members), "known", *map(str, known))
        for form, read in forms.items():
            rates = simulate(members, read)
            table.add_row("", form, *_cells(rates), end_section=form == "stored")
            figures += _figures(rates) if form == "stored" else ()
    Console(width=110).print(table)
    return figures


def simulate(members: int, read: Read, series: int = SERIES) -> Rates:
    """Return the rates of partnerships of this size, from so many series of each kind. The result is always
    the same."""
    chance = Random(members)
    partnerships = [stable(chance, members, read) for _ in range(series)]
    early_finds, firm_finds = (
        [falling(chance, members, read, after) for _ in range(series)] for after in (EARLY_FALL, FIRM_FALL)
    )
    return Rates(
        FalseAlarmRate(
            members,
            EARLY_ROUNDS,
            down=_of_hundred(SignalKind.DOWN in partnership.early for partnership in partnerships),
            up=_of_hundred(SignalKind.UP in partnership.early for partnership in partnerships),
            detected=_of_hundred(early_finds),
        ),
        FalseAlarmRate(
            members,
            FIRM_ROUNDS,
            down=_of_hundred(SignalKind.DOWN in partnership.firm for partnership in partnerships),
            up=_of_hundred(SignalKind.UP in partnership.firm for partnership in partnerships),
            detected=_of_hundred(firm_finds),
        ),
        naive=_of_hundred(partnership.naive for partnership in partnerships),
    )


def stable(chance: Random, members: int, read: Read) -> Seen:
    """Simulate a partnership in which nothing changes."""
    seen, past = Seen(), list[tuple[Round, QuestionResult]]()
    means: list[float] = []
    ends = PATIENCE
    for round_, reading in zip(ROUNDS, readings(chance, members, read), strict=False):
        past.append((round_, reading))
        mean = drawn_value(reading) if is_counted(reading) else None
        if mean is not None:
            means.append(mean)
            if len(means) == FIRM_FROM:
                ends = round_.number + FIRM_ROUNDS - 1
            if len(means) >= FIRM_FROM:
                seen.firm |= alarms(past)
            elif len(means) >= EARLY_FROM:
                seen.early |= alarms(past)
                seen.naive |= means[-2] - mean >= 0.5 - TOLERANCE
        if round_.number >= ends:
            break
    return seen


def falling(chance: Random, members: int, read: Read, after: int) -> bool | None:
    """Return True if a fall that comes after so many counted rounds is found within three more that count,
    and None if too few ever count."""
    past: list[tuple[Round, QuestionResult]] = []
    counting = 0
    for round_, reading in zip(ROUNDS, readings(chance, members, read, after), strict=False):
        past.append((round_, reading))
        counting += is_counted(reading)
        if counting > after and is_counted(reading) and SignalKind.DOWN in alarms(past):
            return True
        if counting == after + FOUND_WITHIN:
            return False
    return None


def alarms(past: list[tuple[Round, QuestionResult]]) -> set[SignalKind]:
    return {alert.kind for alert in new_alerts([*signals_of_theme(past)])} & MOVES


def readings(
    chance: Random, members: int, read: Read, falls_after: int | None = None
) -> Iterator[QuestionResult]:
    """Yield the results of one partnership, round after round. Its mean falls after so many that count."""
    people = [(chance.gauss(3.7, 0.7), chance.betavariate(8, 2)) for _ in range(members)]
    counting = 0
    while True:
        fall = FALL if counting == falls_after else 0
        counts = [0] * 5
        for level, propensity in people:
            if chance.random() < propensity:
                point = math.floor(level - fall + chance.gauss(0, 0.5) + 0.5)
                counts[min(max(point, 1), 5) - 1] += 1
        reading = read(tuple(counts), members)
        if not fall:
            counting += is_counted(reading)
        yield reading


@cache
def stored(counts: tuple[int, ...], members: int) -> QuestionResult:
    """Return the result as disclosure control stores it."""
    return disclose_question(
        "q", ROUNDS[0], "trust", "trust.reliable@1", True, AnswerCounts(counts, invited=members)
    )


@cache
def exact(counts: tuple[int, ...], members: int) -> QuestionResult:
    """Return the result as it may not be stored: neither rounded nor banded, with the deviation of any
    number."""
    bare = QuestionResult("q", "r1", "p", "trust", "trust.reliable@1", True, sum(counts), members)
    if bare.scored < MIN_REPLIES:
        return bare
    return replace(bare, mean=statistics.mean(counts), spread=statistics.deviation(counts))


def _of_hundred(series: Iterable[bool | None]) -> float:
    """Return the percentage of True, without the series that are None."""
    decided = [outcome for outcome in series if outcome is not None]
    return round(100 * sum(decided) / len(decided), 1)


def _figures(rates: Rates) -> Iterator[Figure]:
    for phase, rate in (("early", rates.early), ("firm", rates.firm)):
        of = f"{rate.members} members, {phase} rounds"
        most = KNOWN[phase][rate.members] + NOISE
        least = KNOWN[f"{phase} found"][rate.members] - NOISE_FOUND
        yield Figure(f"false alarms in 100, {of}", rate.down, most, 1, at_most=True)
        yield Figure(f"falls found of 100, {of}", rate.detected, least, 1)


def _cells(rates: Rates) -> list[str]:
    early, firm = rates.early, rates.firm
    figures = (early.down, firm.down, early.up, firm.up, early.detected, firm.detected, rates.naive)
    return [str(figure) for figure in figures]
