"""The smallest platform: what a new one must do, and no more."""

import asyncio

import pytest

from adapters.terminal.integration import USER, TerminalIntegration
from adapters.terminal.platform import TerminalPlatform
from adapters.terminal.render import render_card
from bot.core.cards import Button, Buttons, Card, Heading, Link, SmallText, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import Answer, Round
from bot.worker import Worker
from tests.questions.product_bank import BANK
from tests.support import read_cards
from tests.support.cast import AMIRA, ORGANISATIONS, SIX
from tests.support.every_card import every_card
from tests.support.scenario import Scenario

URL = "http://127.0.0.1:8000"


@pytest.mark.parametrize("name", every_card(Translator(), BANK))
def test_every_card_is_drawn_with_a_number_for_all_that_can_be_pressed(name: str) -> None:
    card = every_card(Translator(), BANK)[name]
    lines, sentences = render_card(card, URL)
    buttons = read_cards.buttons(card)
    boxes = [part for part in card.parts if isinstance(part, TextBox)]
    assert card.title in lines
    assert set(sentences) == {button.says for button in buttons} | {box.says for box in boxes}
    assert "\n".join(lines).count("\n  [") == len(sentences)


def test_a_card_reads_well() -> None:
    card = Card(
        "Trust",
        (
            Heading("Now"),
            SmallText("1 of 5"),
            Buttons((Button("Mostly", "answer k 4"), Button("Fully", "answer k 5"))),
            TextBox("Your comment", "comment k", "Send"),
            Link("Your page", "/me/p1"),
        ),
    )
    lines, sentences = render_card(card, URL)
    assert lines == [
        "",
        "Trust",
        "Now",
        "1 of 5",
        "  [1] Mostly",
        "  [2] Fully",
        "  [3] Your comment: type the number, then your words",
        f"  Your page: {URL}/me/p1",
    ]
    assert sentences == ["answer k 4", "answer k 5", "comment k"]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("2", ("skip k", True)),
        ("1 late papers", ("comment k late papers", True)),
        ("3", ("3", False)),
        ("status", ("status", False)),
    ],
)
async def test_a_number_presses_what_the_newest_card_shows(line: str, read: tuple[str, bool]) -> None:
    platform = TerminalPlatform(lambda _: None, URL)
    await platform.send(USER, Card("Old", (Buttons((Button("Old", "old"),)),)), "d1")
    box, skip = TextBox("Comment", "comment k", "Send"), Buttons((Button("Skip", "skip k"),))
    await platform.send(USER, Card("New", (box, skip)), "d2")
    assert platform.read_line(line) == read


async def test_a_message_that_was_sent_is_found_again() -> None:
    platform = TerminalPlatform(lambda _: None, URL)
    await platform.send(USER, Card("Sent", (Text("once"),)), "d1")
    assert [await platform.find(USER, key) for key in ("d1", "d2")] == ["d1", None]


async def test_a_member_answers_a_round_in_the_terminal(scenario: Scenario) -> None:
    """Joined by a coordinator, confirmed and answered by numbers, as typed at a keyboard."""
    shown: list[str] = []
    terminal = TerminalIntegration(scenario.bot, TerminalPlatform(shown.append, URL))
    scenario.worker = Worker(scenario.context, {"terminal": terminal.platform, "slack": scenario.platform})
    await scenario.create_partnership(*SIX)
    organisation = ORGANISATIONS[AMIRA.organisation].name
    await scenario.says(AMIRA, f"add {USER} to {organisation}")
    await scenario.passes(hours=1)  # until working hours
    await type_lines(terminal, "1")
    await scenario.says(AMIRA, "ask trust now")
    await type_lines(terminal, "check-in", "", "4")
    assert [round_.questions for round_ in await scenario.all(Round)] != []
    assert len(await scenario.all(Answer)) == 1
    assert "2 of" in shown[-1]


async def type_lines(terminal: TerminalIntegration, *lines: str) -> None:
    typed = asyncio.StreamReader()
    typed.feed_data("".join(f"{line}\n" for line in lines).encode())
    typed.feed_eof()
    await terminal.chat(typed)


async def test_what_was_printed_stays() -> None:
    shown: list[str] = []
    platform = TerminalPlatform(shown.append, URL)
    message = await platform.send(USER, Card("Sent"), "d1")
    await platform.edit(USER, message, Card("Closed"))
    assert len(shown) == 1


def test_what_a_harmful_button_does_is_said_beside_it() -> None:
    harm = Button("Cancel this round", "cancel now", "danger", "All answers will be deleted.")
    lines, _ = render_card(Card("Status", (Buttons((harm,)),)), URL)
    assert lines[-1] == "  [1] Cancel this round: All answers will be deleted."
