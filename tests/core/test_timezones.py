from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.timezones import (
    city_of,
    local_date,
    midnight,
    parse_zone,
    to_local,
    to_utc,
    zone_of,
    zone_or_default,
)

LONDON = "Europe/London"


@pytest.mark.parametrize(
    "name", ["", "Europe", "Mars/Base", "../../etc/passwd", "/etc/localtime", "x" * 5_000, "a\0b"]
)
def test_a_zone_that_nobody_knows_is_london(name: str) -> None:
    assert (zone_of(name), zone_or_default(name, "UTC")) == (ZoneInfo(LONDON), "UTC")


def test_others_are_what_they_are_called() -> None:
    assert (zone_of("Asia/Kathmandu"), zone_or_default("Asia/Kathmandu", "UTC")) == (
        ZoneInfo("Asia/Kathmandu"),
        "Asia/Kathmandu",
    )


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)),
        (
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ),  # is skipped
        (datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, 9, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice
    ],
)
def test_a_local_time_is_one_moment(here: datetime, there: datetime) -> None:
    assert to_utc(here.replace(tzinfo=None), LONDON) == there


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("new york", "America/New_York"),
        ("  New  York ", "America/New_York"),
        ("America/new_york", "America/New_York"),
        ("London", "Europe/London"),
        ("Knox", "America/Indiana/Knox"),
        ("UTC", "UTC"),
        ("louisville", "America/Louisville"),
    ],
)
def test_a_zone_is_known_by_its_name_and_its_city(text: str, name: str) -> None:
    assert parse_zone(text) == name


@pytest.mark.parametrize("text", ["", "Atlantis", "Europe", "../etc", "GMT+3"])
def test_other_words_mean_no_zone(text: str) -> None:
    with pytest.raises(ValueError, match="no zone"):
        parse_zone(text)


@given(st.sampled_from(sorted(available_timezones())))
def test_every_zone_there_is_can_be_meant(name: str) -> None:
    assert zone_of(parse_zone(name)).key == name


def test_a_moment_has_one_local_time_and_one_day() -> None:
    at = datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert to_local(at, "Asia/Kathmandu") == datetime(2026, 3, 3, 1, 45, tzinfo=UTC).replace(tzinfo=None)
    assert (local_date(at, "Asia/Kathmandu"), local_date(at, LONDON)) == (date(2026, 3, 3), date(2026, 3, 2))
    assert midnight(date(2026, 3, 3), "Asia/Kathmandu") == datetime(2026, 3, 2, 18, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "city"),
    [("America/New_York", "New York"), ("UTC", "UTC"), ("America/Kentucky/Louisville", "Louisville")],
)
def test_a_zone_is_named_after_its_city(name: str, city: str) -> None:
    assert city_of(name) == city
