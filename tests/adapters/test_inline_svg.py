"""Charts as SVG that stands inline in a page."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from adapters.charts import ChartRenderer
from adapters.charts.dark import DARK
from adapters.charts.inline_svg import COLOUR_NAMES
from bot.core.cards import Annotation, Bar, Chart, Panel, Point
from bot.core.i18n import Translator
from bot.reports.chart_numbers import mark_texts
from tests.adapters.test_charts import SHOWN

HOSTILE = '</svg><script>alert(1)</script>\u202e\'"><img src=x onerror=y>&amp;\x00{{7*7}} style="color:red"'
T = Translator()


@pytest.fixture(scope="module")
def chart_renderer() -> Iterator[ChartRenderer]:
    chart_renderer = ChartRenderer()
    yield chart_renderer
    asyncio.run(chart_renderer.close())


async def drawn(chart_renderer: ChartRenderer, chart: Chart, *, narrow: bool = False) -> ET.Element:
    texts = () if narrow else mark_texts(T, chart)
    return ET.fromstring(await chart_renderer.svg(chart, texts, narrow=narrow))


def series(picture: ET.Element) -> list[list[ET.Element]]:
    return [list(each) for each in picture.iter("g") if each.get("class") == "series"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", SHOWN)
async def test_an_svg_only_draws_and_takes_all_its_colours_from_the_page(
    name: str, narrow: bool, chart_renderer: ChartRenderer
) -> None:
    picture = await drawn(chart_renderer, SHOWN[name], narrow=narrow)
    assert {each.tag for each in picture.iter()} <= {"svg", "g", "path", "line", "text", "tspan", "title"}
    names = {name for each in picture.iter() for name in each.attrib}
    assert names.isdisjoint({"style", "id", "href", "width", "height"})
    assert [name for name in names if name.startswith("on")] == []
    colours = {each.get(paint, "none") for each in picture.iter() for paint in ("fill", "stroke")}
    assert colours <= {"none", *(f"var(--chart-{name})" for name in COLOUR_NAMES.values())}


def test_each_colour_of_a_chart_has_a_property_of_its_own_for_light_and_dark() -> None:
    assert COLOUR_NAMES.keys() == DARK.keys()
    assert len({*COLOUR_NAMES.values()}) == len(COLOUR_NAMES)


@pytest.mark.parametrize("name", SHOWN)
async def test_each_mark_has_its_text_as_a_tooltip(name: str, chart_renderer: ChartRenderer) -> None:
    wide = series(await drawn(chart_renderer, SHOWN[name]))
    titles = tuple(tuple(mark[0].text for mark in each) for each in wide)
    assert titles == tuple(filter(None, mark_texts(T, SHOWN[name])))
    narrow = series(await drawn(chart_renderer, SHOWN[name], narrow=True))
    assert [len(each) for each in narrow] == [len(each) for each in wide]


async def test_a_narrow_svg_has_letters_as_large_as_a_wide_one_in_half_the_width(
    chart_renderer: ChartRenderer,
) -> None:
    pictures = [await drawn(chart_renderer, SHOWN["noted"], narrow=narrow) for narrow in (False, True)]
    assert [each.get("viewBox", "").split()[2] for each in pictures] == ["684", "344"]
    sizes = [{text.get("font-size") for text in each.iter("text")} for each in pictures]
    assert sizes == [{"17", "20"}, {"17", "20"}]


async def test_an_svg_says_in_words_what_it_shows(chart_renderer: ChartRenderer) -> None:
    picture = await drawn(chart_renderer, replace(SHOWN["first"], alt="Three\nlines", language="cy"))
    assert [picture.get(name) for name in ("role", "lang", "aria-label")] == ["img", "cy", "Three lines"]


async def test_the_title_of_an_svg_is_left_to_the_page(chart_renderer: ChartRenderer) -> None:
    calm = SHOWN["calm"]
    words = "".join((await drawn(chart_renderer, calm)).itertext())
    assert (calm.title in words, calm.subtitle in words, "Shared purpose" in words) == (False, False, True)


async def test_hostile_text_stays_text(chart_renderer: ChartRenderer) -> None:
    day = date(2026, 1, 5)
    panel = Panel(HOSTILE, (Point(day, 3.4),), notes=(Annotation("1", day, HOSTILE),))
    chart = Chart(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        (panel, replace(panel, sides=("Above", "Below")), replace(panel, unit=HOSTILE)),
        (("common", HOSTILE),),
        bars=(Bar(HOSTILE, (1, 1, 1, 1, 1)),),
        scale=(HOSTILE,) * 5,
    )
    svg = await chart_renderer.svg(chart, mark_texts(T, chart))
    assert re.findall(r"<(\w+)", svg) == [each.tag for each in ET.fromstring(svg).iter()]
    tags = {each.tag for each in ET.fromstring(svg).iter()}
    assert tags.isdisjoint({"script", "img"})
    assert "\u202e" not in svg


async def test_a_panel_without_marks_has_no_series(chart_renderer: ChartRenderer) -> None:
    chart = Chart(
        "trend:r1", "", "", "", (Panel("Power", ()), Panel("Trust", (Point(date(2026, 1, 5), 3.4),)))
    )
    picture = await drawn(chart_renderer, chart)
    assert [[mark[0].text for mark in each] for each in series(picture)] == [["Trust, 5 January 2026: 3.4."]]
