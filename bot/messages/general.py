"""Cards for help, the menu, refusals and sentences that were not understood. Pure."""

from collections.abc import Sequence

from bot.core.cards import Button, Buttons, Card, Heading, KeyValues, Part, SmallText, Text, TextBox
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.sanitise import LONGEST_NAME
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import TOPICS, Rank


def help_card(t: Translator, rank: Rank) -> Card:
    """List every sentence that somebody of this rank may type, by topic."""
    parts: list[Part] = []
    for topic, sentences in TOPICS.items():
        rows = tuple(
            (sentence.pattern, t(sentence.help))
            for sentence in sentences
            if sentence.typable and sentence.rank <= rank
        )
        parts += [Heading(t(topic)), KeyValues(rows)] if rows else []
    note = t(
        "Leave out what stands in [ ]. Where you are in several partnerships, begin with: in <partnership>:"
    )
    return Card(t("What I understand"), (*parts, SmallText(note)))


def menu(t: Translator, partnerships: Sequence[tuple[str, Sequence[Button]]]) -> Card:
    """Offer a few buttons. `partnerships` holds names of the reader's partnerships, with buttons for each."""
    help_button = Button(t("Show what I understand"), format_command(c.ShowHelp()))
    parts: list[Part] = []
    if partnerships:
        start = Button(t("Answer questions"), format_command(c.StartCheckIn()), "primary")
        parts.append(Buttons((start, help_button)))
        for name, buttons in partnerships:
            parts += [Heading(name), Buttons(tuple(buttons))]
    else:
        words = t("I ask the members of a partnership how it is going, and tell them all what came of it.")
        join = t(
            "To join one, ask its coordinator for a code and say: {sentence}",
            sentence=format_command(c.JoinPartnership(t("<code>"), t("<your organisation>"))),
        )
        parts += [Text(words), Text(join)]
        box = TextBox(
            t("Start a partnership"), format_command(c.StartPartnership("")), t("Start it"), LONGEST_NAME
        )
        parts += [box, Buttons((help_button,))]
    return Card(t("What would you like to do?"), tuple(parts))


def refused(t: Translator, refusal: Refusal) -> Card:
    buttons = tuple(Button(label, says) for label, says in refusal.ways)
    parts = (Text(str(refusal)), *((Buttons(buttons),) if buttons else ()))
    return Card(t("Not done"), parts, refused=True)


def not_understood(t: Translator, suggestions: tuple[str, ...]) -> Card:
    suggested = (
        (
            Text(t("Did you mean one of these?")),
            KeyValues(tuple((pattern, "") for pattern in suggestions)),
        )
        if suggestions
        else ()
    )
    help_buttons = Buttons((Button(t("Show what I understand"), "help"),))
    parts = (Text(t("Nothing was done.")), *suggested, help_buttons)
    return Card(t("I did not understand that"), parts, refused=True)


def try_again(t: Translator) -> Card:
    return Card(
        t("Not done"),
        (Text(t("Somebody else changed the same thing at the same moment. Please say it again.")),),
        refused=True,
    )
