"""Describe the layers of a panel: the process limits, the notes, the line, the marks, the numbers. Pure."""

from typing import Any

from adapters.charts.axes import TimeAxis
from adapters.charts.value_scale import ValueScale, number_label, value_scale
from bot.core.cards import ControlLimits, Mark, Panel

Description = dict[str, Any]

# Marks differ by shape too, for people who see few colours. Blue and orange are those of NHS England's Making
# Data Count. What is beyond chance, but neither better nor worse by itself, has the colour of the letters.
GREY, BLUE, ORANGE = "#768692", "#005EB8", "#C7530A"
INK, QUIET, LINE, BAND, PAPER = "#212B32", "#4C6272", "#AEB7BD", "#F3F6F8", "white"
COLOURS: dict[Mark, str] = {
    "common": GREY,
    "improving": BLUE,
    "concern": ORANGE,
    "uneven": ORANGE,
    "special": INK,
}
SHAPES: dict[Mark, str] = {
    "common": "circle",
    "improving": "triangle-up",
    "concern": "triangle-down",
    "uneven": "diamond",
    "special": "square",
}
SIZES: dict[Mark, int] = {  # square units
    "common": 95,
    "improving": 165,
    "concern": 165,
    "uneven": 165,
    "special": 125,
}
POINT_HEIGHT = 35  # units to one point of the scale of 1 to 5
PANEL_HEIGHT = 4 * POINT_HEIGHT
BODY = 17  # size of most letters
LABEL_WIDTH = 18  # units that the label of a note takes


def panel_layers(panel: Panel, time: TimeAxis, inner: int, language: str, place: int) -> list[Description]:
    """Return the layers from the bottom to the top, in a panel `inner` units wide. `x` is in days and `y` on
    the scale of the panel. `place` is that of the panel in the chart."""
    scale = value_scale(panel)
    background = [*_limits(panel, time, scale), *_sides(panel), *_notes(panel, time, inner)]
    foreground = [_line(panel, time), {"name": series_name(place), **_marks(panel, time, inner)}]
    return [*background, *foreground, _numbers(panel, time, scale, language)]


def series_name(place: int) -> str:
    """Return the name of a layer by which its marks are found in an SVG. Bars come after all panels."""
    return f"series_{place}"


def mark_style(mark: Mark, *, hollow: bool = False, room: float = 1) -> Description:
    """Return how a mark looks, `room` times as wide as normal."""
    colour = COLOURS[mark]
    fill = PAPER if hollow else colour
    return {"shape": SHAPES[mark], "stroke": colour, "fill": fill, "size": SIZES[mark] * room**2}


def marks(rows: list[Description]) -> Description:
    """Return a layer of marks whose rows hold their own style."""
    style = {channel: as_given(channel) for channel in ("shape", "stroke", "fill", "size")}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "opacity": 1, "strokeWidth": 2},
        "encoding": style,
    }


def as_given(field: str) -> Description:
    """Encode the value in this field as it is, without a scale."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def as_placed(field: str) -> Description:
    """Encode the units in this field, from the left or the top, as they are."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _limits(panel: Panel, time: TimeAxis, scale: ValueScale) -> list[Description]:
    """Draw a solid mean between dashed limits, each as long as it holds. A limit beyond the scale is not
    drawn: no value could reach it."""
    means, limits, bands = [], [], []
    for period in panel.limits:
        start, end = _days_of(period, panel, time)
        position = {"x": start, "x2": end}
        means.append({**position, "y": period.mean})
        limits += [{**position, "y": y} for y in (period.lower, period.upper) if scale.holds(y)]
        bands.append({**position, "y": max(scale.low, period.lower), "y2": min(scale.high, period.upper)})
    x2, y2 = {"x2": {"field": "x2"}}, {"y2": {"field": "y2"}}
    dashed = {"type": "rule", "color": COLOURS["common"], "strokeWidth": 1.5, "strokeDash": [7, 5]}
    solid = {"type": "rule", "color": QUIET, "strokeWidth": 1.75}
    return [
        {"data": {"values": bands}, "mark": {"type": "rect", "color": BAND}, "encoding": {**x2, **y2}},
        {"data": {"values": limits}, "mark": dashed, "encoding": x2},
        {"data": {"values": means}, "mark": solid, "encoding": x2},
    ]


def _days_of(limits: ControlLimits, panel: Panel, time: TimeAxis) -> tuple[float, float]:
    """Return the days between which limits hold: half way to the neighbouring rounds, or to the edge of the
    panel."""
    days = [time.at(point.on) for point in panel.points]
    from_edge, to_edge = limits.start == 0, limits.end == len(days) - 1
    return (
        time.first if from_edge else (days[limits.start - 1] + days[limits.start]) / 2,
        time.last if to_edge else (days[limits.end] + days[limits.end + 1]) / 2,
    )


