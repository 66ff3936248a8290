from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.disclosure import AnswerCounts, disclose_question
from bot.core.cards import Bar, Chart
from bot.core.i18n import Translator
from bot.reports.answer_bars import answer_bars
from tests.analysis.series_factory import PLAIN, round_

t = Translator()
SCALE = ("Not at all", "A little", "Partly", "Mostly", "Fully")
COUNTED = replace(PLAIN, scored=12, counts=(1, 2, 1, 5, 3))
HIGH = replace(PLAIN, scored=11, counts=(0, 0, 1, 7, 3))
HALF = replace(PLAIN, scored=12, counts=(0, 0, 6, 6, 0))


def drawn(*counted: tuple[str, object]) -> Chart:
    chart = answer_bars(t, "answers:r1", counted, SCALE)  # type: ignore[arg-type]  # readings, as below
    assert chart is not None
    return chart


def test_each_question_has_a_bar_in_the_order_asked() -> None:
    chart = drawn(("We keep our word.", COUNTED), ("We agree.", HIGH))
    assert chart.name == "answers:r1"
    assert chart.bars == (
        Bar("We keep our word.", (1, 2, 1, 5, 3), 16),
        Bar("We agree.", (0, 0, 1, 7, 3), 16),
    )
    assert chart.scale == SCALE


def test_only_what_the_ladder_keeps_is_drawn() -> None:
    assert answer_bars(t, "answers:r1", [("We keep our word.", PLAIN)], SCALE) is None
    chart = drawn(("We keep our word.", PLAIN), ("We agree.", HIGH))
    assert [bar.title for bar in chart.bars] == ["We agree."]


@given(st.lists(st.integers(0, 6), min_size=5, max_size=5))
def test_under_ten_answers_there_is_no_picture(counts: list[int]) -> None:
    tally = AnswerCounts(tuple(counts), invited=30)
    reading = disclose_question("q1", round_(1), "trust", "trust.reliable@1", anchor=True, tally=tally)
    chart = answer_bars(t, "answers:r1", [("We keep our word.", reading)], SCALE)
    assert (chart is None) == (sum(counts) < 10)


def test_the_title_of_one_bar_says_how_many_chose_one_of_the_two_highest_points() -> None:
    assert drawn(("We keep our word.", COUNTED)).title == "8 of 12 said “Mostly” or “Fully”"


def test_the_title_of_several_says_to_how_many_questions_more_than_half_did() -> None:
    chart = drawn(("One", COUNTED), ("Two", HALF), ("Three", HIGH))
    assert chart.title == "On 2 of 3 questions, more than half said “Mostly” or “Fully”"
    none = "half or fewer said “Mostly” or “Fully”"
    assert drawn(("One", HALF), ("Two", HALF)).title == f"On both questions, {none}"
    assert drawn(("One", HALF), ("Two", HALF), ("Three", HALF)).title == f"On all 3 questions, {none}"


def test_the_words_for_the_picture_say_all_that_it_shows() -> None:
    assert drawn(("We keep our word.", COUNTED)).alt == (
        "8 of 12 said “Mostly” or “Fully”. “We keep our word.”: Not at all 1, A little 2, Partly "
        "1, Mostly 5, Fully 3 (12 of 16 gave a score)."
    )


def test_the_longest_pack_is_said_within_what_platforms_take() -> None:
    long = "W" * 90  # as many letters as a question may have
    assert (
        len(drawn(*[(long, COUNTED)] * 8).alt) < 2000
    )  # https://docs.slack.dev/reference/block-kit/blocks/image-block
