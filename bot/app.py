"""Builds the running application from the settings: the only module that knows all the others."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from gettext import NullTranslations
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.charts import ChartRenderer
from adapters.charts.checks import check_charts
from adapters.mail import integration
from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from adapters.web.app import create_app
from adapters.web.card_pages import ShowCard, card_pages
from adapters.web.chart_links import ChartLinks
from adapters.web.health import Health
from adapters.web.platform import WebPlatform
from adapters.web.session import Site
from adapters.webhooks.platform import webhook_platform
from bot import scheduler
from bot.chats import ChatServices, TrialServices
from bot.context import AppContext
from bot.core.errors import AccordError, Unavailable
from bot.core.i18n import load_catalogue
from bot.core.instrumentation import Instrumentation
from bot.core.ports import Clock, IdentityProvider, Platform
from bot.core.smtp_url import SmtpServer
from bot.delivery.owed_replies import OwedReplies
from bot.delivery.rate_limit import limits_with_email
from bot.delivery.threads import Threads
from bot.environment import read_settings
from bot.handlers.bot import Bot
from bot.ops.doctor import Finding, check_deliveries, check_settings, check_workers
from bot.ops.health import not_ready
from bot.ops.http_server import bind, wait_for_signal
from bot.ops.http_server import serve as serve_http
from bot.ops.machine_checks import check_machine, raise_open_file_limit, read_swaps
from bot.ops.metrics import Metrics, render_metrics
from bot.questions import loader, talking_points
from bot.questions.bank import QuestionBank
from bot.questions.talking_points import TalkingPoint
from bot.settings import Settings
from bot.worker import Worker
from storage import checks
from storage.crypto import ChaChaCrypto, SecretBox
from storage.errors import explain_errors
from storage.filesystems import mounts
from storage.heartbeats import SqlHeartbeats
from storage.ids import RandomIds
from storage.installations import SqlInstallations, readable_installations
from storage.keys import KeysDatabase, SqlRoundKeyStore
from storage.keys_binding import known_secrets, open_keys
from storage.keys_checks import check_keys
from storage.keys_folder import KeysLocation, locate_keys
from storage.reencryption import check_encrypted
from storage.schema import Schema, read_schema, refusal
from storage.store import SqlStore
from storage.tenants import SqlTenants, readable_tenants
from storage.web_inbox import SqlWebInbox

R = TypeVar("R")

PROMPTS = Path(__file__).parent.parent / "prompts"
ExtraPages = Callable[[Site], Sequence[BaseRoute]]
Announce = Callable[[str], None]  # tells the operator something, outside the log

log = structlog.get_logger()


class SystemClock:
    """Implements ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ChatIntegration(Protocol):
    """A chat platform that is set up. `routes` authenticate their callers themselves; `pages` are for people.
    While `connection` is open, events arrive in other ways than over HTTP. People can sign in to our pages
    with their account there if there is an `identity_provider`."""

    @property
    def name(self) -> str: ...

    @property
    def platform(self) -> Platform: ...

    @property
    def routes(self) -> Sequence[BaseRoute]: ...

    @property
    def pages(self) -> Callable[[ShowCard], Sequence[BaseRoute]]: ...

    @property
    def connection(self) -> Callable[[], AbstractAsyncContextManager[None]]: ...

    @property
    def identity_provider(self) -> IdentityProvider | None: ...


OpenChat = Callable[[ChatServices], AbstractAsyncContextManager[ChatIntegration]]
"""Opens a chat platform until the end of the block."""


class ChatSettings(Protocol):
    """The settings of a chat platform, which may be set up or not."""

    @property
    def wanted(self) -> bool:
        """Return True if the platform is set up."""

    def check(self, public_url: str) -> Finding:
        """Return what `accord check` says about the platform, without using the network."""

    async def try_out(self, services: TrialServices) -> Sequence[Finding]:
        """Return what the platform itself says of these settings; nothing if it is not set up. Takes a
        minute at most, and never raises."""

    # Imports the integration only when it is called: that takes a second and 30 MB.
    def open(self, services: ChatServices) -> AbstractAsyncContextManager[ChatIntegration]:
        """Open the platform until the end of the block."""


@dataclass(frozen=True, slots=True)
class Application:
    """The parts of the running application."""

    settings: Settings
    bot: Bot
    worker: Worker
    app: Starlette
    integrations: Sequence[ChatIntegration]  # those that are set up
    health: Health
    heartbeats: SqlHeartbeats
    instrumentation: Instrumentation
    chart_renderer: ChartRenderer

    def run_worker(self) -> AbstractAsyncContextManager[None]:
        """Run the worker until the end of the block; the current tick is finished first."""
        self.chart_renderer.warm_up()
        return scheduler.run_worker(self.bot.context, self.worker, self.heartbeats, self.instrumentation)


