"""The chart of the trend of the core themes, with its title and description. Pure.

All three come from the same stored results, rounded and banded as they are.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from textwrap import shorten

from bot.analysis.baseline import (
    BaselineSegment,
    drawn_value,
    has_few_replies,
    is_counted,
    same_question,
    split_at_rebases,
)
from bot.analysis.changes import Change, find_change
from bot.analysis.control_chart import label_direction
from bot.core.cards import Annotation, Chart, ControlLimits, Mark, Panel, Point
from bot.core.followups import Rebase
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.core.timezones import local_date
from bot.reports.result_text import score_text
from bot.reports.signal_text import change_headline

SHOWN = 40  # rounds, the newest; limits come from all
NOTED = 6  # notes, the newest; with more, the words below would outgrow the chart
NOTE_LENGTH = 60  # characters; the list of notes has them in full
MARKS: dict[int, Mark] = {1: "improving", 0: "common", -1: "concern"}


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """The anchor of one core theme in the closed scheduled rounds: when each closed, and its result, oldest
    first; and the rebases of that theme, whose `author` is a name here, or empty."""

    title: str
    rounds: tuple[tuple[datetime, QuestionResult], ...]
    rebases: tuple[Rebase, ...] = ()


@dataclass(frozen=True, slots=True)
class _DrawnLine:
    """A panel, with the result behind each of its points. `change` is the change in the newest round if it is
    large."""

    panel: Panel
    readings: tuple[QuestionResult, ...]
    change: Change | None


def trend_chart(
    t: Translator,
    name: str,
    histories: Sequence[ThemeLine],
    notes: Sequence[tuple[date, str]] = (),
    since: datetime | None = None,
) -> Chart | None:
    """Return the chart up to the newest round in these histories, with days in the reader's time zone; None
    if no round has anything to show. It begins with the first round that closed at `since` or later; limits
    and marks come from all rounds. The partnership's `notes`, and rebases, are drawn if they are within
    it."""
    lines = [_line(t, history, since) for history in histories]
    points = [point for line in lines for point in line.panel.points]
    if all(point.value is None for point in points):
        return None
    noted = _noted(t, lines, histories, notes)
    title, subtitle = _title(t, lines), _subtitle(t, lines)
    marks = {point.mark for point in points if point.value is not None}
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        alt=" ".join(
            [f"{title}.", subtitle, *(_line_text(t, line) for line in lines), *_annotations_text(t, noted)]
        ),
        panels=tuple(
            replace(line.panel, notes=tuple(note for note, places in noted if place in places))
            for place, line in enumerate(lines)
        ),
        legend=tuple((mark, words) for mark, words in _legend(t) if mark in marks) if len(marks) > 1 else (),
        language=t.code,
    )


def _line(t: Translator, history: ThemeLine, since: datetime | None) -> _DrawnLine:
    rounds = same_question(history.rounds)
    readings = tuple(reading for _, reading in rounds)
    first = max(0, len(rounds) - SHOWN, bisect_left([at for at, _ in rounds], since) if since else 0)
    cut = split_at_rebases(rounds, history.rebases)
    change = find_change(cut[-1], readings) if rounds else None
    points = tuple(
        Point(on=local_day(t, at), value=drawn_value(reading), mark=mark, hollow=has_few_replies(reading))
        for (at, reading), mark in zip(rounds[first:], _marks(cut, change)[first:], strict=True)
    )
    limits = tuple(held for stretch in cut if (held := _limits(stretch, first)) and held.end >= 0)
    large = change if change and change.is_large else None
    return _DrawnLine(Panel(history.title, points, limits), readings[first:], large)


def _marks(cut: Sequence[BaselineSegment], change: Change | None) -> list[Mark]:
    """Return the marks of the limits; without limits, those of the change that early rules found."""
    marks = [
        MARKS[label_direction(label) if stretch.firm else 0] for stretch in cut for label in stretch.labels
    ]
    if change and not change.firm:
        for position in cut[-1].counting[-change.run :]:
            marks[position] = MARKS[change.direction]
    return marks


def _limits(stretch: BaselineSegment, first: int) -> ControlLimits | None:
    """Return limits as positions among the rounds from `first` on, where the chart begins."""
    segment = stretch.segment if stretch.firm else None
    if segment is None or segment.lower is None or segment.upper is None:
        return None
    return ControlLimits(
        max(0, stretch.start - first), stretch.end - 1 - first, segment.mean, segment.lower, segment.upper
    )


def _noted(
    t: Translator,
    lines: Sequence[_DrawnLine],
    histories: Sequence[ThemeLine],
    notes: Sequence[tuple[date, str]],
) -> list[tuple[Annotation, Container[int]]]:
    """Return annotations, numbered by date, with the panels they are in: a note in every one, a rebase in
    that of its theme."""
    days = [point.on for line in lines for point in line.panel.points]
    events: list[tuple[date, str, Container[int]]] = [
        (on, shorten(words, NOTE_LENGTH, placeholder=" …"), range(len(lines))) for on, words in notes
    ]
    events += [
        (local_day(t, rebase.from_at), _rebased(t, history.title, rebase), [place])
        for place, history in enumerate(histories)
        for rebase in history.rebases
    ]
    within = sorted(
        (event for event in events if min(days) <= event[0] <= max(days)), key=lambda event: event[0]
    )
    return [
        (Annotation(str(n), on, f"{t.full_day(on)}: {words}"), places)
        for n, (on, words, places) in enumerate(within[-NOTED:], 1)
    ]


def _rebased(t: Translator, theme: str, rebase: Rebase) -> str:
    reason = shorten(rebase.reason, NOTE_LENGTH, placeholder=" …")
    words = t("{theme} is measured anew, because {reason}", theme=theme, reason=reason)
    return f"{words} ({rebase.author})" if rebase.author else words


def _title(t: Translator, lines: Sequence[_DrawnLine]) -> str:
    """Return what the newest round adds: changes beyond chance that are large enough to matter, or that there
    are none, or just its scores while there are too few rounds to tell."""
    newest = [(line.panel, line.readings[-1]) for line in lines if line.readings]
    changes = [
        change_headline(t, line.panel.title, line.change) for line in lines if line.change and line.readings
    ]
    firm = [panel for panel, reading in newest if _has_limits_now(panel) and is_counted(reading)]
    scores = [f"{panel.title} {words}" for panel, reading in newest if (words := score_text(t, reading))]
    if changes:
        return "; ".join([changes[0], *(_within_sentence(clause) for clause in changes[1:])])
    if firm:
        themes = _listed(t, [panel.title for panel in firm])
        steady = all(panel.points[-1].mark == "common" for panel in firm)
        return _capital(
            t.n("{themes} is steady", "{themes} are steady", len(firm), themes=themes)
            if steady
            else t.n("{themes} is about the same", "{themes} are about the same", len(firm), themes=themes)
        )
    if scores:
        return t("This time: {scores}", scores=_listed(t, scores))
    return t("Too few answers this time to show scores")


def _has_limits_now(panel: Panel) -> bool:
    """Return True if the newest round has limits: after a rebase there are none for a while."""
    return bool(panel.limits) and panel.limits[-1].end == len(panel.points) - 1


def _subtitle(t: Translator, lines: Sequence[_DrawnLine]) -> str:
    points = [point for line in lines for point in line.panel.points]
    days = [point.on for point in points]
    answers = {reading.scored for line in lines for reading in line.readings}
    least, most = min(answers), max(answers)
    sentences = [
        t(
            "Average score from 1 to 5, {start} to {end}; {answers} answers a round.",
            start=t.full_day(min(days)),
            end=t.full_day(max(days)),
            answers=most if least == most else t("{least} to {most}", least=least, most=most),
        )
    ]
    if any(line.panel.limits for line in lines):
        sentences.append(t("Dashed lines: where scores usually lie."))
    if any(point.hollow and point.value is not None for point in points):
        sentences.append(t("Hollow points: under half answered."))
    return " ".join(sentences)


def _legend(t: Translator) -> tuple[tuple[Mark, str], ...]:
    return (
        ("improving", t("Up, beyond chance")),
        ("concern", t("Down, beyond chance")),
        ("common", t("Usual ups and downs")),
    )


def _line_text(t: Translator, line: _DrawnLine) -> str:
    """Return a panel in words: every value in order, and each part that is drawn differently."""
    panel = line.panel
    if not panel.points:
        return t("{theme}: nothing to show yet.", theme=panel.title)
    scores = ", ".join(score_text(t, reading) or t("not shown") for reading in line.readings)
    sentences = [t("{theme}, oldest first: {scores}.", theme=panel.title, scores=scores)]
    for limits in panel.limits:
        low, high = t.number(max(limits.lower, 1)), t.number(min(limits.upper, 5))
        mean, start = t.number(limits.mean), t.full_day(panel.points[limits.start].on)
        if limits.lower == limits.upper:
            sentences.append(t("No variation yet: always {mean}.", mean=mean))
            continue
        sentences.append(
            t(
                "From {start} usually {low} to {high}, around {mean}.",
                start=start,
                low=low,
                high=high,
                mean=mean,
            )
            if limits.start
            else t("Usually {low} to {high}, around {mean}.", low=low, high=high, mean=mean)
        )
    if up := marked_days(t, panel, [point.mark == "improving" for point in panel.points]):
        sentences.append(t("Up, beyond chance: {when}.", when=up))
    if down := marked_days(t, panel, [point.mark == "concern" for point in panel.points]):
        sentences.append(t("Down, beyond chance: {when}.", when=down))
    if hollow := marked_days(t, panel, [point.hollow and point.value is not None for point in panel.points]):
        sentences.append(t("Under half answered: {when}.", when=hollow))
    return " ".join(sentences)


def _annotations_text(t: Translator, noted: Sequence[tuple[Annotation, Container[int]]]) -> list[str]:
    """Return the notes in words, after all panels: most belong to each of them."""
    words = "; ".join(note.words for note, _ in noted)
    return [t("Marked with a line: {notes}.", notes=words)] if words else []


def marked_days(t: Translator, panel: Panel, marks: Iterable[bool]) -> str:
    """Return the days of the points that are marked, with each run of them as one period."""
    periods = []
    for marked, run in groupby(zip(marks, panel.points, strict=True), key=lambda pair: pair[0]):
        if marked:
            points = [point for _, point in run]
            start, end = t.full_day(points[0].on), t.full_day(points[-1].on)
            periods.append(start if len(points) == 1 else t("{start} to {end}", start=start, end=end))
    return t.join(periods)


def local_day(t: Translator, at: datetime) -> date:
    return local_date(at, t.zone)


def _listed(t: Translator, titles: Sequence[str]) -> str:
    return t.join([_within_sentence(title) for title in titles])


def _within_sentence(title: str) -> str:
    """Return text that begins with the title of a theme, for use within a sentence."""
    return title[:1].lower() + title[1:]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
