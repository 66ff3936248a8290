"""What Accord says when there is little to say: help, refusals, what it did not understand. Pure."""

from collections.abc import Sequence

from bot.errors import Refusal
from bot.talk import commands as c
from bot.talk.card import Button, Buttons, Card, Facts, Part, Quiet, Text, TextBox
from bot.talk.grammar import say
from bot.talk.names import LONGEST_NAME
from bot.talk.sentences import TOPICS, Who
from bot.talk.tongue import Tongue


def helped(t: Tongue, who: Who) -> Card:
    """Every sentence that somebody of this rank may say, by topic."""
    parts: list[Part] = []
    for topic, sentences in TOPICS.items():
        rows = tuple(
            (each.pattern, t(each.about)) for each in sentences if each.for_people and each.who <= who
        )
        parts += [Text(t(topic)), Facts(rows)] if rows else []
    note = t(
        "Leave out what stands in [ ]. Where you are in several partnerships, begin with: in <partnership>:"
    )
    return Card(t("What I understand"), (*parts, Quiet(note)))


def menu(t: Tongue, places: Sequence[tuple[str, Sequence[Button]]]) -> Card:
    """Few things, to be pressed. `places` are the names of the listener's partnerships, with what they can
    do there."""
    helps = Button(t("Show what I understand"), say(c.Help()))
    parts: list[Part] = []
    if places:
        parts.append(Buttons((Button(t("Answer questions"), say(c.CheckIn())), helps)))
        for name, ways in places:
            parts += [Text(name), Buttons(tuple(ways))]
    else:
        words = t("I ask the members of a partnership how it is going, and tell them all what came of it.")
        join = t(
            "To join one, ask its coordinator for a code and say: {sentence}",
            sentence=say(c.Join(t("<code>"), t("<your organisation>"))),
        )
        parts += [Text(words), Text(join)]
        box = TextBox(t("Start a partnership"), say(c.StartPartnership("")), t("Start it"), LONGEST_NAME)
        parts += [box, Buttons((helps,))]
    return Card(t("What would you like to do?"), tuple(parts))


def refused(t: Tongue, refusal: Refusal) -> Card:
    ways = tuple(Button(label, says) for label, says in refusal.ways)
    parts = (Text(str(refusal)), *((Buttons(ways),) if ways else ()))
    return Card(t("That was not done"), parts, refused=True)


def not_understood(t: Tongue, nearest: tuple[str, ...]) -> Card:
    tries = (Text(t("Did you mean one of these?")), Facts(tuple((n, "") for n in nearest))) if nearest else ()
    helps = Buttons((Button(t("Show what I understand"), "help"),))
    parts = (Text(t("Nothing was done.")), *tries, helps)
    return Card(t("I did not understand that"), parts, refused=True)


def crossed(t: Tongue) -> Card:
    return Card(
        t("That was not done"),
        (Text(t("Somebody else changed the same thing at the same moment. Please say it again.")),),
        refused=True,
    )
