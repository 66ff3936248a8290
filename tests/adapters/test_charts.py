"""Charts: what is described, what is drawn, and the process that draws.

`REDRAW=1 pytest tests/adapters/test_charts.py` draws the golden pictures anew; look at them first.
"""

import asyncio
import json
import math
import multiprocessing
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from babel.core import UnknownLocaleError
from PIL import Image, ImageChops

from adapters.charts import ChartRenderer, vega_spec
from adapters.charts.answer_bars import NUMBER_COLOURS, PIECE_COLOURS
from adapters.charts.axes import ticks, time_axis
from adapters.charts.dark import COLOUR_KEYS, DARK, darken
from adapters.charts.layout import text_width, wrap
from adapters.charts.marks import COLOURS, INK, PAPER, QUIET, SHAPES
from adapters.charts.worker_process import FONTS
from bot.core.cards import Annotation, Bar, Chart, ControlLimits, Mark, Panel, Point

GOLDEN = Path(__file__).parent / "golden"
Places = tuple[int, ...]
LEGEND: tuple[tuple[Mark, str], ...] = (
    ("improving", "Higher than usual"),
    ("concern", "Lower than usual"),
    ("common", "Usual ups and downs"),
)


def panel(
    title: str, values: str, *limits: ControlLimits, hollow: Places = (), **marked: tuple[int, ...]
) -> Panel:
    """A round a fortnight from 5 January 2026; "37" is a mean of 3.7, and "--" one that may not be shown."""
    mark = {at: name for name, places in marked.items() for at in places}
    points = tuple(
        Point(
            date(2026, 1, 5) + timedelta(weeks=2 * at),
            None if value == "--" else int(value) / 10,
            mark.get(at, "common"),  # type: ignore[arg-type]  # a keyword is any string
            at in hollow,
        )
        for at, value in enumerate(values.split())
    )
    return Panel(title, points, limits)


def chart(*panels: Panel, title: str = "Trust is steady", language: str = "en") -> Chart:
    subtitle = "Mean of each round, 1 (not at all) to 5 (fully). 12 to 16 of 16 replied; hollow: under half."
    alt = "Three lines over a year, each from 1 to 5."
    return Chart("trend:r26", title, subtitle, alt, panels, LEGEND, language)


PURPOSE = panel(
    "Shared purpose",
    "43 40 41 41 42 40 41 40 40 40 40 41 40 41 40 38 42 41 40 41 41 41 40 41 39 42",
    ControlLimits(0, 25, 4.06, 3.75, 4.38),
)
POWER = panel(
    "Power balance",
    "33 35 32 34 33 33 36 33 33 34 35 33 34 32 32 32 31 31 31 33 33 33 33 31 33 33",
    ControlLimits(0, 25, 3.3, 2.97, 3.64),
)
TRUST = panel(
    "Trust",
    "39 39 37 36 36 37 36 35 37 37 38 36 37 37 35 38 37 40 37 37 38 37 38 37 37 38",
    ControlLimits(0, 25, 3.71, 3.37, 4.05),
)
FALLEN = panel(
    "Trust",
    "39 39 37 36 36 37 36 35 37 37 38 36 37 37 35 38 37 40 37 37 30 29 30 29 29 30",
    ControlLimits(0, 25, 3.71, 3.37, 4.05),
    concern=(20, 21, 22, 23, 24, 25),
)
RISEN = panel(
    "Ymddiriedaeth: mae partneriaid yn gwneud yr hyn y maent yn dweud y byddant yn ei wneud, bob tro",
    "37 38 36 37 38 37 39 36 37 -- -- 37 37 38 -- 40 38 35 43 42 42 45 43 41 43 43",
    ControlLimits(0, 12, 3.71, 3.4, 4.02),
    ControlLimits(13, 25, 4.15, 3.7, 4.6),
    hollow=(5, 6, 19, 23),
    improving=(18, 19, 20, 21, 22, 23),
)
HIGH = panel(
    "Cydbwysedd pŵer",
    "48 49 47 49 48 48 50 48 48 49 49 48 49 47",
    ControlLimits(0, 13, 4.8, 4.5, 5.1),
    hollow=(13,),
)

