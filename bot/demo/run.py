"""Runs `accord demo`: a year of history, then an open round, in a folder that is deleted afterwards."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import structlog
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn

from adapters.terminal.integration import USER, TerminalIntegration
from adapters.terminal.platform import TerminalPlatform
from adapters.web.demo import DEMO_PATH, DemoPages
from bot import app
from bot.app import Application
from bot.core.ports import Clock
from bot.demo.clock import DemoClock
from bot.demo.controls import DemoControls, DemoPerson
from bot.demo.partnership import HARBOUR_TOGETHER, DemoPartnership
from bot.demo.simulation import Simulation
from bot.ops.http_server import bind, serve
from bot.settings import Settings
from storage.keys_folder import sqlite_file
from storage.snapshots import copy_sqlite

HOST = "127.0.0.1"
ROUNDS = 26
PAUSE = 4.0  # seconds between two replies of the made-up members
LONDON = ZoneInfo("Europe/London")
FRIDAY, AFTERNOON = 4, time(14)  # three working days after a round opened on Tuesday: it may be closed
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it is private, under a name nobody can guess


async def run_demo(
    port: int, plan: DemoPartnership = HARBOUR_TOGETHER, rounds: int = ROUNDS, *, typed: IO[str] | None = None
) -> None:
    """Serve the demo until Ctrl-C, and chat with the terminal if `typed` is given. Raises AccordError if the
    port is taken."""
    console = Console(highlight=False)
    _only_warnings()
    with bind(HOST, port, "accord demo") as listener, private_folder() as folder:
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        settings = demo_settings(folder / "data", url)
        screen = TerminalPlatform(console.out, url) if typed else None
        async with open_demo(settings, plan, rounds, console, app.SystemClock(), screen) as (
            accord,
            controls,
        ):
            await _welcome(console, url, controls, typed=bool(typed))
            async with (
                accord.run_worker(),
                others_replying(controls.simulation),
                terminal_chat(accord, typed),
            ):
                await serve(accord.app, listener)
    console.print("Stopped.")


@contextmanager
def private_folder(memory: Path = SHARED_MEMORY) -> Iterator[Path]:
    """Yield a temporary folder, in memory if possible: nothing of the demo is kept."""
    parent = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="accord-demo-", dir=parent) as path:
        yield Path(path)


class DemoSettings(Settings):
    """Settings that ignore the environment, which may be that of a real instance, or hold mistakes."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic gives all five
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    @property
    def database(self) -> str:
        """Return a database that never waits for the disk: nothing of the demo is kept."""
        return f"{super().database}?durable=no"


def demo_settings(data: Path, url: str) -> Settings:
    """Return the settings of the demo, whose data are in this folder."""
    return DemoSettings(
        data=data,
        database_url="",
        keys_url="",
        keys_folder=None,
        public_url=url,
        secret_key=SecretStr(""),
        host=HOST,
    )


@dataclass(frozen=True, slots=True)
class SqliteSnapshots:
    """Implements controls.Snapshots with a copy beside each database."""

    databases: tuple[Path, ...]

    async def save(self) -> None:
        for database in self.databases:
            await asyncio.to_thread(copy_sqlite, database, _copy_of(database))

    async def restore(self) -> None:
        for database in self.databases:
            await asyncio.to_thread(copy_sqlite, _copy_of(database), database)


def _copy_of(database: Path) -> Path:
    return database.with_suffix(".beginning")


def _snapshots(settings: Settings) -> SqliteSnapshots:
    files = (sqlite_file(url) for url in (settings.database, app.locate(settings).url))
    return SqliteSnapshots(tuple(file for file in files if file))


