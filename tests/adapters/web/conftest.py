"""Accord's pages over a real database, with a scripted product behind them."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser as Chromium
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.context import AppContext
from bot.core.models import Person
from storage.crypto import ChaChaCrypto
from storage.keys import SqlRoundKeyStore
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.scripted_bot import AMIRA, FakeRenderer, ScriptedBot
from tests.questions.product_bank import BANK
from tests.support.chromium import running_chromium
from tests.support.fakes import CountedIds, SetClock

KEYS = ("the newest secret key, of thirty-two characters", "an older one of thirty-two characters")

SignedIn = Callable[[Person], Awaitable[Browser]]


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(sqlite_url)
    yield store
    await store.close()


@pytest.fixture
def context(
    store: SqlStore, keys: SqlRoundKeyStore, crypto: ChaChaCrypto, clock: SetClock, ids: CountedIds
) -> AppContext:
    return AppContext(store, keys, crypto, clock, ids, BANK, {})


@pytest.fixture
def bot(context: AppContext) -> ScriptedBot:
    return ScriptedBot(context)


@pytest.fixture
def app(bot: ScriptedBot, inbox: SqlWebInbox) -> Starlette:
    return create_app(bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


@pytest.fixture
def stranger(app: Starlette) -> Browser:
    return Browser(app)


@pytest.fixture
def signed_in(app: Starlette, bot: ScriptedBot) -> SignedIn:
    async def sign_in(person: Person) -> Browser:
        browser = Browser(app)
        await browser.get(await bot.link(person))
        await browser.press("Open my page")
        return browser

    return sign_in


@pytest.fixture
async def amira(signed_in: SignedIn) -> Browser:
    return await signed_in(AMIRA)


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    async with running_chromium() as browser:
        yield browser