CHAIR = Annotation("1", date(2026, 3, 3), "3 March 2026: A new chair, from the voluntary sector")
PAPERS = Annotation(
    "2", date(2026, 8, 20), "20 August 2026: We shared the budget papers with every partner, from the first …"
)
ANEW = Annotation(
    "3",
    date(2026, 8, 22),
    "22 August 2026: Trust is measured anew, because half of us are new since May (Amira Khan)",
)

SCALE = ("Not at all", "A little", "Partly", "Mostly", "Fully")
ANSWERED = Chart(
    "answers:r26",
    "On 2 of 3 questions, more than half said “Mostly” or “Fully”",
    "How many people chose each point.",
    "Three bars.",
    bars=(
        Bar("Partners do what they say they will do.", (1, 2, 1, 5, 3)),
        Bar("We agree on what this partnership is for.", (0, 0, 1, 7, 3)),
        Bar("Mae partneriaid bach yn cael eu clywed cymaint â’r rhai mawr, bob tro y byddwn yn penderfynu.",
            (13, 1, 12, 11, 3)),
    ),
    scale=SCALE,
)  # fmt: skip


def gap(values: str, uneven: Places = ()) -> Chart:
    """A round a fortnight; "-2" is others two tenths higher, and "--" one that may not be shown."""
    points = tuple(
        Point(
            date(2026, 1, 5) + timedelta(weeks=2 * at),
            None if value == "--" else int(value) / 10,
            "uneven" if at in uneven else "common",
        )
        for at, value in enumerate(values.split())
    )
    sides = "Lead organisations score higher", "The others score higher"
    legend: tuple[tuple[Mark, str], ...] = (
        ("uneven", "More than chance would explain"),
        ("common", "May be chance"),
    )
    title = "Lead organisations and the others are 0.3 apart, which may be chance"
    subtitle = "How far apart the average scores are."
    panels = (Panel("Power balance", points, sides=sides),)
    return Chart("gap:r26", title, subtitle, "A line.", panels, legend)


OUTCOMES = Chart(
    "outcomes:harbour::1",
    "Rough sleepers on the count: down, beyond chance",
    "Values from 5 January to 22 June 2026. Dashed lines: where values usually are.",
    "Two lines.",
    (
        Panel(
            "Rough sleepers on the count (people)",
            tuple(
                Point(date(2026, 1, 5) + timedelta(days=at), value, "special" if value < 35 else "common")
                for at, value in ((0, 46), (20, 44), (28, 47), (70, 41), (98, 45), (130, 31), (168, 28))
            ),
            (ControlLimits(0, 6, 43.2, 34.6, 51.8),),
            unit="people",
        ),
        Panel(
            "Money saved (£)",
            tuple(
                Point(date(2026, 1, 30) + timedelta(days=35 * at), value)
                for at, value in enumerate((1_200_000, 1_350_000, 1_100_000, 1_340_000))
            ),
            (ControlLimits(0, 3, 1_247_500, 682_480, 1_812_520),),
            unit="£",
        ),
    ),
    (("special", "Beyond chance"), ("common", "Usual ups and downs")),
)

SHOWN = {
    "calm": chart(TRUST, PURPOSE, POWER, title="Trust, purpose and power are all steady"),
    "falling": chart(
        FALLEN, PURPOSE, POWER, title="Trust has fallen since October; the rest is about the same"
    ),
    "first": chart(panel("Trust", "39"), panel("Shared purpose", "43"), title="Our first round"),
    "few": chart(panel("Trust", "39 36 38"), panel("Shared purpose", "43 --"), title="Three rounds so far"),
    "noted": chart(
        replace(FALLEN, notes=(CHAIR, PAPERS, ANEW)),
        replace(PURPOSE, notes=(CHAIR, PAPERS)),
        title="Trust has fallen since October; the rest is about the same",
    ),
    "gaps": chart(RISEN, HIGH, title="Mae ymddiriedaeth wedi codi ers mis Medi", language="cy"),
    "answers": ANSWERED,
    "gap": gap("4 6 -- -- 11 12 9 -2 5 3", uneven=(4, 5)),
    "outcomes": OUTCOMES,
}
NARROW = ("falling", "answers", "gap", "outcomes")


