"""The trend of a core theme, and of the gap on power, as a chart draws them. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.analysis.bands import shown_band, shown_range
from bot.analysis.baseline import (
    BaselineSegment,
    ThemeHistory,
    drawn_value,
    has_few_replies,
    same_question,
    split_at_rebases,
)
from bot.analysis.published import SHOWN, TrendLine, TrendPoint
from bot.core.cards import ControlLimits, Mark
from bot.core.followups import Rebase
from bot.core.models import QuestionResult

MARKS: dict[int, Mark] = {1: "improving", 0: "common", -1: "concern"}


def trend_line(theme: str, history: ThemeHistory, rebases: Sequence[Rebase] = ()) -> TrendLine:
    """Return the trend of a theme: the newest `SHOWN` rounds that asked the same question, with limits and
    marks that come from all rounds. Rebases are those of the theme."""
    rounds = same_question(history)
    if not rounds:
        return TrendLine(theme, ())
    segments = split_at_rebases(rounds, rebases)
    marks = [MARKS[direction] for segment in segments for direction in segment.marks]
    points = tuple(_trend_point(at, reading, mark) for (at, reading), mark in zip(rounds, marks, strict=True))
    limits = tuple(limits for segment in segments if (limits := _limits(segment)))
    line = TrendLine(theme, points, limits, segments[-1].is_banded)
    return _from_position(line, max(0, len(points) - SHOWN))


def since(line: TrendLine, moment: datetime) -> TrendLine:
    """Return the trend from the first round that closed at a moment or later."""
    return _from_position(line, sum(point.closed_at < moment for point in line.points))


def gap_points(history: ThemeHistory) -> tuple[TrendPoint, ...]:
    """Return the gaps on power of the newest `SHOWN` rounds; none if no round holds one."""
    rounds = same_question(history)[-SHOWN:]
    if all(reading.gap is None for _, reading in rounds):
        return ()
    return tuple(
        TrendPoint(
            at,
            reading.gap,
            reading.scored,
            mark="uneven" if reading.uneven and reading.gap else "common",
            hollow=has_few_replies(reading),
            invited=reading.invited,
        )
        for at, reading in rounds
    )


def _trend_point(at: datetime, reading: QuestionResult, mark: Mark) -> TrendPoint:
    low, high = shown_range(reading)
    return TrendPoint(
        closed_at=at,
        value=drawn_value(reading),
        scored=reading.scored,
        band=shown_band(reading),
        mark=mark,
        hollow=has_few_replies(reading),
        low=low,
        high=high,
        invited=reading.invited,
    )


def _from_position(line: TrendLine, first: int) -> TrendLine:
    limits = tuple(
        replace(limits, start=max(0, limits.start - first), end=limits.end - first)
        for limits in line.limits
        if limits.end >= first
    )
    return replace(line, points=line.points[first:], limits=limits)


def _limits(segment: BaselineSegment) -> ControlLimits | None:
    if (held := segment.limits) is None:
        return None
    return ControlLimits(segment.start, segment.end - 1, held.mean, held.lower, held.upper)