@asynccontextmanager
async def open_application(
    settings: Settings,
    clock: Clock | None = None,
    extra_pages: ExtraPages = lambda _: (),
    chats: Sequence[OpenChat] = (),
    demo_path: str = "",
) -> AsyncIterator[Application]:
    """Yield the application with its databases open and migrated. The worker does not run yet. Every page
    links to `demo_path`, if there is one."""
    location, clock = _require_keys_location(settings), clock or SystemClock()
    await _require_current_schema(settings)
    keys, secret_keys = await _open_keys(settings, location, clock)
    async with AsyncExitStack() as stack:
        limits = limits_with_email(settings.mail_per_minute)
        store, charts = SqlStore(settings.database, limits, settings.database_connections), ChartRenderer()
        inbox, heartbeats, metrics = SqlWebInbox(store), SqlHeartbeats(keys), Metrics()
        context = _context(settings, store, keys, clock, secret_keys)
        bot, platforms = Bot(context, metrics), dict[str, Platform]()
        owed_replies = OwedReplies(bot, platforms)
        for resource in (store, keys, charts, owed_replies):
            stack.push_async_callback(resource.close)
        services = _chat_services(bot, charts, owed_replies, settings.public, secret_keys)
        integrations = [await stack.enter_async_context(open_chat(services)) for open_chat in chats]
        health = _health(settings, store, heartbeats, clock, metrics)
        app = create_app(
            bot,
            inbox,
            charts,
            secret_keys=secret_keys,
            public_url=settings.public,
            contact=settings.contact,
            links=settings.links,
            data_terms=settings.data_terms,
            extra_routes=[*health.routes(), *(route for chat in integrations for route in chat.routes)],
            extra_pages=_with_chat_pages(extra_pages, integrations),
            demo_path=demo_path,
            identity_providers=[chat.identity_provider for chat in integrations if chat.identity_provider],
        )
        platforms |= {chat.name: chat.platform for chat in integrations} | {"web": WebPlatform(inbox, clock)}
        platforms["webhook"] = await stack.enter_async_context(webhook_platform(context, settings.public))
        if settings.relay:
            platforms["mail"] = await stack.enter_async_context(_mail(settings, settings.relay, context))
        metrics.start_at_zero(platforms)
        worker = Worker(replace(context, store=store.patient()), platforms, metrics)
        yield Application(settings, bot, worker, app, integrations, health, heartbeats, metrics, charts)


async def _open_keys(
    settings: Settings, location: KeysLocation, clock: Clock
) -> tuple[SqlRoundKeyStore, tuple[str, ...]]:
    try:
        return await open_keys(settings.database, location, settings.secrets, clock.now())
    except Unavailable as error:
        raise AccordError(f"Accord was not started: its databases cannot be used. {error}") from error


def locate(settings: Settings) -> KeysLocation:
    """Return where the keys are, which depends on what is mounted."""
    return locate_keys(settings.data, settings.keys_home, settings.keys_url, mounts())


def _require_keys_location(settings: Settings) -> KeysLocation:
    """Return where the keys are. Raises AccordError if new ones would be copied with the data."""
    location = locate(settings)
    location.require_place("Accord was not started")
    if location.is_inside_data:
        log.warning("keys are in the data folder", run="accord check")
    return location


def _context(
    settings: Settings, store: SqlStore, keys: SqlRoundKeyStore, clock: Clock, secret_keys: Sequence[str]
) -> AppContext:
    return AppContext(
        store,
        keys,
        ChaChaCrypto(secret_keys),
        clock,
        RandomIds(),
        load_question_bank(),
        load_catalogues(),
        load_talking_points(),
        sends_email=bool(settings.relay),
        operator=settings.server_operator,
    )


def _chat_services(
    bot: Bot, chart_renderer: ChartRenderer, owed: OwedReplies, public_url: str, secret_keys: Sequence[str]
) -> ChatServices:
    return ChatServices(
        bot,
        chart_renderer,
        SqlInstallations(bot.context.store, SecretBox(secret_keys)),
        Threads(bot.context.store),
        owed,
        ChartLinks(secret_keys).path,
        public_url,
        secret_keys,
        SqlTenants(bot.context.store),
    )


async def _require_current_schema(settings: Settings) -> None:
    """Migrate a SQLite database. A shared one is migrated by an operator: raises AccordError until then."""
    with explain_errors("Accord was not started"):
        checks.require_writable(settings.database, "database")
        checks.require_writable(locate(settings).url, "keys")
        schema = await read_schema(settings.database)
        if schema in {Schema.EMPTY, Schema.OLDER} and settings.database.startswith("sqlite"):
            from storage.migrate import migrate

            upgrade = await migrate(settings.database)
            if upgrade.before:
                log.info("database upgraded", before=upgrade.before, after=upgrade.after)
        elif schema is not Schema.CURRENT:
            raise AccordError(refusal(schema, "its database"))


def _health(
    settings: Settings, store: SqlStore, heartbeats: SqlHeartbeats, clock: Clock, metrics: Metrics
) -> Health:
    return Health(
        partial(not_ready, store, heartbeats, clock),
        partial(render_metrics, metrics, store, heartbeats, clock),
        settings.metrics_token.get_secret_value(),
        alone=not settings.public_url,
    )


