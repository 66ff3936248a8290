from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.disclosure import AnswerCounts
from bot.core.models import Round, RoundKind
from bot.rounds.tally import (
    RoundAnswers,
    count_answers,
    count_replies,
    group_by_pseudonym,
    publishable_comments,
    question_results,
    theme_of,
)
from tests.questions.product_bank import BANK

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TRUST, POWER = "trust.reliable@1", "power.voice@1"
ROUND = Round(
    "r1", "p1", RoundKind.SCHEDULED, 1, (TRUST, POWER, "own"), NOW, NOW, NOW, own="How fair was it?"
)


def said(*answers: dict[str, str], leads: int = 0, invited: int = 0) -> RoundAnswers:
    """Each person's answers by question; the first `leads` of them are on the lead side."""
    named = {bytes([n]): each for n, each in enumerate(answers)}
    return RoundAnswers(named, frozenset([*named][:leads]), invited or len(answers))


def test_a_tally_counts_people_by_point_and_those_who_could_not_say() -> None:
    found = said({TRUST: "4"}, {TRUST: "4"}, {TRUST: "1"}, {TRUST: "?"}, {TRUST: "-"}, {}, invited=9)
    assert count_answers(found, TRUST) == AnswerCounts((1, 0, 0, 2, 0), cant_say=1, invited=9, replied=5)


def test_a_tally_can_be_taken_of_one_side_alone() -> None:
    found = said({POWER: "5"}, {POWER: "4"}, {POWER: "1"}, leads=2)
    assert count_answers(found, POWER, found.leads) == AnswerCounts(
        (0, 0, 0, 1, 1), cant_say=0, invited=3, replied=3
    )


def test_every_question_gets_a_result_in_the_order_asked() -> None:
    readings = question_results(ROUND, said(*[{TRUST: "4", POWER: "3", "own": "2"}] * 6), BANK, threshold=5)
    assert [(r.id, r.theme, r.question, r.anchor, r.scored, r.mean) for r in readings] == [
        ("r1.1", "trust", TRUST, True, 6, 4.0),
        ("r1.2", "power", POWER, True, 6, 3.0),
        ("r1.3", "own", "own", False, 6, 2.0),
    ]


@given(st.lists(st.sampled_from("12345?-"), min_size=2, max_size=30), st.integers(0, 30), st.data())
def test_neither_the_order_of_answers_nor_who_of_a_side_gave_them_matters(
    words: list[str], leading: int, data: st.DataObject
) -> None:
    lead, others = words[:leading], words[leading:]
    mixed = data.draw(st.permutations(lead)) + data.draw(st.permutations(others))
    before, after = (
        said(*({POWER: each, TRUST: each} for each in some), leads=len(lead)) for some in (words, mixed)
    )
    backwards = RoundAnswers(dict(reversed([*after.answers.items()])), after.leads, after.invited)
    assert (
        question_results(ROUND, before, BANK, 5)
        == question_results(ROUND, after, BANK, 5)
        == question_results(ROUND, backwards, BANK, 5)
    )


def test_a_raised_threshold_holds_back_what_fewer_answered() -> None:
    (trust, *_) = question_results(ROUND, said(*[{TRUST: "4"}] * 7), BANK, threshold=8)
    assert (trust.scored, trust.mean) == (7, None)


@pytest.mark.parametrize(("leads", "gap"), [(5, 1.0), (0, None), (10, None)])
def test_power_is_compared_if_there_are_two_sides(leads: int, gap: float | None) -> None:
    answers = [{POWER: point} for point in "4335423243"]
    (_, power, _) = question_results(ROUND, said(*answers, leads=leads, invited=10), BANK, threshold=5)
    assert power.gap == gap


@pytest.mark.parametrize(("replying", "shown"), [(10, ["Good.", "Bad.", "So so."]), (9, [])])
def test_comments_are_shown_where_ten_replied_and_three_wrote(replying: int, shown: list[str]) -> None:
    answers = [{TRUST: "3"} for _ in range(replying)]
    for each, words in zip(answers, ["Good.", "Bad.", "So so."], strict=False):
        each["comment"] = words
    answers[3]["comment"] = "-"
    assert publishable_comments(said(*answers), threshold=5) == shown


def test_two_comments_are_as_good_as_none() -> None:
    answers = [{TRUST: "3", "comment": "Good."}] * 2 + [{TRUST: "3"}] * 10
    assert publishable_comments(said(*answers), threshold=5) == []


def test_a_reply_is_any_response_to_a_question_and_neither_a_comment_nor_later() -> None:
    found = said(
        {TRUST: "1"}, {TRUST: "?", POWER: "-"}, {"comment": "5"}, {"later": "2026-03-03"}, {POWER: "-"}, {}
    )
    assert count_replies(found) == 3


@pytest.mark.parametrize(("passing", "held_back"), [(5, False), (6, True)])
@pytest.mark.parametrize("value", ["?", "-"])
def test_a_question_that_most_who_replied_pass_by_has_no_score(
    value: str, passing: int, held_back: bool
) -> None:
    found = said(*[{TRUST: "3"}] * 5, *[{TRUST: value}] * passing)
    (trust, *_) = question_results(ROUND, found, BANK, threshold=5)
    assert (trust.few_scored, trust.mean is None) == (held_back, held_back)


def test_answers_are_grouped_by_pseudonym() -> None:
    unsealed = [(b"a", TRUST, "4"), (b"b", TRUST, "2"), (b"a", "comment", "Good.")]
    assert group_by_pseudonym(unsealed) == {b"a": {TRUST: "4", "comment": "Good."}, b"b": {TRUST: "2"}}


def test_a_partnerships_own_question_is_a_theme_of_its_own() -> None:
    assert (theme_of("own", BANK), theme_of(TRUST, BANK)) == ("own", "trust")
