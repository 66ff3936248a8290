"""Bars of answers: one a question, as long as all who answered it, in pieces as long as each point. Pure."""

from collections.abc import Iterator

from adapters.charts.layout import RIGHT, text_width, width_strut, wrap
from adapters.charts.marks import BLUE, BODY, INK, ORANGE, Description, as_given, as_placed
from bot.core.cards import Bar, Chart

# From the lowest point to the highest: the colours of what went down and up, their tints, and one of grey.
ANSWERS = (ORANGE, "#E9BA9B", "#C9CFD4", "#94BCE2", BLUE)
LETTERS = ("#FFFFFF", INK, INK, INK, "#FFFFFF")
HIGH = 36  # units
NUMBER = 19  # size of the numbers in a bar


def bar_layers(chart: Chart, inner: int) -> list[Description]:
    return [_bar(each, inner) for each in chart.bars]


def _bar(bar: Bar, inner: int) -> Description:
    rows = [*_pieces(bar, inner + RIGHT)]
    number = {"type": "text", "y": HIGH / 2, "dy": 1, "fontSize": NUMBER, "fontWeight": 600}
    across = {"x": as_placed("x"), "x2": {"field": "x2"}, "color": as_given("colour")}
    within = {"x": as_placed("middle"), "text": {"field": "words"}, "color": as_given("letters")}
    heading = {"text": wrap(bar.title, inner + RIGHT, BODY), "fontSize": BODY, "lineHeight": 22}
    return {
        "width": inner,
        "height": HIGH,
        "title": {**heading, "offset": 8},
        "data": {"values": rows},
        "layer": [
            width_strut(inner),
            {"mark": "rect", "encoding": across},
            {"mark": number, "encoding": within},
        ],
    }


def _pieces(bar: Bar, width: int) -> Iterator[Description]:
    """The points that somebody chose, a little apart. A number stands in its piece where there is room for
    it."""
    end, everybody = 0.0, sum(bar.counts)
    for count, colour, letters in zip(bar.counts, ANSWERS, LETTERS, strict=True):
        if count:
            long = count * width / everybody
            apart, middle = min(1, long / 4), end + long / 2
            words = str(count) if long > text_width(str(count), NUMBER) + 6 else ""
            across = {"x": end + apart, "middle": middle, "x2": end + long - apart}
            yield {**across, "words": words, "colour": colour, "letters": letters}
            end += long
