"""Choose the talking point that a partnership is offered for a signal. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.analysis.signals import Signal, SignalKind
from bot.questions.talking_points import TalkingPoint

RESTED_AFTER = timedelta(days=365)  # none is offered again sooner

PACK_PATTERNS = {
    "service-users": "service users",
    "whole-system": "whole system",
    "keeping-going": "keeping going",
}  # by theme, if its score is low


def pattern_of(signal: Signal) -> str:
    """Return the pattern of talking points for a signal; empty if there is none."""
    match signal.kind:
        case SignalKind.DOWN | SignalKind.UNEVEN:
            return f"{signal.theme} down"
        case SignalKind.UP | SignalKind.SPLIT:
            return f"{signal.theme} {signal.kind}"
        case SignalKind.FEW:
            return "few replies"
        case _:
            return ""


def choose_talking_point(
    points: Sequence[TalkingPoint], pattern: str, used: Sequence[tuple[date, str]], today: date
) -> TalkingPoint | None:
    """Return a talking point that was never used, in the order written, or else the one used longest ago.
    None if all were used within a year. `used` are days and ids of this partnership, in any order."""
    last = {id: day for day, id in sorted(used)}
    rested = [
        point
        for point in points
        if point.pattern == pattern and today - last.get(point.id, date.min) >= RESTED_AFTER
    ]
    return min(rested, key=lambda point: last.get(point.id, date.min), default=None)


def choose_for_pack(points: Sequence[TalkingPoint], theme: str, lows: Sequence[date]) -> TalkingPoint | None:
    """Return a talking point for a pack's theme with a low score on the last day of `lows`; the other days
    are earlier ones with a low score, oldest first. Such talking points are not stored: which were used
    follows from the days."""
    used: list[tuple[date, str]] = []
    point = None
    for day in lows:
        if point := choose_talking_point(points, PACK_PATTERNS.get(theme, ""), used, day):
            used.append((day, point.id))
    return point
