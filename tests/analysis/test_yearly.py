"""What stands out in a yearly look, and what is worth talking about."""

from dataclasses import replace

import pytest

from bot.analysis.changes import SizedDifference
from bot.analysis.yearly import (
    CORE_SUBJECTS,
    MOST_TO_DISCUSS,
    SUBJECTS,
    PackStanding,
    Reason,
    YearChange,
    all_members_interval,
    change_since,
    standing,
    topics_to_discuss,
)
from bot.core.models import QuestionResult
from bot.questions.bank import LocalisedText, ThemeKind
from bot.questions.talking_points import MIN_POINTS, TalkingPoint
from tests.questions.product_bank import BANK

QUESTIONS = ("witness", "money", "plan", "hold", "space")


def result(
    word: str, mean: float | None, low: float | None = None, high: float | None = None
) -> QuestionResult:
    question = f"passing-the-test.{word}@1"
    return QuestionResult(
        question, "r", "p", "passing-the-test", question, anchor=False, scored=12, invited=16,
        mean=mean, low=low, high=high, agreement="fair", split=False,
    )  # fmt: skip


ALIKE = tuple(result(word, 3.5, 3.2, 3.8) for word in QUESTIONS[1:])
LOWEST = result("witness", 2.0, 1.7, 2.3)
HIGHEST = result("witness", 4.6, 4.4, 4.8)
POINTS = tuple(
    TalkingPoint(f"{pattern}.{n}", pattern, LocalisedText({"en": f"{pattern} {n}?"}), (f"Author ({n})",))
    for pattern in ("whole system", "service users", "power down", "power split", "trust down")
    for n in (2000, 2001)
)


def test_every_question_of_a_long_pack_has_a_subject_with_talking_points() -> None:
    asked = {question.id for pack in BANK.of_kind(ThemeKind.LONG_PACK) for question in pack.questions}
    assert {*SUBJECTS} == asked
    patterns = {
        f"{subject} {kind}" if subject in CORE_SUBJECTS else subject
        for subject in SUBJECTS.values()
        for kind in ("down", "split")
    }
    assert patterns <= {*MIN_POINTS}


def test_a_range_that_lies_apart_from_the_others_stands_out() -> None:
    assert standing((LOWEST, *ALIKE)) == PackStanding(low=(LOWEST.question,))
    assert standing((HIGHEST, *ALIKE)) == PackStanding(high=(HIGHEST.question,))


def test_ranges_that_overlap_stand_about_the_same() -> None:
    assert standing((replace(LOWEST, high=3.2), *ALIKE)) == PackStanding()
    assert standing(()) == PackStanding()


def test_one_that_lies_above_fewer_than_half_of_the_others_does_not_stand_high() -> None:
    second = replace(LOWEST, question="passing-the-test.authority@1")
    found = standing((LOWEST, second, *ALIKE[:3]))
    assert found == PackStanding(
        high=tuple(reading.question for reading in ALIKE[:3]), low=(LOWEST.question, second.question)
    )
    assert standing((LOWEST, *ALIKE)).high == ()


def test_a_question_without_a_score_does_not_stand_out() -> None:
    assert standing((result("witness", None), *ALIKE)) == PackStanding()


@pytest.mark.parametrize(
    ("reading", "interval"),
    [
        (result("plan", 3.5, 3.2, 3.8), (3.2, 3.8)),
        (replace(result("plan", 3.5), scored=16), (3.5, 3.5)),
        (replace(result("plan", 3.5), approximate=True, scored=8), (2.125, 4.375)),
        (replace(result("plan", None), band="high", scored=8), (2.7, 5.0)),
        (result("plan", None), None),
    ],
)
def test_where_the_mean_of_all_members_may_lie(
    reading: QuestionResult, interval: tuple[float, float] | None
) -> None:
    found = all_members_interval(reading)
    assert found == (interval and pytest.approx(interval))


def test_a_change_is_chance_where_ranges_overlap() -> None:
    before, now = result("plan", 3.0, 2.7, 3.3), result("plan", 3.6, 3.3, 3.9)
    assert change_since(now, before) == YearChange(SizedDifference(1, 2), may_be_chance=True)
    apart = replace(now, low=3.4)
    assert change_since(apart, before) == YearChange(SizedDifference(1, 2), may_be_chance=False)
    assert change_since(before, apart) == YearChange(SizedDifference(-1, 2), may_be_chance=False)
    assert change_since(result("plan", None), before) is None


def test_the_weightiest_reasons_come_first() -> None:
    split = replace(ALIKE[3], split=True, agreement="wide")
    wide = replace(ALIKE[2], agreement="wide")
    packs = [(LOWEST, *ALIKE[:2], wide, split)]
    fell = {
        ALIKE[1].question: YearChange(SizedDifference(-1, 2), may_be_chance=False),
        ALIKE[0].question: YearChange(SizedDifference(-1, 2), may_be_chance=True),
    }
    topics = topics_to_discuss(packs, fell, POINTS, 2000)
    assert [(topic.question, topic.reason) for topic in topics] == [
        (split.question, Reason.SPLIT),
        (LOWEST.question, Reason.LOW),
        (ALIKE[1].question, Reason.FELL),
        (wide.question, Reason.WIDE),
    ]
    assert [topic.point and topic.point.id for topic in topics] == [
        "power split.2000",
        "whole system.2000",
        "service users.2000",
        "trust down.2000",
    ]


@pytest.mark.parametrize(
    "change",
    [
        YearChange(None, may_be_chance=False),
        YearChange(SizedDifference(-1, 1), may_be_chance=False),
        YearChange(SizedDifference(1, 3), may_be_chance=False),
    ],
)
def test_only_a_clear_fall_is_a_reason_to_talk(change: YearChange) -> None:
    assert topics_to_discuss([ALIKE], {ALIKE[0].question: change}, POINTS, 2000) == ()


def test_there_are_at_most_five_topics_and_no_talking_point_twice() -> None:
    words = ("witness", "authority", "plan", "money", "outcomes", "local", "hold")
    pack = [replace(result(word, 3.5, 3.2, 3.8), agreement="wide") for word in words]
    topics = topics_to_discuss([pack], {}, POINTS, 2001)
    assert len(topics) == MOST_TO_DISCUSS
    assert [topic.point and topic.point.id for topic in topics] == [
        "whole system.2001",
        "whole system.2000",
        "service users.2001",
        "service users.2000",
        None,
    ]


def test_a_question_without_a_subject_is_discussed_without_a_talking_point() -> None:
    unknown = replace(ALIKE[0], question="passing-the-test.other@1", split=True)
    (topic,) = topics_to_discuss([(unknown,)], {}, POINTS, 2000)
    assert (topic.question, topic.point) == (unknown.question, None)