@pytest.fixture(scope="module")
def chart_renderer() -> Iterator[ChartRenderer]:
    """One for all tests that leave its process alone: it takes seconds to start."""
    chart_renderer = ChartRenderer()
    yield chart_renderer
    asyncio.run(chart_renderer.close())


def layer(described: dict[str, Any], kind: str, panel: int = 0, nth: int = 0) -> list[dict[str, Any]]:
    """The rows of the nth layer of this kind of mark in a panel, the strut left out."""
    found = [each for each in described["vconcat"][panel]["layer"] if each["mark"]["type"] == kind]
    rows: list[dict[str, Any]] = [each for each in found if each["data"]["values"] != [{}]][nth]["data"][
        "values"
    ]
    return rows


# What is described


def test_every_panel_has_the_scale_people_answered_on() -> None:
    panels = vega_spec(SHOWN["calm"])["vconcat"][:3]
    assert [each["encoding"]["y"]["scale"]["domain"] for each in panels] == [[1, 5], [1, 5], [1, 5]]


def test_panels_share_an_axis_and_only_the_lowest_names_the_months() -> None:
    upper, lower = vega_spec(SHOWN["few"])["vconcat"][:2]
    assert upper["encoding"]["x"]["scale"] == lower["encoding"]["x"]["scale"]
    assert [each["encoding"]["x"]["axis"]["labels"] for each in (upper, lower)] == [False, True]


def test_marks_differ_by_colour_and_shape_and_a_hollow_one_is_white_inside() -> None:
    described = vega_spec(chart(panel("Trust", "30 31 32", hollow=(2,), concern=(1,), improving=(2,))))
    assert [(row["shape"], row["stroke"], row["fill"]) for row in layer(described, "point")] == [
        ("circle", COLOURS["common"], COLOURS["common"]),
        ("triangle-down", COLOURS["concern"], COLOURS["concern"]),
        ("triangle-up", COLOURS["improving"], "white"),
    ]


def test_the_line_breaks_where_nothing_may_be_shown() -> None:
    described = vega_spec(chart(panel("Trust", "30 31 -- 32")))
    assert [(row["x"], row["y"], row["run"]) for row in layer(described, "line")] == [
        (0, 3.0, 0),
        (14, 3.1, 0),
        (42, 3.2, 1),
    ]


def test_limits_hold_from_half_way_between_rounds_and_to_the_edges() -> None:
    rebased = panel(
        "Trust", "30 30 40 40 40 40 40", ControlLimits(0, 1, 3, 2.5, 3.5), ControlLimits(2, 6, 4, 3.5, 4.5)
    )
    described = vega_spec(chart(rebased))
    time = time_axis(chart(rebased), 608)
    assert layer(described, "rule", nth=1) == [
        {"x": time.first, "x2": 21, "y": 3},
        {"x": 21, "x2": time.last, "y": 4},
    ]
    assert [row["y"] for row in layer(described, "rule")] == [2.5, 3.5, 3.5, 4.5]


def test_limits_that_end_before_the_newest_round_stop_half_way_to_it() -> None:
    described = vega_spec(chart(panel("Trust", "30 30 40", ControlLimits(0, 1, 3, 2.5, 3.5))))
    assert [row["x2"] for row in layer(described, "rule", nth=1)] == [21]


def test_a_limit_beyond_the_scale_is_not_drawn() -> None:
    described = vega_spec(chart(panel("Trust", "48 49", ControlLimits(0, 1, 4.8, 4.5, 5.1))))
    assert [row["y"] for row in layer(described, "rule")] == [4.5]
    assert [row["y2"] for row in layer(described, "rect")] == [5]
    assert [row["words"] for row in layer(described, "text")] == ["4.5", "4.8"]


