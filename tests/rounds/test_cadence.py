from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rounds.cadence import (
    closes_at,
    in_words,
    next_dates,
    next_working_moment,
    reminder_moments,
    rhythm_in,
    working_day_after,
    zone_of,
)
from bot.talk.tongue import Tongue

LONDON = "Europe/London"
ZONES = (
    LONDON,
    "America/New_York",
    "Africa/Casablanca",  # the clocks change around Ramadan
    "Asia/Kathmandu",  # a quarter of an hour beside the rest
    "Australia/Lord_Howe",  # the clocks change by half an hour
    "Pacific/Auckland",
)
ENGLISH = Tongue()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

zones = st.sampled_from(ZONES)
began = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=15 * 365)).map(lambda passed: began + passed)
times = st.times().map(lambda at: f"{at:%H:%M}")
rhythms = st.one_of(
    st.builds("every {} at {}".format, st.sampled_from(DAYS), times),
    st.builds("every second {} at {}".format, st.sampled_from(DAYS), times),
    st.builds("every {} weeks on {} at {}".format, st.integers(3, 4), st.sampled_from(DAYS), times),
    st.builds(
        "monthly on the {} {} at {}".format,
        st.sampled_from(("first", "second", "third", "fourth", "last")),
        st.sampled_from(DAYS),
        times,
    ),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(zone: str, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def dates(words: str, zone: str, after: str, since: str = "", n: int = 3) -> list[str]:
    found = next_dates(rhythm_in(words), zone, utc(after), utc(since or after), n)
    return [local(zone, moment) for moment in found]


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("weekly", "every Tuesday at 10:00"),
        ("every week", "every Tuesday at 10:00"),
        ("Weekly on Monday at 9", "every Monday at 09:00"),
        ("weekly at 9 on Mondays", "every Monday at 09:00"),
        ("every friday", "every Friday at 10:00"),
        ("fortnightly", "every second Tuesday at 10:00"),
        ("every fortnight, on Thursday", "every second Thursday at 10:00"),
        ("every two weeks", "every second Tuesday at 10:00"),
        ("every second Tuesday at 10:00", "every second Tuesday at 10:00"),
        ("every other  Wednesday at 2pm", "every second Wednesday at 14:00"),
        ("every 3 weeks on Friday at 12.30 am", "every 3 weeks on Friday at 00:30"),
        ("every fourth Sunday at 12 pm", "every 4 weeks on Sunday at 12:00"),
        ("monthly", "monthly on the first Tuesday at 10:00"),
        ("monthly on the first Wednesday", "monthly on the first Wednesday at 10:00"),
        ("every month on the 2nd Monday", "monthly on the second Monday at 10:00"),
        ("monthly on Saturday", "monthly on the first Saturday at 10:00"),
        ("every third Thursday of the month at 16:45", "monthly on the third Thursday at 16:45"),
        ("the fourth Monday of every month", "monthly on the fourth Monday at 10:00"),
        ("on the last Friday of each month at 9am", "monthly on the last Friday at 09:00"),
    ],
)
def test_plain_words_mean_a_rhythm(words: str, means: str) -> None:
    assert in_words(rhythm_in(words), ENGLISH) == means


