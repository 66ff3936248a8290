from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Round, RoundKind
from bot.rounds import cadence
from bot.rounds.reminding import OF_USE, day_of, is_usual, pauses, reminders
from tests.stage import BEN, JO

LONDON = "Europe/London"


def round_from(opened_at: datetime, closes_at: datetime) -> Round:
    return Round("r1", "p1", RoundKind.SCHEDULED, 1, ("own",), opened_at, closes_at, closes_at)


WEEK = round_from(datetime(2026, 3, 2, 11, tzinfo=UTC), datetime(2026, 3, 6, 16, 30, tzinfo=UTC))


def march(day: int, hour: int = 11, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_there_is_a_reminder_on_every_working_day_after_the_first() -> None:
    assert [each.due_at for each in reminders(WEEK, LONDON, "GB-ENG")] == [
        march(3),
        march(4),
        march(5),
        march(6),
    ]


def test_none_is_of_use_after_its_own_day_or_the_close() -> None:
    assert [each.late_at for each in reminders(WEEK, LONDON, "GB-ENG")] == [
        march(3, 19),
        march(4, 19),
        march(5, 19),
        march(6, 16, 30),
    ]


def test_a_weekend_has_none_and_monday_has_one() -> None:
    friday = round_from(march(6, 8), march(10, 16, 30))
    assert [each.due_at for each in reminders(friday, LONDON, "GB-ENG")] == [
        march(9, 9, 30),
        march(10, 9, 30),
    ]


def test_a_round_of_an_hour_reminds_nobody() -> None:
    assert reminders(round_from(march(2), march(2, 12)), LONDON, "GB-ENG") == ()


def test_the_usual_one_is_on_the_third_working_day() -> None:
    days = [date(2026, 3, day) for day in range(2, 7)]
    assert [is_usual(WEEK, LONDON, "GB-ENG", day) for day in days] == [False, False, True, False, False]


@given(
    st.integers(0, 366 * 24 * 60),
    st.sampled_from([LONDON, "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"]),
    st.sampled_from(["GB-ENG", "GB-WLS", "GB-SCT", ""]),
)
def test_wherever_somebody_lives_reminders_are_a_day_apart_and_the_usual_one_is_among_them(
    minutes: int, zone: str, region: str
) -> None:
    opened_at = march(1) + timedelta(minutes=minutes)
    round_ = round_from(opened_at, cadence.closes_at(opened_at, zone))
    found = reminders(round_, zone, region)
    days = [day_of(each.due_at, zone) for each in found]
    assert days == sorted(set(days))
    assert all(each.due_at < each.late_at <= round_.closes_at for each in found)
    assert all(each.late_at <= each.due_at + OF_USE for each in found)
    usual = cadence.reminder_moments(opened_at, round_.closes_at, zone, region)
    assert {*usual} <= {each.due_at for each in found}


@pytest.mark.parametrize(
    ("until", "left_alone"), [(None, False), (date(2026, 3, 2), False), (date(2026, 3, 3), True)]
)
def test_somebody_pauses_until_the_day_they_named(until: date | None, left_alone: bool) -> None:
    assert pauses(replace(BEN.person, paused_until=until), march(2)) == left_alone


def test_that_day_begins_where_they_live() -> None:
    jo = replace(JO.person, paused_until=date(2026, 3, 3))
    assert [pauses(jo, march(3, hour)) for hour in (4, 6)] == [True, False]
