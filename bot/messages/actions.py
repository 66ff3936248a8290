"""What Accord says about what a partnership will do, and did. Names no one but an action's owner. Pure."""

from collections.abc import Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Part, SmallText, Text, TextBox
from bot.core.followups import MAX_TEXT_LENGTH, Action, ActionOutcome
from bot.core.i18n import Translator
from bot.language import commands as c
from bot.language import parser
from bot.membership.roster import Roster, SentenceBuilder
from bot.reports.action_text import action_line, outcome_line


def added(t: Translator, roster: Roster, action: Action) -> Card:
    note = t(
        "When a round has closed I ask in the channels whether it was done. If it is done sooner, say: "
        "{sentence}",
        sentence=parser.format_command(c.CompleteAction(str(action.number))),
    )
    return Card(t("What we will do"), (Text(action_line(t, roster, action)), SmallText(note)))


def listed(
    t: Translator, roster: Roster, waiting: Sequence[Action], over: Sequence[Action], say: SentenceBuilder
) -> Card:
    parts: list[Part] = []
    if waiting:
        done = (
            Button(t("{n} is done", n=each.number), say(c.CompleteAction(str(each.number))))
            for each in waiting
        )
        parts += [BulletList(tuple(action_line(t, roster, each) for each in waiting)), Buttons(tuple(done))]
    else:
        parts.append(Text(t("No action is open.")))
    if over:
        parts += [Text(t("Answered last:")), BulletList(tuple(outcome_line(t, each) for each in over))]
    parts.append(TextBox(t("What we will do"), say(c.AddAction("")), t("Take it up"), MAX_TEXT_LENGTH))
    return Card(t("{partnership}: actions", partnership=roster.partnership.name), tuple(parts))


def asked(t: Translator, roster: Roster, round_: str, actions: Sequence[Action]) -> Card:
    """For a channel: the buttons name the partnership, for whoever is in several."""
    parts: list[Part] = []
    for action in actions:
        n = str(action.number)
        ways = (
            Button(label, parser.format_command(c.ReportAction(n, did), roster.partnership.id))
            for did, label in (
                (ActionOutcome.YES, t("Yes")),
                (ActionOutcome.PARTLY, t("Partly")),
                (ActionOutcome.NO, t("No")),
            )
        )
        parts += [Text(action_line(t, roster, action)), Buttons(tuple(ways))]
    parts.append(SmallText(t("The first answer counts. Who gave it is not kept.")))
    title = t("{partnership}: did we do it?", partnership=roster.partnership.name)
    return Card(title, tuple(parts), f"actions:{round_}")


def settled(t: Translator, action: Action, say: SentenceBuilder) -> Card:
    parts: list[Part] = [Text(outcome_line(t, action)), SmallText(t("The next summary says so."))]
    if action.did is not ActionOutcome.YES:
        again = c.AddAction(action.words, owner=action.owner)
        parts.append(Buttons((Button(t("Take it up again"), say(again)),)))
    return Card(t("Thank you"), tuple(parts))