def test_a_rhythm_is_kept_as_a_rule_of_rfc_5545() -> None:
    assert [rhythm_in("every second Tuesday at 9.05"), rhythm_in("monthly on the last Friday")] == [
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=9;BYMINUTE=5;BYSECOND=0",
        "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=10;BYMINUTE=0;BYSECOND=0",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "often",
        "daily",
        "every second",
        "every 0 weeks",
        "weekly on the first Monday",
        "every Monday on Tuesday",
        "monthly on the fifth Monday",
        "weekly at 24:00",
        "weekly at 9:60",
        "weekly at 13pm",
        "weekly at 0 am",
        "weekly at ١٠",
        "weekly at 9 at 10",
        "FREQ=SECONDLY",
    ],
)
def test_other_words_mean_no_rhythm(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rhythm_in(words)


@given(st.text())
def test_no_words_break_the_reading_of_a_rhythm(words: str) -> None:
    try:
        rule = rhythm_in(words)
    except ValueError:
        return
    assert rhythm_in(in_words(rule, ENGLISH)) == rule


@given(rhythms)
def test_a_rhythm_in_words_is_read_as_the_same_rhythm(words: str) -> None:
    assert in_words(rhythm_in(words), ENGLISH) == words


@pytest.mark.parametrize(
    "rule", ["", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU;BYHOUR=1;BYMINUTE=0;BYSECOND=0"]
)
def test_a_rule_that_accord_did_not_write_is_refused(rule: str) -> None:
    for reads in (
        lambda: in_words(rule, ENGLISH),
        lambda: next_dates(rule, LONDON, utc("2026-03-02"), utc("2026-03-02"), 1),
    ):
        with pytest.raises(ValueError, match="no rhythm that Accord wrote"):
            reads()


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    found = next_dates(rhythm_in("weekly"), LONDON, utc("2026-03-20"), utc("2026-03-20"), 2)
    assert found == (utc("2026-03-24 10:00"), utc("2026-03-31 09:00"))


def test_a_time_that_does_not_exist_moves_on() -> None:
    assert dates("every Sunday at 1:30", LONDON, "2026-03-28", n=2) == [
        "Sun 2026-03-29 02:30",
        "Sun 2026-04-05 01:30",
    ]


def test_a_time_that_comes_twice_is_the_first() -> None:
    found = next_dates(rhythm_in("every Sunday at 1:30"), LONDON, utc("2026-10-24"), utc("2026-10-24"), 2)
    assert found == (utc("2026-10-25 00:30"), utc("2026-11-01 01:30"))


def test_the_first_date_comes_as_soon_as_it_can() -> None:
    assert dates("fortnightly", LONDON, "2026-03-05 12:00", n=1) == ["Tue 2026-03-10 10:00"]
    assert dates("fortnightly", LONDON, "2026-03-10 09:59", n=1) == ["Tue 2026-03-10 10:00"]
    assert dates("fortnightly", LONDON, "2026-03-10 10:00", n=1) == ["Tue 2026-03-24 10:00"]
    assert dates("fortnightly", LONDON, "2026-03-10 10:01", n=1) == ["Tue 2026-03-17 10:00"]


def test_fortnights_are_counted_from_when_they_began() -> None:
    expected = ["Tue 2026-03-10 10:00", "Tue 2026-03-24 10:00", "Tue 2026-04-07 10:00"]
    for after in ("2026-03-01", "2026-03-04 11:00", "2026-03-09", "2026-03-10 09:59"):
        assert dates("fortnightly", LONDON, after, since="2021-03-16 10:00") == expected


def test_fortnights_that_began_at_a_time_that_did_not_exist_stay_where_they_are() -> None:
    first = utc("2026-03-29 01:30")  # 1:30 on the local clock, moved on
    rule = rhythm_in("every second Sunday at 1:30")
    assert next_dates(rule, LONDON, first, first, 1) == (utc("2026-04-12 00:30"),)


def test_there_are_no_dates_before_the_rhythm_began() -> None:
    assert dates("weekly", LONDON, "2026-03-05", since="2026-05-05 12:00", n=1) == ["Tue 2026-05-12 10:00"]
    assert dates("monthly", LONDON, "2026-03-05", since="2026-05-07", n=1) == ["Tue 2026-06-02 10:00"]


def test_months_have_their_first_and_last_days() -> None:
    assert dates("monthly", LONDON, "2026-03-20") == [
        "Tue 2026-04-07 10:00",
        "Tue 2026-05-05 10:00",
        "Tue 2026-06-02 10:00",
    ]
    assert dates("monthly on the last Friday", LONDON, "2026-01-30 10:00", n=2) == [
        "Fri 2026-02-27 10:00",
        "Fri 2026-03-27 10:00",
    ]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("words", "in_ten_years", "days_apart"),
    [
        ("every Sunday at 1:30", 522, {7}),
        ("every second Sunday at 2:15", 261, {14}),
        ("monthly at 10", 120, {28, 35}),
    ],
)
def test_ten_years_have_each_date_once(
    zone: str, words: str, in_ten_years: int, days_apart: set[int]
) -> None:
    rule, since = rhythm_in(words), utc("2024-02-29 13:00")
    at_once = next_dates(rule, zone, since, since, in_ten_years)
    one_by_one = [since]
    for _ in at_once:
        one_by_one += next_dates(rule, zone, one_by_one[-1], since, 1)
    assert list(at_once) == one_by_one[1:]
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in at_once]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == days_apart


@given(zones, moments, moments, st.integers(1, 4), st.sampled_from(DAYS), st.times())
def test_the_next_date_is_the_first_that_counting_weeks_finds(
    zone: str, since: datetime, after: datetime, weeks: int, weekday: str, at: time
) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    day, moment = since.date() - timedelta(days=2), since - timedelta(days=2)
    while f"{day:%A}" != weekday or moment < since:
        day += timedelta(days=1)
        moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    while moment <= after:
        day += timedelta(weeks=weeks)
        moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    rule = rhythm_in(f"every {weeks} weeks on {weekday} at {at:%H:%M}".replace("every 1 weeks", "weekly"))
    assert next_dates(rule, zone, after, since, 1) == (moment,)


def test_a_zone_that_nobody_knows_is_london() -> None:
    assert [zone_of(name) for name in ("", "Europe", "Mars/Base", "../x")] == [ZoneInfo(LONDON)] * 4
    assert zone_of("Asia/Kathmandu") == ZoneInfo("Asia/Kathmandu")


