"""Cards about shared outcomes. Pure.

They say what was measured, by whom it was entered and what is beyond chance. They never say why.
"""

from collections.abc import Sequence
from datetime import date

from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Part,
    SmallText,
    Text,
    TextBox,
)
from bot.core.i18n import N_, Translator
from bot.core.outcomes import MAX_OUTCOMES, BetterDirection, OutcomeValue, SharedOutcome
from bot.core.sanitise import LONGEST_NAME
from bot.language import commands as c
from bot.language.dated_values import DatedValue, RowError
from bot.membership.outcomes import author_name, named_to_enter
from bot.membership.roster import Roster, SentenceBuilder
from bot.reports.outcome_chart import finding
from bot.reports.outcome_text import BETTER, amount, newest_value
from bot.rounds.outcomes import MAX_SOURCE_LENGTH, MAX_UNIT_LENGTH, OutcomeHistory

MAX_VALUES_LISTED = 12
MAX_REPLACED_LISTED = 10
MAX_ROWS_LENGTH = 1_500  # characters; with the rest of its sentence they fit into a button
MAX_VALUE_LENGTH = 60  # characters of a value with its date
DIRECTIONS = {
    BetterDirection.UP: N_("Higher is better"),
    BetterDirection.DOWN: N_("Lower is better"),
    BetterDirection.NEITHER: N_("Neither way is better"),
}
BETTER_WAYS = {
    BetterDirection.UP: N_("up"),
    BetterDirection.DOWN: N_("down"),
    BetterDirection.NEITHER: N_("neither"),
}
EXAMPLE = c.AddOutcome("Rough sleepers", "people", "down", "the yearly count", "anyone")


def listed(
    t: Translator,
    partnership: str,
    histories: Sequence[OutcomeHistory],
    chart: Chart | None,
    say: SentenceBuilder,
    *,
    can_add: bool,
) -> Card:
    """Show all outcomes with their newest values and their chart; to coordinators also how to add one."""
    parts: list[Part] = [KeyValues(tuple(_row(t, history) for history in histories)), *_charts(chart)]
    if not histories:
        parts = [
            Text(
                t(
                    "There are no shared outcomes yet. A shared outcome is a number about what your "
                    "partnership is for."
                )
            )
        ]
    buttons = [
        Button(history.outcome.name, say(c.ShowOutcome(history.outcome.name))) for history in histories
    ]
    parts += [Buttons(tuple(buttons))] if buttons else []
    if can_add and len(histories) < MAX_OUTCOMES:
        add = t("Name of a new outcome, for example Rough sleepers")
        parts.append(TextBox(add, say(c.AddNamedOutcome("")), t("Add outcome"), LONGEST_NAME))
        parts.append(SmallText(t("Or type it in one line, for example: {sentence}", sentence=say(EXAMPLE))))
    parts += [_note(t)] if chart else []
    return Card(t("{partnership}: shared outcomes", partnership=partnership), tuple(parts))


def shown(
    t: Translator,
    roster: Roster,
    history: OutcomeHistory,
    chart: Chart | None,
    say: SentenceBuilder,
    *,
    can_enter: bool,
    can_change: bool,
) -> Card:
    """Show one outcome: its chart, what it is, its values and who entered them."""
    name = history.outcome.name
    facts = KeyValues(
        ((t("Latest value"), newest_value(t, history.newest)), *_facts(t, roster, history.outcome))
    )
    parts: list[Part] = [*_charts(chart), facts, *_values(t, roster, history)]
    if can_enter:
        parts += [
            TextBox(
                t("A value and its date, for example 41 on 3 May"),
                say(c.EnterOutcomeValue(name, "")),
                t("Save value"),
                MAX_VALUE_LENGTH,
            ),
            TextBox(
                t("Or paste rows, each with a date, a comma and a number"),
                say(c.EnterOutcomeRows(name, "")),
                t("Save values"),
                MAX_ROWS_LENGTH,
            ),
        ]
    buttons = [Button(t("All outcomes"), say(c.ListOutcomes()))]
    if can_change:
        buttons += [
            Button(t("Change this outcome"), say(c.ChangeOutcome(name))),
            _remove_button(t, name, say),
        ]
    return Card(name, (*parts, Buttons(tuple(buttons)), *([_note(t)] if chart else [])))


