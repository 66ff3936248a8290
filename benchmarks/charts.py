"""Measures how fast charts are drawn, and how far that delays the event loop."""

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
from benchmarks.event_loop_lag import measure_lag
from bot.core.cards import Chart, ControlLimits, Panel, Point

Description = dict[str, Any]
ROUNDS, MANY = 30, 100


async def measure() -> list[Figure]:
    return [await png_speed(), await lag()]


async def png_speed() -> Figure:
    """Compare a chart as PNG from ChartRenderer with vl-convert alone on the same description, in a process
    of the same kind. They take turns, so that a busy machine slows both."""
    chart_renderer, accord_times, bare_times = ChartRenderer(), [], []
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, get_context("spawn"), worker_process.initialise) as pool:
        for turn in range(ROUNDS + 1):
            sample = chart(turn)
            description = vega_spec(sample)
            begin = time.perf_counter()
            await chart_renderer.png(sample)
            between = time.perf_counter()
            await loop.run_in_executor(pool, vl_convert_alone, description)
            accord_times.append(between - begin)
            bare_times.append(time.perf_counter() - between)
    await chart_renderer.close()
    figure, limit = median(accord_times[1:]), median(bare_times[1:])  # the first turn starts the processes
    return Figure("a chart as PNG, s, against vl-convert alone", figure, limit, 1.2, at_most=True)


async def lag() -> Figure:
    """Measure the lag of the event loop while charts are drawn, none twice, and while their process
    starts."""
    chart_renderer = ChartRenderer()
    lag = await measure_lag(asyncio.gather(*(chart_renderer.png(chart(number)) for number in range(MANY))))
    await chart_renderer.close()
    label = f"event loop lag while {MANY} charts are drawn, s, p99"
    return Figure(label, quantiles(lag, n=100)[98], 0.05, 1, at_most=True)


def vl_convert_alone(description: Description) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_png(description, scale=worker_process.SCALE, allowed_base_urls=[])


def chart(number: int) -> Chart:
    """Return a chart of a year of fortnightly rounds and three themes; each number gives another one, which
    no cache holds."""
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