@pytest.mark.parametrize(
    ("moment", "days", "later"),
    [
        ("2026-03-02 09:00", 0, "Mon 2026-03-02 09:00"),
        ("2026-03-02 09:00", 5, "Mon 2026-03-09 09:00"),
        ("2026-03-06 09:00", 1, "Mon 2026-03-09 09:00"),
        ("2026-03-07 09:00", 1, "Mon 2026-03-09 09:00"),
        ("2026-03-27 09:00", 1, "Mon 2026-03-30 09:00"),
    ],
)
def test_working_days_are_from_monday_to_friday_at_the_same_local_time(
    moment: str, days: int, later: str
) -> None:
    assert local(LONDON, working_day_after(LONDON, utc(moment), days)) == later


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
        ("2026-04-03 11:00", "GB-YY", "Fri 2026-04-03 12:00"),
        ("2026-12-25 11:00", "GB-WLS", "Tue 2026-12-29 09:30"),
    ],
)
def test_people_are_written_to_in_working_hours_where_they_live(
    after: str, region: str, expected: str
) -> None:
    assert local(LONDON, next_working_moment(LONDON, utc(after), region)) == expected


@given(zones, moments, st.sampled_from(("", "GB-ENG", "GB-SCT", "US-NY", "NZ")))
def test_the_next_working_moment_is_the_first_that_a_walk_finds(
    zone: str, after: datetime, region: str
) -> None:
    import holidays

    country, _, part = region.partition("-")
    kept = holidays.country_holidays(country, subdiv=part or None) if region else ()
    walked, step = after, timedelta(minutes=15)
    for _ in range(10 * 24 * 4):
        there = walked.astimezone(ZoneInfo(zone))
        if time(9, 30) <= there.time() < time(16, 30) and there.weekday() < 5 and there.date() not in kept:
            break
        on_the_quarter = walked.replace(minute=walked.minute // 15 * 15, second=0, microsecond=0)
        walked = on_the_quarter + step
    assert next_working_moment(zone, after, region) == walked


def test_a_day_that_an_island_skipped_is_no_working_day() -> None:
    after = utc("2011-12-30 03:00")  # Thursday evening in Apia, where no Friday followed
    assert local("Pacific/Apia", next_working_moment("Pacific/Apia", after)) == "Mon 2012-01-02 09:30"


@pytest.mark.parametrize(
    ("opened", "working_days", "closes"),
    [
        ("2026-03-03 10:00", 5, "Mon 2026-03-09 16:30"),
        ("2026-03-02 03:00", 5, "Fri 2026-03-06 16:30"),
        ("2026-03-02 13:00", 5, "Fri 2026-03-06 16:30"),
        ("2026-03-02 13:01", 5, "Mon 2026-03-09 16:30"),
        ("2026-03-07 10:00", 5, "Fri 2026-03-13 16:30"),
        ("2026-03-26 10:00", 5, "Wed 2026-04-01 16:30"),
        ("2026-03-03 10:00", 2, "Wed 2026-03-04 16:30"),
        ("2026-03-03 10:00", 1, "Tue 2026-03-03 16:30"),
        ("2026-03-06 14:00", 1, "Mon 2026-03-09 16:30"),
    ],
)
def test_a_round_closes_at_the_end_of_a_working_day(opened: str, working_days: int, closes: str) -> None:
    assert local(LONDON, closes_at(utc(opened), LONDON, working_days)) == closes


@pytest.mark.parametrize(
    ("opened", "closes", "region", "reminded"),
    [
        ("2026-03-03 10:00", "2026-03-09 16:30", "", ["Thu 2026-03-05 10:00"]),
        ("2026-03-03 14:00", "2026-03-09 16:30", "", ["Fri 2026-03-06 14:00"]),
        ("2026-03-03 05:00", "2026-03-09 16:30", "", ["Thu 2026-03-05 09:30"]),
        ("2026-03-03 20:00", "2026-03-09 16:30", "", ["Fri 2026-03-06 09:30"]),
        ("2026-03-31 09:00", "2026-04-07 16:30", "GB-ENG", ["Thu 2026-04-02 10:00"]),
        ("2026-04-02 09:00", "2026-04-10 16:30", "GB-ENG", ["Wed 2026-04-08 10:00"]),
        ("2026-04-02 09:00", "2026-04-10 16:30", "GB-SCT", ["Tue 2026-04-07 10:00"]),
        ("2026-03-03 10:00", "2026-03-05 10:00", "", []),
    ],
)
def test_everybody_is_reminded_once_on_their_third_working_day(
    opened: str, closes: str, region: str, reminded: list[str]
) -> None:
    found = reminder_moments(utc(opened), utc(closes), LONDON, region)
    assert [local(LONDON, moment) for moment in found] == reminded


@given(zones, zones, moments, st.sampled_from(("", "GB-ENG", "GB-SCT")))
def test_a_reminder_comes_in_working_hours_after_the_first_message_and_before_the_close(
    theirs: str, ours: str, opened_at: datetime, region: str
) -> None:
    closes = closes_at(opened_at, ours)
    for moment in reminder_moments(opened_at, closes, theirs, region):
        assert next_working_moment(theirs, moment, region) == moment
        assert next_working_moment(theirs, opened_at, region) < moment < closes
