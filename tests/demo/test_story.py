from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, stdev

import pytest

from bot.analysis.disclosure import MIN_COMMENTS, MIN_FOR_COUNTS
from bot.analysis.outcome_process import outcome_process
from bot.core.cards import Button, Buttons, Card, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import Round, RoundKind
from bot.demo.partnership import HARBOUR_TOGETHER, DemoOutcome
from bot.demo.story import (
    AIMS_UNCLEAR,
    COMMENTS,
    YEARLY_COMMENTS,
    YEARLY_SHIFTS,
    Opinion,
    choose_reply,
    outcome_value,
    plan_replies,
    sentences_for,
    shift,
)
from bot.language.commands import AskTheme, CloseRound, GiveAnswer, SkipQuestion
from bot.messages import check_in
from bot.questions.bank import ScaleText, ThemeKind
from tests.questions.product_bank import BANK

OPENED = datetime(2026, 3, 3, 10, tzinfo=UTC)
ROUND = Round(
    "r1", "p1", RoundKind.SCHEDULED, 1, ("trust.reliable@1",), OPENED, OPENED + timedelta(days=6), OPENED
)
THEMES = ("trust", "purpose", "power", "roles")
TITLES = {"Partners do what they say they will do.": "trust"}
SCALE = ScaleText("How true?", ("Not at all", "A little", "Partly", "Mostly", "Fully"), "Can't say")


def opinion(trust: int | None, comment: str = "") -> Opinion:
    return Opinion({"trust": trust}, comment)


def told(number: int, seed: str = "") -> list[tuple[str, datetime]]:
    found = plan_replies(HARBOUR_TOGETHER, ROUND, number, THEMES, lambda of: Random(seed + of))
    return [(each.member.name, each.moment) for each in found]


def test_the_same_seed_gives_the_same_story() -> None:
    assert told(3) == told(3)
    assert told(3) != told(3, "other")


def test_replies_are_ordered_by_time_within_the_round() -> None:
    moments = [moment for _, moment in told(3)]
    assert moments == sorted(moments)
    assert ROUND.opened_at < moments[0]
    assert moments[-1] < ROUND.closes_at


def test_about_four_in_five_reply_and_half_as_many_in_the_holidays() -> None:
    def share(*numbers: int) -> float:
        return mean(len(told(n, str(seed))) for n in numbers for seed in range(50)) / 16

    assert share(2, 3) == pytest.approx(0.8, abs=0.04)
    assert share(9) == pytest.approx(0.36, abs=0.04)


def test_answers_follow_the_opinions_of_people() -> None:
    def once(seed: int) -> list[int | None]:
        found = plan_replies(HARBOUR_TOGETHER, ROUND, 1, ("roles",), lambda of: Random(f"{seed}{of}"))
        return [each.opinion.answers["roles"] for each in found]

    said = [each for seed in range(100) for each in once(seed)]
    scored = [each for each in said if each is not None]
    assert mean(scored) == pytest.approx(3.65, abs=0.08)
    assert stdev(scored) == pytest.approx(0.88, abs=0.08)
    assert {*scored} == {1, 2, 3, 4, 5}
    assert said.count(None) / len(said) == pytest.approx(0.03, abs=0.015)


def test_everybody_who_comments_has_replied() -> None:
    for number, written in COMMENTS.items():
        found = plan_replies(HARBOUR_TOGETHER, ROUND, number, THEMES, Random)
        assert {each.member.name: each.opinion.comment for each in found if each.opinion.comment} == written


def test_only_known_people_comment_and_type() -> None:
    names = {member.name for member in HARBOUR_TOGETHER.members}
    assert {name for written in COMMENTS.values() for name in written} | {*YEARLY_COMMENTS} <= names
    happenings = HARBOUR_TOGETHER.happenings.values()
    assert {happening.member for after in happenings for happening in after} <= names


def test_a_yearly_look_is_answered_question_by_question() -> None:
    look = replace(ROUND, kind=RoundKind.AD_HOC, number=0)
    topics = tuple(YEARLY_SHIFTS)
    answers = [reply.opinion.answers for reply in plan_replies(HARBOUR_TOGETHER, look, 21, topics, Random)]
    assert all({*given} == {*topics} for given in answers)
    assert any(len({*given.values()} - {None}) > 3 for given in answers)
    comments = [reply.opinion.comment for reply in plan_replies(HARBOUR_TOGETHER, look, 21, topics, Random)]
    assert {*comments} - {""} == {*YEARLY_COMMENTS.values()}


