"""Describe one bar for each question, whose pieces show how many people chose each point. Pure."""

from collections.abc import Iterator

from adapters.charts.layout import RIGHT, text_width, width_strut, wrap
from adapters.charts.marks import BLUE, BODY, INK, ORANGE, Description, as_given, as_placed, series_name
from bot.core.cards import Bar, Chart

# From the lowest point to the highest: the colours of falling and rising marks, their tints, and a grey.
PIECE_COLOURS = (ORANGE, "#E9BA9B", "#C9CFD4", "#94BCE2", BLUE)
NUMBER_COLOURS = ("#FFFFFF", INK, INK, INK, "#FFFFFF")
BAR_HEIGHT = 36  # units
NUMBER_SIZE = 19  # of the numbers in a bar


def bar_layers(chart: Chart, inner: int) -> list[Description]:
    return [_bar(bar, inner, place) for place, bar in enumerate(chart.bars, len(chart.panels))]


def _bar(bar: Bar, inner: int, place: int) -> Description:
    rows = [*_pieces(bar, inner + RIGHT)]
    number = {"type": "text", "y": BAR_HEIGHT / 2, "dy": 1, "fontSize": NUMBER_SIZE, "fontWeight": 600}
    pieces = {"x": as_placed("x"), "x2": {"field": "x2"}, "color": as_given("colour")}
    numbers = {
        "x": as_placed("middle"),
        "text": {"field": "words"},
        "color": as_given("ink"),
    }
    heading = {"text": wrap(bar.title, inner + RIGHT, BODY), "fontSize": BODY, "lineHeight": 22}
    return {
        "width": inner,
        "height": BAR_HEIGHT,
        "title": {**heading, "offset": 8},
        "data": {"values": rows},
        "layer": [
            width_strut(inner),
            {"name": series_name(place), "mark": "rect", "encoding": pieces},
            {"mark": number, "encoding": numbers},
        ],
    }


def _pieces(bar: Bar, width: int) -> Iterator[Description]:
    """Yield the points that somebody chose, a little apart. A number stands in its piece if it fits."""
    start, total = 0.0, sum(bar.counts)
    for count, colour, number_colour in zip(bar.counts, PIECE_COLOURS, NUMBER_COLOURS, strict=True):
        if count:
            length = count * width / total
            gap, middle = min(1, length / 4), start + length / 2
            words = str(count) if length > text_width(str(count), NUMBER_SIZE) + 6 else ""
            position = {"x": start + gap, "middle": middle, "x2": start + length - gap}
            yield {**position, "words": words, "colour": colour, "ink": number_colour}
            start += length
