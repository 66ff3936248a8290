"""Charts in pages: drawn once, with their numbers as tables, in the colours of the style sheet."""

import re
from dataclasses import dataclass, field
from datetime import date

from adapters.charts.dark import DARK
from adapters.charts.inline_svg import COLOUR_NAMES
from adapters.web.figures import Figures
from adapters.web.render import STATIC, Templates
from bot.core.cards import Chart, MarkTexts, Panel, Point
from bot.core.i18n import Translator
from tests.adapters.web.browser import Browser, Reader

T = Translator()
CHART = Chart(
    "trend:r2",
    "Trust over time",
    "Average score from 1 to 5.",
    "Trust went from 3.4 to 3.6.",
    (
        Panel(
            "Trust",
            (
                Point(date(2026, 1, 5), 3.4, low=3.1, high=3.7, scored=12, invited=16),
                Point(date(2026, 2, 2), 3.6, "improving", scored=16, invited=16),
            ),
        ),
    ),
    (("improving", "Up, beyond chance"), ("common", "Usual ups and downs")),
)


@dataclass
class CountingRenderer:
    """A renderer that remembers which drawings it made, and can be out of order."""

    drawn: list[tuple[MarkTexts, bool]] = field(default_factory=list)
    is_broken: bool = False

    async def png(
        self, chart: Chart, *, narrow: bool = False, dark: bool = False, small: bool = False
    ) -> bytes:
        raise NotImplementedError

    async def svg(self, chart: Chart, texts: MarkTexts = (), *, narrow: bool = False) -> str:
        if self.is_broken:
            raise OSError("no memory")
        self.drawn.append((texts, narrow))
        return f'<svg role="img" aria-label="{chart.alt}"></svg>'


async def test_a_chart_is_drawn_once_for_wide_and_once_for_narrow_places() -> None:
    renderer = CountingRenderer()
    figures = Figures(renderer, Templates())
    first = await figures.figure(CHART, T)
    assert await figures.figure(CHART, T) is first
    (texts, narrow), other = renderer.drawn
    assert (len(texts[0]), narrow, other) == (2, False, ((), True))


async def test_a_figure_has_its_title_and_a_table_with_range_replies_and_mark_as_columns() -> None:
    words = Reader(await Figures(CountingRenderer(), Templates()).figure(CHART, T)).words
    assert words[:2] == ["Trust over time", "Average score from 1 to 5."]
    assert words[words.index("Date") :] == [
        "Date", "Score", "Range", "Gave a score", "Mark",
        "2 February 2026", "3.6", "everyone gave a score", "16 of 16", "Up, beyond chance",
        "5 January 2026", "3.4", "3.1 to 3.7", "12 of 16", "Usual ups and downs",
    ]  # fmt: skip


async def test_a_chart_that_cannot_be_drawn_leaves_its_numbers_and_is_tried_again() -> None:
    renderer = CountingRenderer(is_broken=True)
    figures = Figures(renderer, Templates())
    figure = await figures.figure(CHART, T)
    assert "Sorry, we can’t draw this chart now. Its numbers are below." in Reader(figure).words
    assert ("<details open>" in figure, "<svg" in figure, "3.1 to 3.7" in figure) == (True, False, True)
    renderer.is_broken = False
    assert "<svg" in await figures.figure(CHART, T)


async def test_a_chart_without_marks_has_nothing_to_point_at() -> None:
    empty = Chart("trend:r1", "Nothing yet", "", "Nothing yet.")
    figure = await Figures(CountingRenderer(), Templates()).figure(empty, T)
    assert ("<input" in figure, "mark-text" in figure, "<details" in figure) == (False, False, False)
    assert "<svg" in figure


def properties(css: str) -> dict[str, str]:
    return {name: value.upper() for name, value in re.findall(r"--chart-([a-z-]+): (#\w+);", css)}


def test_the_style_sheet_has_the_colours_whose_contrast_is_measured() -> None:
    """The tests of `adapters/charts` measure these for light and dark."""
    light, dark = (STATIC / "charts.css").read_text("utf-8").split("@media screen and", 1)
    white = {"white": "#FFF", "#FFFFFF": "#FFF"}
    assert properties(light) == {name: white.get(colour, colour) for colour, name in COLOUR_NAMES.items()}
    assert properties(dark) == {name: DARK[colour] for colour, name in COLOUR_NAMES.items()}


async def test_the_script_of_charts_stays_small(stranger: Browser) -> None:
    await stranger.get("/static/charts.js")
    assert stranger.status == 200
    assert len(stranger.response.content) < 3000
