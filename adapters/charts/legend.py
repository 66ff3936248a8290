"""What stands beneath the panels: what happened at each dotted line, what marks and colours mean. Pure."""

from collections.abc import Iterator

from adapters.charts.answer_bars import ANSWERS
from adapters.charts.layout import RIGHT, text_width, width_strut, wrap
from adapters.charts.marks import BODY, INK, Description, as_placed, mark_style, marks
from bot.core.cards import Chart
from bot.core.sanitise import one_line

BESIDE = 22  # units from a label or a mark to its words
ROW = 28  # units from one row of the legend to the next


def note_layers(chart: Chart, inner: int) -> list[Description]:
    """What happened at each dotted line, under its label."""
    rows, y = [], 0
    for note in chart.notes:
        for nth, words in enumerate(wrap(note.words, inner + RIGHT - BESIDE, BODY)):
            rows.append({"beside": BESIDE, "y": y, "words": words, "label": "" if nth else note.label})
            y += 23
    text = {"type": "text", "align": "left", "baseline": "top", "fontSize": BODY, "color": INK}
    layers_: list[Description] = [
        {"mark": {**text, "fontWeight": 600}, "encoding": {"x": {"value": 0}, "text": {"field": "label"}}},
        {"mark": text, "encoding": {"x": as_placed("beside"), "text": {"field": "words"}}},
    ]
    drawn = {
        "width": inner,
        "height": y,
        "data": {"values": rows},
        "encoding": {"y": as_placed("y")},
        "layer": [width_strut(inner), *layers_],
    }
    return [drawn] if rows else []


def legend_layers(chart: Chart, inner: int) -> list[Description]:
    """What the marks that occur mean, and the colours of bars, in as many rows as that needs."""
    rows: list[Description] = []
    x, y = 0.0, 6
    for shown, words in _entries(chart):
        end = x + BESIDE + text_width(words, BODY)
        if x and end > inner + RIGHT:
            x, y, end = 0.0, y + ROW, end - x
        rows.append({"x": x + 8, "beside": x + BESIDE, "y": y, "words": words, **shown})
        x = end + 22
    drawn = marks(rows)
    drawn["encoding"]["x"] = as_placed("x")
    text = {"type": "text", "align": "left", "dy": 1, "fontSize": BODY, "color": INK}
    beside = {"x": as_placed("beside"), "text": {"field": "words"}}
    described = {
        "width": inner,
        "height": y + 6,
        "encoding": {"y": as_placed("y")},
        "layer": [width_strut(inner), drawn, {"data": {"values": rows}, "mark": text, "encoding": beside}],
    }
    return [described] if rows else []


def _entries(chart: Chart) -> Iterator[tuple[Description, str]]:
    there = {point.mark for panel in chart.panels for point in panel.points if point.value is not None}
    yield from ((mark_style(mark), one_line(words)) for mark, words in chart.legend if mark in there)
    for colour, words in zip(ANSWERS, chart.scale, strict=False):
        yield {"shape": "square", "stroke": colour, "fill": colour, "size": 200}, one_line(words)
