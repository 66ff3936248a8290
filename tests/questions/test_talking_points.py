from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.signals import Signal, SignalKind
from bot.analysis.talking_points import PACK_PATTERNS, RESTED_AFTER, choose_talking_point, pattern_of
from bot.questions.bank import LocalisedText
from bot.questions.schema import BankError
from bot.questions.talking_points import MIN_POINTS, TalkingPoint, load_talking_points
from tests.analysis.series_factory import closed
from tests.questions.product_bank import BANK, FILES, PROMPTS

OURS = {path.name: path.read_text(encoding="utf-8") for path in Path(PROMPTS, "talking").glob("*.toml")}
SOURCES = FILES["sources.toml"]
POINTS = load_talking_points(OURS, SOURCES)
A, B, C = (TalkingPoint(id, "trust down", LocalisedText({"en": id}), ()) for id in ("a", "b", "c"))
OTHER = TalkingPoint("other", "trust up", LocalisedText({"en": "other"}), ())
TODAY = date(2026, 9, 7)


def problems(files: dict[str, str], sources: str = SOURCES) -> tuple[str, ...]:
    with pytest.raises(BankError) as raised:
        load_talking_points(files, sources)
    return raised.value.problems


def changed(old: str, new: str, file: str = "trust.toml") -> dict[str, str]:
    """Our files with one thing changed."""
    assert OURS[file].count(old) == 1
    return OURS | {file: OURS[file].replace(old, new)}


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_ours_are_enough_for_a_year_and_in_english_and_welsh() -> None:
    assert {point.pattern for point in POINTS} == MIN_POINTS.keys()
    assert [point.id for point in POINTS if point.text.texts.keys() != {"en", "cy"}] == []


def test_no_two_of_ours_say_the_same() -> None:
    for language in ("en", "cy"):
        said = Counter((point.pattern, point.text.in_language(language)) for point in POINTS)
        assert [text for text, times in said.items() if times > 1] == []


def test_a_talking_point_may_name_a_source_of_its_own() -> None:
    relations = next(point for point in POINTS if point.id == "trust.relations")
    assert [source.partition(",")[0] for source in relations.sources] == [
        "“Collaboration – Are We Passing the Test?”"
    ]


def test_a_talking_point_has_the_sources_of_its_pattern_in_full() -> None:
    promised = next(point for point in POINTS if point.id == "trust.promised")
    assert promised.pattern == "trust down"
    assert [source.partition(". ")[0] for source in promised.sources] == [
        "Vangen and Huxham (2003)",
        "Varda, Chandra, Stern and Lurie (2008)",
    ]


@pytest.mark.parametrize(
    ("kind", "theme", "wanted"),
    [
        (SignalKind.DOWN, "trust", "trust down"),
        (SignalKind.DOWN, "power", "power down"),
        (SignalKind.UNEVEN, "power", "power down"),
        (SignalKind.UP, "purpose", "purpose up"),
        (SignalKind.SPLIT, "trust", "trust split"),
        (SignalKind.FEW, "", "few replies"),
        (SignalKind.UNSURE, "trust", ""),
        (SignalKind.MONTHLY, "", ""),
        (SignalKind.REBASE, "trust", ""),
    ],
)
def test_a_signal_calls_for_a_pattern(kind: SignalKind, theme: str, wanted: str) -> None:
    assert pattern_of(Signal(kind, theme, 9, 9, closed(9))) == wanted


def test_packs_with_a_pattern_are_in_the_bank() -> None:
    assert {theme.id for theme in BANK.themes} >= PACK_PATTERNS.keys()
    assert MIN_POINTS.keys() >= set(PACK_PATTERNS.values())


def test_the_first_one_never_used_is_taken() -> None:
    assert choose_talking_point([OTHER, A, B], "trust down", [], TODAY) == A
    assert choose_talking_point([OTHER, A, B], "trust down", [(days_ago(9), "a")], TODAY) == B


