"""Cards about the descriptions of the evidence log. Pure."""

from collections.abc import Mapping

from bot.core.cards import Button, Buttons, Card, KeyValues, SmallText, Text
from bot.core.followups import Action, Note
from bot.core.i18n import Translator
from bot.language import commands as c
from bot.language.commands import Command
from bot.membership.roster import SentenceBuilder
from bot.reports.evidence_text import PART_TITLES, detail_text
from bot.rounds.evidence import Details


def entry_word(entry: Note | Action) -> str:
    """Return the word by which sentences and forms name the kind of an entry."""
    return "note" if isinstance(entry, Note) else "action"


def description(
    t: Translator, entry: Note | Action, details: Details, names: Mapping[str, str], say: SentenceBuilder
) -> Card:
    """Show the description of an entry, and lead to the form that changes it."""
    kind, number = entry_word(entry), str(entry.number)
    rows = [(t(title), detail_text(t, details.get(part), names)) for part, title in PART_TITLES.items()]
    form = Button(
        t("Describe it"),
        say(c.DescribeEntry(kind, number)),
        "primary",
        form=f"describe-{kind}-{number}",
        partnership=entry.partnership,
    )
    example = t(
        "You can type it too, for example: {sentence}",
        sentence=say(c.DescribeEntry(kind, number, "took", t("two days of an analyst"))),
    )
    everyone = t("Everyone in the partnership can read it and change it.")
    return Card(
        _title(t, entry),
        (Text(entry.words), KeyValues(tuple(rows)), Buttons((form,)), SmallText(f"{everyone} {example}")),
    )


def not_done_yet(
    t: Translator, action: Action, say: SentenceBuilder
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return why an action that was not done cannot be described, and the sentences that lead on."""
    done: Command = c.CompleteAction(str(action.number))
    reason = t("Action {n} has not been done. You can describe what has been done.", n=action.number)
    return reason, ((t("Mark it as done"), say(done)), (t("Show the actions"), say(c.ListActions())))


def _title(t: Translator, entry: Note | Action) -> str:
    if isinstance(entry, Note):
        return t("Evidence: note {n}", n=entry.number)
    return t("Evidence: action {n}", n=entry.number)