def _notes(panel: Panel, time: TimeAxis, inner: int) -> list[Description]:
    """Draw a dotted line at the day of each note, with its label at the foot, where few rounds lie, or above
    the label before it if the two would overlap."""
    rows: list[Description] = []
    for note in panel.notes:
        x, level = time.at(note.on), 0
        if rows and (x - rows[-1]["x"]) * inner / (time.last - time.first) < LABEL_WIDTH:
            level = rows[-1]["level"] + 1
        up = 4 * POINT_HEIGHT - 10 - level * 19
        rows.append({"x": x, "level": level, "up": up, "label": note.label})
    line = {"type": "rule", "color": INK, "strokeWidth": 1.25, "strokeDash": [2, 3]}
    label = {"type": "text", "align": "left", "dx": 5, "fontSize": BODY, "fontWeight": 600, "color": INK}
    height = {"y": {"value": 0}, "y2": {"value": PANEL_HEIGHT}}
    layers: list[Description] = [
        {"data": {"values": rows}, "mark": line, "encoding": height},
        {
            "data": {"values": rows},
            "mark": label,
            "encoding": {"y": as_placed("up"), "text": {"field": "label"}},
        },
    ]
    return layers if rows else []


def _sides(panel: Panel) -> list[Description]:
    """Draw a line where there is no gap, and at the edges the meaning of either side of it."""
    if panel.sides is None:
        return []
    above, below = panel.sides
    rows = [{"up": 4, "words": above}, {"up": 4 * POINT_HEIGHT - 21, "words": below}]
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 8, "fontSize": BODY, "color": QUIET}
    edge = {"x": {"value": 0}, "y": as_placed("up"), "text": {"field": "words"}}
    no_gap = {"type": "rule", "color": QUIET, "strokeWidth": 1.75}
    return [
        {
            "data": {"values": [{"y": 0}]},
            "mark": no_gap,
            "encoding": {"x": {"value": 0}, "x2": {"value": "width"}},
        },
        {"data": {"values": rows}, "mark": text, "encoding": edge},
    ]


def _line(panel: Panel, time: TimeAxis) -> Description:
    """Draw a line through rounds that follow each other. It breaks at a round that may not be shown, so that
    it does not seem to show its value."""
    rows, run = [], 0
    for point in panel.points:
        if point.value is None:
            run += 1
        else:
            rows.append({"x": time.at(point.on), "y": point.value, "run": run})
    line = {"type": "line", "color": LINE, "strokeWidth": 2.5, "strokeJoin": "round"}
    return {"data": {"values": rows}, "mark": line, "encoding": {"detail": {"field": "run"}}}


def _marks(panel: Panel, time: TimeAxis, inner: int) -> Description:
    """Draw a mark for each round that may be shown."""
    room = min(1, inner / 15 / max(1, len(panel.points)))  # years of rounds lie close together
    return marks(
        [
            {
                "x": time.at(point.on),
                "y": point.value,
                **mark_style(point.mark, hollow=point.hollow, room=room),
            }
            for point in panel.points
            if point.value is not None
        ]
    )


def _numbers(panel: Panel, time: TimeAxis, scale: ValueScale, language: str) -> Description:
    """Write the newest mean in strong letters, or the newest value if no limits hold, as after a rebase; and
    the limits in quiet ones. No words: each number stands at the end of the line, or beside the point, that
    it belongs to. A gap is a distance, so it has no sign."""
    current = [limits for limits in panel.limits[-1:] if limits.end == len(panel.points) - 1]
    sign = "" if current else _band_sign(panel)
    numbers = _limit_numbers(current[0], time, scale) if current else _newest_value(panel, time)
    rows = [
        {
            "x": x,
            "y": y,
            "words": sign + number_label(panel, value, language, is_limit=bool(current)),
            "weight": 600 if strong else 400,
            "colour": INK if strong else QUIET,
        }
        for x, y, value, strong in numbers
    ]
    text = {
        "type": "text",
        "align": "left",
        "dx": 10,
        "fontSize": BODY,
        "fontWeight": {"expr": "datum.weight"},
    }
    words = {"text": {"field": "words"}, "color": as_given("colour")}
    return {"data": {"values": rows}, "mark": text, "encoding": words}


def _limit_numbers(
    limits: ControlLimits, time: TimeAxis, scale: ValueScale
) -> list[tuple[float, float, float, bool]]:
    """Return x, y, the number, and whether it is the mean, for the mean and the limits: at the right, moved
    apart where they would overlap."""
    apart = BODY * 1.1 * (scale.high - scale.low) / PANEL_HEIGHT
    heights = {
        limits.upper: max(limits.upper, limits.mean + apart),
        limits.lower: min(limits.lower, limits.mean - apart),
        limits.mean: limits.mean,  # last, for limits that equal it
    }
    return [(time.last, y, value, value == limits.mean) for value, y in heights.items() if scale.holds(value)]


def _band_sign(panel: Panel) -> str:
    """Return the sign before the newest value that may be shown, if that is a bound."""
    bands = [point.band for point in panel.points if point.value is not None]
    return {"low": "≤ ", "high": "≥ "}.get(bands[-1], "") if bands else ""


def _newest_value(panel: Panel, time: TimeAxis) -> list[tuple[float, float, float, bool]]:
    """Return the same for the newest round that may be shown, if any."""
    shown = [(time.at(point.on), point.value) for point in panel.points if point.value is not None]
    return [(x, value, value, True) for x, value in shown[-1:]]
