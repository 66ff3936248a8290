"""The rates that alerts quote, against simulations that are small enough for here."""

from itertools import islice
from random import Random
from statistics import fmean

import pytest

from benchmarks.false_alarms import (
    CASES,
    Case,
    Partnership,
    noise,
    simulate,
    stored,
)
from bot.analysis.baseline import counted_round
from bot.analysis.changes import Change, find_change
from bot.analysis.false_alarms import DETECTION, FALSE_ALARMS, DetectionRate, FalseAlarmRate
from bot.analysis.limits import CountedRound
from bot.analysis.signals import new_alerts, signals_of_theme
from bot.core.models import QuestionResult, Round
from tests.analysis.series_factory import round_

Row = FalseAlarmRate | DetectionRate


def agree(case: Case, series: int) -> None:
    """Assert that the rows of this case are those of so many series, within three standard errors."""
    measured = simulate(case, series)
    rows: list[Row] = [*measured.alarms, *measured.detection]
    table: list[Row] = [*FALSE_ALARMS, *DETECTION]
    published = [
        row for row in table if (row.members, row.level, row.mood) == (case.members, case.level, case.mood)
    ]
    for row, known in zip(rows, published, strict=True):
        for rate, expected in zip(rates(row), rates(known), strict=True):
            assert rate == pytest.approx(expected, abs=noise(expected, series))


def rates(row: Row) -> list[float]:
    if isinstance(row, FalseAlarmRate):
        return [row.alarms]
    return [row.coloured_next, row.coloured, row.alerted_next, row.alerted]


@pytest.mark.parametrize("case", [Case(9, 3.7, 0.0), Case(15, 3.7, 0.2)])
def test_the_table_is_what_a_small_simulation_gives_within_its_noise(case: Case) -> None:
    agree(case, series=60)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES)
def test_the_table_is_what_the_whole_simulation_gives_within_its_noise(case: Case) -> None:
    agree(case, series=1000)


def test_a_simulation_gives_the_same_each_time() -> None:
    assert simulate(Case(6, 3.7, 0.2), 3) == simulate(Case(6, 3.7, 0.2), 3)


def test_what_is_counted_is_what_the_product_says_and_sends() -> None:
    partnership = Partnership(Random(1), Case(9, 3.7, 0.4))
    past: list[tuple[Round, QuestionResult]] = []
    line: tuple[CountedRound, ...] = ()
    told: list[Change | None] = []
    for number, (reading, *_) in enumerate(islice(partnership.readings(), 60), 1):
        past.append((round_(number), reading))
        if counted := counted_round(reading):
            line = (*line, counted)
            change = find_change(line)
            signals = [signal for signal in signals_of_theme(past) if signal.change]
            assert [signal.change for signal in signals] == ([change] if change else [])
            assert bool(new_alerts(signals)) == bool(change and change.confirmed)
            told.append(change)
    assert any(told)


def test_made_up_people_answer_as_the_model_says() -> None:
    chance = Random(1)
    found = [
        reading
        for _ in range(30)
        for readings in islice(Partnership(chance, Case(30, 3.7, 0.0)).readings(), 10)
        for reading in readings
    ]
    assert fmean(each.scored for each in found) == pytest.approx(24, abs=1)
    assert fmean(each.mean or 0 for each in found) == pytest.approx(3.68, abs=0.1)  # 5 is the ceiling
    assert fmean(each.spread or 0 for each in found) == pytest.approx(0.87, abs=0.05)


def test_a_mood_moves_all_members_together_and_a_fall_lowers_them() -> None:
    def means(mood: float, fall: float = 0.0) -> list[float]:
        partnership = Partnership(Random(1), Case(30, 3.7, mood))
        return [reading.mean or 0 for reading, *_ in islice(partnership.readings(fall), 60)]

    assert max(means(0.5)) - min(means(0.5)) > 2 * (max(means(0)) - min(means(0)))
    assert fmean(means(0)) - fmean(means(0, fall=0.75)) == pytest.approx(0.75, abs=0.1)


def test_a_partnership_that_never_has_enough_replies_tells_nothing() -> None:
    assert Partnership(Random(1), Case(4, 3.7, 0.0)).lines(12) is None


def test_results_are_stored_with_bands() -> None:
    assert stored((0, 0, 0, 1, 5), 6).mean is None
