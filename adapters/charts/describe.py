"""A chart as a Vega-Lite description. Pure.

The scale is always 1 to 5, what people answered on: two themes, two months or two partnerships then compare
honestly, and a small wobble looks small. Sizes suit 720 units across, and are still legible at 360 pixels on
a telephone.
"""

from adapters.charts.layers import BODY, INK, LINE, POINT_HEIGHT, QUIET, Description, layers, look, marks
from adapters.charts.lettering import length, plain, wrapped
from adapters.charts.timeline import Timeline, ticks, timeline
from bot.talk.card import Chart, Panel

LEFT, RIGHT, EDGE = 26, 46, 20  # room for the scale, for the numbers at the right, and around it all
TITLE, HEADING = 26, 20  # sizes of letters
GRID = "#E4E9EC"
BESIDE = 22  # units from the label of a note to its words

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


def vega(chart: Chart, width: int = 720) -> Description:
    """A picture `width` units wide and as high as it needs. It holds no address: nothing need be fetched."""
    inner = width - LEFT - RIGHT - 2 * EDGE
    time = timeline(chart, inner)
    lowest = len(chart.panels) - 1
    panels = [
        _panel(panel, time, inner, chart.language, named=at == lowest)
        for at, panel in enumerate(chart.panels)
    ]
    title = wrapped(chart.title, inner + RIGHT, TITLE)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "subtitle": wrapped(chart.subtitle, inner + RIGHT, BODY)},
        "vconcat": [*panels, *_notes(chart, inner), _legend(chart, inner)],
        "spacing": 22,
        "padding": EDGE,
        "background": "white",
        "config": LOOK,
    }


def _panel(panel: Panel, time: Timeline, inner: int, language: str, *, named: bool) -> Description:
    heading = wrapped(panel.title, inner + RIGHT, HEADING)
    across = {"domain": [time.first, time.last], "nice": False}
    upward = {"domain": [1, 5], "nice": False}
    months = _months(time, inner, language, named=named)
    odd = "datum.value % 2 ? datum.value : ''"
    scale = {"values": [1, 2, 3, 4, 5], "labelExpr": odd, "ticks": False, "labelPadding": 10}
    return {
        "width": inner,
        "height": 4 * POINT_HEIGHT,
        "title": {"text": heading, "fontSize": HEADING, "lineHeight": 25, "offset": 8},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": across, "axis": months},
            "y": {"field": "y", "type": "quantitative", "scale": upward, "axis": scale},
        },
        "layer": [_strut(inner), *layers(panel, time, inner, language)],
    }


def _months(time: Timeline, inner: int, language: str, *, named: bool) -> Description:
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


def _strut(inner: int) -> Description:
    """Keeps the room at both sides, so that every picture is equally wide whatever its numbers."""
    across = {"x": {"value": -LEFT}, "x2": {"value": inner + RIGHT}}
    flat = {"y": {"value": 0}, "y2": {"value": 0}}
    return {"data": {"values": [{}]}, "mark": {"type": "rect", "opacity": 0}, "encoding": {**across, **flat}}


def _notes(chart: Chart, inner: int) -> list[Description]:
    """What happened at each dotted line, under its label."""
    rows, y = [], 0
    for note in chart.notes:
        for nth, words in enumerate(wrapped(note.words, inner + RIGHT - BESIDE, BODY)):
            rows.append({"beside": BESIDE, "y": y, "words": words, "label": "" if nth else note.label})
            y += 23
    place = {"type": "quantitative", "scale": None, "axis": None}
    text = {"type": "text", "align": "left", "baseline": "top", "fontSize": BODY, "color": INK}
    layers_: list[Description] = [
        {"mark": {**text, "fontWeight": 600}, "encoding": {"x": {"value": 0}, "text": {"field": "label"}}},
        {"mark": text, "encoding": {"x": {"field": "beside", **place}, "text": {"field": "words"}}},
    ]
    drawn = {
        "width": inner,
        "height": y,
        "data": {"values": rows},
        "encoding": {"y": {"field": "y", **place}},
        "layer": [_strut(inner), *layers_],
    }
    return [drawn] if rows else []


def _legend(chart: Chart, inner: int) -> Description:
    """What the marks that occur mean, in as many rows as that needs."""
    there = {point.mark for panel in chart.panels for point in panel.points if point.value is not None}
    rows: list[Description] = []
    x, y = 0.0, 6
    for mark, words in chart.legend:
        if mark in there:
            end = x + 22 + length(plain(words), BODY)
            if x and end > inner + RIGHT:
                x, y, end = 0.0, y + 28, end - x
            rows.append({"x": x + 8, "beside": x + 22, "y": y, "words": plain(words), **look(mark)})
            x = end + 22
    place = {"type": "quantitative", "scale": None, "axis": None}
    drawn = marks(rows)
    drawn["encoding"]["x"] = {"field": "x", **place}
    text = {"type": "text", "align": "left", "dy": 1, "fontSize": BODY, "color": INK}
    beside = {"x": {"field": "beside", **place}, "text": {"field": "words"}}
    return {
        "width": inner,
        "height": y + 6 if rows else 0,
        "encoding": {"y": {"field": "y", **place}},
        "layer": [_strut(inner), drawn, {"data": {"values": rows}, "mark": text, "encoding": beside}],
    }
