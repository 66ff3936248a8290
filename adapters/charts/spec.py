"""A chart as a Vega-Lite description. Pure.

The scale is always 1 to 5, what people answered on: two themes, two months or two partnerships then compare
honestly, and a small wobble looks small. Sizes suit 720 units across, and are still legible at 360 pixels on
a telephone.
"""

from adapters.charts.answer_bars import bar_layers
from adapters.charts.axes import TimeAxis, ticks, time_axis
from adapters.charts.layout import EDGE, LEFT, RIGHT, width_strut, wrap
from adapters.charts.legend import legend_layers, note_layers
from adapters.charts.marks import BODY, INK, LINE, POINT_HEIGHT, QUIET, Description, panel_layers, reach
from bot.core.cards import Chart, Panel

TITLE, HEADING = 26, 20  # sizes of letters
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
LOOK: Description = {
    "aria": False,  # the picture has one description as a whole; a label on every point would bury it
    "font": "Inter, sans-serif",
    "view": {"stroke": None},
    "title": TITLES,
    "axis": AXES,
}


def vega_spec(chart: Chart, width: int = 720) -> Description:
    """A picture `width` units wide and as high as it needs. It holds no address: nothing need be fetched."""
    inner = width - LEFT - RIGHT - 2 * EDGE
    time = time_axis(chart, inner)
    lowest = len(chart.panels) - 1
    panels = [
        _panel(panel, time, inner, chart.language, named=at == lowest)
        for at, panel in enumerate(chart.panels)
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
        "config": LOOK,
    }


def _blank(inner: int) -> Description:
    """For a chart that is nothing but its title."""
    return {"width": inner, "height": 0, "layer": [width_strut(inner)]}


def _panel(panel: Panel, time: TimeAxis, inner: int, language: str, *, named: bool) -> Description:
    heading = wrap(panel.title, inner + RIGHT, HEADING)
    across = {"domain": [time.first, time.last], "nice": False}
    months = _months(time, inner, language, named=named)
    far = reach(panel)
    values = [*range(-far, far + 1, far // 2)] if panel.sides else [1, 2, 3, 4, 5]
    upward = {"domain": [values[0], values[-1]], "nice": False}
    words = "abs(datum.value)" if panel.sides else "datum.value % 2 ? datum.value : ''"
    scale = {"values": values, "labelExpr": words, "ticks": False, "labelPadding": 10}
    return {
        "width": inner,
        "height": 4 * POINT_HEIGHT,
        "title": {"text": heading, "fontSize": HEADING, "lineHeight": 25, "offset": 8},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": across, "axis": months},
            "y": {"field": "y", "type": "quantitative", "scale": upward, "axis": scale},
        },
        "layer": [width_strut(inner), *panel_layers(panel, time, inner, language)],
    }


def _months(time: TimeAxis, inner: int, language: str, *, named: bool) -> Description:
    """The names come with the description: of its own Vega knows only English. Only the lowest panel says
    them; the grid carries them up."""
    labels = ticks(time, inner, language)
    names = ", ".join(f"'{day}': {lines}" for day, lines in labels.items())
    return {
        "values": list(labels),
        "labels": named,
        "labelExpr": f"{{{names}}}[datum.value]",
        "labelLineHeight": 21,
        "labelOverlap": False,
        "labelPadding": 6,
        "tickColor": LINE,
    }
