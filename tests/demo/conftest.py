"""The demo with a small cast and two rounds of history, made by the real product on SQLite."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo.play import staged
from bot.demo.stage import Stage
from bot.settings import Settings
from bot.wiring import Accord
from tests.conftest import SetClock
from tests.demo.small_cast import SMALL

WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def real() -> SetClock:
    return SetClock(WEDNESDAY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url="", keys_url="", public_url="http://127.0.0.1:8000")


@pytest.fixture
async def demo(settings: Settings, real: SetClock) -> AsyncIterator[tuple[Accord, Stage]]:
    async with staged(settings, SMALL, 2, Console(quiet=True), real) as demo:
        yield demo


@pytest.fixture
def accord(demo: tuple[Accord, Stage]) -> Accord:
    return demo[0]


@pytest.fixture
def stage(demo: tuple[Accord, Stage]) -> Stage:
    return demo[1]
