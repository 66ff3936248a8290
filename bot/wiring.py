"""Settings in, running app out: the only file that knows all the others."""

import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.charts import Easel
from adapters.charts.checks import of_charts
from adapters.mail import whole
from adapters.slack.checks import of_slack
from adapters.slack.settings import SlackSettings
from adapters.teams.checks import of_teams
from adapters.teams.settings import TeamsSettings
from adapters.web.app import web
from adapters.web.health import Health
from adapters.web.notices import Show, notices
from adapters.web.pictures import Pictures
from adapters.web.platform import Web
from adapters.web.visits import Site
from bot.core.context import AppContext
from bot.core.errors import AccordError
from bot.core.i18n import load_catalogue
from bot.core.instrumentation import Instrumentation
from bot.core.ports import Clock, Installations, Platform
from bot.core.smtp_url import SmtpServer
from bot.delivery.pacing import paced
from bot.partners import mailings
from bot.questions import loader, talking_points
from bot.questions.bank import QuestionBank
from bot.questions.talking_points import TalkingPoint
from bot.running import heart
from bot.running.answering import answer, listening, wait
from bot.running.findings import Finding
from bot.running.metrics import Metrics
from bot.running.overhearing import Overheard
from bot.running.readiness import unready
from bot.running.scraping import scrape
from bot.running.setting_checks import of_settings
from bot.running.work_checks import of_work, of_workers
from bot.settings import Settings, read
from bot.talk.hear import Bot
from bot.worker import Worker
from storage import checks
from storage.ids import RandomIds
from storage.inbox import Posts
from storage.installations import Installed
from storage.keys import RoundKeys
from storage.migrate import migrate, pending
from storage.own import Safe, kept_secret
from storage.pulses import Pulses
from storage.secrets import Seals
from storage.store import Store

if TYPE_CHECKING:
    from bot.demo.stage import Stage

PROMPTS = Path(__file__).parent.parent / "prompts"
Pages = Callable[[Site], Sequence[BaseRoute]]


class SystemClock:
    """Implements ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Chat(Protocol):
    """A platform that people chat on, put together: `routes` check for themselves who calls; `pages` are for
    people. While `listening` is open, it takes what comes in other ways than over HTTP."""

    @property
    def name(self) -> str: ...

    @property
    def platform(self) -> Platform: ...

    @property
    def routes(self) -> Sequence[BaseRoute]: ...

    @property
    def pages(self) -> Callable[[Show], Sequence[BaseRoute]]: ...

    @property
    def listening(self) -> Callable[[], AbstractAsyncContextManager[None]]: ...


@dataclass(frozen=True, slots=True)
class Accord:
    """Everything that runs."""

    settings: Settings
    bot: Bot
    worker: Worker
    app: Starlette
    chats: Sequence[Chat]  # as far as they are set up
    health: Health
    pulses: Pulses
    watch: Instrumentation

    def ticking(self) -> AbstractAsyncContextManager[None]:
        """The worker's heart beats until the end of the block; a beat that is under way is finished first."""
        return heart.ticking(self.bot.context, self.worker, self.pulses, self.watch)


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock | None = None,
    extra_pages: Pages = lambda _: (),
    slack: SlackSettings | None = None,
    teams: TeamsSettings | None = None,
) -> AsyncIterator[Accord]:
    """Accord with its databases open and migrated; closed again at the end of the block. Nothing ticks by
    itself yet."""
    await _at_this_version(settings.database)
    own = settings.secrets or (kept_secret(settings.data / "secret"),)
    async with AsyncExitStack() as stack:
        store = Store(settings.database, paced(settings.mail_per_minute))
        keys, easel = RoundKeys(settings.keys), Easel()
        for each in (store, keys, easel):
            stack.push_async_callback(each.close)
        clock, inbox, pulses, metrics = clock or SystemClock(), Posts(store), Pulses(keys), Metrics()
        words = (bank(), catalogues(), talking())
        context = AppContext(store, keys, Seals(own), clock, RandomIds(), *words, bool(settings.relay))
        bot, installations = Overheard(context, metrics), Installed(store, Safe(own))
        opened = _chats(slack, teams, bot, easel, installations, settings.public, own)
        chats = [await stack.enter_async_context(each) for each in opened]
        health = _health(settings, store, pulses, clock, metrics)
        app = web(
            bot,
            inbox,
            easel,
            secret_keys=own,
            public_url=settings.public,
            extra_routes=[*health.routes(), *(route for chat in chats for route in chat.routes)],
            extra_pages=_with_their_own(extra_pages, chats),
        )
        platforms: dict[str, Platform] = {chat.name: chat.platform for chat in chats}
        platforms["web"] = Web(inbox, clock)
        if settings.relay:
            platforms["mail"] = await stack.enter_async_context(_mail(settings, settings.relay, context))
        yield Accord(settings, bot, Worker(context, platforms, metrics), app, chats, health, pulses, metrics)


async def _at_this_version(database: str) -> None:
    """Migrates what is ours alone. Of another, which others may be running on, an operator says when: raises
    AccordError until then."""
    if database.startswith("sqlite"):
        await migrate(database)
    elif await pending(database):
        raise AccordError("Accord was not started: its database is of another version. Say: accord migrate")


