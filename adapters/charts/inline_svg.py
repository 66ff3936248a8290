"""Make a picture that stands inline in a page from what vl-convert draws. Pure.

Its colours are custom properties, which the page sets for light, dark and print
(`adapters/web/static/charts.css`). Only what draws is kept: no style, id, script or address.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from adapters.charts.answer_bars import NUMBER_COLOURS, PIECE_COLOURS
from adapters.charts.layout import EDGE
from adapters.charts.marks import BAND, BLUE, GREY, INK, LINE, ORANGE, PAPER, QUIET
from adapters.charts.spec import GRID
from bot.core.cards import Chart, MarkTexts
from bot.core.sanitise import one_line

_, LOW_TINT, MIDDLE_TINT, HIGH_TINT, _ = PIECE_COLOURS
COLOUR_NAMES = {
    PAPER: "paper",
    INK: "ink",
    QUIET: "quiet",
    GREY: "grey",
    BLUE: "blue",
    ORANGE: "orange",
    LINE: "line",
    GRID: "grid",
    BAND: "band",
    LOW_TINT: "low-tint",
    MIDDLE_TINT: "middle-tint",
    HIGH_TINT: "high-tint",
    NUMBER_COLOURS[0]: "number",
}
SHAPE = {"d", "transform", "x", "y", "x2", "y2", "dx", "dy"}
STROKE = {"stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-miterlimit"}
LETTERS = {"text-anchor", "font-size", "font-weight"}
KEPT = {"fill", "stroke"} | SHAPE | STROKE | LETTERS
DEFAULTS = {("text-anchor", "start"), ("font-weight", "400"), ("transform", "translate(0,0)")}
MARGIN = 2  # units around the picture, for the edges of marks
SERIES = re.compile(r"\bseries_(\d+)_marks\b")
PANEL = re.compile(r"\bconcat_\d+_group\b")


def inline_svg(drawn: str, chart: Chart, texts: MarkTexts = (), *, narrow: bool = False) -> str:
    """Return an `svg` element without a size of its own. Each panel or bar is a `g` of the class `panel`; its
    marks are in one of the class `series`, in the order of the chart. Each mark has its text, if there are
    `texts`, as its title: a tooltip."""
    root = ET.fromstring(drawn)  # noqa: S314  vl-convert made it, and escapes what people wrote
    width, height = (float(root.get(side, "")) - 2 * (EDGE - MARGIN) for side in ("width", "height"))
    start = EDGE - MARGIN
    picture = ET.Element(
        "svg",
        {
            "class": "narrow-chart" if narrow else "wide-chart",
            "role": "img",
            "lang": chart.language,
            "aria-label": one_line(chart.alt),
            "viewBox": f"{start} {start} {width:g} {height:g}",
            "preserveAspectRatio": "xMinYMin",
        },
    )
    picture.extend(each for child in root for each in _cleaned(child, texts))
    return ET.tostring(picture, "unicode")


def _cleaned(element: ET.Element, texts: MarkTexts) -> Iterator[ET.Element]:
    """Yield what an element draws: itself, its children if it only holds them, or nothing."""
    cleaned = ET.Element(_tag(element), dict(_attributes(element)))
    cleaned.text = element.text
    cleaned.extend(each for child in element for each in _cleaned(child, texts))
    series = SERIES.search(element.get("class", ""))
    if series and len(cleaned):
        yield _series(element, cleaned, texts[int(series[1])] if texts else ())
    elif cleaned.tag == "g" and not cleaned.attrib:  # it only holds others
        yield from cleaned
    elif _is_drawn(element, cleaned):
        yield cleaned


def _series(element: ET.Element, cleaned: ET.Element, texts: tuple[str, ...]) -> ET.Element:
    """Return the marks of a panel; or all pieces of a bar as one."""
    series = ET.Element("g", {"class": "series"})
    marks = list(cleaned)
    if "mark-rect" in element.get("class", ""):
        bar = ET.Element("g")
        bar.extend(marks)
        marks = [bar]
    series.extend(marks)
    if texts:
        for mark, text in zip(marks, texts, strict=True):
            title = ET.Element("title")
            title.text = one_line(text)
            mark.insert(0, title)
    return series


def _is_drawn(element: ET.Element, cleaned: ET.Element) -> bool:
    """Return True if an element is not empty, and neither transparent nor the paper behind everything."""
    if element.get("display") == "none" or element.get("opacity") == "0" or cleaned.tag == "rect":
        return False
    match cleaned.tag:
        case "g" | "text" | "tspan":
            return bool(cleaned.text or len(cleaned))
        case _:
            return "fill" in cleaned.attrib or "stroke" in cleaned.attrib


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    if PANEL.search(element.get("class", "")):
        yield "class", "panel"
    for name, value in element.attrib.items():
        if name in {"fill", "stroke"} and value != "none":
            if element.get("opacity") != "0":
                yield name, f"var(--chart-{COLOUR_NAMES[value]})"
        elif name in KEPT and (name, value) not in DEFAULTS:
            yield name, re.sub(r"-?\d+\.\d+", _rounded, value.removesuffix("px"))


def _rounded(number: re.Match[str]) -> str:
    """Return a number to a tenth of a unit."""
    return f"{round(float(number[0]), 1) + 0:g}"


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
