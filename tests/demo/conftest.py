"""The demo with a small plan, on SQLite, with an open round and no history."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.app import Application
from bot.demo.controls import DemoControls
from bot.demo.run import demo_settings, open_demo
from tests.demo.small_partnership import SMALL
from tests.support.fakes import SetClock

WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)

Demo = tuple[Application, DemoControls]


def small_demo(data: Path, rounds: int) -> AbstractAsyncContextManager[Demo]:
    return open_demo(
        demo_settings(data, "http://127.0.0.1:8000"), SMALL, rounds, Console(quiet=True), SetClock(WEDNESDAY)
    )


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo for tests that change it."""
    async with small_demo(tmp_path, 0) as demo:
        yield demo


@pytest.fixture
def accord(demo: Demo) -> Application:
    return demo[0]


@pytest.fixture
def controls(demo: Demo) -> DemoControls:
    return demo[1]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shown(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """A demo shared by all tests of a module, which run in one event loop."""
    async with small_demo(tmp_path_factory.mktemp("demo"), 0) as demo:
        yield demo