def test_once_all_were_used_the_one_that_rested_longest_comes_back() -> None:
    used = [(days_ago(380), "a"), (days_ago(400), "b"), (days_ago(390), "c"), (days_ago(800), "a")]
    assert choose_talking_point([A, B, C], "trust down", used, TODAY) == B


def test_none_comes_back_within_a_year() -> None:
    assert choose_talking_point([A], "trust down", [(days_ago(364), "a")], TODAY) is None
    assert choose_talking_point([A], "trust down", [(days_ago(365), "a")], TODAY) == A


def test_a_pattern_without_talking_points_has_none() -> None:
    assert choose_talking_point([A], "", [], TODAY) is None


@given(st.sets(st.integers(0, 130)), st.sampled_from(sorted(MIN_POINTS)))
def test_in_five_years_of_fortnights_there_is_always_one_and_none_repeats(
    rounds: set[int], pattern: str
) -> None:
    used: list[tuple[date, str]] = []
    muted = dict[int, int]()
    for number in sorted(rounds):
        today = TODAY + number * timedelta(weeks=2)
        for kind in range(2 if pattern == "power down" else 1):
            if number - muted.get(kind, -4) <= 3:
                continue
            muted[kind] = number
            point = choose_talking_point(POINTS, pattern, used, today)
            assert point is not None
            assert all(id != point.id or today - day >= RESTED_AFTER for day, id in used)
            used.append((today, point.id))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "trust.small"', 'id = "small"', "its id must be its file, a dot and a word, like trust.small"),
        (
            "What one small thing could we finish together before the next round?",
            "What small thing can we all now finish together before the day of the next round comes?",
            "a sentence has 17 words, and at most 16 are read at a glance",
        ),
        (
            "What one small thing could we finish together before the next round?",
            "What collaborative arrangements facilitate it?",
            "it has 3 long words (collaborative, arrangements, facilitate), and at most 2 are plain",
        ),
        (
            "Pa un peth bach gallen ni ei orffen gyda'n gilydd cyn y rownd nesaf?",
            "pa " * 60 + "un",
            "text.cy has 182 characters, and at most 180 are read",
        ),
    ],
)
def test_what_is_wrong_with_one_is_said_with_file_and_name(old: str, new: str, problem: str) -> None:
    id = "small" if new == 'id = "small"' else "trust.small"
    assert problems(changed(old, new)) == (f"trust.toml, {id}: {problem}.",)


def test_an_unknown_pattern_source_or_language_is_refused() -> None:
    odd = """translations.cy = "awaiting a native reader"
[[point]]
id = "odd.one"
pattern = "odd"
text.en = "What now?"
text.de = "Was nun?"
sources = ["somebody"]
"""
    assert problems({**OURS, "odd.toml": odd}) == (
        "odd.toml, odd.one: there is no pattern “odd”.",
        "odd.toml, odd.one: its source “somebody” is not in sources.toml.",
        "odd.toml, odd.one: it is there in “de”, which “translations” does not name.",
    )


def test_an_id_twice_or_a_pattern_with_too_few_is_refused() -> None:
    assert problems(changed('id = "trust.small"', 'id = "trust.promised"')) == (
        "trust.promised is there 2 times.",
    )
    name, few = 'id = "few-replies.silence"\npattern = ', '"few replies"'
    assert problems(changed(name + few, name + '"whole system"', "few-replies.toml")) == (
        "few-replies.toml, few-replies.silence: neither it nor its pattern “whole system” names a source.",
        "“few replies” has 6 talking points, and a year needs 7.",
    )


def test_a_file_that_is_no_page_is_refused_alone() -> None:
    page = 'translations.cy = "awaiting a native reader"\npoint = 1'
    assert problems({**OURS, "few-replies.toml": page}) == (
        "few-replies.toml, point: input should be a valid list.",
    )
    assert problems(OURS, "a =")[0].startswith("sources.toml: this is not TOML")
