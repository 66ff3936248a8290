from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.i18n import Translator
from bot.language.dates import (
    TypedDay,
    TypedDuration,
    parse_date,
    parse_due_day,
    parse_duration,
    parse_end,
    parse_open_duration,
    parse_past_date,
    split_trailing_date,
)
from tests.support.scenario import WELSH

FRIDAY = date(2026, 3, 20)

days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
EN, CY = Translator(), Translator("cy", catalogue=WELSH["cy"])
translators = st.sampled_from((EN, CY))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tomorrow", "2026-03-21"),
        ("Monday", "2026-03-23"),
        ("next Monday", "2026-03-23"),
        ("on Thu", "2026-03-26"),
        ("Friday", "2026-03-27"),
        ("2027-05-03", "2027-05-03"),
        ("3 May", "2026-05-03"),
        ("3rd may", "2026-05-03"),
        ("May 3", "2026-05-03"),
        ("May 3rd, 2027", "2027-05-03"),
        (" 3  Sept   2027 ", "2027-09-03"),
        ("Sunday 3 May", "2026-05-03"),
        ("Mon, 3 May 2027", "2027-05-03"),
        ("3/5/2027", "2027-05-03"),
        ("03/05", "2026-05-03"),
        ("3.5.27", "2027-05-03"),
        ("20 March", "2027-03-20"),
        ("21 March", "2026-03-21"),
        ("29 February", "2028-02-29"),
        ("1 January 2020", "2020-01-01"),
        ("today", "2026-03-20"),
        ("yesterday", "2026-03-19"),
        ("this Monday", "2026-03-23"),
        ("last Friday", "2026-03-13"),
        ("last Thursday", "2026-03-19"),
        ("3rd of May", "2026-05-03"),
        ("the 3rd of May 2027", "2027-05-03"),
        ("Sunday the 3rd of May.", "2026-05-03"),
        ("3.5.", "2026-05-03"),
        ("3/5", "2026-05-03"),
        ("the 8th", "2026-04-08"),
        ("Friday 27th", "2026-03-27"),
        ("31st", "2026-03-31"),
        ("in two weeks", "2026-04-03"),
        ("in 3 days", "2026-03-23"),
        ("in a fortnight", "2026-04-03"),
        ("in a month", "2026-04-20"),
        ("in a year", "2027-03-20"),
        ("two weeks ago", "2026-03-06"),
        ("end of March", "2026-03-31"),
        ("the end of February", "2027-02-28"),
        ("end of February 2028", "2028-02-29"),
        ("end of the month", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("the end of this week", "2026-03-20"),
        ("12/5/2026", "2026-05-12"),
        ("12-5-2026", "2026-05-12"),
        ("2026/05/12", "2026-05-12"),
        ("5 May 26", "2026-05-05"),
        ("May 5 '26", "2026-05-05"),
        ("5may", "2026-05-05"),
        ("weds", "2026-03-25"),
        ("Thurs 26 March", "2026-03-26"),
        ("the day after tomorrow", "2026-03-22"),
        ("Friday week", "2026-04-03"),
        ("a week on Monday", "2026-03-30"),
        ("in two weeks' time", "2026-04-03"),
        ("in 2 wks", "2026-04-03"),
        ("in a couple of days", "2026-03-22"),
    ],
)
def test_a_date_is_understood_as_people_type_it(words: str, expected: str) -> None:
    assert str(parse_date(words, FRIDAY, EN)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("yfory", "2026-03-21"),
        ("dydd Llun", "2026-03-23"),
        ("Llun nesaf", "2026-03-23"),
        ("dydd Mawrth", "2026-03-24"),
        ("3 Mai", "2026-05-03"),
        ("Dydd Sul 3 Mai", "2026-05-03"),
        ("3ydd o Fai", "2026-05-03"),
        ("y 5ed o Dachwedd", "2026-11-05"),
        ("diwedd Fai", "2026-05-31"),
        ("ddydd Llun", "2026-03-23"),
        ("wythnos i ddydd Llun", "2026-03-30"),
        ("drennydd", "2026-03-22"),
        ("3 Rhagfyr 2027", "2027-12-03"),
        ("2il Mai", "2026-05-02"),
        ("heddiw", "2026-03-20"),
        ("dydd Gwener diwethaf", "2026-03-13"),
        ("ymhen pythefnos", "2026-04-03"),
        ("ymhen mis", "2026-04-20"),
        ("2 wythnos yn ôl", "2026-03-06"),
        ("diwedd Mawrth", "2026-03-31"),
        ("diwedd y mis", "2026-03-31"),
        ("3 May", "2026-05-03"),
        ("next Monday", "2026-03-23"),
    ],
)
def test_a_date_is_understood_in_welsh_too(words: str, expected: str) -> None:
    assert str(parse_date(words, FRIDAY, CY)) == expected
    assert str(parse_date(words, FRIDAY, Translator(catalogues=WELSH))) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "May",
        "3",
        "0 May",
        "3/0",
        "3/0/2027",
        "32nd",
        "Monday the 8th",
        "in 3",
        "in an hour",
        "in 9999 years",
        "9999 years ago",
        "end of term",
        "31 April",
        "30 February",
        "31 February 2027",
        "5/13/2027",
        "3/5.2027",
        "2027-5-3",
        "0000-01-01",
        "Monday 3 May",
        "Monday 2026-05-04",
        "٣ May",
        "3 Mai",
        "mayo",
        "5 mayo",
        "5-12",
        "13/14/2026",
    ],
)
def test_other_words_are_no_date(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(words, FRIDAY, EN)


def test_a_welsh_word_that_is_both_a_day_and_a_month_is_no_date() -> None:
    with pytest.raises(ValueError, match="no date: 'mawrth'"):
        parse_date("Mawrth", FRIDAY, CY)


@given(st.text(), days, translators)
def test_no_words_break_the_reading_of_a_date(words: str, today: date, t: Translator) -> None:
    try:
        parse_date(words, today, t)
    except ValueError:
        return


@given(days, days, translators)
def test_a_date_as_accord_writes_it_is_read_back(then: date, today: date, t: Translator) -> None:
    written = (str(then), t.full_day(then), f"{then:%d/%m/%Y}", f"{t.day(then)} {then.year}")
    assert [parse_date(words, today, t) for words in written] == [then] * 4


@given(days, st.integers(1, 365), translators)
def test_a_day_without_its_year_is_the_next_one(today: date, ahead: int, t: Translator) -> None:
    then = today + timedelta(days=ahead)
    assert parse_date(t.day(then), today, t) == then


@example(date(2077, 1, 1), 1808, "months", Translator())
@given(days, st.integers(0, 9999), st.sampled_from(("days", "weeks", "months")), translators)
def test_a_day_that_is_so_far_ahead_or_ago_is_that_far(
    today: date, number: int, unit: str, t: Translator
) -> None:
    ahead, ago = (parse_date(words, today, t) for words in (f"in {number} {unit}", f"{number} {unit} ago"))
    days_long = {"days": 1, "weeks": 7, "months": 30.4369}[unit] * number
    assert abs((ahead - today).days - days_long) < 5  # months differ, and so do centuries
    assert abs((today - ago).days - days_long) < 5


@pytest.mark.parametrize(
    ("words", "expected"), [("two weeks", "2026-04-03"), ("a month", "2026-04-20"), ("3 May", "2026-05-03")]
)
def test_a_pause_ends_on_a_date_or_after_a_length_of_time(words: str, expected: str) -> None:
    assert str(parse_end(words, FRIDAY, EN)) == expected


@pytest.mark.parametrize(
    ("words", "day", "has_year"),
    [
        ("20 March", "2026-03-20", False),
        ("the 20th", "2026-03-20", False),
        ("Friday", "2026-03-27", False),
        ("3 May", "2026-05-03", False),
        ("3 May 2027", "2027-05-03", True),
        ("3/5/27", "2027-05-03", True),
        ("3 May 27", "2027-05-03", True),
        ("3-5-2027", "2027-05-03", True),
        ("Friday week", "2026-04-03", True),
        ("end of May 2027", "2027-05-31", True),
        ("end of May", "2026-05-31", False),
        ("in a year", "2027-03-20", True),
        ("today", "2026-03-20", True),
    ],
)
def test_a_due_day_may_be_today_and_says_whether_its_year_was_guessed(
    words: str, day: str, has_year: bool
) -> None:
    assert parse_due_day(words, FRIDAY, EN) == TypedDay(date.fromisoformat(day), words, has_year)


@given(days, st.integers(1, 7))
def test_a_weekday_is_the_next_one(today: date, ahead: int) -> None:
    then = today + timedelta(days=ahead)
    assert parse_date(f"{then:%A}", today, EN) == then


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2 days", timedelta(days=2)),
        ("a week", timedelta(days=7)),
        ("90 minutes", timedelta(minutes=90)),
        ("3  Hours", timedelta(hours=3)),
        ("an hour", timedelta(hours=1)),
        ("a fortnight", timedelta(days=14)),
        ("two weeks", timedelta(days=14)),
        ("0 days", timedelta(0)),
    ],
)
def test_a_length_of_time_is_understood_as_people_type_it(words: str, expected: timedelta) -> None:
    assert parse_duration(words, EN) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wythnos", timedelta(days=7)),
        ("2 ddiwrnod", timedelta(days=2)),
        ("3 awr", timedelta(hours=3)),
        ("90 munud", timedelta(minutes=90)),
        ("pythefnos", timedelta(days=14)),
        ("dwy awr", timedelta(hours=2)),
        ("2 days", timedelta(days=2)),
    ],
)
def test_a_length_of_time_is_understood_in_welsh_too(words: str, expected: timedelta) -> None:
    assert parse_duration(words, CY) == expected


