"""The stretch of time that a chart's panels share, and its ticks. Pure.

Time is counted in days from `start`, a plain number: a moment would be read in the time zone of the machine.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.core.cards import Chart

SHORTEST = 84  # days: the first rounds stand at the left, with room for what is to come
MARGIN = 12  # units between an edge and the rounds
TICK_WIDTH = 56  # units for the longest name of a month
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months from one tick to the next


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """`first` and `last` are the days at the two edges of a panel, a little outside the rounds, so that no
    mark stands on an edge."""

    start: date
    first: float
    last: float

    def at(self, day: date) -> int:
        return (day - self.start).days


def time_axis(chart: Chart, width: float) -> TimeAxis:
    """From the first round of any panel to the last, and never under `SHORTEST`, in panels of this width."""
    days = [point.on for panel in chart.panels for point in panel.points] or [date(2000, 1, 1)]
    span = max((max(days) - min(days)).days, SHORTEST)
    margin = span * MARGIN / width
    return TimeAxis(min(days), -margin, span + margin)


def ticks(time: TimeAxis, width: float, language: str) -> dict[int, list[str]]:
    """Day and lines of label: the short names of as many months as fit into `width`, with the year beneath
    the first one of each year; where only every twelfth would fit, the years alone."""
    firsts = _firsts_of_months(time)
    step = next((step for step in STEPS if step * width >= TICK_WIDTH * len(firsts)), STEPS[-1])
    shown = [first for first in firsts if (first.year * 12 + first.month - 1) % step == 0]
    if step >= 12:
        return {time.at(first): [str(first.year)] for first in shown}
    earliest = {first.year: first for first in reversed(shown)}
    locale = "en_GB" if language == "en" else language
    return {
        time.at(first): [
            format_date(first, "LLL", locale=locale),
            str(first.year) if first == earliest[first.year] else "",
        ]
        for first in shown
    }


def _firsts_of_months(time: TimeAxis) -> list[date]:
    begin = time.start.year * 12 + time.start.month - 1
    months = range(begin, begin + 2 + int(time.last / 28))
    firsts = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [first for first in firsts if 0 <= time.at(first) <= time.last]
