from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rounds.working_hours import (
    add_working_days,
    end_of_work,
    is_working_day,
    is_working_time,
    next_working_moment,
    next_working_morning,
    nth_working_day,
    working_time,
)
from tests.language import reference_schedule

LONDON = "Europe/London"
ZONES = (
    LONDON,
    "America/New_York",
    "Africa/Casablanca",  # the clocks change around Ramadan
    "Asia/Kathmandu",  # a quarter of an hour beside the rest, and without changes
    "Australia/Lord_Howe",  # the clocks change by half an hour
    "Pacific/Auckland",
)
REGIONS = ("", "GB-ENG", "GB-SCT", "US-NY", "NZ")

unhurried = settings(deadline=None, max_examples=50)  # the calendar takes half a second to load
zones, regions = st.sampled_from(ZONES), st.sampled_from(REGIONS)
began = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=15 * 365)).map(lambda passed: began + passed)
days = st.dates(date(2020, 1, 1), date(2034, 12, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(zone: str, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("after", "region", "expected"),
    [
        ("2026-03-02 09:29:59", "", "Mon 2026-03-02 09:30"),
        ("2026-03-02 16:29", "", "Mon 2026-03-02 16:29"),
        ("2026-03-02 16:30", "", "Tue 2026-03-03 09:30"),
        ("2026-03-06 17:00", "", "Mon 2026-03-09 09:30"),
        ("2026-04-03 11:00", "", "Fri 2026-04-03 12:00"),
        ("2026-04-03 11:00", "GB-ENG", "Tue 2026-04-07 09:30"),
        ("2026-04-03 11:00", "GB-SCT", "Mon 2026-04-06 09:30"),
        ("2026-04-03 11:00", "GB", "Mon 2026-04-06 09:30"),
        ("2026-04-03 11:00", "XX-YY", "Fri 2026-04-03 12:00"),
        ("2026-12-25 11:00", "GB-WLS", "Tue 2026-12-29 09:30"),
    ],
)
def test_people_are_written_to_in_working_hours_where_they_live(
    after: str, region: str, expected: str
) -> None:
    assert local(LONDON, next_working_moment(LONDON, utc(after), region)) == expected


@settings(unhurried)
@given(zones, moments, regions)
def test_the_next_working_moment_is_the_first_that_a_walk_finds(
    zone: str, after: datetime, region: str
) -> None:
    assert next_working_moment(zone, after, region) == reference_schedule.first_minute_of_work(
        after, zone, region
    )


@settings(unhurried)
@given(zones, moments, regions)
def test_working_time_is_local(zone: str, at: datetime, region: str) -> None:
    assert is_working_time(at, zone, region) == reference_schedule.may_be_written_to(at, zone, region)


@settings(unhurried)
@given(zones, moments, regions)
def test_the_next_working_morning_is_the_first_minute_of_work_of_another_day(
    zone: str, after: datetime, region: str
) -> None:
    at, today = after, after.astimezone(ZoneInfo(zone)).date()
    while at.astimezone(ZoneInfo(zone)).date() == today:
        at = at.replace(second=0, microsecond=0) + reference_schedule.MINUTE
    assert next_working_morning(zone, after, region) == reference_schedule.first_minute_of_work(
        at, zone, region
    )


@settings(unhurried)
@given(zones, moments)
def test_the_end_of_work_is_on_the_local_date(zone: str, at: datetime) -> None:
    there = at.astimezone(ZoneInfo(zone))
    assert end_of_work(zone, at).astimezone(ZoneInfo(zone)) == datetime.combine(
        there.date(), time(16, 30), ZoneInfo(zone)
    )


def test_a_day_that_an_island_skipped_is_no_working_day() -> None:
    after = utc("2011-12-30 03:00")  # Thursday evening in Apia, where no Friday followed
    assert local("Pacific/Apia", next_working_moment("Pacific/Apia", after)) == "Mon 2012-01-02 09:30"


@settings(unhurried)
@given(days, st.integers(1, 8), st.lists(regions, max_size=3))
def test_working_days_are_counted_where_all_of_these_regions_work(
    day: date, number: int, theirs: list[str]
) -> None:
    counted: list[date] = []
    while len(counted) < number:
        if day.weekday() < 5 and not any(reference_schedule.is_holiday(day, each) for each in theirs):
            counted.append(day)
        day += reference_schedule.DAY
    assert nth_working_day(counted[0], number, theirs) == counted[-1]


def test_a_working_day_is_from_monday_to_friday_and_no_public_holiday() -> None:
    week = [date(2026, 3, 30) + timedelta(days=n) for n in range(8)]
    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2 + [True]
    assert [is_working_day(day, "GB-ENG") for day in week] == [True] * 4 + [False] * 4


@pytest.mark.parametrize(
    ("moment", "number", "later"),
    [
        ("2026-03-02 09:00", 0, "Mon 2026-03-02 09:00"),
        ("2026-03-02 09:00", 5, "Mon 2026-03-09 09:00"),
        ("2026-03-06 09:00", 1, "Mon 2026-03-09 09:00"),
        ("2026-03-07 09:00", 1, "Mon 2026-03-09 09:00"),
        ("2026-03-27 09:00", 1, "Mon 2026-03-30 09:00"),
    ],
)
def test_days_apart_are_from_monday_to_friday_at_the_same_local_time(
    moment: str, number: int, later: str
) -> None:
    assert local(LONDON, add_working_days(LONDON, utc(moment), number)) == later


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02 10:00", "2026-03-02 12:00", 2),
        ("2026-03-02 08:00", "2026-03-02 20:00", 7),
        ("2026-03-02 20:00", "2026-03-03 08:00", 0),
        ("2026-03-06 14:30", "2026-03-09 10:30", 3),
        ("2026-04-02 14:30", "2026-04-07 09:30", 2),  # over Easter, in summer time
    ],
)
def test_working_time_is_what_lies_within_working_hours(start: str, end: str, hours: int) -> None:
    from_, to = (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON)) for text in (start, end))
    assert working_time(LONDON, from_, to, ["GB-ENG"]) == timedelta(hours=hours)