@pytest.mark.parametrize(
    "words", ["", "2", "2 moons", "-2 days", "1.5 days", "99999 days", "٣ days", "two two days", "3 awr"]
)
def test_other_words_are_no_length_of_time(words: str) -> None:
    with pytest.raises(ValueError, match=r"no (length of time|number)"):
        parse_duration(words, EN)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2 days", TypedDuration(2)),
        ("a week", TypedDuration(5)),
        ("a fortnight", TypedDuration(10)),
        ("90 minutes", TypedDuration(exactly=timedelta(minutes=90))),
        ("48 hours", TypedDuration(exactly=timedelta(hours=48))),
    ],
)
def test_something_is_open_for_working_days_or_for_exact_hours(words: str, expected: TypedDuration) -> None:
    assert parse_open_duration(words, EN) == expected


@given(st.text(), translators)
def test_no_words_break_the_reading_of_a_length_of_time(words: str, t: Translator) -> None:
    try:
        parse_duration(words, t)
    except ValueError:
        return


@given(st.integers(0, 9999), st.sampled_from(("minutes", "hours", "days", "weeks")))
def test_a_number_and_a_unit_are_that_long(number: int, unit: str) -> None:
    assert parse_duration(f"{number} {unit}", EN) == timedelta(**{unit: number})


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("27 February", date(2026, 2, 27)),
        ("2 March", date(2026, 3, 2)),
        ("3 March", date(2025, 3, 3)),
        ("3 March 2026", date(2026, 3, 3)),
        ("3 May 2024", date(2024, 5, 3)),
        ("29 February", date(2024, 2, 29)),
        ("Monday", date(2026, 3, 2)),
        ("Tuesday", date(2026, 2, 24)),
        ("Monday 5 May", date(2025, 5, 5)),
        ("Tuesday 3 March 2026", date(2026, 3, 3)),
        ("Tomorrow", date(2026, 3, 3)),
        ("yesterday", date(2026, 3, 1)),
        ("the 2nd", date(2026, 3, 2)),
        ("the 3rd", date(2026, 2, 3)),
        ("the 31st", date(2026, 1, 31)),
        ("end of February", date(2026, 2, 28)),
        ("end of March", date(2025, 3, 31)),
        ("two weeks ago", date(2026, 2, 16)),
        ("in two weeks", date(2026, 3, 16)),
    ],
)
def test_a_day_that_has_been_is_the_last_of_that_name(text: str, then: date) -> None:
    assert parse_past_date(text, date(2026, 3, 2), EN) == then


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("sort it by hand by 3 May", ("sort it by hand", date(2026, 5, 3))),
        ("sort it\nBY  3 May", ("sort it", date(2026, 5, 3))),
        ("sort it by hand", ("sort it by hand", None)),
        ("stand by 3 friends", ("stand by 3 friends", None)),
        ("rely on whoever may come by", ("rely on whoever may come by", None)),
        ("by 3 May", ("by 3 May", None)),
        ("cut the wait by two weeks", ("cut the wait by two weeks", None)),
        ("share it by the end of March", ("share it", date(2026, 3, 31))),
        ("", ("", None)),
    ],
)
def test_a_date_at_the_end_is_told_from_the_words_before_it(
    text: str, parted: tuple[str, date | None]
) -> None:
    assert split_trailing_date(text, "by", lambda said: parse_date(said, date(2026, 3, 2), EN), EN) == parted


@pytest.mark.parametrize("text", ["rest by 31 February", "rest by 2026-02-30", "rest by Monday 3 March"])
def test_a_date_that_is_wrong_is_not_taken_for_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"no such day|out of range|no date"):
        split_trailing_date(text, "by", lambda said: parse_date(said, date(2026, 3, 2), EN), EN)


@pytest.mark.parametrize("text", ["31 February", "Monday 3 March 2026", "some day"])
def test_what_is_no_day_has_not_been_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"no such day|no date"):
        parse_past_date(text, date(2026, 3, 2), EN)
