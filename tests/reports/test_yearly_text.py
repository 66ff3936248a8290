"""The yearly look in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.analysis.changes import SizedDifference
from bot.analysis.yearly import PackStanding, Reason, YearChange
from bot.core.followups import Action, ActionOutcome
from bot.core.i18n import Translator
from bot.reports.yearly_text import change_text, not_told, plan_state, reason_text, standing_texts

T = Translator()
WORDS = {"a": "We plan together.", "b": "We share.", "c": "We learn."}
ACTION = Action("a1", "p1", 1, "Share", datetime(2026, 3, 2, tzinfo=UTC), date(2026, 5, 3), plan_year=2026)


def test_what_stands_out_is_quoted() -> None:
    assert standing_texts(T, PackStanding(("a",), ("b", "c")), WORDS) == (
        "High among these questions: “We plan together.”",
        "Low among these questions: “We share.” and “We learn.”",
    )
    assert standing_texts(T, PackStanding(), WORDS) == (
        "The questions stand about the same: their ranges overlap too much to tell them apart.",
    )


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (YearChange(SizedDifference(1, 3), may_be_chance=False), "Sharply higher than in 2025."),
        (YearChange(SizedDifference(0, 0), may_be_chance=True), "About the same as in 2025."),
        (
            YearChange(SizedDifference(-1, 1), may_be_chance=True),
            "Slightly lower than in 2025. This may be chance.",
        ),
        (
            YearChange(SizedDifference(-1, 2, is_exact=False), may_be_chance=False),
            "At least clearly lower than in 2025.",
        ),
        (YearChange(None, may_be_chance=True), "Too near the end of the scale to compare with 2025."),
    ],
)
def test_a_change_is_named_by_its_size(change: YearChange, text: str) -> None:
    assert change_text(T, change, 2025) == text


def test_every_reason_has_words() -> None:
    assert len({reason_text(T, reason) for reason in Reason}) == len(Reason)


def test_the_state_of_an_action_of_the_plan() -> None:
    assert plan_state(T, ACTION, date(2026, 5, 3)) == "open"
    assert plan_state(T, ACTION, date(2026, 5, 4)) == "overdue"
    assert plan_state(T, replace(ACTION, did=ActionOutcome.PARTLY), date(2026, 5, 4)) == "partly done"


def test_what_a_look_does_not_tell() -> None:
    always = (
        "Why people answered as they did. Only talking can tell.",
        "How organisations differ on these questions. We never show that: it could reveal single answers.",
    )
    assert not_told(T, [("Test", 6, 6)], 0, (), compared=True) == always
    assert not_told(T, [("Test", 4, 6)], 2, ("Eight",), compared=False) == (
        always[0],
        "What those think who did not reply: 2 of 6 in “Test”.",
        always[1],
        "The scores of 2 questions, which are held back.",
        "Anything about Eight, which has no results for this year.",
        "What has changed. No earlier look asked the same questions.",
    )
