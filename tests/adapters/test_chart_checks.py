"""Whether charts can be drawn on this machine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.charts import ChartRenderer
from adapters.charts.checks import check_charts
from bot.core.cards import Chart
from bot.ops.doctor import Level


@pytest.fixture
async def chart_renderer() -> AsyncIterator[ChartRenderer]:
    chart_renderer = ChartRenderer()
    yield chart_renderer
    await chart_renderer.close()


class Broken(ChartRenderer):
    async def png(
        self, chart: Chart, *, narrow: bool = False, dark: bool = False, small: bool = False
    ) -> bytes:
        raise OSError("no memory")


async def test_one_is_drawn_to_see(chart_renderer: ChartRenderer) -> None:
    assert (await check_charts(chart_renderer)).level is Level.OK


async def test_where_none_can_be_drawn_it_says_what_broke() -> None:
    finding = await check_charts(Broken())
    assert (finding.level, finding.what) == (Level.ERROR, "None can be drawn (OSError).")


async def test_without_letters_none_would_be_readable(chart_renderer: ChartRenderer, tmp_path: Path) -> None:
    assert (await check_charts(chart_renderer, tmp_path)).level is Level.ERROR