def test_numbers_of_the_newest_limits_stand_at_the_right_and_apart() -> None:
    rebased = panel("Trust", "30 40", ControlLimits(0, 0, 3, 2, 4), ControlLimits(1, 1, 4, 3.9, 4.9))
    time = time_axis(chart(rebased), 608)
    rows = layer(vega_spec(chart(rebased)), "text")
    assert [(row["x"], round(row["y"], 2), row["words"], row["weight"], row["colour"]) for row in rows] == [
        (time.last, 4.9, "4.9", 400, QUIET),
        (time.last, 3.47, "3.9", 400, QUIET),
        (time.last, 4, "4.0", 600, INK),
    ]


def test_limits_that_ended_have_no_number_but_the_newest_value_has() -> None:
    rebased = panel("Trust", "30 30 40", ControlLimits(0, 1, 3, 2, 4))
    rows = layer(vega_spec(chart(rebased)), "text")
    assert [(row["x"], row["y"], row["words"]) for row in rows] == [(28, 4, "4.0")]


def test_limits_without_variation_are_one_number() -> None:
    described = vega_spec(chart(panel("Trust", "40 40", ControlLimits(0, 1, 4, 4, 4))))
    assert [(row["y"], row["words"]) for row in layer(described, "text")] == [(4, "4.0")]


def test_without_limits_the_newest_value_stands_beside_its_point() -> None:
    described = vega_spec(chart(panel("Trust", "30 37 --")))
    assert [(row["x"], row["y"], row["words"]) for row in layer(described, "text")] == [(14, 3.7, "3.7")]


@pytest.mark.parametrize(("band", "words"), [("low", "≤ 3.7"), ("high", "≥ 3.7")])
def test_a_newest_value_that_is_a_bound_says_so(band: str, words: str) -> None:
    bounded = panel("Trust", "30 37 --")
    newest = replace(bounded.points[1], band=band)
    described = vega_spec(chart(replace(bounded, points=(bounded.points[0], newest, bounded.points[2]))))
    assert [row["words"] for row in layer(described, "text")] == [words]


def test_a_panel_in_which_nothing_may_be_shown_is_empty() -> None:
    described = vega_spec(chart(panel("Trust", "-- --"), panel("Power balance", "")))
    assert [layer(described, kind, at) for kind in ("point", "text") for at in (0, 1)] == [[], [], [], []]


def test_a_few_rounds_stand_at_the_left_of_a_quarter() -> None:
    time = time_axis(SHOWN["few"], 608)
    assert (time.start, round(time.first, 1), round(time.last, 1)) == (date(2026, 1, 5), -1.7, 85.7)


def test_many_rounds_have_smaller_marks() -> None:
    [first, *_] = layer(vega_spec(chart(panel("Trust", "37 " * 130))), "point")
    assert round(first["size"], 1) == round(95 * (608 / 15 / 130) ** 2, 1)


def test_a_note_is_a_line_at_its_day_with_its_label_at_the_foot() -> None:
    described = vega_spec(SHOWN["noted"])
    assert [row["x"] for row in layer(described, "rule", nth=2)] == [57, 227, 229]
    assert [(row["label"], row["up"]) for row in layer(described, "text", 1)] == [("1", 130), ("2", 130)]
    assert layer(described, "rule", 1, nth=2) == layer(described, "text", 1)


def test_labels_that_would_overlap_stand_above_each_other() -> None:
    rows = layer(vega_spec(SHOWN["noted"]), "text")
    assert [(row["label"], row["up"]) for row in rows] == [("1", 130), ("2", 130), ("3", 111)]


def test_what_was_noted_stands_beneath_the_picture_each_once() -> None:
    described = vega_spec(SHOWN["noted"])
    (beneath,) = [each for each in described["vconcat"] if "data" in each]
    assert [(row["label"], row["y"], row["words"].split()[-1]) for row in beneath["data"]["values"]] == [
        ("1", 0, "sector"),
        ("2", 23, "papers"),
        ("", 46, "…"),
        ("3", 69, "because"),
        ("", 92, "Khan)"),
    ]
    assert beneath["height"] == 115
    assert [each for each in vega_spec(SHOWN["calm"])["vconcat"] if "data" in each] == []


