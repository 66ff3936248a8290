from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.i18n import Translator
from bot.language.recurrence import Recurrence, next_dates, parse_recurrences
from bot.language.schedules import format_schedule
from bot.rounds.schedule import closes_at, closes_before
from bot.rounds.working_hours import is_working_day
from tests.language import reference_schedule
from tests.rounds.test_working_hours import LONDON, ZONES, local, moments, unhurried, utc, zones

ENGLISH = Translator()
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOON = time(12)
FORTNIGHTLY, MONTHLY = Recurrence(2, 0, "TU", time(10)), Recurrence(1, 1, "TU", time(10))
WEEKLY = Recurrence(1, 0, "TU", time(10))

clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
some_rules = st.one_of(
    st.builds(Recurrence, st.integers(1, 4), st.just(0), st.sampled_from(DAYS), clock_times),
    st.builds(Recurrence, st.just(1), st.sampled_from((1, 2, 3, 4, -1)), st.sampled_from(DAYS), clock_times),
)


def dates(rule: Recurrence | str, after: str, since: str = "", n: int = 3, zone: str = LONDON) -> list[str]:
    found = next_dates(str(rule), zone, utc(after), utc(since or after), n)
    return [local(zone, moment) for moment in found]


def test_a_rhythm_is_kept_as_a_rule_of_rfc_5545() -> None:
    assert [
        str(each) for each in (Recurrence(2, 0, "TU", time(9, 5)), Recurrence(1, -1, "FR", time(10)))
    ] == [
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=9;BYMINUTE=5;BYSECOND=0",
        "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=10;BYMINUTE=0;BYSECOND=0",
    ]


def test_a_stretch_is_kept_as_two() -> None:
    weekly = Recurrence(1, 0, "TU", time(10), date(2026, 4, 7))
    assert parse_recurrences(f"{weekly}\n{MONTHLY}") == (weekly, MONTHLY)
    assert (
        str(weekly) == "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;BYHOUR=10;BYMINUTE=0;BYSECOND=0;UNTIL=20260407T235959"
    )


@given(some_rules)
def test_a_rule_is_read_as_it_was_written(rule: Recurrence) -> None:
    assert parse_recurrences(str(rule)) == (rule,)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU;BYHOUR=1;BYMINUTE=0;BYSECOND=0",
        f"{FORTNIGHTLY}\n{MONTHLY}",
        f"{FORTNIGHTLY};UNTIL=20260407T235959",
        f"{FORTNIGHTLY};UNTIL=20260407T235959\n{MONTHLY}\n{MONTHLY}",
    ],
)
def test_a_rule_that_accord_did_not_write_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="no rhythm that Accord wrote"):
        next_dates(rule, LONDON, utc("2026-03-02"), utc("2026-03-02"), 1)


def test_one_with_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        parse_recurrences(f"{FORTNIGHTLY};UNTIL=20261307T235959\n{MONTHLY}")


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    found = next_dates(str(WEEKLY), LONDON, utc("2026-03-20"), utc("2026-03-20"), 2)
    assert found == (utc("2026-03-24 10:00"), utc("2026-03-31 09:00"))


def test_a_time_that_does_not_exist_moves_on() -> None:
    assert dates(Recurrence(1, 0, "SU", time(1, 30)), "2026-03-28", n=2) == [
        "Sun 2026-03-29 02:30",
        "Sun 2026-04-05 01:30",
    ]


def test_a_time_that_comes_twice_is_the_first() -> None:
    sundays = str(Recurrence(1, 0, "SU", time(1, 30)))
    found = next_dates(sundays, LONDON, utc("2026-10-24"), utc("2026-10-24"), 2)
    assert found == (utc("2026-10-25 00:30"), utc("2026-11-01 01:30"))


def test_the_first_date_comes_as_soon_as_it_can() -> None:
    assert dates(FORTNIGHTLY, "2026-03-05 12:00", n=1) == ["Tue 2026-03-10 10:00"]
    assert dates(FORTNIGHTLY, "2026-03-10 09:59", n=1) == ["Tue 2026-03-10 10:00"]
    assert dates(FORTNIGHTLY, "2026-03-10 10:00", n=1) == ["Tue 2026-03-24 10:00"]
    assert dates(FORTNIGHTLY, "2026-03-10 10:01", n=1) == ["Tue 2026-03-17 10:00"]


def test_fortnights_are_counted_from_when_they_began() -> None:
    expected = ["Tue 2026-03-10 10:00", "Tue 2026-03-24 10:00", "Tue 2026-04-07 10:00"]
    for after in ("2026-03-01", "2026-03-04 11:00", "2026-03-09", "2026-03-10 09:59"):
        assert dates(FORTNIGHTLY, after, since="2021-03-16 10:00") == expected


def test_fortnights_that_began_at_a_time_that_did_not_exist_stay_where_they_are() -> None:
    first = utc("2026-03-29 01:30")  # 1:30 on the local clock, moved on
    sundays = str(Recurrence(2, 0, "SU", time(1, 30)))
    assert next_dates(sundays, LONDON, first, first, 1) == (utc("2026-04-12 00:30"),)


def test_there_are_no_dates_before_the_rhythm_began() -> None:
    assert dates(WEEKLY, "2026-03-05", since="2026-05-05 12:00", n=1) == ["Tue 2026-05-12 10:00"]
    assert dates(MONTHLY, "2026-03-05", since="2026-05-07", n=1) == ["Tue 2026-06-02 10:00"]


