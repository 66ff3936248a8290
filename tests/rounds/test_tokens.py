from datetime import UTC, datetime

import pytest

from bot.core.models import Round, RoundKind
from bot.rounds.answers import next_step, question_at, split_token

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUND = Round("r1", "p1", RoundKind.SCHEDULED, 1, ("trust.reliable@1", "power.voice@1"), NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("token", "parts"),
    [
        ("k7f2.3", ("k7f2", "3")),
        ("k7f2.comment", ("k7f2", "comment")),
        ("k7f2", ("k7f2", "")),
        (".", ("", "")),
    ],
)
def test_a_token_names_an_invitation_and_one_of_its_questions(token: str, parts: tuple[str, str]) -> None:
    assert split_token(token) == parts


@pytest.mark.parametrize(
    ("done", "which"),
    [
        (set(), "1"),
        ({"power.voice@1"}, "1"),
        ({"trust.reliable@1"}, "2"),
        ({"trust.reliable@1", "power.voice@1"}, "comment"),
        ({"trust.reliable@1", "comment"}, "2"),
        ({"trust.reliable@1", "power.voice@1", "comment"}, None),
    ],
)
def test_questions_come_in_their_order_then_the_comment_then_nothing(
    done: set[str], which: str | None
) -> None:
    assert next_step(ROUND, done) == which


@pytest.mark.parametrize(
    ("which", "question"),
    [
        ("1", "trust.reliable@1"),
        ("2", "power.voice@1"),
        ("comment", "comment"),
        ("0", None),
        ("3", None),
        ("-1", None),
        ("²", None),
        ("١", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_only_what_the_round_asks_can_be_answered(which: str, question: str | None) -> None:
    assert question_at(ROUND, which) == question
