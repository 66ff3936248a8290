"""Describe what stands below the panels: the notes, and the legend of marks and colours. Pure."""

from collections.abc import Iterator

from adapters.charts.answer_bars import PIECE_COLOURS
from adapters.charts.layout import RIGHT, text_width, width_strut, wrap
from adapters.charts.marks import BODY, INK, Description, as_placed, mark_style, marks
from bot.core.cards import Chart
from bot.core.sanitise import one_line

INDENT = 22  # units from a label or a mark to its words
NOTE_LINE, LEGEND_ROW = 23, 28  # units from one line of notes, or row of the legend, to the next


def note_layers(chart: Chart, inner: int) -> list[Description]:
    """Return the words of each note, beside the label of its dotted line."""
    rows, y = [], 0
    for note in chart.notes:
        for number, words in enumerate(wrap(note.words, inner + RIGHT - INDENT, BODY)):
            rows.append({"words_x": INDENT, "y": y, "words": words, "label": "" if number else note.label})
            y += NOTE_LINE
    text = {"type": "text", "align": "left", "baseline": "top", "fontSize": BODY, "color": INK}
    layers: list[Description] = [
        {"mark": {**text, "fontWeight": 600}, "encoding": {"x": {"value": 0}, "text": {"field": "label"}}},
        {"mark": text, "encoding": {"x": as_placed("words_x"), "text": {"field": "words"}}},
    ]
    notes = {
        "width": inner,
        "height": y,
        "data": {"values": rows},
        "encoding": {"y": as_placed("y")},
        "layer": [width_strut(inner), *layers],
    }
    return [notes] if rows else []


def legend_layers(chart: Chart, inner: int) -> list[Description]:
    """Return the meaning of the marks that occur and of the colours of bars, in as many rows as needed."""
    rows: list[Description] = []
    x, y = 0.0, 6
    for style, words in _entries(chart):
        end = x + INDENT + text_width(words, BODY)
        if x and end > inner + RIGHT:
            x, y, end = 0.0, y + LEGEND_ROW, end - x
        rows.append({"x": x + 8, "words_x": x + INDENT, "y": y, "words": words, **style})
        x = end + 22
    mark_layer = marks(rows)
    mark_layer["encoding"]["x"] = as_placed("x")
    text = {"type": "text", "align": "left", "dy": 1, "fontSize": BODY, "color": INK}
    encoding = {"x": as_placed("words_x"), "text": {"field": "words"}}
    text_layer = {"data": {"values": rows}, "mark": text, "encoding": encoding}
    legend = {
        "width": inner,
        "height": y + 6,
        "encoding": {"y": as_placed("y")},
        "layer": [width_strut(inner), mark_layer, text_layer],
    }
    return [legend] if rows else []


def _entries(chart: Chart) -> Iterator[tuple[Description, str]]:
    occurring = {point.mark for panel in chart.panels for point in panel.points if point.value is not None}
    yield from ((mark_style(mark), one_line(words)) for mark, words in chart.legend if mark in occurring)
    for colour, words in zip(PIECE_COLOURS, chart.scale, strict=False):
        yield {"shape": "square", "stroke": colour, "fill": colour, "size": 200}, one_line(words)
