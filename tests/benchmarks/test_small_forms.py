"""Benchmarks run to their end, in a form of a few rounds, presses or messages."""

from importlib import import_module
from typing import Any

import pytest

from benchmarks import fan_out, rare
from benchmarks.closed_loop import Size

SQLITE, SMALL = ["SQLite"], Size(partnerships=1, slices=1, seconds=0.2)
SHORT: dict[str, dict[str, Any]] = {
    "closing": {"backends": SQLITE, "before": 2, "times": 1},
    "rare": {"backends": SQLITE, "size": rare.Size(4, 2, 20, 10)},
    "slack_fan_out": {"backends": SQLITE, "size": fan_out.Size(2, 6, 1)},
    "slack_press": {"backends": SQLITE, "size": SMALL},
    "teams_fan_out": {"backends": SQLITE, "size": fan_out.Size(2, 6, 1)},
}
SLOW: dict[str, dict[str, Any]] = {
    "fan_out": {"size": fan_out.Size(8, 6, 1)},  # waits ten seconds for a dead workspace
    "growth": {"years": (1, 2), "a_year": 1},
    "disk_syncs": {"size": SMALL},
    "hub": {"before": 5, "turns": 1},
    "kept_connection": {"times": 2},
    "open_loop": {"seconds": 1.0, "partnerships": 1},
    "press": {"size": SMALL},
    "rare": {"size": rare.Size(4, 2, 20, 10)},
    "slack_press": {"size": SMALL},
    "teams_press": {"size": SMALL},
}


async def figures_of(name: str, small: dict[str, Any]) -> list[float]:
    return [figure.figure for figure in await import_module(f"benchmarks.{name}").measure(**small)]


@pytest.mark.parametrize("name", SHORT)
async def test_a_benchmark_runs_to_its_end(name: str) -> None:
    assert min(await figures_of(name, SHORT[name])) > 0


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
async def test_a_slow_benchmark_runs_to_its_end(name: str) -> None:
    assert min(await figures_of(name, SLOW[name])) > 0
