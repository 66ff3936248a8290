"""Whether charts can be drawn on this machine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.charts import Easel
from adapters.charts.checks import of_charts
from bot.core.cards import Chart
from bot.ops.doctor import Level


@pytest.fixture
async def easel() -> AsyncIterator[Easel]:
    easel = Easel()
    yield easel
    await easel.close()


class Broken(Easel):
    async def png(self, chart: Chart) -> bytes:
        raise OSError("no memory")


async def test_one_is_drawn_to_see(easel: Easel) -> None:
    assert (await of_charts(easel)).level is Level.OK


async def test_where_none_can_be_drawn_it_says_what_broke() -> None:
    finding = await of_charts(Broken())
    assert (finding.level, finding.what) == (Level.ERROR, "None can be drawn (OSError).")


async def test_without_letters_none_would_be_readable(easel: Easel, tmp_path: Path) -> None:
    assert (await of_charts(easel, tmp_path)).level is Level.ERROR
