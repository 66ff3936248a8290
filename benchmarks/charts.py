"""How fast charts are drawn, and how little the rest of Accord feels of it."""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from statistics import median, quantiles
from typing import Any

from adapters.charts import ChartRenderer, vega_spec, worker_process
from benchmarks import Figure
from benchmarks.lag import late
from bot.core.cards import Chart, ControlLimits, Panel, Point

Description = dict[str, Any]
ROUNDS, MANY = 30, 100


async def measure() -> list[Figure]:
    return [await picture(), await lag()]


async def picture() -> Figure:
    """A chart as PNG through the easel, against vl-convert alone on the same description in a process of the
    same kind. They take turns, so that a busy machine slows both."""
    chart_renderer, ours, bare = ChartRenderer(), [], []
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, get_context("spawn"), worker_process.initialise) as pool:
        for turn in range(ROUNDS + 1):
            drawn = chart(turn)
            description = vega_spec(drawn)
            begin = time.perf_counter()
            await chart_renderer.png(drawn)
            between = time.perf_counter()
            await loop.run_in_executor(pool, vl_convert_alone, description)
            ours.append(between - begin)
            bare.append(time.perf_counter() - between)
    await chart_renderer.close()
    figure, limit = median(ours[1:]), median(bare[1:])  # the first turn starts the processes
    return Figure("a chart as PNG, s, against vl-convert alone", figure, limit, 1.2, at_most=True)


async def lag() -> Figure:
    """How late the event loop is while charts are drawn, none twice; the process starts meanwhile too."""
    chart_renderer = ChartRenderer()
    lag = await late(asyncio.gather(*(chart_renderer.png(chart(number)) for number in range(MANY))))
    await chart_renderer.close()
    what = f"event loop lag while {MANY} charts are drawn, s, p99"
    return Figure(what, quantiles(lag, n=100)[98], 0.05, 1, at_most=True)


def vl_convert_alone(description: Description) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_png(description, scale=worker_process.SCALE, allowed_base_urls=[])


def chart(number: int) -> Chart:
    """A year of fortnightly rounds of three themes; each number gives another chart, that no cache holds."""
    points = tuple(
        Point(date(2026, 1, 5) + timedelta(weeks=2 * at), 3 + (at * 7 + number) % 10 / 10) for at in range(26)
    )
    panel = Panel("Trust", points, (ControlLimits(0, 25, 3.45, 2.9, 4),))
    panels = tuple(replace(panel, title=title) for title in ("Trust", "Shared purpose", "Power balance"))
    return Chart(
        name=f"trend:r{number}",
        title="Trust, purpose and power are all steady",
        subtitle="Mean of each round, 1 (not at all) to 5 (fully). 12 to 16 of 16 replied.",
        alt="Three lines over a year.",
        panels=panels,
        legend=(("common", "Usual ups and downs"),),
    )
