"""The chart of the trend of the core themes, with its title and description. Pure.

All three come from the same trends, whose scores are rounded and banded as they were published.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from textwrap import shorten

from bot.analysis.published import PublishedNote, PublishedRebase, TrendLine, TrendPoint
from bot.core.cards import Annotation, Chart, Mark, Panel, Point
from bot.core.i18n import Translator
from bot.core.timezones import local_date
from bot.reports.action_text import published_name
from bot.reports.result_text import within_sentence

NOTED = 6  # notes, the newest; with more, the words below would outgrow the chart
NOTE_LENGTH = 60  # characters; the list of notes has them in full


@dataclass(frozen=True, slots=True)
class TrendEvents:
    """The notes and rebases of the time of a trend, and the names that their tokens stand for."""

    notes: Sequence[PublishedNote] = ()
    rebases: Sequence[PublishedRebase] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _DrawnLine:
    """A trend and its panel."""

    line: TrendLine
    panel: Panel


def trend_chart(
    t: Translator,
    name: str,
    titled_lines: Sequence[tuple[str, TrendLine]],
    events: TrendEvents = TrendEvents(),
) -> Chart | None:
    """Return the chart of these trends, each with the title of its theme, with days in the reader's time
    zone; None if no round has anything to show. Notes and rebases are drawn if they are within it."""
    lines = [_DrawnLine(line, _panel(t, title, line)) for title, line in titled_lines]
    points = [point for line in lines for point in line.panel.points]
    if all(point.value is None for point in points):
        return None
    noted = _noted(t, lines, events)
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
        legend=tuple((mark, words) for mark, words in _legend(t) if mark in marks and marks - {"common"}),
        language=t.code,
    )


def _panel(t: Translator, title: str, line: TrendLine) -> Panel:
    return Panel(title, tuple(chart_point(t, at) for at in line.points), line.limits)


def chart_point(t: Translator, at: TrendPoint) -> Point:
    """Return the point of a round, on its day in the reader's time zone."""
    return Point(
        on=local_day(t, at.closed_at),
        value=at.value,
        mark=at.mark,
        hollow=at.hollow,
        band=at.band,
        low=at.low,
        high=at.high,
        scored=at.scored,
        invited=at.invited,
    )


def _noted(
    t: Translator, lines: Sequence[_DrawnLine], events: TrendEvents
) -> list[tuple[Annotation, Container[int]]]:
    """Return annotations, numbered by date, with the panels they are in: a note in every one, a rebase in
    that of its theme."""
    days = [point.on for line in lines for point in line.panel.points]
    dated: list[tuple[date, str, Container[int]]] = [
        (note.on, _note_text(t, note, events.names), range(len(lines))) for note in events.notes
    ]
    dated += [
        (local_day(t, rebase.from_at), _rebase_text(t, line.panel.title, rebase, events.names), [place])
        for place, line in enumerate(lines)
        for rebase in events.rebases
        if rebase.theme == line.line.theme
    ]
    within = sorted(
        (event for event in dated if min(days) <= event[0] <= max(days)), key=lambda event: event[0]
    )
    return [
        (Annotation(str(n), on, f"{t.full_day(on)}: {words}"), places)
        for n, (on, words, places) in enumerate(within[-NOTED:], 1)
    ]


def _note_text(t: Translator, note: PublishedNote, names: Mapping[str, str]) -> str:
    if note.removed_at is None:
        return shorten(note.words, NOTE_LENGTH, placeholder=" …")
    return t(
        "note removed by {name} on {day}",
        name=published_name(t, note.removed_by, names),
        day=t.full_day(note.removed_at),
    )


def _rebase_text(t: Translator, theme: str, rebase: PublishedRebase, names: Mapping[str, str]) -> str:
    reason = shorten(rebase.reason, NOTE_LENGTH, placeholder=" …")
    words = t("new baseline for {theme}, because {reason}", theme=within_sentence(theme), reason=reason)
    by = (published_name(t, rebase.author, names), t.full_day(rebase.said_at) if rebase.said_at else "")
    return f"{words} ({', '.join(filter(None, by))})" if any(by) else words


def score_text(t: Translator, point: TrendPoint | Point) -> str:
    """Return a score, or its bound if it lies in a band; empty if it is not shown."""
    if point.value is None:
        return ""
    score = t.number(point.value)
    texts = {"low": t("{score} or less", score=score), "high": t("{score} or more", score=score)}
    return texts.get(point.band, score)


def _title(t: Translator, lines: Sequence[_DrawnLine]) -> str:
    """Return what is shown, not what stands out: that is said in words beside the chart, once."""
    themes = [within_sentence(drawn.panel.title) for drawn in lines if drawn.line.points]
    return _capital(t("{themes} over time", themes=t.join(themes)))


def _subtitle(t: Translator, lines: Sequence[_DrawnLine]) -> str:
    points = [point for line in lines for point in line.panel.points]
    days = [point.on for point in points]
    answers = {point.scored for drawn in lines for point in drawn.line.points}
    least, most = min(answers), max(answers)
    sentences = [
        t(
            "Average score from 1 to 5, {start} to {end}. {answers} scores a round.",
            start=t.full_day(min(days)),
            end=t.full_day(max(days)),
            answers=most if least == most else t("{least} to {most}", least=least, most=most),
        )
    ]
    if any(line.panel.limits for line in lines):
        sentences.append(t("Dashed lines: where scores usually are."))
    if any(point.hollow and point.value is not None for point in points):
        sentences.append(t("Hollow points: under half gave a score."))
    if banded := [within_sentence(drawn.panel.title) for drawn in lines if drawn.line.is_banded]:
        sentences.append(
            t(
                "No dashed lines for {themes}: too many scores are near an end of the scale.",
                themes=t.join(banded),
            )
        )
    return " ".join(sentences)


def _legend(t: Translator) -> tuple[tuple[Mark, str], ...]:
    return (
        ("improving", t("Up, beyond chance")),
        ("concern", t("Down, beyond chance")),
        ("common", t("Usual ups and downs")),
    )


def _line_text(t: Translator, drawn: _DrawnLine) -> str:
    """Return a panel in words: every value in order, and each part that is drawn differently."""
    panel = drawn.panel
    if not panel.points:
        return t("{theme}: nothing to show yet.", theme=panel.title)
    scores = ", ".join(score_text(t, point) or t("not shown") for point in drawn.line.points)
    sentences = [t("{theme}, oldest first: {scores}.", theme=panel.title, scores=scores)]
    for limits in panel.limits:
        low, high = t.number(max(limits.lower, 1)), t.number(min(limits.upper, 5))
        mean, start = t.number(limits.mean), t.full_day(panel.points[limits.start].on)
        held = panel.points[limits.start : limits.end + 1]
        if len({point.value for point in held if point.value is not None}) == 1:
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
        sentences.append(t("Under half gave a score: {when}.", when=hollow))
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


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