def _with_chat_pages(pages: ExtraPages, chats: Sequence[ChatIntegration]) -> ExtraPages:
    return lambda site: [*pages(site), *(route for chat in chats for route in chat.pages(card_pages(site)))]


def _mail(
    settings: Settings, relay: SmtpServer, context: AppContext
) -> AbstractAsyncContextManager[Platform]:
    return integration.mail_platform(relay, settings.sender, settings.public, context)


def read_environment() -> tuple[Settings, Sequence[ChatSettings]]:
    """Return the settings from the environment, and those of each chat platform. Raises AccordError."""
    return read_settings(Settings), (read_settings(SlackSettings), read_settings(TeamsSettings))


def _wanted(chats: Sequence[ChatSettings]) -> list[OpenChat]:
    return [chat.open for chat in chats if chat.wanted]


async def serve(
    settings: Settings, chats: Sequence[ChatSettings], *, work: bool, announce: Announce = lambda _: None
) -> None:
    """Serve HTTP and the connections of chat platforms until a signal; with `work` run the worker too."""
    with bind(settings.host, settings.port, "accord serve") as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})  # links hold it
        async with AsyncExitStack() as stack:
            accord = await stack.enter_async_context(open_application(settings, chats=_wanted(chats)))
            if work:
                await stack.enter_async_context(accord.run_worker())
            for chat in accord.integrations:
                await stack.enter_async_context(chat.connection())
            announce(f"Accord is running. Open {settings.public} in a browser. Press Ctrl-C to stop.")
            await serve_http(accord.app, listener)


async def work(
    settings: Settings,
    chats: Sequence[ChatSettings],
    port: int | None,
    announce: Announce = lambda _: None,
) -> None:
    """Run the worker until a signal; with a port, serve health and metrics there."""
    listening = nullcontext() if port is None else bind(settings.host, port, "accord work")
    with listening as listener:
        async with open_application(settings, chats=_wanted(chats)) as accord, accord.run_worker():
            announce("The worker is running. Press Ctrl-C to stop.")
            await (serve_http(accord.health.app(), listener) if listener else wait_for_signal())


async def check(settings: Settings, chats: Sequence[ChatSettings], post_to: str = "") -> list[Finding]:
    """Return all findings. Each chat platform is tried; `post_to` gets a trial message for a moment."""
    clock = SystemClock()
    now, location = clock.now(), locate(settings)
    has_main, has_keys = checks.is_there(settings.database), checks.is_there(location.url)
    secret_keys = known_secrets(location, settings.secrets)
    async with AsyncExitStack() as stack:
        store, chart_renderer = SqlStore(settings.database, connections=2), ChartRenderer()
        keys = KeysDatabase(location.url)
        for resource in (store, keys, chart_renderer):
            stack.push_async_callback(resource.close)
        shared = settings.database.startswith("postgresql")
        # All at once, because each waits some seconds for a database that is silent.
        installations, tenants, found = await asyncio.gather(
            readable_installations(store, store, secret_keys) if has_main else _none(),
            readable_tenants(store, store) if has_main else _none(),
            asyncio.gather(
                checks.check_databases(settings.database, location.url, now, mounts()),
                check_keys(settings.database, location, settings.secrets),
                check_encrypted(store, store, secret_keys) if has_main else _no_findings(),
                check_workers(SqlHeartbeats(keys), now, shared=shared) if has_keys else _no_findings(),
                check_deliveries(store, store, now) if has_main else _no_findings(),
            ),
        )
        trial = TrialServices(clock, chart_renderer, installations, settings.public, post_to, tenants)
        return [
            *check_machine(read_swaps(), raise_open_file_limit()),
            *check_settings(settings, os.environ),
            *chain(*found),
            await check_charts(chart_renderer),
            await integration.check_mail(settings.relay, settings.sender[1], settings.public),
            *(chat.check(settings.public) for chat in chats),
            *[finding for chat in chats for finding in await chat.try_out(trial)],
        ]


async def _none() -> None:
    """Return None in place of what needs a database that does not exist yet."""


async def _no_findings() -> list[Finding]:
    return []


@cache
def load_question_bank() -> QuestionBank:
    return loader.load_bank({file.name: file.read_text("utf-8") for file in PROMPTS.glob("*.toml")})


@cache
def load_talking_points() -> tuple[TalkingPoint, ...]:
    files = {file.name: file.read_text("utf-8") for file in (PROMPTS / "talking").glob("*.toml")}
    return talking_points.load_talking_points(files, (PROMPTS / "sources.toml").read_text("utf-8"))


@cache
def load_catalogues(folder: Path = PROMPTS) -> Mapping[str, NullTranslations]:
    return {file.parent.name: load_catalogue(file.read_text("utf-8")) for file in folder.glob("*/accord.po")}
