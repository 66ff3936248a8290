"""Cards about alerts. An alert is an invitation to talk, never a verdict. Pure."""

from collections.abc import Sequence
from typing import assert_never

from bot.analysis.signals import Signal
from bot.core.cards import Button, Buttons, Card, Part, Text, TextBox
from bot.core.followups import MAX_TEXT_LENGTH, AlertResponse
from bot.core.i18n import Translator
from bot.language import parser
from bot.language.commands import ActOnAlert, AddAction, DiscussAlert, DismissAlert, ShowResults
from bot.membership.roster import SentenceBuilder
from bot.reports import signal_text


def alert(
    t: Translator,
    id: str,
    title: str,
    signal: Signal,
    *,
    sure: str = "",
    point: str = "",
    response: AlertResponse | None = None,
) -> Card:
    """Show what changed and since when, how `sure` that is, a talking point, three responses and the way to
    the rest. `title` is the theme's. What another alert of the round says already is left out. Once it has a
    `response`, it shows that to everybody in place of the three."""
    question = t("To talk about: {question}", question=point) if point else ""
    taken_up = _taken_up(t, response) if response else ""
    paragraphs = (taken_up, signal_text.in_brief(t, title, signal), sure, question)
    buttons = [] if response else _responses(t, id)
    if signal.theme:
        more = ShowResults(signal.theme, f"round {signal.number}")
        buttons.append(Button(t("More"), parser.format_command(more)))
    parts: list[Part] = [Text(paragraph) for paragraph in paragraphs if paragraph]
    return _card(t, id, title, signal, [*parts, Buttons(tuple(buttons))] if buttons else parts)


def _responses(t: Translator, id: str) -> list[Button]:
    return [
        Button(t("We will talk about it"), parser.format_command(DiscussAlert(id))),
        Button(t("Add an action"), parser.format_command(ActOnAlert(id))),
        Button(t("Not now"), parser.format_command(DismissAlert(id))),
    ]


def _taken_up(t: Translator, response: AlertResponse) -> str:
    match response:
        case AlertResponse.TALK:
            words = t("Taken up: your partnership will talk about it.")
        case AlertResponse.ACT:
            words = t("Taken up: someone is adding an action.")
        case AlertResponse.NOT_NOW:
            words = t("Set aside: we won’t mention this for the next three rounds.")
        case _:  # never
            assert_never(response)
    return words


def for_coordinators(t: Translator, id: str, title: str, signal: Signal) -> Card:
    """Show what only coordinators can act on."""
    return _card(t, id, title, signal, [Text(" ".join(signal_text.details(t, title, signal)))])


def _card(t: Translator, id: str, title: str, signal: Signal, parts: Sequence[Part]) -> Card:
    return Card(signal_text.headline(t, title, signal), tuple(parts), f"alert:{id}")


def talked(t: Translator, point: str) -> Card:
    parts = (Text(t("Good. A question to start with: {question}", question=point)),) if point else ()
    ask = Text(t("When you know what you will do, type for example: action share the budget papers by 3 May"))
    return Card(t("We will talk about it"), (*parts, ask))


def act(t: Translator, say: SentenceBuilder) -> Card:
    """For one person, who may be in several partnerships."""
    box = TextBox(t("What we will do"), say(AddAction("")), t("Add action"), MAX_TEXT_LENGTH)
    return Card(
        t("Add an action"),
        (Text(t("One small thing is enough. We’ll ask about it after the next round.")), box),
    )


def not_now(t: Translator) -> Card:
    return Card(t("Not now"), (Text(t("OK. We won’t mention this for the next three rounds.")),))
