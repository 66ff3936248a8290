"""Describe a chart in Vega-Lite. Pure.

The scale is always 1 to 5, as in the questions: two themes, two months or two partnerships then compare
honestly, and a small change looks small. Sizes suit 720 units across, and are still legible at 360 pixels on
a telephone.
"""

from adapters.charts.answer_bars import bar_layers
from adapters.charts.axes import TimeAxis, ticks, time_axis
from adapters.charts.layout import EDGE, LEFT, RIGHT, width_strut, wrap
from adapters.charts.legend import legend_layers, note_layers
from adapters.charts.marks import BODY, INK, LINE, POINT_HEIGHT, QUIET, Description, panel_layers, scale_reach
from bot.core.cards import Chart, Panel

TITLE, HEADING = 26, 20  # font sizes
GRID = "#E4E9EC"

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
    inner = width - LEFT - RIGHT - 2 * EDGE
    time = time_axis(chart, inner)
    lowest = len(chart.panels) - 1
    panels = [
        _panel(panel, time, inner, chart.language, names_months=position == lowest)
        for position, panel in enumerate(chart.panels)
    ]
    title = wrap(chart.title, inner + RIGHT, TITLE)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "subtitle": wrap(chart.subtitle, inner + RIGHT, BODY)},
        "vconcat": [
            *panels,
            *note_layers(chart, inner),
            *bar_layers(chart, inner),
            *legend_layers(chart, inner),
        ]
        or [_blank(inner)],
        "spacing": 22,
        "padding": EDGE,
        "background": "white",
        "config": CONFIG,
    }


def _blank(inner: int) -> Description:
    """Return what stands below the title of a chart that has nothing else."""
    return {"width": inner, "height": 0, "layer": [width_strut(inner)]}


def _panel(panel: Panel, time: TimeAxis, inner: int, language: str, *, names_months: bool) -> Description:
    heading = wrap(panel.title, inner + RIGHT, HEADING)
    x_scale = {"domain": [time.first, time.last], "nice": False}
    x_axis = _month_axis(time, inner, language, names_months=names_months)
    furthest = scale_reach(panel)
    values = [*range(-furthest, furthest + 1, furthest // 2)] if panel.sides else [1, 2, 3, 4, 5]
    y_scale = {"domain": [values[0], values[-1]], "nice": False}
    label = "abs(datum.value)" if panel.sides else "datum.value % 2 ? datum.value : ''"
    y_axis = {"values": values, "labelExpr": label, "ticks": False, "labelPadding": 10}
    return {
        "width": inner,
        "height": 4 * POINT_HEIGHT,
        "title": {"text": heading, "fontSize": HEADING, "lineHeight": 25, "offset": 8},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": x_scale, "axis": x_axis},
            "y": {"field": "y", "type": "quantitative", "scale": y_scale, "axis": y_axis},
        },
        "layer": [width_strut(inner), *panel_layers(panel, time, inner, language)],
    }


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
