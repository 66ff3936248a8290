"""Give a chart the colours that it has on a dark page. Pure."""

from typing import Any

from adapters.charts.answer_bars import NUMBER_COLOURS, PIECE_COLOURS
from adapters.charts.marks import BAND, BLUE, GREY, INK, LINE, ORANGE, PAPER, QUIET, Description
from adapters.charts.spec import GRID

COLOUR_KEYS = {
    "background",
    "color",
    "colour",
    "fill",
    "gridColor",
    "ink",
    "labelColor",
    "stroke",
    "subtitleColor",
    "tickColor",
}
_, LOW_TINT, MIDDLE_TINT, HIGH_TINT, _ = PIECE_COLOURS
# Those of the page where it has the same (adapters/web/static/accord.css). Letters have a contrast of 4.5 to
# 1 with what they stand on, and marks 3 to 1: a test measures it.
DARK = {
    PAPER: "#1A242B",
    INK: "#E8EDEE",
    QUIET: "#AEBAC2",
    GREY: "#8697A3",
    BLUE: "#6DB3F2",
    ORANGE: "#F2A06D",
    LINE: "#5F707C",
    GRID: "#2C3942",
    BAND: "#222E36",
    LOW_TINT: "#8A5230",
    MIDDLE_TINT: "#4A5963",
    HIGH_TINT: "#2F5D8A",
    NUMBER_COLOURS[0]: "#11181D",
}


def darken(described: Description) -> Description:
    """Return the same picture in dark colours. What people wrote stays, also where it is the name of one."""
    return {key: _darken(key, value) for key, value in described.items()}


def _darken(key: str, value: Any) -> Any:
    match value:
        case dict():
            return darken(value)
        case list():
            return [_darken(key, item) for item in value]
        case str() if key in COLOUR_KEYS:
            return DARK.get(value, value)
    return value
