"""What Accord says when there is little to say: help, refusals, what it did not understand. Pure."""

from collections.abc import Sequence

from bot.core.cards import Button, Buttons, Card, KeyValues, Part, SmallText, Text, TextBox
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.sanitise import LONGEST_NAME
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import TOPICS, Rank


def help_card(t: Translator, who: Rank) -> Card:
    """Every sentence that somebody of this rank may say, by topic."""
    parts: list[Part] = []
    for topic, sentences in TOPICS.items():
        rows = tuple((each.pattern, t(each.help)) for each in sentences if each.typable and each.rank <= who)
        parts += [Text(t(topic)), KeyValues(rows)] if rows else []
    note = t(
        "Leave out what stands in [ ]. Where you are in several partnerships, begin with: in <partnership>:"
    )
    return Card(t("What I understand"), (*parts, SmallText(note)))


def menu(t: Translator, places: Sequence[tuple[str, Sequence[Button]]]) -> Card:
    """Few things, to be pressed. `places` are the names of the listener's partnerships, with what they can
    do there."""
    helps = Button(t("Show what I understand"), format_command(c.ShowHelp()))
    parts: list[Part] = []
    if places:
        start = Button(t("Answer questions"), format_command(c.StartCheckIn()), "primary")
        parts.append(Buttons((start, helps)))
        for name, ways in places:
            parts += [Text(name), Buttons(tuple(ways))]
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
        parts += [box, Buttons((helps,))]
    return Card(t("What would you like to do?"), tuple(parts))


def refused(t: Translator, refusal: Refusal) -> Card:
    ways = tuple(Button(label, says) for label, says in refusal.ways)
    parts = (Text(str(refusal)), *((Buttons(ways),) if ways else ()))
    return Card(t("That was not done"), parts, refused=True)


def not_understood(t: Translator, nearest: tuple[str, ...]) -> Card:
    tries = (
        (Text(t("Did you mean one of these?")), KeyValues(tuple((n, "") for n in nearest))) if nearest else ()
    )
    helps = Buttons((Button(t("Show what I understand"), "help"),))
    parts = (Text(t("Nothing was done.")), *tries, helps)
    return Card(t("I did not understand that"), parts, refused=True)


def try_again(t: Translator) -> Card:
    return Card(
        t("That was not done"),
        (Text(t("Somebody else changed the same thing at the same moment. Please say it again.")),),
        refused=True,
    )