def _health(settings: Settings, store: Store, pulses: Pulses, clock: Clock, metrics: Metrics) -> Health:
    return Health(
        partial(unready, store, pulses, clock),
        partial(scrape, metrics, store, pulses, clock),
        settings.metrics_token.get_secret_value(),
        alone=not settings.public_url,
    )


def _chats(
    slack: SlackSettings | None,
    teams: TeamsSettings | None,
    bot: Bot,
    easel: Easel,
    installations: Installations,
    public_url: str,
    own: Sequence[str],
) -> Iterator[AbstractAsyncContextManager[Chat]]:
    """Each imported only where it is wanted: that takes a second and 30 MB."""
    if slack and slack.wanted:
        from adapters.slack.whole import slack as in_slack

        yield in_slack(slack, bot, easel, installations, public_url=public_url, secret_keys=own)
    if teams and teams.wanted:
        from adapters.teams.whole import teams as in_teams

        picture = Pictures(own).path
        yield in_teams(teams, bot, installations, public_url=public_url, picture=picture)


def _with_their_own(pages: Pages, chats: Sequence[Chat]) -> Pages:
    return lambda site: [*pages(site), *(route for chat in chats for route in chat.pages(notices(site)))]


def _mail(
    settings: Settings, relay: SmtpServer, context: AppContext
) -> AbstractAsyncContextManager[Platform]:

    return whole.mail(relay, settings.sender, settings.public, context)


async def _of_mail(settings: Settings) -> Finding:
    from adapters.mail.checks import of_mail

    return await of_mail(settings.relay, settings.sender[1], settings.public)


async def bounced(settings: Settings, report: bytes) -> bool:
    """Whether this is a mail server's report that a message of ours came back; then it is noted."""
    from adapters.mail.bounces import returned

    if (key := returned(report)) is None:
        return False
    if not checks.is_there(settings.database) or await pending(settings.database):
        raise AccordError("Nothing was noted: there is no database of this version. Say: accord check")
    async with AsyncExitStack() as stack:
        store = Store(settings.database)
        stack.push_async_callback(store.close)
        return await mailings.came_back(store, key)


def demo_pages(stage: "Stage") -> Pages:
    """The pages that only the demo has."""
    from adapters.web.demo import Demo

    return lambda site: Demo(site, stage).routes()


def environment() -> tuple[Settings, SlackSettings, TeamsSettings]:
    """All that is set. Raises AccordError."""
    return read(Settings), read(SlackSettings), read(TeamsSettings)


async def serve(settings: Settings, slack: SlackSettings, teams: TeamsSettings, *, work: bool) -> None:
    """Answer over HTTP and whatever else brings what people say, and work unless another process does, until
    told to stop."""
    with listening(settings.host, settings.port, "Set ACCORD_PORT to another.") as listener:
        async with AsyncExitStack() as stack:
            accord = await stack.enter_async_context(running(settings, slack=slack, teams=teams))
            if work:
                await stack.enter_async_context(accord.ticking())
            for chat in accord.chats:
                await stack.enter_async_context(chat.listening())
            await answer(accord.app, listener)


async def work(settings: Settings, slack: SlackSettings, teams: TeamsSettings, port: int | None) -> None:
    """Work until told to stop; with a port, tell machines about it there."""
    at = nullcontext() if port is None else listening(settings.host, port, "Say another --port.")
    with at as listener:
        async with running(settings, slack=slack, teams=teams) as accord, accord.ticking():
            await (answer(accord.health.app(), listener) if listener else wait())


async def check(settings: Settings, slack: SlackSettings, teams: TeamsSettings) -> list[Finding]:
    """What is set, what is missing and what would go wrong. Each platform adds a line of its own."""
    now, secret = SystemClock().now(), settings.data / "secret"
    async with AsyncExitStack() as stack:
        store, keys, easel = Store(settings.database), RoundKeys(settings.keys), Easel()
        for each in (store, keys, easel):
            stack.push_async_callback(each.close)
        shared = settings.database.startswith("postgresql")
        return [
            *of_settings(settings, os.environ),
            *(checks.private(secret, "secret key") if secret.exists() else ()),
            *await checks.of_databases(settings.database, settings.keys, now),
            *(await of_workers(Pulses(keys), now, shared=shared) if checks.is_there(settings.keys) else ()),
            *(await of_work(store, store, now) if checks.is_there(settings.database) else ()),
            await of_charts(easel),
            await _of_mail(settings),
            of_slack(slack, settings.public),
            of_teams(teams, settings.public),
        ]


@cache
def bank() -> QuestionBank:
    return loader.load_bank({file.name: file.read_text("utf-8") for file in PROMPTS.glob("*.toml")})


@cache
def talking() -> tuple[TalkingPoint, ...]:
    files = {file.name: file.read_text("utf-8") for file in (PROMPTS / "talking").glob("*.toml")}
    return talking_points.load_talking_points(files, (PROMPTS / "sources.toml").read_text("utf-8"))


@cache
def catalogues() -> Mapping[str, NullTranslations]:
    return {file.parent.name: load_catalogue(file.read_text("utf-8")) for file in PROMPTS.glob("*/accord.po")}
