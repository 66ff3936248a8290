"""How the panel of a shared outcome is described: a scale that fits it, and numbers as short as can be."""

from datetime import date, timedelta
from typing import Any

import pytest

from adapters.charts import vega_spec
from adapters.charts.layout import EDGE, LEFT, RIGHT
from adapters.charts.value_scale import value_scale
from adapters.web.render import ChartTable, chart_table
from bot.core.cards import Chart, ControlLimits, Panel, Point
from bot.core.i18n import Translator


def outcome(*values: float, limits: tuple[ControlLimits, ...] = ()) -> Panel:
    points = tuple(Point(date(2026, 1, 5) + timedelta(days=9 * n), value) for n, value in enumerate(values))
    return Panel("Homes (homes)", points, limits, unit="homes")


def described(*panels: Panel, language: str = "en") -> dict[str, Any]:
    return vega_spec(Chart("outcomes:harbour::1", "Homes", "", "Lines.", panels, language=language))


def layers(panel: Panel, kind: str) -> list[list[dict[str, Any]]]:
    return [
        layer["data"]["values"]
        for layer in described(panel)["vconcat"][0]["layer"]
        if layer["mark"]["type"] == kind and layer["data"]["values"] != [{}]
    ]


@pytest.mark.parametrize(
    ("panel", "ticks"),
    [
        (outcome(46, 28), (25, 30, 35, 40, 45, 50)),
        (outcome(46, 44, limits=(ControlLimits(0, 1, 45, 31, 59),)), (30, 40, 50, 60)),
        (outcome(3, 0, 5), (0, 2, 4, 6)),
        (outcome(3, 1, 5, limits=(ControlLimits(0, 2, 3, -5, 11),)), (0, 5, 10, 15)),
        (outcome(-3, 1, limits=(ControlLimits(0, 1, -1, -11, 9),)), (-15, -10, -5, 0, 5, 10)),
        (outcome(0.1, 0.3), (0.1, 0.15, 0.2, 0.25, 0.3)),
        (outcome(5), (4, 4.5, 5, 5.5, 6)),
        (outcome(0), (-1, -0.5, 0, 0.5, 1)),
        (outcome(999_999_999_999, 1), (0, 250_000_000_000, 500_000_000_000, 750_000_000_000, 10**12)),
    ],
)
def test_the_scale_holds_all_values_and_limits(panel: Panel, ticks: tuple[float, ...]) -> None:
    assert value_scale(panel).ticks == ticks
    (y,) = [part["encoding"]["y"] for part in described(panel)["vconcat"]]
    assert (y["scale"]["domain"], y["axis"]["values"]) == ([ticks[0], ticks[-1]], list(ticks))


def test_a_limit_that_no_value_can_reach_is_not_drawn() -> None:
    panel = outcome(3, 1, 5, limits=(ControlLimits(0, 2, 3, -5, 11),))
    bands, (limits, means) = layers(panel, "rect"), layers(panel, "rule")
    assert ([row["y"] for row in limits], [row["y"] for row in means]) == ([11], [3])
    assert [(row["y"], row["y2"]) for band in bands for row in band] == [(0, 11)]


@pytest.mark.parametrize(
    ("panel", "numbers"),
    [
        (outcome(46, 44, limits=(ControlLimits(0, 1, 45.2, 31.4, 59.1),)), ["59", "31", "45"]),
        (outcome(92, 93, limits=(ControlLimits(0, 1, 92.14, 91.04, 93.22),)), ["93.2", "91", "92.1"]),
        (outcome(1_250_000, 1_100_000), ["1.1M"]),
        (outcome(-1234.5), ["-1,234.5"]),
        (
            outcome(1, 2, limits=(ControlLimits(0, 1, 1_247_500, 682_480, 1_812_520),)),
            ["1.81M", "680K", "1.25M"],
        ),
    ],
)
def test_numbers_at_the_right_are_as_short_as_can_be(panel: Panel, numbers: list[str]) -> None:
    *_, words = layers(panel, "text")
    assert [row["words"] for row in words] == numbers


def test_numbers_beside_the_grid_are_in_the_readers_language_and_have_room() -> None:
    small, large = described(outcome(3, 0, 5)), described(outcome(1_250_000, 1_100_000), language="cy")
    axes = [spec["vconcat"][0]["encoding"]["y"]["axis"]["labelExpr"] for spec in (small, large)]
    assert axes == [
        "['0', '2', '4', '6'][round(datum.index * 3)]",
        "['1.1M', '1.15M', '1.2M', '1.25M'][round(datum.index * 3)]",
    ]
    inner = 720 - LEFT - RIGHT - 2 * EDGE
    widths = [spec["vconcat"][0]["width"] for spec in (small, large)]
    assert widths[0] == inner
    assert inner - 60 < widths[1] < inner


def test_the_table_of_numbers_has_them_as_they_were_entered() -> None:
    chart = Chart("outcomes:harbour::1", "Homes", "", "A line.", (outcome(1234.5, 3),))
    assert chart_table(chart, Translator()) == ChartTable(
        ("Date", "Homes (homes)"), (("14 January 2026", ("3",)), ("5 January 2026", ("1,234.5",)))
    )