def test_the_legend_explains_only_the_marks_that_occur() -> None:
    described = vega_spec(SHOWN["falling"])
    assert [(row["words"], row["shape"]) for row in layer(described, "text", -1)] == [
        ("Lower than usual", "triangle-down"),
        ("Usual ups and downs", "circle"),
    ]
    assert len(vega_spec(chart(panel("Trust", "--")))["vconcat"]) == 1


def test_a_legend_that_is_too_long_goes_on_in_the_next_row() -> None:
    long = replace(SHOWN["falling"], legend=(("concern", "Lower than usual " * 3), ("common", "Usual " * 5)))
    assert [(row["x"], row["y"]) for row in layer(vega_spec(long), "text", -1)] == [(8, 6), (8, 34)]


@pytest.mark.parametrize(
    ("language", "months"),
    [
        ("en", [["Mar", "2026"], ["May", ""], ["Jul", ""], ["Sept", ""], ["Nov", ""]]),
        ("cy", [["Maw", "2026"], ["Mai", ""], ["Gor", ""], ["Medi", ""], ["Tach", ""]]),
    ],
)
def test_months_are_named_in_the_readers_language(language: str, months: list[list[str]]) -> None:
    assert list(ticks(time_axis(SHOWN["calm"], 608), 608, language).values()) == months


def test_the_year_is_told_once_a_year_and_alone_over_many_years() -> None:
    two, twelve = (chart(panel("Trust", "37 " * n)) for n in (50, 320))
    assert list(ticks(time_axis(two, 608), 608, "en").values()) == [
        ["Apr", "2026"], ["Jul", ""], ["Oct", ""], ["Jan", "2027"], ["Apr", ""], ["Jul", ""], ["Oct", ""],
    ]  # fmt: skip
    assert list(ticks(time_axis(twelve, 608), 608, "en").values()) == [
        [str(year)] for year in range(2028, 2039, 2)
    ]


def test_years_are_thinned_out_as_far_as_that_goes() -> None:
    century = Panel("Trust", (Point(date(1901, 1, 1), 3.7), Point(date(2026, 1, 1), 3.7)))
    decades = [[str(year)] for year in range(1910, 2021, 10)]
    assert list(ticks(time_axis(chart(century), 600), 600, "en").values()) == decades


def test_words_are_wrapped_evenly_and_a_number_stays_with_its_word() -> None:
    fallen = ["Trust has clearly fallen since October;", "purpose and power are about the same"]
    assert wrap(" ".join(fallen), 654, 26) == fallen
    assert wrap("From 5 January to the 3 of May", 160, 17) == ["From 5\xa0January", "to the 3\xa0of May"]


def test_a_word_stays_whole_unless_it_is_longer_than_a_line() -> None:
    assert wrap("Partnership responsibilities", 200, 20) == ["Partnership", "responsibilities"]
    assert wrap("W" * 40, 330, 20) == ["W" * 18, "W" * 18, "W" * 4]
    assert wrap("", 600, 17) == []


def test_a_line_is_measured_up_to_a_tenth_too_long_and_never_too_short() -> None:
    # Advance widths of Inter Regular at 14 points, in thousandths: "Mae ymddiriedaeth" and "Wednesday 5".
    assert 1 <= text_width("Mae ymddiriedaeth", 1000) / 9111 <= 1.1
    assert 1 <= text_width("Wednesday 5", 1000) / 6493 <= 1.1


def test_nothing_in_a_description_is_an_address() -> None:
    described = vega_spec(SHOWN["gaps"])
    assert described.pop("$schema") == "https://vega.github.io/schema/vega-lite/v6.json"
    text = json.dumps(described)
    assert [word for word in ("url", "href", "://") if word in text] == []


def test_a_gap_has_its_own_scale_a_line_at_none_and_words_on_both_sides() -> None:
    (shown, wide) = (vega_spec(gap(values))["vconcat"][0] for values in ("4 -12", "4 13"))
    scales = [each["encoding"]["y"]["scale"]["domain"] for each in (shown, wide)]
    assert scales == [[-2, 2], [-4, 4]]
    assert [each["encoding"]["y"]["axis"]["values"] for each in (shown, wide)] == [
        [-2, -1, 0, 1, 2],
        [-4, -2, 0, 2, 4],
    ]
    described = vega_spec(gap("4 -12"))
    assert [row["y"] for row in layer(described, "rule", nth=2)] == [0]
    assert [row["words"] for row in layer(described, "text")] == [
        "Lead organisations score higher",
        "The others score higher",
    ]


