"""Cards about what a partnership will do and did. They name an action's owner, and who settled it. Pure."""

from collections.abc import Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Heading, Part, SmallText, Text, TextBox
from bot.core.followups import MAX_TEXT_LENGTH, Action, ActionOutcome
from bot.core.i18n import Translator
from bot.language import commands as c
from bot.language import parser
from bot.membership.roster import Roster, SentenceBuilder
from bot.reports.action_text import action_line, line_with_mention, outcome_line


def added(t: Translator, roster: Roster, action: Action) -> Card:
    note = t(
        "When a round closes, we’ll ask in your channels whether it is done. If it is done "
        "sooner, type: {sentence}",
        sentence=parser.format_command(c.CompleteAction(str(action.number))),
    )
    return Card(t("What we will do"), (Text(line_with_mention(t, roster, action)), SmallText(note)))


def listed(
    t: Translator,
    roster: Roster,
    open_actions: Sequence[Action],
    settled_actions: Sequence[Action],
    say: SentenceBuilder,
) -> Card:
    parts: list[Part] = []
    if open_actions:
        numbers = [str(action.number) for action in open_actions]
        done = tuple(Button(t("{n} is done", n=n), say(c.CompleteAction(n))) for n in numbers)
        corrections = tuple(
            Button(
                t("Correct {n}", n=n),
                say(c.CorrectAction(n)),
                form=f"correct-action-{n}",
                partnership=roster.partnership.id,
            )
            for n in numbers
        )
        lines = tuple(action_line(t, roster, action) for action in open_actions)
        parts += [BulletList(lines), Buttons(done), Buttons(corrections)]
    else:
        parts.append(Text(t("There are no open actions.")))
    if settled_actions:
        outcomes = tuple(outcome_line(t, roster, action) for action in settled_actions)
        parts += [Heading(t("Recently reported")), BulletList(outcomes)]
    parts.append(TextBox(t("What we will do"), say(c.AddAction("")), t("Add action"), MAX_TEXT_LENGTH))
    dated = t("Add an action with a due date")
    parts.append(
        Buttons((Button(dated, say(c.ListActions()), form="action", partnership=roster.partnership.id),))
    )
    return Card(t("{partnership}: actions", partnership=roster.partnership.name), tuple(parts))


def correct(t: Translator, roster: Roster, action: Action, say: SentenceBuilder) -> Card:
    """Ask what an action should say."""
    number = str(action.number)
    box = TextBox(t("New wording"), say(c.CorrectAction(number)), t("Correct the action"), MAX_TEXT_LENGTH)
    remove_now, harm = say(c.RemoveAction(number, "now")), _what_removing_does(t)
    remove = Button(t("Remove this action"), remove_now, "danger", harm, t("Go back"))
    return Card(
        t("Correct action {n}", n=action.number),
        (Text(action_line(t, roster, action)), box, Buttons((remove,))),
    )


def corrected(t: Translator, roster: Roster, action: Action, say: SentenceBuilder) -> Card:
    return Card(
        t("Action {n} corrected", n=action.number),
        (
            Text(action_line(t, roster, action)),
            SmallText(t("Future summaries will show the new wording. Past ones stay as they are.")),
            Buttons((Button(t("Show the actions"), say(c.ListActions())),)),
        ),
    )


def remove(t: Translator, roster: Roster, action: Action, say: SentenceBuilder) -> Card:
    """Ask whether to remove an action."""
    buttons = (
        Button(t("Remove the action"), say(c.RemoveAction(str(action.number), "now")), "danger"),
        Button(t("Keep it"), say(c.ListActions())),
    )
    return Card(
        t("Remove action {n}?", n=action.number),
        (Text(action_line(t, roster, action)), Text(_what_removing_does(t)), Buttons(buttons)),
    )


def _what_removing_does(t: Translator) -> str:
    return t(
        "We will not ask whether it was done. Summaries will show your name and today’s date "
        "instead. Messages already in a chat stay as they are."
    )


def removed(t: Translator, action: Action, remover: str) -> Card:
    words = t("{name} removed it. We will not ask whether it was done.", name=remover)
    return Card(t("Action {n} removed", n=action.number), (Text(words),))


def asked(t: Translator, roster: Roster, round_: str, actions: Sequence[Action]) -> Card:
    """Ask a channel what became of actions. The buttons name the partnership, for members of several."""
    parts: list[Part] = []
    for action in actions:
        number = str(action.number)
        buttons = (
            Button(label, parser.format_command(c.ReportAction(number, outcome), roster.partnership.id))
            for outcome, label in (
                (ActionOutcome.YES, t("Yes")),
                (ActionOutcome.PARTLY, t("Partly")),
                (ActionOutcome.NO, t("No")),
            )
        )
        parts += [Text(line_with_mention(t, roster, action)), Buttons(tuple(buttons))]
    parts.append(SmallText(t("The first answer counts. Everyone can see who gave it.")))
    title = t("{partnership}: did we do it?", partnership=roster.partnership.name)
    return Card(title, tuple(parts), f"actions:{round_}")


def settled(t: Translator, roster: Roster, action: Action, say: SentenceBuilder) -> Card:
    parts: list[Part] = [
        Text(outcome_line(t, roster, action)),
        SmallText(t("The next summary will show this.")),
    ]
    if action.did is not ActionOutcome.YES:
        again = c.AddAction(action.words, owner=action.owner)
        parts.append(Buttons((Button(t("Add it again"), say(again)),)))
    return Card(t("Thank you"), tuple(parts))
