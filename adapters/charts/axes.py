"""Compute the time axis that a chart's panels share, and its ticks. Pure.

Time is counted in days from `start`, a plain number: a moment would be read in the time zone of the machine.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.core.cards import Chart

MIN_SPAN = 84  # days: the first rounds stand at the left, with room for later ones
MARGIN = 12  # units between an edge and the rounds
TICK_WIDTH = 56  # units for the longest name of a month
MONTHS_PER_TICK = (1, 2, 3, 6, 12, 24, 60, 120)


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
    """Return the axis from the first round of any panel to the last, at least `MIN_SPAN` long. `width` is
    that of a panel."""
    days = [point.on for panel in chart.panels for point in panel.points] or [date(2000, 1, 1)]
    span = max((max(days) - min(days)).days, MIN_SPAN)
    margin = span * MARGIN / width
    return TimeAxis(min(days), -margin, span + margin)


def ticks(time: TimeAxis, width: float, language: str) -> dict[int, list[str]]:
    """Return the lines of each tick's label by day: the short names of as many months as fit into `width`,
    with the year below the first one of each year, or only the years if no more would fit."""
    firsts = _firsts_of_months(time)
    fitting = (step for step in MONTHS_PER_TICK if step * width >= TICK_WIDTH * len(firsts))
    step = next(fitting, MONTHS_PER_TICK[-1])
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
    first_month = time.start.year * 12 + time.start.month - 1
    months = range(first_month, first_month + 2 + int(time.last / 28))
    firsts = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [first for first in firsts if 0 <= time.at(first) <= time.last]
