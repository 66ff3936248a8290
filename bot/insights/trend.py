"""The trend of the core themes as a chart: what it draws and what it says. Pure.

Picture, title and words are made from the same stored readings, rounded and banded as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.insights.control import side, xmr
from bot.insights.words import few, score
from bot.model import Reading
from bot.talk.card import Chart, Limits, Mark, Panel, Point
from bot.talk.tongue import Tongue

SHOWN = 40  # rounds; limits come from all of them
FROZEN = 20  # counted rounds, after which limits stay as they are
MARKS: dict[int, Mark] = {1: "improving", 0: "common", -1: "concern"}
BANDS = {"low": 1.5, "high": 4.5}


@dataclass(frozen=True, slots=True)
class History:
    """The anchor of one core theme in the closed scheduled rounds: when each closed, and its reading, oldest
    first."""

    title: str
    rounds: tuple[tuple[datetime, Reading], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A panel, with the reading behind each of its points."""

    panel: Panel
    readings: tuple[Reading, ...]


def trend(t: Tongue, round_: str, histories: Sequence[History]) -> Chart | None:
    """The chart as of the round with this id, in which days are those of the listener's zone. None where no
    round has anything to show."""
    lines = [_line(t, history) for history in histories]
    points = [point for line in lines for point in line.panel.points]
    if all(point.value is None for point in points):
        return None
    title, subtitle = _title(t, lines), _subtitle(t, lines)
    marks = {point.mark for point in points if point.value is not None}
    return Chart(
        of=f"trend:{round_}",
        title=title,
        subtitle=subtitle,
        alt=" ".join([f"{title}.", subtitle, *(_said(t, line) for line in lines)]),
        panels=tuple(line.panel for line in lines),
        legend=tuple((mark, words) for mark, words in _legend(t) if mark in marks) if len(marks) > 1 else (),
        language=t.code,
    )


def value(reading: Reading) -> float | None:
    """Where a reading is drawn: its mean, or the bound that a banded one keeps to."""
    return BANDS[reading.band] if reading.band else reading.mean


def counted(reading: Reading) -> bool:
    """Whether a reading enters baselines and rules."""
    return value(reading) is not None and not few(reading)


def _line(t: Tongue, history: History) -> _Line:
    # A reworded question is another question: its line starts anew.
    newest = history.rounds[-1][1].question if history.rounds else ""
    rounds = [(at, reading) for at, reading in history.rounds if reading.question == newest]
    process = xmr([value(reading) if counted(reading) else None for _, reading in rounds], fix_after=FROZEN)
    first, last = max(0, len(rounds) - SHOWN), len(rounds) - 1
    limits = tuple(
        Limits(0, last - first, segment.mean, segment.lower, segment.upper)
        for segment in process.segments
        if not segment.trial and segment.lower is not None and segment.upper is not None
    )
    points = tuple(
        Point(
            on=at.astimezone(ZoneInfo(t.zone)).date(),
            value=value(reading),
            mark=MARKS[side(label)] if limits else "common",
            hollow=few(reading),
        )
        for (at, reading), label in zip(rounds[first:], process.labels[first:], strict=True)
    )
    readings = tuple(reading for _, reading in rounds[first:])
    return _Line(Panel(history.title, points, limits), readings)


def _title(t: Tongue, lines: Sequence[_Line]) -> str:
    """What the newest round adds: what stands out beyond chance, or that nothing does, or just its scores
    while there are too few rounds to tell."""
    newest = [(line.panel, line.readings[-1]) for line in lines if line.readings]
    firm = [panel for panel, reading in newest if panel.limits and counted(reading)]
    up, down, steady = (
        [panel.title for panel in firm if panel.points[-1].mark == mark]
        for mark in ("improving", "concern", "common")
    )
    clauses = []
    if up:
        clauses.append(t.n("{themes} has gone up", "{themes} have gone up", len(up), themes=_listed(t, up)))
    if down:
        clauses.append(
            t.n("{themes} has gone down", "{themes} have gone down", len(down), themes=_listed(t, down))
        )
    if steady and not clauses:
        clauses.append(
            t.n("{themes} is steady", "{themes} are steady", len(steady), themes=_listed(t, steady))
        )
    if not clauses:
        scores = [f"{panel.title} {words}" for panel, reading in newest if (words := score(t, reading))]
        clauses.append(
            t("This time: {scores}", scores=_listed(t, scores))
            if scores
            else t("Too few answers this time to show scores")
        )
    return _capital("; ".join(clauses))


def _subtitle(t: Tongue, lines: Sequence[_Line]) -> str:
    points = [point for line in lines for point in line.panel.points]
    days = [point.on for point in points]
    answers = [reading.scored for line in lines for reading in line.readings]
    said = [
        t(
            "Average score from 1 to 5, {start} to {end}; {least} to {most} answers a round.",
            start=t.full_day(min(days)), end=t.full_day(max(days)), least=min(answers), most=max(answers),
        )
    ]  # fmt: skip
    if any(line.panel.limits for line in lines):
        said.append(t("Dashed lines: where scores usually lie."))
    if any(point.hollow and point.value is not None for point in points):
        said.append(t("Hollow points: under half answered."))
    return " ".join(said)


def _legend(t: Tongue) -> tuple[tuple[Mark, str], ...]:
    return (
        ("improving", t("Up, beyond chance")),
        ("concern", t("Down, beyond chance")),
        ("common", t("Usual ups and downs")),
    )


def _said(t: Tongue, line: _Line) -> str:
    """A panel in words: every value in order, and each stretch that is drawn differently."""
    panel = line.panel
    if not panel.points:
        return t("{theme}: nothing to show yet.", theme=panel.title)
    scores = ", ".join(score(t, reading) or t("not shown") for reading in line.readings)
    said = [t("{theme}, oldest first: {scores}.", theme=panel.title, scores=scores)]
    for limits in panel.limits:
        low, high = t.number(max(limits.lower, 1)), t.number(min(limits.upper, 5))
        said.append(
            t("Usually {low} to {high}, around {mean}.", low=low, high=high, mean=t.number(limits.mean))
        )
    if up := _stretches(t, panel, [point.mark == "improving" for point in panel.points]):
        said.append(t("Up, beyond chance: {when}.", when=up))
    if down := _stretches(t, panel, [point.mark == "concern" for point in panel.points]):
        said.append(t("Down, beyond chance: {when}.", when=down))
    if hollow := _stretches(t, panel, [point.hollow and point.value is not None for point in panel.points]):
        said.append(t("Under half answered: {when}.", when=hollow))
    return " ".join(said)


def _stretches(t: Tongue, panel: Panel, which: Iterable[bool]) -> str:
    """The days of the points that are marked, each run of them as one stretch."""
    said = []
    for marked, run in groupby(zip(which, panel.points, strict=True), key=lambda pair: pair[0]):
        days = [t.full_day(point.on) for _, point in run]
        if marked:
            said.append(days[0] if len(days) == 1 else t("{start} to {end}", start=days[0], end=days[-1]))
    return t.listed(said)


def _listed(t: Tongue, titles: Sequence[str]) -> str:
    """Titles of themes within a sentence."""
    return t.listed([title[:1].lower() + title[1:] for title in titles])


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
