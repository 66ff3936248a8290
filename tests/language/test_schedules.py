from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.language.schedules import format_schedule, is_monthly, parse_schedule
from tests.support.scenario import WELSH

EN, CY = Translator(), Translator("cy", catalogue=WELSH["cy"])
LONDON = "Europe/London"
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AFTERWARDS = ", then every second Tuesday at 10:00"

times = st.times().map(lambda at: f"{at:%H:%M}")
rhythms = st.one_of(
    st.builds("every second {} at {}".format, st.sampled_from(DAYS), times),
    st.builds("every {} weeks on {} at {}".format, st.integers(3, 4), st.sampled_from(DAYS), times),
    st.builds(
        "monthly on the {} {} at {}".format,
        st.sampled_from(("first", "second", "third", "fourth", "last")),
        st.sampled_from(DAYS),
        times,
    ),
)


def read(words: str, usual: str = "", t: Translator = EN) -> str:
    return parse_schedule(words, t, LONDON, NOW, usual)


@pytest.mark.parametrize(
    ("words", "means"),
    [
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
    assert format_schedule(read(words), EN) == means


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("weekly", f"every Tuesday at 10:00 until 14 April 2026{AFTERWARDS}"),
        ("every week for two weeks", f"every Tuesday at 10:00 until 17 March 2026{AFTERWARDS}"),
        (
            "weekly for 6 weeks at 9",
            "every Tuesday at 09:00 until 14 April 2026, then every second Tuesday at 09:00",
        ),
        (
            "Weekly on Monday at 9 for a fortnight",
            "every Monday at 09:00 until 16 March 2026, then every second Monday at 09:00",
        ),
        (
            "weekly at 9 on Mondays until Friday 27 March",
            "every Monday at 09:00 until 23 March 2026, then every second Monday at 09:00",
        ),
        ("every friday", "every Friday at 10:00 until 10 April 2026, then every second Friday at 10:00"),
        (
            "weekly, then monthly on the last Friday at 3pm",
            "every Tuesday at 10:00 until 14 April 2026, then monthly on the last Friday at 15:00",
        ),
        (
            "weekly until 30 April 2026, then every 3 weeks",
            "every Tuesday at 10:00 until 28 April 2026, then every 3 weeks on Tuesday at 10:00",
        ),
    ],
)
def test_weekly_rounds_are_for_a_stretch(words: str, means: str) -> None:
    assert format_schedule(read(words), EN) == means


def test_after_a_stretch_the_rhythm_is_what_it_was_before() -> None:
    monthly, weekly = read("monthly at 11"), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
    ends = "every Tuesday at 10:00 until 14 April 2026"
    assert (
        format_schedule(read("weekly", monthly), EN) == f"{ends}, then monthly on the first Tuesday at 11:00"
    )
    assert format_schedule(read("weekly", read("weekly", monthly)), EN).endswith("first Tuesday at 11:00")
    for other in (weekly, "sometimes", ""):
        assert format_schedule(read("weekly", other), EN) == f"{ends}{AFTERWARDS}"


def test_welsh_dates_and_lengths_are_read_and_said() -> None:
    assert read("weekly until 30 Ebrill 2026", t=CY) == read("weekly until 30 April 2026")
    assert read("weekly for 2 wythnos", t=CY) == read("weekly for 2 weeks")
    assert "14 Ebrill 2026" in format_schedule(read("weekly"), CY)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("weekly for a week", "Weekly rounds can last 2 to 13 weeks"),
        ("weekly for 10 days", "Weekly rounds can last 2 to 13 weeks"),
        ("weekly for 14 weeks", "Weekly rounds can last 2 to 13 weeks"),
        ("weekly until tomorrow", "Weekly rounds can last 2 to 13 weeks"),
        ("weekly until 1 March 2027", "Weekly rounds can last 2 to 13 weeks"),
        ("fortnightly for 6 weeks", "Only weekly rounds can end after some time"),
        ("monthly until June", "Only weekly rounds can end after some time"),
        ("monthly, then fortnightly", "Only weekly rounds can end after some time"),
        ("monthly on the fifth Friday", "Not every month has five of the same weekday."),
        ("every 5th Friday of the month at 10", "Not every month has five of the same weekday."),
        ("monthly on the 31st", "Choose a day of the week, because a date can fall on a weekend"),
        (
            "on the 15th of each month at 9:30",
            "Choose a day of the week, because a date can fall on a weekend",
        ),
        ("monthly at 25:00", "We did not understand that schedule."),
        ("weekly until whenever", "We did not understand that schedule."),
        ("weekly for ever", "We did not understand that schedule."),
        ("weekly, then weekly", "We did not understand that schedule."),
        ("weekly, then often", "We did not understand that schedule."),
    ],
)
def test_what_cannot_be_a_rhythm_is_refused_with_the_reason(words: str, why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(words)
    assert str(refusal.value).startswith(why)
    assert "Type for example: schedule " in str(refusal.value)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "at 10",
        "often",
        "daily",
        "every second",
        "every 0 weeks",
        "weekly on the first Monday",
        "every Monday on Tuesday",
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
    with pytest.raises(Refusal, match="We did not understand that schedule"):
        read(words)


@given(
    st.one_of(
        st.text(),
        st.builds(
            "{} {} {}".format,
            st.sampled_from(["weekly", "monthly", "fortnightly"]),
            st.sampled_from(["for", "until", "then", "at", "on the"]),
            st.text(),
        ),
    )
)
def test_no_words_break_the_reading_of_a_rhythm(words: str) -> None:
    try:
        rhythm = read(words)
    except Refusal:
        return
    assert read(format_schedule(rhythm, EN)) == rhythm


@given(rhythms, st.integers(2, 13))
def test_a_rhythm_in_words_is_read_as_the_same_rhythm(words: str, weeks: int) -> None:
    assert format_schedule(read(words), EN) == words
    weekly = read(f"weekly for {weeks} weeks, then {words}")
    assert read(format_schedule(weekly, EN)) == weekly


def test_a_rhythm_that_accord_did_not_write_has_no_words() -> None:
    with pytest.raises(ValueError, match="no rhythm that Accord wrote"):
        format_schedule("FREQ=DAILY", EN)


def test_what_is_monthly_already_need_not_become_so() -> None:
    assert [is_monthly(read(words)) for words in ("monthly", "fortnightly", "weekly, then monthly")] == [
        True,
        False,
        False,
    ]
