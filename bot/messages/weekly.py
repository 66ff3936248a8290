"""Cards about the weekly summary. Pure: it shows published results, actions and outcomes, which all members
may see."""

from collections.abc import Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Heading, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.core.models import RoundKind
from bot.language.commands import SetWeeklySummary
from bot.language.parser import format_command
from bot.messages import summary as summaries
from bot.reports.summary import RoundSummary
from bot.reports.weekly import PartnershipWeek

MAX_LINES = 4  # of one partnership: with its results these are at most 150 words
ON, OFF = "on", "off"


def card(t: Translator, weeks: Sequence[PartnershipWeek], hubs: Sequence[Button], thread_key: str) -> Card:
    """Show what is new in one partnership, or in each of several. `hubs` open the hub of each."""
    parts: list[Part] = []
    for week in weeks:
        parts += [Heading(week.partnership)] if len(weeks) > 1 else []
        parts += _partnership(t, week)
    parts.append(Buttons((*hubs, _stop(t))))
    if len(weeks) == 1:
        title = t("{partnership}: this week", partnership=weeks[0].partnership)
    else:
        title = t("Your partnerships this week")
    return Card(title, tuple(parts), thread_key)


def _partnership(t: Translator, week: PartnershipWeek) -> list[Part]:
    parts: list[Part] = _results(t, week.results) if week.results else []
    shown, more = week.lines[:MAX_LINES], len(week.lines) - MAX_LINES
    rest = (t("And {n} more", n=more),) if more > 0 else ()
    parts += [BulletList((*shown, *rest))] if shown else []
    return [*parts, Text(summaries.next_round(t, week.next_round_at))]


def _results(t: Translator, results: RoundSummary) -> list[Part]:
    """Return the name of the newest round, how many replied, and the scores as they were published."""
    round_ = results.round
    day = t.full_day(round_.closed_at or round_.closes_at)
    replied = t("{n} of {invited} replied", n=round_.replies, invited=round_.invited)
    name = (
        t("Round {number}, {day}", number=round_.number, day=day)
        if round_.kind is RoundKind.SCHEDULED
        else t("Extra round, {day}", day=day)
    )
    notes = " ".join(summaries.score_notes(t, results))
    return [
        Text(f"{name} · {replied}"),
        summaries.scores(t, results),
        *([SmallText(notes)] if notes else []),
    ]


def state(t: Translator, *, on: bool) -> Card:
    """Show whether somebody gets the weekly summary, and how to change that."""
    return Card(t("Weekly summary"), setting(t, on=on))


def switched(t: Translator, *, on: bool) -> Card:
    """Tell that the weekly summary is on or off now."""
    return Card(t("Done"), setting(t, on=on))


def setting(t: Translator, *, on: bool) -> tuple[Part, ...]:
    """Return whether somebody gets the weekly summary, with the button that changes it."""
    if on:
        words = t("Each week, usually on Monday, we tell you what is new in your partnerships.")
        return Text(words), Text(t("If nothing is new, we send nothing.")), Buttons((_stop(t),))
    start = Button(t("Get the weekly summary"), format_command(SetWeeklySummary(ON)))
    return Text(t("You do not get the weekly summary.")), Buttons((start,))


def _stop(t: Translator) -> Button:
    return Button(t("Stop the weekly summary"), format_command(SetWeeklySummary(OFF)))
