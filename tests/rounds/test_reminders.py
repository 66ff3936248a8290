from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.models import Round, RoundKind
from bot.core.timezones import local_date
from bot.rounds.reminders import is_default_day, is_paused, reminders
from bot.rounds.schedule import closes_at
from tests.language import reference_schedule
from tests.rounds.test_working_hours import LONDON, unhurried
from tests.support.cast import BEN, JO


def round_from(opened_at: datetime, closes: datetime) -> Round:
    return Round("r1", "p1", RoundKind.SCHEDULED, 1, ("own",), opened_at, closes, closes)


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


def test_a_reminder_is_too_late_after_working_hours_or_the_close() -> None:
    early = replace(WEEK, closes_at=march(6, 15))
    assert [each.late_at for each in reminders(early, LONDON, "GB-ENG")] == [
        march(3, 16, 30),
        march(4, 16, 30),
        march(5, 16, 30),
        march(6, 15),
    ]


def test_there_is_no_reminder_on_a_weekend() -> None:
    friday = round_from(march(6, 8), march(10, 16, 30))
    assert [each.due_at for each in reminders(friday, LONDON, "GB-ENG")] == [
        march(9, 9, 30),
        march(10, 9, 30),
    ]


def test_a_round_of_an_hour_reminds_nobody() -> None:
    assert reminders(round_from(march(2), march(2, 12)), LONDON, "GB-ENG") == ()


@pytest.mark.parametrize(("most", "days"), [(0, []), (1, [4]), (2, [4, 6])])
def test_default_reminders_are_on_the_third_and_fifth_working_day(most: int, days: list[int]) -> None:
    asked_on, week = date(2026, 3, 2), range(2, 13)
    assert [day for day in week if is_default_day(date(2026, 3, day), asked_on, "GB-ENG", most)] == days


def test_default_days_count_from_the_day_of_the_check_in() -> None:
    maundy_thursday = date(2026, 4, 2)
    april = range(2, 16)
    for region, days in {"GB-ENG": [8, 10], "GB-SCT": [7, 9], "": [6, 8]}.items():
        assert [d for d in april if is_default_day(date(2026, 4, d), maundy_thursday, region, 2)] == days


@settings(unhurried)
@given(
    st.integers(0, 366 * 24 * 60),
    st.sampled_from([LONDON, "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"]),
    st.sampled_from(["GB-ENG", "GB-WLS", "GB-SCT", ""]),
)
def test_wherever_somebody_lives_there_is_one_on_every_working_day_but_the_first(
    minutes: int, zone: str, region: str
) -> None:
    opened_at = march(1) + timedelta(minutes=minutes)
    round_ = round_from(opened_at, closes_at(opened_at, zone, 5, [region]))
    found = reminders(round_, zone, region)
    asked_at = reference_schedule.first_minute_of_work(opened_at, zone, region)
    days = [local_date(asked_at, zone) + n * reference_schedule.DAY for n in range(15)]
    later = [d for d in days[1:] if d.weekday() < 5 and not reference_schedule.is_holiday(d, region)]
    there = [local_date(each.due_at, zone) for each in found if local_date(each.due_at, zone) != days[0]]
    assert there == [d for d in later if d <= local_date(round_.closes_at, zone)]
    for each in found:
        assert reference_schedule.may_be_written_to(each.due_at, zone, region)
        assert each.due_at < each.late_at <= round_.closes_at
        assert local_date(each.late_at, zone) == local_date(each.due_at, zone)


@pytest.mark.parametrize(
    ("until", "left_alone"), [(None, False), (date(2026, 3, 2), False), (date(2026, 3, 3), True)]
)
def test_a_person_is_paused_until_the_day_they_named(until: date | None, left_alone: bool) -> None:
    assert is_paused(replace(BEN.person, paused_until=until), march(2)) == left_alone


def test_a_pause_ends_at_midnight_in_the_persons_zone() -> None:
    jo = replace(JO.person, paused_until=date(2026, 3, 3))
    assert [is_paused(jo, march(3, hour)) for hour in (4, 6)] == [True, False]