def settings(
    t: Translator, roster: Roster, outcome: SharedOutcome, say: SentenceBuilder, *, is_new: bool = False
) -> Card:
    """Show how an outcome is set, with a way to change each part of it."""
    name = outcome.name

    def box(label: str, part: str, most: int) -> TextBox:
        return TextBox(label, say(c.ChangeOutcome(name, part)), t("Save"), most)

    better = (
        Button(t(DIRECTIONS[direction]), say(c.ChangeOutcome(name, "better", direction)))
        for direction in BetterDirection
        if direction is not outcome.better
    )
    parts = (
        KeyValues(((t("Unit"), outcome.unit or t("not set")), *_facts(t, roster, outcome))),
        Buttons(tuple(better)),
        box(t("Unit, for example people or %"), "unit", MAX_UNIT_LENGTH),
        box(t("Source"), "source", MAX_SOURCE_LENGTH),
        box(t("Who enters values: a member, an organisation or anyone"), "who", LONGEST_NAME),
        box(t("New name"), "name", LONGEST_NAME),
        Buttons((Button(t("See the outcome"), say(c.ShowOutcome(name))), _remove_button(t, name, say))),
    )
    title = (
        t("Outcome added: {outcome}", outcome=name) if is_new else t("Settings for {outcome}", outcome=name)
    )
    return Card(title, parts)


def entered(
    t: Translator, outcome: SharedOutcome, new: DatedValue, before: float | None, say: SentenceBuilder
) -> Card:
    """Confirm a value. `before` is the one that it replaces, if any."""
    words = t(
        "{outcome}: {amount} on {day}.",
        outcome=outcome.name,
        amount=amount(t, new.value, outcome.unit),
        day=t.full_day(new.on),
    )
    if before is None:
        return Card(t("Value entered"), (Text(words), _see(t, outcome, say)))
    was = t("It was {before}. Everyone can see the change.", before=amount(t, before, outcome.unit))
    return Card(t("Value corrected"), (Text(f"{words} {was}"), _see(t, outcome, say)))


def entered_rows(t: Translator, outcome: SharedOutcome, n: int, say: SentenceBuilder) -> Card:
    words = t.n("{n} value saved.", "{n} values saved.", n)
    return Card(outcome.name, (Text(words), _see(t, outcome, say)))


def row_problem(t: Translator, error: RowError) -> str:
    """Return which row is wrong and why, and that nothing was saved."""
    if not error.column:
        return t(
            "Check row {row}. {reason} We have not saved any of the rows.", row=error.row, reason=error.reason
        )
    return t(
        "Check row {row}, column {column}. {reason} We have not saved any of the rows.",
        row=error.row,
        column=error.column,
        reason=error.reason,
    )


def too_many_rows(t: Translator) -> str:
    return t("These are too many rows at once. Enter half of them first.")


def replacing(
    t: Translator,
    outcome: SharedOutcome,
    replaced: Sequence[tuple[DatedValue, float]],
    n_new: int,
    again: str,
    say: SentenceBuilder,
) -> Card:
    """Ask before rows replace values. `replaced` holds each new value with the present one."""
    lines = [
        t(
            "{day}: {before} becomes {after}",
            day=t.full_day(new.on),
            before=t.quantity(before),
            after=t.quantity(new.value),
        )
        for new, before in replaced
    ]
    left_out = len(lines) - MAX_REPLACED_LISTED
    more: list[Part] = [Text(t("And {n} more.", n=left_out))] if left_out > 0 else []
    buttons = (
        Button(t("Replace values"), again, "danger"),
        Button(t("Keep the old values"), say(c.ShowOutcome(outcome.name))),
    )
    parts = (
        Text(t.n("This would replace {n} value:", "This would replace {n} values:", len(lines))),
        BulletList(tuple(lines[:MAX_REPLACED_LISTED])),
        *more,
        Text(t.n("{n} value is new.", "{n} values are new.", n_new)),
        Buttons(buttons),
    )
    return Card(t("Replace these values?"), parts)