def test_the_newest_gap_is_told_without_a_sign() -> None:
    assert [row["words"] for row in layer(vega_spec(gap("4 -12")), "text", nth=1)] == ["1.2"]


def test_a_bar_has_a_piece_for_each_point_that_was_chosen() -> None:
    described = vega_spec(replace(ANSWERED, bars=(Bar("Trust", (1, 0, 1, 2, 0)),)))
    pieces = described["vconcat"][0]["data"]["values"]
    assert [(row["x"], row["x2"], row["words"]) for row in pieces] == [
        (1, 162.5, "1"),
        (164.5, 326, "1"),
        (328, 653, "2"),
    ]


def test_a_number_is_left_out_where_its_piece_is_too_narrow_for_it() -> None:
    described = vega_spec(replace(ANSWERED, bars=(Bar("Trust", (1, 1, 0, 47, 10)),)), 380)
    assert [row["words"] for row in described["vconcat"][0]["data"]["values"]] == ["", "", "47", "10"]


def test_the_legend_of_bars_names_every_point() -> None:
    described = vega_spec(ANSWERED)
    assert [(row["words"], row["fill"]) for row in layer(described, "text", -1)] == [
        *zip(SCALE, PIECE_COLOURS, strict=True)
    ]


# Colours


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def seen(colour: str, eye: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """A colour as CIE L*a*b* under D65, after this eye."""
    r, g, b = (min(1, max(0, dot(row, linear(colour)))) for row in eye)
    x, y, z = (
        0.4339 * r + 0.3762 * g + 0.1899 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0178 * r + 0.1095 * g + 0.8730 * b,
    )
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def dot(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", table 1, severity 1.0, for linear RGB.
EYES = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deutan": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9690)),
    "tritan": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}


@pytest.mark.parametrize("eye", EYES)
def test_marks_can_be_told_apart_by_every_eye(eye: str) -> None:
    """Apart by 20 in CIE L*a*b*, where about 2 is just noticeable; their shapes differ besides."""
    colours = [seen(colour, EYES[eye]) for colour in {*COLOURS.values()}]
    assert min(math.dist(one, other) for one, other in combinations(colours, 2)) > 20
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.parametrize("eye", EYES)
def test_pieces_of_a_bar_can_be_told_apart_by_every_eye(eye: str) -> None:
    """As marks. They also come in the order of the legend, and hold their numbers."""
    colours = [seen(colour, EYES[eye]) for colour in PIECE_COLOURS]
    assert min(math.dist(one, other) for one, other in combinations(colours, 2)) > 19.5


@pytest.mark.parametrize(
    ("colour", "least"), [*((each, 3) for each in COLOURS.values()), (QUIET, 4.5), (INK, 4.5)]
)
def test_marks_and_letters_stand_out_from_white(colour: str, least: float) -> None:
    """https://www.w3.org/TR/WCAG22/#non-text-contrast and #contrast-minimum"""
    assert contrast(colour, "#FFFFFF") >= least


@pytest.mark.parametrize(("colour", "letters"), [*zip(PIECE_COLOURS, NUMBER_COLOURS, strict=True)])
def test_numbers_stand_out_from_their_piece_of_a_bar(colour: str, letters: str) -> None:
    """https://www.w3.org/TR/WCAG22/#contrast-minimum, to one decimal place: white on the orange is 4.497."""
    assert round(contrast(colour, letters), 1) >= 4.5


@pytest.mark.parametrize(
    ("colour", "least"), [*((each, 3) for each in COLOURS.values()), (QUIET, 4.5), (INK, 4.5)]
)
def test_marks_and_letters_stand_out_from_a_dark_page(colour: str, least: float) -> None:
    assert contrast(DARK[colour], DARK[PAPER]) >= least


@pytest.mark.parametrize(("colour", "letters"), [*zip(PIECE_COLOURS, NUMBER_COLOURS, strict=True)])
def test_numbers_stand_out_from_their_piece_of_a_dark_bar(colour: str, letters: str) -> None:
    assert contrast(DARK[colour], DARK[letters]) >= 4.5


def colours(described: Any, key: str = "") -> set[str]:
    """The colours in a description: what is written as one, or stands where one does."""
    if isinstance(described, dict):
        return {colour for key, value in described.items() for colour in colours(value, key)}
    if isinstance(described, list):
        return {colour for value in described for colour in colours(value, key)}
    is_colour = isinstance(described, str) and (key in COLOUR_KEYS or described.startswith("#"))
    return {described} if is_colour else set()


def test_no_light_colour_stays_in_a_dark_picture() -> None:
    light = {colour for shown in SHOWN.values() for colour in colours(vega_spec(shown))}
    dark = {colour for shown in SHOWN.values() for colour in colours(darken(vega_spec(shown)))}
    assert (light - DARK.keys(), dark - {*DARK.values()}) == (set(), set())


def test_words_that_name_a_colour_stay_in_a_dark_picture() -> None:
    described = darken(vega_spec(Chart("trend:r1", "white", "", "", (Panel("white", ()),))))
    assert (described["title"]["text"], described["vconcat"][0]["title"]["text"]) == (["white"], ["white"])


def contrast(one: str, other: str) -> float:
    bright, dark = sorted(
        (dot((0.2126, 0.7152, 0.0722), linear(each)) for each in (one, other)), reverse=True
    )
    return (bright + 0.05) / (dark + 0.05)


# What is drawn


def ink(picture: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of this part are dark."""
    part = Image.open(BytesIO(picture)).convert("L").crop(box)
    return sum(part.histogram()[:128])


@pytest.mark.parametrize("name", SHOWN)
async def test_a_picture_looks_as_it_was_agreed(name: str, chart_renderer: ChartRenderer) -> None:
    looks_as_agreed(await chart_renderer.png(SHOWN[name]), name)


@pytest.mark.parametrize("name", NARROW)
async def test_a_picture_for_a_telephone_is_half_as_wide(name: str, chart_renderer: ChartRenderer) -> None:
    picture = await chart_renderer.png(SHOWN[name], narrow=True)
    assert Image.open(BytesIO(picture)).width == 2 * 380
    looks_as_agreed(picture, f"{name}-narrow")


@pytest.mark.parametrize("name", ["falling", "answers"])
async def test_a_picture_for_a_dark_page_has_its_colours(name: str, chart_renderer: ChartRenderer) -> None:
    looks_as_agreed(await chart_renderer.png(SHOWN[name], dark=True), f"{name}-dark")


@pytest.mark.parametrize("name", SHOWN)
async def test_a_small_picture_is_as_large_as_teams_shows(name: str, chart_renderer: ChartRenderer) -> None:
    small = await chart_renderer.png(SHOWN[name], small=True)
    assert max(Image.open(BytesIO(small)).size) == 1024
    assert len(small) < 1024 * 1024


def looks_as_agreed(picture: bytes, name: str) -> None:
    drawn = Image.open(BytesIO(picture)).convert("RGB")
    golden = GOLDEN / f"{name}.png"
    if os.environ.get("REDRAW"):
        drawn.quantize(64).save(golden, optimize=True)
        pytest.skip(f"{golden} is drawn anew: look at it")
    agreed = Image.open(golden).convert("RGB")
    assert drawn.size == agreed.size
    apart = ImageChops.difference(drawn, agreed).convert("L").histogram()
    assert sum(apart[64:]) < 50  # a single digit has about 200 pixels


def test_letters_are_drawn_in_inter_and_a_title_in_heavier_ones() -> None:
    """vl-convert leaves out letters of a font that it lacks, says nothing, and knows no variable fonts."""
    vl_convert.register_font_directory(str(FONTS))
    described = vega_spec(SHOWN["first"])
    title = 92, 40, 600, 104

    def drawn(font: str, weight: int) -> int:
        described["config"] = described["config"] | {"font": font}
        described["config"]["title"] = described["config"]["title"] | {"fontWeight": weight}
        return ink(vl_convert.vegalite_to_png(described, scale=2), title)

    assert drawn("A font that nobody has", 600) == 0
    assert drawn("Inter", 400) > 1000
    assert drawn("Inter", 600) > 1.15 * drawn("Inter", 400)


async def test_a_chart_without_panels_is_its_title(chart_renderer: ChartRenderer) -> None:
    assert ink(await chart_renderer.png(chart()), (92, 40, 600, 104)) > 1000


# The process that draws


async def test_the_same_chart_is_drawn_once(chart_renderer: ChartRenderer) -> None:
    first, second = await asyncio.gather(
        chart_renderer.png(SHOWN["first"]), chart_renderer.png(replace(SHOWN["first"]))
    )
    assert first is second
    assert await chart_renderer.png(SHOWN["first"]) is first


async def test_who_gives_up_on_a_picture_does_not_take_it_from_others(chart_renderer: ChartRenderer) -> None:
    wanted = replace(SHOWN["first"], title="Given up by one")
    one, other = (
        asyncio.create_task(chart_renderer.png(wanted)),
        asyncio.create_task(chart_renderer.png(wanted)),
    )
    await asyncio.sleep(0)
    one.cancel()
    assert (await other)[:4] == b"\x89PNG"


async def test_a_chart_that_cannot_be_drawn_is_tried_again_when_asked_again(
    chart_renderer: ChartRenderer,
) -> None:
    unknown = replace(SHOWN["first"], language="xx")
    with pytest.raises(UnknownLocaleError) as first:
        await chart_renderer.svg(unknown)
    with pytest.raises(UnknownLocaleError) as second:
        await chart_renderer.svg(unknown)
    assert first.value is not second.value


async def test_a_process_that_dies_is_replaced_and_the_chart_is_drawn() -> None:
    others = set(multiprocessing.active_children())
    chart_renderer = ChartRenderer()
    await chart_renderer.svg(SHOWN["first"])
    [first] = set(multiprocessing.active_children()) - others
    drawing = [asyncio.create_task(chart_renderer.svg(SHOWN[name])) for name in ("few", "calm")]
    await asyncio.sleep(0)
    first.kill()
    assert [each[:4] for each in await asyncio.gather(*drawing)] == ["<svg", "<svg"]
    [second] = set(multiprocessing.active_children()) - others
    await chart_renderer.close()
    assert second.pid != first.pid


async def test_a_closed_renderer_leaves_no_process_and_can_draw_again() -> None:
    others = set(multiprocessing.active_children())
    chart_renderer = ChartRenderer(most=1)
    await chart_renderer.close()
    one = await chart_renderer.png(SHOWN["first"])
    await chart_renderer.close()
    assert set(multiprocessing.active_children()) == others
    await chart_renderer.png(SHOWN["few"])
    again = await chart_renderer.png(SHOWN["first"])
    await chart_renderer.close()
    assert (again == one, again is one) == (True, False)  # it kept only the last


async def test_a_renderer_that_was_warmed_up_has_its_process_before_the_first_chart() -> None:
    others = set(multiprocessing.active_children())
    chart_renderer = ChartRenderer()
    chart_renderer.warm_up()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    [process] = set(multiprocessing.active_children()) - others
    await chart_renderer.svg(SHOWN["first"])
    assert set(multiprocessing.active_children()) - others == {process}
    chart_renderer.warm_up()
    await chart_renderer.close()
    assert set(multiprocessing.active_children()) == others


PARENT = """
import asyncio, multiprocessing
from adapters.charts import ChartRenderer
from bot.core.cards import Chart

async def main():
    await ChartRenderer().svg(Chart("trend:r1", "Title", "", "", ()))
    print(multiprocessing.active_children()[0].pid, flush=True)
    input()

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_the_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        ended, _, _ = select.select([child], [], [], 30)
    os.close(child)
    assert ended == [child]


def test_what_draws_is_not_loaded_where_it_is_not_needed() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, adapters.charts; print('vl_convert' in sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert loaded.stdout == "False\n"
