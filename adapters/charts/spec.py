"""Describe a chart in Vega-Lite. Pure.

The scale of themes is always 1 to 5, as in the questions: two themes, two months or two partnerships then
compare honestly, and a small change looks small. That of an outcome fits its values. Sizes suit 720 units
across, and are still legible at 360 pixels on a telephone.
"""

from math import ceil

from adapters.charts.answer_bars import bar_layers
from adapters.charts.axes import TimeAxis, ticks, time_axis
from adapters.charts.layout import EDGE, LEFT, RIGHT, text_width, width_strut, wrap
from adapters.charts.legend import legend_layers, note_layers
from adapters.charts.marks import BODY, INK, LINE, PANEL_HEIGHT, PAPER, QUIET, Description, panel_layers
from adapters.charts.value_scale import ValueScale, outcome_label, value_scale, widest_numbers
from bot.core.cards import Chart, Panel

TITLE, HEADING = 26, 20  # font sizes
GRID = "#E4E9EC"
PADDING, ROOM = 10, 14  # units between the panel and the numbers beside it, and for them besides their width

TITLES: Description = {
    "anchor": "start",
    "frame": "group",
    "offset": 20,
    "color": INK,
    "fontSize": TITLE,
    "fontWeight": 600,
    "lineHeight": 32,
    "subtitleColor": QUIET,
    "subtitleFontSize": BODY,
    "subtitleFontWeight": 400,
    "subtitleLineHeight": 23,
    "subtitlePadding": 9,
}
AXES: Description = {
    "title": None,
    "domain": False,
    "gridColor": GRID,
    "labelColor": QUIET,
    "labelFontSize": BODY,
    "labelFontWeight": 400,
}
CONFIG: Description = {
    "aria": False,  # the picture has one description as a whole; a label on every point would bury it
    "font": "Inter, sans-serif",
    "view": {"stroke": None},
    "title": TITLES,
    "axis": AXES,
}


def vega_spec(chart: Chart, width: int = 720) -> Description:
    """Return the specification of a picture `width` units wide and as high as it needs. It holds no URL, so
    nothing is fetched."""
    left, right = _rooms(chart)
    inner = width - left - right - 2 * EDGE
    time = time_axis(chart, inner)
    lowest, strut = len(chart.panels) - 1, width_strut(inner, left, right)
    panels = [
        _panel(panel, time, inner, strut, chart.language, place, names_months=place == lowest)
        for place, panel in enumerate(chart.panels)
    ]
    title = wrap(chart.title, inner + RIGHT, TITLE)
    titles = {"text": title, "subtitle": wrap(chart.subtitle, inner + RIGHT, BODY)}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **({"title": titles} if any(titles.values()) else {}),
        "vconcat": [
            *panels,
            *note_layers(chart, inner),
            *bar_layers(chart, inner),
            *legend_layers(chart, inner),
        ]
        or [_blank(inner)],
        "spacing": 22,
        "padding": EDGE,
        "background": PAPER,
        "config": CONFIG,
    }


def _rooms(chart: Chart) -> tuple[int, int]:
    """Return the units at the left and at the right of the panels: those of outcomes may have longer
    numbers."""
    numbers = [widest_numbers(panel, chart.language) for panel in chart.panels]
    left = max((text_width(label, BODY) for labels, _ in numbers for label in labels), default=0)
    right = max((text_width(label, BODY) for _, labels in numbers for label in labels), default=0)
    return max(LEFT, ceil(left) + ROOM), max(RIGHT, ceil(right) + ROOM)


def _blank(inner: int) -> Description:
    """Return what stands below the title of a chart that has nothing else."""
    return {"width": inner, "height": 0, "layer": [width_strut(inner)]}


def _panel(
    panel: Panel,
    time: TimeAxis,
    inner: int,
    strut: Description,
    language: str,
    place: int,
    *,
    names_months: bool,
) -> Description:
    heading = wrap(panel.title, inner + RIGHT, HEADING)
    x_scale = {"domain": [time.first, time.last], "nice": False}
    x_axis = _month_axis(time, inner, language, names_months=names_months)
    scale = value_scale(panel)
    y_scale = {"domain": [scale.low, scale.high], "nice": False}
    y_axis = {
        "values": list(scale.ticks),
        "labelExpr": _tick_labels(panel, scale, language),
        "ticks": False,
        "labelPadding": PADDING,
    }
    return {
        "width": inner,
        "height": PANEL_HEIGHT,
        "title": {"text": heading, "fontSize": HEADING, "lineHeight": 25, "offset": 8},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": x_scale, "axis": x_axis},
            "y": {"field": "y", "type": "quantitative", "scale": y_scale, "axis": y_axis},
        },
        "layer": [strut, *panel_layers(panel, time, inner, language, place)],
    }


def _tick_labels(panel: Panel, scale: ValueScale, language: str) -> str:
    """Return the expression for the numbers beside the grid: every second point of the scale of scores, a gap
    without its sign, and those of an outcome in the reader's language."""
    if panel.sides:
        return "abs(datum.value)"
    if panel.unit is None:
        return "datum.value % 2 ? datum.value : ''"
    labels = [outcome_label(tick, language) for tick in scale.ticks]
    return f"{labels}[round(datum.index * {len(labels) - 1})]"


def _month_axis(time: TimeAxis, inner: int, language: str, *, names_months: bool) -> Description:
    """Return an axis with the names of months in it, since Vega itself knows only English ones. Only the
    lowest panel shows them; the grid carries them up."""
    labels = ticks(time, inner, language)
    names = ", ".join(f"'{day}': {lines}" for day, lines in labels.items())
    return {
        "values": list(labels),
        "labels": names_months,
        "labelExpr": f"{{{names}}}[datum.value]",
        "labelLineHeight": 21,
        "labelOverlap": False,
        "labelPadding": 6,
        "tickColor": LINE,
    }