def test_months_have_their_first_and_last_days() -> None:
    assert dates(MONTHLY, "2026-03-20") == [
        "Tue 2026-04-07 10:00",
        "Tue 2026-05-05 10:00",
        "Tue 2026-06-02 10:00",
    ]
    assert dates(Recurrence(1, -1, "FR", time(10)), "2026-01-30 10:00", n=2) == [
        "Fri 2026-02-27 10:00",
        "Fri 2026-03-27 10:00",
    ]


@pytest.mark.parametrize("after", ["2026-03-16", "2026-03-17 11:00"])
def test_after_a_stretch_comes_what_follows_it_a_week_later_at_the_soonest(after: str) -> None:
    weekly = Recurrence(1, 0, "TU", time(10), date(2026, 3, 24))
    missed = 1 if after > "2026-03-17" else 0
    fortnightly = [
        "Tue 2026-03-17 10:00",
        "Tue 2026-03-24 10:00",
        "Tue 2026-04-07 10:00",
        "Tue 2026-04-21 10:00",
    ]
    assert dates(f"{weekly}\n{FORTNIGHTLY}", after, "2026-03-16", 4 - missed) == fortnightly[missed:]
    monthly = ["Tue 2026-03-24 10:00", "Tue 2026-04-07 10:00", "Tue 2026-05-05 10:00"]
    assert dates(f"{weekly}\n{MONTHLY}", after, "2026-03-16", 4 - missed)[1 - missed :] == monthly


def test_long_after_a_stretch_what_followed_it_goes_on() -> None:
    weekly = Recurrence(1, 0, "TU", time(10), date(2026, 3, 24))
    assert dates(f"{weekly}\n{FORTNIGHTLY}", "2031-01-01", "2026-03-16", 2) == [
        "Tue 2031-01-07 10:00",
        "Tue 2031-01-21 10:00",
    ]


def test_at_the_end_of_the_calendar_there_are_no_further_dates() -> None:
    assert dates(FORTNIGHTLY, "9999-12-20", since="9999-12-01") == ["Tue 9999-12-21 10:00"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("rule", "in_ten_years", "days_apart"),
    [
        (Recurrence(1, 0, "SU", time(1, 30)), 522, {7}),
        (Recurrence(2, 0, "SU", time(2, 15)), 261, {14}),
        (MONTHLY, 120, {28, 35}),
    ],
    ids=["weekly", "fortnightly", "monthly"],
)
def test_ten_years_have_each_date_once(
    zone: str, rule: Recurrence, in_ten_years: int, days_apart: set[int]
) -> None:
    since = utc("2024-02-29 13:00")
    at_once = next_dates(str(rule), zone, since, since, in_ten_years)
    one_by_one = [since]
    for _ in at_once:
        one_by_one += next_dates(str(rule), zone, one_by_one[-1], since, 1)
    assert list(at_once) == one_by_one[1:]
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in at_once]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == days_apart


WALK = timedelta(days=60)


@settings(unhurried, max_examples=8)
@given(some_rules, zones, moments, st.integers(0, 40))
def test_the_dates_are_those_that_a_walk_finds(
    rule: Recurrence, zone: str, since: datetime, days_later: int
) -> None:
    walked = list(reference_schedule.dates(format_schedule(str(rule), ENGLISH), zone, since, since + WALK))
    after = since + timedelta(days=days_later)
    found = next_dates(str(rule), zone, after, since, 20)
    assert [each for each in found if each < since + WALK] == [each for each in walked if each > after]


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
    ("regions", "closes"),
    [
        ([], "Mon 2026-04-06 16:30"),
        (["GB-SCT"], "Tue 2026-04-07 16:30"),
        (["GB-ENG"], "Wed 2026-04-08 16:30"),
        (["GB-SCT", "GB-ENG", "NZ"], "Wed 2026-04-08 16:30"),
    ],
)
def test_everybody_has_as_many_working_days_whatever_holidays_fall_into_them(
    regions: list[str], closes: str
) -> None:
    assert local(LONDON, closes_at(utc("2026-03-31 09:00"), LONDON, 5, regions)) == closes


@settings(unhurried)
@given(zones, moments)
def test_everybody_everywhere_has_five_working_days(zone: str, opened_at: datetime) -> None:
    regions = ["GB-ENG", "GB-SCT"]
    closes = closes_at(opened_at, zone, 5, regions).astimezone(ZoneInfo(zone))
    opened = opened_at.astimezone(ZoneInfo(zone))
    between = [opened.date() + timedelta(days=n) for n in range((closes.date() - opened.date()).days + 1)]
    whole = [day for day in between if all(is_working_day(day, each) for each in regions)]
    begun = opened.date() in whole and opened.time() > time(13)
    assert (len(whole) - begun, f"{closes:%H:%M}") == (5, "16:30")


@pytest.mark.parametrize(
    ("opened", "following", "closes"),
    [
        ("2026-03-03 10:00", "2026-03-17 10:00", "Mon 2026-03-09 16:30"),
        ("2026-03-03 10:00", "2026-03-10 10:00", "Mon 2026-03-09 16:30"),
        ("2026-03-03 14:00", "2026-03-10 14:00", "Mon 2026-03-09 16:30"),
        ("2026-03-06 10:00", "2026-03-10 10:00", "Mon 2026-03-09 16:30"),
        ("2026-03-10 09:00", "2026-03-10 10:00", "Tue 2026-03-10 16:30"),
    ],
)
def test_a_round_makes_room_for_the_next_but_is_open_for_a_day_at_least(
    opened: str, following: str, closes: str
) -> None:
    assert local(LONDON, closes_before(utc(following), utc(opened), LONDON)) == closes
