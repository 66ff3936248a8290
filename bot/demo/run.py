"""`accord demo`: a year of history, then a round that is open, in a folder that is gone afterwards."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import structlog
from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from adapters.terminal.integration import USER, TerminalIntegration
from adapters.terminal.platform import TerminalPlatform
from adapters.web.demo import DemoPages
from bot import app
from bot.app import Application
from bot.core.ports import Clock
from bot.demo.clock import DemoClock
from bot.demo.controls import DemoControls, DemoPerson
from bot.demo.partnership import HARBOUR_TOGETHER, DemoPartnership
from bot.demo.simulation import Simulation
from bot.ops.http_server import bind, serve
from bot.settings import Settings

HOST = "127.0.0.1"
ROUNDS = 26
PAUSE = 4.0  # seconds between two replies of the made-up members
LONDON = ZoneInfo("Europe/London")
FRIDAY, AFTERNOON = 4, time(14)  # three working days after a round of Tuesday's: a coordinator may close it
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - what we make in it is private, under a name nobody can guess


async def play(
    port: int, cast: DemoPartnership = HARBOUR_TOGETHER, rounds: int = ROUNDS, *, typed: IO[str] | None = None
) -> None:
    """Run the demo until Ctrl-C, and chat with whoever types. Raises AccordError if the port is taken."""
    console = Console(highlight=False)
    _only_warnings()
    with bind(HOST, port, _elsewhere(port)) as listener, folder() as data:
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        settings = only_here(data, url)
        screen = TerminalPlatform(console.out, url) if typed else None
        async with staged(settings, cast, rounds, console, app.SystemClock(), screen) as (accord, stage):
            await _welcome(console, url, stage, typed)
            async with accord.run_worker(), improvising(stage.play), chatting(accord, typed):
                await serve(accord.app, listener)
    console.print("Stopped.")


@contextmanager
def folder(memory: Path = SHARED_MEMORY) -> Iterator[Path]:
    """In memory where that can be had: nothing of the demo has to outlive a power cut."""
    where = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="accord-demo-", dir=where) as path:
        yield Path(path)


def only_here(data: Path, url: str) -> Settings:
    """Nothing of the environment, where the addresses and secrets of something real may stand."""
    return Settings(
        data=data, database_url="", keys_url="", public_url=url, secret_key=SecretStr(""), host=HOST
    )


@asynccontextmanager
async def staged(
    settings: Settings,
    cast: DemoPartnership,
    rounds: int,
    console: Console,
    real: Clock,
    screen: TerminalPlatform | None = None,
) -> AsyncIterator[tuple[Application, DemoControls]]:
    """The demo, with its history made, its newest round open, its clock running from about the real time."""
    founded_at, until = dates(real.now(), rounds)
    clock = DemoClock(real.now, founded_at)
    acting = Simulation(cast, clock)
    stage = DemoControls(acting)
    async with app.open_application(
        settings,
        clock,
        lambda site: DemoPages(site, stage).routes(),
        more_chats=lambda bot: [TerminalIntegration(bot, screen)] if screen else [],
    ) as accord:
        with _progress(console) as progress:
            task = progress.add_task("A year of rounds", total=rounds + 2)
            await acting.begin(accord.bot, accord.worker)
            progress.advance(task)
            for _ in range(rounds):
                await acting.round()
                progress.advance(task)
            if screen:
                await acting.add(USER, "You")
            await acting.last(until)
            progress.advance(task)
        clock.let_go()
        yield accord, stage


def dates(now: datetime, rounds: int) -> tuple[datetime, datetime]:
    """When the partnership is founded, and until when history is made: always on the same days of the week,
    so that every run tells the same story. It ends on the last Friday, three working days after a Tuesday's
    round opened."""
    here = now.astimezone(LONDON)
    friday = here.date() - timedelta(days=(here.weekday() - FRIDAY) % 7)
    if datetime.combine(friday, AFTERNOON, LONDON) > here:
        friday -= timedelta(weeks=1)
    thursday = friday - timedelta(weeks=2 * rounds, days=8)
    founded_at, until = (
        datetime.combine(day, AFTERNOON, LONDON).astimezone(UTC) for day in (thursday, friday)
    )
    return founded_at, until


@asynccontextmanager
async def improvising(acting: Simulation) -> AsyncIterator[None]:
    """The others answer until the end of the block."""
    others = asyncio.create_task(acting.go_on(PAUSE))
    try:
        yield
    finally:
        others.cancel()
        with suppress(asyncio.CancelledError):
            await others


@asynccontextmanager
async def chatting(accord: Application, typed: IO[str] | None) -> AsyncIterator[asyncio.Task[None] | None]:
    """Handle the lines that are typed, if the terminal takes part, until the end of the block."""
    terminals = [each for each in accord.integrations if isinstance(each, TerminalIntegration)]
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


async def _welcome(console: Console, url: str, stage: DemoControls, typed: IO[str] | None) -> None:
    console.print(
        f"\n{stage.title} is made up; its newest round is open. Begin here:\n\n  {url}/demo\n", soft_wrap=True
    )
    console.print("Or go in at once (each of these links works once; that page makes new ones):\n")
    for what, seat in _tries(stage):
        console.print(f"  {what:<40} {url}{await stage.way_in(seat.person)}", soft_wrap=True)
    if typed:
        console.print("\nOr answer here: type a number, or a sentence such as status or help.")
    console.print("\nPress Ctrl-C to stop. Nothing of it is kept.")


def _elsewhere(port: int) -> str:
    return f"Say for example: accord demo --port {port + 1}"


def _tries(stage: DemoControls) -> list[tuple[str, DemoPerson]]:
    watcher = stage.seats[stage.play.cast.partners[-1].name][-1]
    return [
        (f"Answer as a member ({stage.member.name})", stage.member),
        (f"Act as the coordinator ({stage.coordinator.name})", stage.coordinator),
        (f"Watch the channel ({watcher.name})", watcher),
    ]


def _progress(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), console=console)


def _only_warnings() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that is skipped is no news here