@pytest.mark.parametrize("number", [1, 20, 21])
def test_enough_people_reply_to_each_yearly_look_for_bars_and_comments(number: int) -> None:
    assert any(isinstance(happening.says, AskTheme) for happening in HARBOUR_TOGETHER.happenings[number])
    look = replace(ROUND, kind=RoundKind.AD_HOC, number=0)
    replied = [reply.member.name for reply in plan_replies(HARBOUR_TOGETHER, look, number, ("one",), Random)]
    assert len(replied) >= MIN_FOR_COUNTS
    assert len({*YEARLY_COMMENTS} & {*replied}) >= MIN_COMMENTS


def test_only_questions_of_the_yearly_look_have_a_story() -> None:
    asked = {question.id for pack in BANK.of_kind(ThemeKind.LONG_PACK) for question in pack.questions}
    assert {*YEARLY_SHIFTS, *AIMS_UNCLEAR} <= asked


def test_the_story_contains_its_planned_changes() -> None:
    trust = [shift("trust", number, leading=True) for number in (11, 14, 18)]
    assert trust == pytest.approx([0.2, -0.9, 0.2])
    assert shift("purpose", 26, leading=True) - shift("purpose", 1, leading=True) == pytest.approx(1.0)
    gaps = [shift("power", n, leading=True) - shift("power", n, leading=False) for n in (1, 20, 26, 40)]
    assert gaps == pytest.approx([1.3, 1.3, 0.8, 0.8])
    assert shift("roles", 14, leading=False) == 0
    assert shift("trust.reliable", 14, leading=True) == shift("trust", 14, leading=True)
    aims = [shift("eight-considerations.clarity", number, leading=True) for number in (1, 21)]
    assert aims == pytest.approx([-0.8, 0.2])


@pytest.mark.parametrize(("value", "said"), [(1, "1"), (4, "4"), (5, "5"), (None, "?")])
def test_a_question_is_answered_by_its_button(value: int | None, said: str) -> None:
    card = check_in.question(Translator(), "i1", 1, tuple(TITLES), SCALE, "ask:r1", "Harbour Together")
    assert choose_reply(card, opinion(value), TITLES) == f"answer i1.1 {said}"


def test_a_comment_fills_the_box() -> None:
    card = check_in.comment(Translator(), "i1", "ask:r1")
    assert choose_reply(card, opinion(3, "Well done."), TITLES) == "comment i1 Well done."


def test_a_person_without_a_comment_skips_it() -> None:
    assert (
        choose_reply(check_in.comment(Translator(), "i1", "ask:r1"), opinion(3), TITLES) == "skip i1.comment"
    )


def test_a_card_without_a_question_is_ignored() -> None:
    thanks = check_in.thanks(Translator(), "i1", tuple(TITLES), ROUND.closes_at, "ask:r1")
    assert choose_reply(thanks, opinion(3), TITLES) is None


def test_buttons_are_found_by_their_command() -> None:
    buttons = Buttons((Button("Skip", "skip i1.1"), Button("?", "no sentence"), Button("Close", "close")))
    card = Card("", (Text("close"), buttons, TextBox("", "close", "")))
    assert sentences_for(card, CloseRound) == ["close"]
    assert sentences_for(card, SkipQuestion) == ["skip i1.1"]
    assert sentences_for(card, GiveAnswer) == []


def test_outcomes_tell_the_same_story_every_time() -> None:
    waiting, attendance = HARBOUR_TOGETHER.outcomes

    def values(outcome: DemoOutcome) -> list[float]:
        return [float(outcome_value(outcome, number, Random)) for number in range(1, 27)]

    assert values(waiting) == values(waiting)
    moved, steady = outcome_process(values(waiting)), outcome_process(values(attendance))
    assert (moved.directions[-1], steady.directions) == (-1, (0,) * 26)
    assert all(value == round(value) for value in values(waiting))
    assert max(values(attendance)) <= 100
