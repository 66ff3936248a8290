from datetime import UTC, datetime, timedelta

from bot.demo.clock import DemoClock
from tests.support.fakes import SetClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
YEAR_BEFORE = NOON - timedelta(days=365)
HOUR = timedelta(hours=1)


def test_the_clock_stands_still_while_history_is_made() -> None:
    real = SetClock(NOON)
    clock = DemoClock(real.now, YEAR_BEFORE)
    real.move(HOUR)
    assert clock.now() == YEAR_BEFORE


def test_the_clock_is_never_set_back() -> None:
    clock = DemoClock(SetClock(NOON).now, YEAR_BEFORE)
    clock.set_to(YEAR_BEFORE + HOUR)
    clock.set_to(YEAR_BEFORE)
    assert clock.now() == YEAR_BEFORE + HOUR


def test_the_clock_can_start_again_in_the_past() -> None:
    real = SetClock(NOON)
    clock = DemoClock(real.now, YEAR_BEFORE)
    clock.start()
    clock.advance(10 * HOUR)
    clock.restart_at(YEAR_BEFORE)
    real.move(HOUR)
    assert clock.now() == YEAR_BEFORE + HOUR


def test_a_released_clock_runs_from_where_it_stood() -> None:
    real = SetClock(NOON)
    clock = DemoClock(real.now, YEAR_BEFORE)
    clock.start()
    real.move(HOUR)
    assert clock.now() == YEAR_BEFORE + HOUR


def test_the_clock_can_be_moved_while_it_stands_or_runs() -> None:
    clock = DemoClock(SetClock(NOON).now, YEAR_BEFORE)
    clock.advance(HOUR)
    assert clock.now() == YEAR_BEFORE + HOUR
    clock.start()
    clock.advance(HOUR)
    assert clock.now() == YEAR_BEFORE + 2 * HOUR
