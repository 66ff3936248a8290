"""What Accord says about several closed rounds at once. Pure: each is said as its readings hold it, and
nothing is worked out over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.analysis.signals import closed_at
from bot.core.cards import BulletList, Button, Buttons, Card, Chart, KeyValues, Part, SmallText, Text
from bot.core.followups import Note
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, Round, RoundKind
from bot.language.commands import ShowResults
from bot.membership.roster import SentenceBuilder
from bot.reports import result_text

MAX_ROUNDS = 26  # rounds told at once: a year of fortnights
OPENED = 5  # that have a button


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A closed round, the readings of it that are asked about, and their names: of an anchor its theme's, of
    others their words."""

    round: Round
    readings: Sequence[tuple[str, QuestionResult]]


def period(
    t: Translator,
    partnership: str,
    told: Sequence[RoundRow],
    theme: str,
    over_time: str,
    say: SentenceBuilder,
) -> Card:
    """Several rounds, oldest first, each in a row, the newest at the top; of one theme, or of all where
    `theme`, its id, is empty. `over_time` is the sentence that shows the trend of them, or empty."""
    shown = told[-MAX_ROUNDS:][::-1]
    start, end = (t.full_day(closed_at(each.round)) for each in (told[0], told[-1]))
    parts: list[Part] = [KeyValues(tuple(row(t, each, fully=bool(theme)) for each in shown))]
    parts += _earlier(t, len(told) - len(shown))
    ways = [
        Button(
            t("Round {number}", number=each.round.number),
            say(ShowResults(theme, f"round {each.round.number}")),
        )
        for each in shown[:OPENED]
        if each.round.number
    ]
    ways += [Button(t("How it goes over time"), over_time)] if over_time else []
    title = t("{partnership}: {start} to {end}", partnership=partnership, start=start, end=end)
    return Card(title, (*parts, *([Buttons(tuple(ways))] if ways else []), SmallText(_scale(t))))


def trends(
    t: Translator, partnership: str, chart: Chart | None, told: Sequence[RoundRow], since: Sequence[Note]
) -> Card:
    """The picture, the numbers of its rounds, the newest first, and what was noted since."""
    title = t("{partnership}: trends", partnership=partnership)
    if chart is None:
        return Card(
            title, (Text(t("There is nothing to draw yet: no round has closed with enough replies.")),)
        )
    parts: list[Part] = [chart, KeyValues(tuple(row(t, each) for each in told[::-1]))]
    if since:
        parts += [Text(t("Noted since, and drawn with the next round:"))]
        parts += [BulletList(tuple(f"{t.full_day(each.on)}: {each.words}" for each in since))]
    return Card(title, (*parts, SmallText(_scale(t))))


def row(t: Translator, told: RoundRow, *, fully: bool = False) -> tuple[str, str]:
    """`Round 5, 6 March 2026`, and its scores; `fully` with their ranges and who answered."""
    round_, day = told.round, t.full_day(closed_at(told.round))
    name = (
        t("Round {number}, {day}", number=round_.number, day=day)
        if round_.kind is RoundKind.SCHEDULED
        else t("Extra round, {day}", day=day)
    )
    replied = t("{n} of {invited} replied", n=round_.replies, invited=round_.invited)
    said = [_said(t, *each, fully=fully) for each in told.readings]
    return name, " · ".join([*said, *([] if fully else [replied])])


def _said(t: Translator, name: str, reading: QuestionResult, *, fully: bool) -> str:
    score = f"{name} {result_text.score_text(t, reading) or t('not shown')}"
    if not fully:
        return score
    answered = t("{n} of {invited} answered", n=reading.scored, invited=reading.invited)
    return ", ".join(each for each in (score, result_text.range_text(t, reading), answered) if each)


def _earlier(t: Translator, n: int) -> list[Part]:
    if not n:
        return []
    return [Text(t.n("{n} round before these is not told.", "{n} rounds before these are not told.", n))]


def _scale(t: Translator) -> str:
    return t("Scores run from 1 (not at all) to 5 (fully).")