@asynccontextmanager
async def open_demo(
    settings: Settings,
    plan: DemoPartnership,
    rounds: int,
    console: Console,
    real: Clock,
    screen: TerminalPlatform | None = None,
) -> AsyncIterator[tuple[Application, DemoControls]]:
    """Yield the demo with its history made, its newest round open and its clock running from about now."""
    founded_at, until = story_dates(real.now(), rounds)
    clock = DemoClock(real.now, founded_at)
    simulation = Simulation(plan, clock)
    controls = DemoControls(simulation, _snapshots(settings))
    async with app.open_application(
        settings,
        clock,
        lambda site: DemoPages(site, controls).routes(),
        demo_path=DEMO_PATH,
        chats=[lambda services: nullcontext(TerminalIntegration(services.bot, screen))] if screen else [],
    ) as accord:
        with show_progress(console, rounds + 2) as advance:
            await simulation.found_partnership(accord.bot, accord.worker)
            advance()
            for _ in range(rounds):
                await simulation.run_round()
                advance()
            if screen:
                await simulation.add_member(USER, "You")
            await simulation.run_last_round(until)
            advance()
        await controls.mark_beginning()
        yield accord, controls


def story_dates(now: datetime, rounds: int) -> tuple[datetime, datetime]:
    """Return when the partnership is founded and when its history ends.

    Both are always on the same days of the week, so that every run tells the same story: it ends on the last
    Friday, three working days after a round opened on a Tuesday."""
    local_now = now.astimezone(LONDON)
    friday = local_now.date() - timedelta(days=(local_now.weekday() - FRIDAY) % 7)
    if datetime.combine(friday, AFTERNOON, LONDON) > local_now:
        friday -= timedelta(weeks=1)
    thursday = friday - timedelta(weeks=2 * rounds, days=8)
    founded_at, until = (
        datetime.combine(day, AFTERNOON, LONDON).astimezone(UTC) for day in (thursday, friday)
    )
    return founded_at, until


@asynccontextmanager
async def others_replying(simulation: Simulation) -> AsyncIterator[None]:
    """Let the other members reply until the end of the block."""
    others = asyncio.create_task(simulation.keep_replying(PAUSE))
    try:
        yield
    finally:
        others.cancel()
        with suppress(asyncio.CancelledError):
            await others


@asynccontextmanager
async def terminal_chat(
    accord: Application, typed: IO[str] | None
) -> AsyncIterator[asyncio.Task[None] | None]:
    """Handle the lines that are typed, if the terminal takes part, until the end of the block."""
    terminals = [chat for chat in accord.integrations if isinstance(chat, TerminalIntegration)]
    if not (terminals and typed):
        yield None
        return
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, typed)
    chat = asyncio.create_task(terminals[0].chat(lines))
    try:
        yield chat
    finally:
        chat.cancel()
        await asyncio.wait([chat])
        transport.close()


async def _welcome(console: Console, url: str, controls: DemoControls, *, typed: bool) -> None:
    console.print(
        f"\n{controls.title} is a made-up partnership. Its newest round is open. Start here:\n\n"
        f"  {url}{DEMO_PATH}\n",
        soft_wrap=True,
    )
    console.print("Or sign in as one person. Each link works once, and that page makes new ones:\n")
    for suggestion, person in _suggestions(controls):
        console.print(f"  {suggestion:<40} {url}{await controls.login_path(person.id)}", soft_wrap=True)
    if typed:
        console.print("\nOr answer here: type a number, or a command such as status or help.")
    console.print("\nPress Ctrl-C to stop. Nothing is kept.")


def _suggestions(controls: DemoControls) -> list[tuple[str, DemoPerson]]:
    watcher = controls.people[controls.simulation.plan.partners[-1].name][-1]
    return [
        (f"Answer as a member ({controls.member.name})", controls.member),
        (f"Act as the coordinator ({controls.coordinator.name})", controls.coordinator),
        (f"Watch the channel ({watcher.name})", watcher),
    ]


@contextmanager
def show_progress(console: Console, steps: int) -> Iterator[Callable[[], None]]:
    """Yield a function to call after each step. Shows a bar on a terminal, and prints lines elsewhere."""
    console.print("Making a year of results. This takes up to a minute.")
    if console.is_terminal:
        with Progress(BarColumn(), TaskProgressColumn(), console=console, transient=True) as bar:
            task = bar.add_task("", total=steps)
            yield lambda: bar.advance(task)
        return
    quarters = [0]

    def advance() -> None:
        quarters.append(quarters[-1] + 4)
        if quarters[-1] // steps > quarters[-2] // steps:
            console.print(f"{quarters[-1] // steps * 25}% done")

    yield advance


def _only_warnings() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a skipped tick is no news here
