"""What everybody of a round is asked alike is drawn once, and everybody gets it with their own invitation."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.drawn_cards import REMEMBERED, Draw, DrawnCards
from adapters.slack.render import NONE, render_message
from adapters.teams.connector import encode
from adapters.teams.render import CardRenderer
from bot.core import sanitise
from bot.core.cards import ANY_INVITATION, Card, with_invitation
from bot.core.i18n import Translator
from bot.core.models import Round, RoundKind
from bot.messages import check_in, rounds
from bot.rounds import answers
from tests.questions.product_bank import BANK
from tests.support.scenario import WELSH

URL = "https://accord.example.org"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REFS = tuple(theme.questions[0].ref for theme in BANK.themes[:3])
STEPS = ("1", "2", "3", answers.COMMENT, None)
TEAMS = CardRenderer(URL, lambda _: "")
Encode = Callable[[Any], str]


def draw_for_slack(card: Card, workspace: str) -> dict[str, Any]:
    return render_message(card, URL, NONE, workspace)


def draw_for_teams(card: Card, tenant: str) -> dict[str, Any]:
    return TEAMS.render_message(card, (), tenant)


each_platform = pytest.mark.parametrize(
    ("draw", "encode"), [(draw_for_slack, json.dumps), (draw_for_teams, encode)], ids=["slack", "teams"]
)
ids = some.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=16, max_size=16)
translators = some.builds(
    lambda code, zone: Translator(code, zone, WELSH.get(code) or Translator().catalogue),
    some.sampled_from(["en", "cy"]),
    some.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata"]),
)
names = some.sampled_from(["Harbour", 'A "quoted" \\ name', "Cyngor Tŷ Gŵyr 🌊", "</script>\u2028"])
cards = some.builds(
    lambda t, name, number, step: check_in.step_card(BANK, t, name, a_round(number), ANY_INVITATION, step),
    translators,
    names,
    some.integers(1, 3),
    some.sampled_from(STEPS),
)


def a_round(number: int) -> Round:
    closes_at = NOW + timedelta(days=number)
    return Round(f"round-{number}", "p1", RoundKind.SCHEDULED, number, REFS, NOW, closes_at, NOW)


def question(invitation: str, number: int = 1) -> Card:
    t = Translator()
    return rounds.invited(check_in.step_card(BANK, t, "Harbour", a_round(number), invitation, "1"))


@each_platform
@given(messages=some.lists(some.tuples(cards, ids, some.sampled_from(["T1", "T2"])), max_size=12))
def test_everybody_gets_the_bytes_that_a_drawing_of_their_own_gives(
    draw: Draw, encode: Encode, messages: list[tuple[Card, str, str]]
) -> None:
    drawn = DrawnCards(draw, encode)
    for shared, invitation, workspace in [*messages, *reversed(messages)]:
        card = with_invitation(shared, invitation)
        assert drawn.json(card, workspace) == encode(draw(card, workspace))


@each_platform
@given(invitations=some.lists(ids, min_size=2, max_size=40, unique=True))
def test_nobody_gets_the_invitation_of_another(draw: Draw, encode: Encode, invitations: list[str]) -> None:
    drawn = DrawnCards(draw, encode)
    for invitation in invitations:
        text = drawn.json(question(invitation), "T1")
        assert [each for each in invitations if each in text] == [invitation]
        assert json.loads(text)
        assert encode(ANY_INVITATION)[1:-1] not in text


def test_what_stands_for_an_invitation_is_in_no_text_that_people_type() -> None:
    assert sanitise.one_line(f"Harbour {ANY_INVITATION}") == "Harbour"


def test_a_card_is_composed_for_nobody_as_for_somebody() -> None:
    assert with_invitation(question(ANY_INVITATION), "k" * 16) == question("k" * 16)
    assert with_invitation(question("k" * 16), ANY_INVITATION) == question(ANY_INVITATION)
    assert with_invitation(Card("Hello"), "k" * 16) == Card("Hello")


class CountingRenderer:
    """Counts drawings, by title."""

    def __init__(self) -> None:
        self.drawings = Counter[str]()

    def draw(self, card: Card, workspace: str) -> dict[str, Any]:
        self.drawings[f"{card.thread_key} {workspace}"] += 1
        return draw_for_slack(card, workspace)


def test_a_question_is_drawn_once_for_each_round_and_workspace() -> None:
    renderer = CountingRenderer()
    drawn = DrawnCards(renderer.draw)
    for n in range(30):
        for number in (1, 2):
            for workspace in ("T1", "T2"):
                drawn.json(question(f"{n:016}", number), workspace)
    assert [*renderer.drawings.values()] == [1, 1, 1, 1]


def test_other_cards_are_drawn_each_by_itself() -> None:
    renderer = CountingRenderer()
    drawn = DrawnCards(renderer.draw)
    for card in (Card("Hello"), question("i1"), question("k" * 15 + "é"), question("k" * 15 + '"')):
        for _ in range(2):
            assert drawn.json(card, "T1") == json.dumps(draw_for_slack(card, "T1"))
    assert renderer.drawings.total() == 8


def test_only_the_questions_that_were_drawn_last_are_remembered() -> None:
    renderer = CountingRenderer()
    drawn = DrawnCards(renderer.draw)
    for number in (*range(1, REMEMBERED + 2), 1):
        drawn.json(question("k" * 16, number), "T1")
    assert renderer.drawings.total() == REMEMBERED + 2
