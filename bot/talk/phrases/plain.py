"""What Accord says when there is little to say: help, refusals, what it did not understand. Pure."""

from bot.errors import Refusal
from bot.talk.card import Button, Buttons, Card, Facts, Part, Quiet, Text
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


def refused(t: Tongue, refusal: Refusal) -> Card:
    ways = tuple(Button(label, says) for label, says in refusal.ways)
    return Card(t("That was not done"), (Text(str(refusal)), *((Buttons(ways),) if ways else ())))


def not_understood(t: Tongue, nearest: tuple[str, ...]) -> Card:
    tries = (Text(t("Did you mean one of these?")), Facts(tuple((n, "") for n in nearest))) if nearest else ()
    helps = Buttons((Button(t("Show what I understand"), "help"),))
    return Card(t("I did not understand that"), (Text(t("Nothing was done.")), *tries, helps))


def crossed(t: Tongue) -> Card:
    return Card(
        t("That was not done"),
        (Text(t("Somebody else changed the same thing at the same moment. Please say it again.")),),
    )