def value_removed(
    t: Translator, outcome: SharedOutcome, on: date, before: float, say: SentenceBuilder
) -> Card:
    words = t(
        "{outcome}: {amount} on {day} no longer counts. Everyone can see that it was removed.",
        outcome=outcome.name,
        amount=amount(t, before, outcome.unit),
        day=t.full_day(on),
    )
    return Card(t("Value removed"), (Text(words), _see(t, outcome, say)))


def removing(t: Translator, history: OutcomeHistory, say: SentenceBuilder) -> Card:
    """Ask before an outcome is removed."""
    name = history.outcome.name
    n = len(history.values)
    words = (
        t.n(
            "We will stop showing its chart and its {n} value. You cannot undo this.",
            "We will stop showing its chart and its {n} values. You cannot undo this.",
            n,
        )
        if n
        else t("It has no values. You cannot undo this.")
    )
    stays = t("Summaries of closed rounds will still show it.")
    buttons = (
        Button(t("Remove outcome"), say(c.RemoveOutcome(name, "now")), "danger"),
        Button(t("Keep it"), say(c.ShowOutcome(name))),
    )
    return Card(t("Remove {outcome}?", outcome=name), (Text(words), Text(stays), Buttons(buttons)))


def removed(t: Translator, outcome: SharedOutcome, say: SentenceBuilder) -> Card:
    words = t("{outcome} is no longer one of your shared outcomes.", outcome=outcome.name)
    return Card(
        t("Outcome removed"), (Text(words), Buttons((Button(t("All outcomes"), say(c.ListOutcomes())),)))
    )


def enterer_text(t: Translator, roster: Roster, outcome: SharedOutcome) -> str:
    """Return who enters an outcome, beside leads and coordinators."""
    if not outcome.entered_by:
        return t("anyone")
    named = named_to_enter(outcome, roster)
    return roster.label(named) if named else t("leads and coordinators")


def _row(t: Translator, history: OutcomeHistory) -> tuple[str, str]:
    remarks = (newest_value(t, history.newest), t(BETTER[history.outcome.better]), finding(t, history))
    return history.outcome.name, " · ".join(filter(None, remarks))


def _facts(t: Translator, roster: Roster, outcome: SharedOutcome) -> list[tuple[str, str]]:
    return [
        (t("Which way is better"), t(BETTER_WAYS[outcome.better])),
        (t("Source"), outcome.source or t("not set")),
        (t("Who enters values"), enterer_text(t, roster, outcome)),
    ]


def _values(t: Translator, roster: Roster, history: OutcomeHistory) -> list[Part]:
    """List the values for the newest dates, with who entered them, and what was there before."""
    lines = [
        " · ".join(
            [
                f"{t.full_day(on)}: {_entry_text(t, roster, history.outcome, entries[-1])}",
                *(
                    t("before: {entry}", entry=_entry_text(t, roster, history.outcome, entry))
                    for entry in reversed(entries[:-1])
                ),
            ]
        )
        for on, entries in history.by_date.items()
    ]
    if not lines:
        return []
    shown = lines[-MAX_VALUES_LISTED:][::-1]
    return [Heading(t("Values, newest first")), BulletList(tuple(shown))]


def _entry_text(t: Translator, roster: Roster, outcome: SharedOutcome, entry: OutcomeValue) -> str:
    """Return `41 people, entered by Ben Okoro on 4 May 2026`."""
    name, day = author_name(roster, entry), t.full_day(entry.entered_at)
    if entry.value is None:
        return t("removed by {name} on {day}", name=name, day=day) if name else t("removed on {day}", day=day)
    value = amount(t, entry.value, outcome.unit)
    if not name:
        return t("{amount}, entered on {day}", amount=value, day=day)
    return t("{amount}, entered by {name} on {day}", amount=value, name=name, day=day)


def _charts(chart: Chart | None) -> list[Part]:
    return [chart] if chart else []


def _see(t: Translator, outcome: SharedOutcome, say: SentenceBuilder) -> Buttons:
    return Buttons((Button(t("See the outcome"), say(c.ShowOutcome(outcome.name))),))


def _remove_button(t: Translator, name: str, say: SentenceBuilder) -> Button:
    return Button(t("Remove this outcome"), say(c.RemoveOutcome(name)), "danger")


def _note(t: Translator) -> SmallText:
    return SmallText(t("The chart shows what is usual and what is beyond chance. It does not say why."))
