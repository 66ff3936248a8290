"""Settings in, running app out: the only file that knows all the others."""

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.charts import Easel
from adapters.slack.settings import SlackSettings
from adapters.web.app import web
from adapters.web.notices import notices
from adapters.web.platform import Web
from adapters.web.visits import Site
from bot.errors import AccordError
from bot.insights import talking_points
from bot.insights.talking_points import TalkingPoint
from bot.ports import Clock, Platform
from bot.rounds import prompts
from bot.rounds.questions import Bank
from bot.settings import Settings
from bot.talk.catalogue import catalogue
from bot.talk.hear import Bot
from bot.worker import Worker
from bot.world import World
from storage.ids import RandomIds
from storage.inbox import Posts
from storage.installations import Installed
from storage.keys import RoundKeys
from storage.migrate import migrate, pending
from storage.secrets import Safe, Seals
from storage.store import Store

if TYPE_CHECKING:
    from adapters.slack.whole import Whole
    from bot.demo.stage import Stage

PROMPTS = Path(__file__).parent.parent / "prompts"
HEARTBEAT = 1  # seconds between two ticks of the worker
GRACE = 5  # seconds that requests under way have when told to stop
Pages = Callable[[Site], Sequence[BaseRoute]]


class SystemClock:
    """Implements bot.ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Accord:
    """Everything that runs."""

    settings: Settings
    bot: Bot
    worker: Worker
    app: Starlette
    chats: Sequence["Whole"]  # the platforms that people chat on, as far as they are set up


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock | None = None,
    extra_pages: Pages = lambda _: (),
    slack: SlackSettings | None = None,
) -> AsyncIterator[Accord]:
    """Accord with its databases open and migrated; closed again at the end of the block. Nothing ticks by
    itself yet."""
    if settings.database.startswith("sqlite"):
        await migrate(settings.database)
    elif await pending(settings.database):  # others may be running on it: an operator says when
        raise AccordError("Accord was not started: its database is of another version. Say: accord migrate")
    own = settings.secrets or (_kept_secret(settings.data / "secret"),)
    async with AsyncExitStack() as stack:
        store, keys, easel = Store(settings.database), RoundKeys(settings.keys), Easel()
        for each in (store, keys, easel):
            stack.push_async_callback(each.close)
        clock, inbox = clock or SystemClock(), Posts(store)
        world = World(store, keys, Seals(own), clock, RandomIds(), bank(), catalogues(), talking())
        bot, chats = Bot(world), list["Whole"]()
        if slack and slack.wanted:
            chats.append(await stack.enter_async_context(_slack(slack, settings, bot, easel, store, own)))
        app = web(
            bot,
            inbox,
            easel,
            secret_keys=own,
            public_url=settings.public,
            extra_routes=[route for chat in chats for route in chat.routes],
            extra_pages=lambda site: [
                *extra_pages(site),
                *(route for chat in chats for route in chat.pages(notices(site))),
            ],
        )
        platforms: dict[str, Platform] = {
            "web": Web(inbox, clock),
            **{chat.name: chat.platform for chat in chats},
        }
        yield Accord(settings, bot, Worker(world, platforms), app, chats)


def _slack(
    slack: SlackSettings, settings: Settings, bot: Bot, easel: Easel, store: Store, own: Sequence[str]
) -> AbstractAsyncContextManager["Whole"]:
    """Imported only where it is wanted: it takes a second and 30 MB."""
    from adapters.slack import whole

    installations = Installed(store, Safe(own))
    return whole.slack(slack, bot, easel, installations, public_url=settings.public, secret_keys=own)


def demo_pages(stage: "Stage") -> Pages:
    """The pages that only the demo has."""
    from adapters.web.demo import Demo

    return lambda site: Demo(site, stage).routes()


@asynccontextmanager
async def ticking(worker: Worker) -> AsyncIterator[None]:
    """The worker's heart beats until the end of the block; a beat that is under way is finished first."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler, beating = AsyncIOScheduler(timezone=UTC), asyncio.Lock()

    async def beat() -> None:
        async with beating:
            await worker.tick()

    scheduler.add_job(beat, "interval", seconds=HEARTBEAT, coalesce=True, next_run_time=datetime.now(UTC))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        async with beating:  # it would interrupt a beat
            scheduler.shutdown()


async def serve(settings: Settings, slack: SlackSettings | None = None, *, work: bool) -> None:
    """Answer over HTTP, and whatever else brings what people say, until told to stop."""
    async with AsyncExitStack() as stack:
        accord = await stack.enter_async_context(running(settings, slack=slack))
        if work:
            await stack.enter_async_context(ticking(accord.worker))
        for chat in accord.chats:
            await stack.enter_async_context(chat.listening())
        await answer(accord.app, settings.host, settings.port)


async def answer(app: Starlette, host: str = "", port: int = 0, at: Sequence[socket] = ()) -> None:
    """Over HTTP, on a host and port or at sockets that listen already, until SIGTERM or Ctrl-C."""
    import uvicorn

    # uvicorn raises the signal again once it has stopped, for whoever else waits for it: here nobody does.
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, lambda: None)
    # Our own log names routes, not addresses: an address may hold the secret of a one-time link.
    config = uvicorn.Config(
        app, host, port, access_log=False, log_config=None, timeout_graceful_shutdown=GRACE
    )
    await uvicorn.Server(config).serve([*at] or None)


@cache
def bank() -> Bank:
    return prompts.load({file.name: file.read_text("utf-8") for file in PROMPTS.glob("*.toml")})


@cache
def talking() -> tuple[TalkingPoint, ...]:
    files = {file.name: file.read_text("utf-8") for file in (PROMPTS / "talking").glob("*.toml")}
    return talking_points.load(files, (PROMPTS / "sources.toml").read_text("utf-8"))


@cache
def catalogues() -> Mapping[str, NullTranslations]:
    return {file.parent.name: catalogue(file.read_text("utf-8")) for file in PROMPTS.glob("*/accord.po")}


def _kept_secret(file: Path) -> str:
    """Where no secret is set: one of our own, kept beside the database so that nobody is signed out by a
    restart."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text().strip()
