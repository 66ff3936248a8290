"""Accord's pages over a real database, with a scripted product behind them."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from starlette.applications import Starlette

from adapters.web.app import web
from bot.context import AppContext
from bot.core.models import Person
from storage.inbox import Posts
from storage.keys import RoundKeys
from storage.secrets import Seals
from storage.store import Store
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.scripted import AMIRA, Scripted, Sketches
from tests.conftest import CountedIds, SetClock
from tests.questions.product_bank import BANK

KEYS = ("the newest secret key, of thirty-two characters", "an older one of thirty-two characters")

SignedIn = Callable[[Person], Awaitable[Browser]]


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    store = Store(sqlite_url)
    yield store
    await store.close()


@pytest.fixture
def context(store: Store, keys: RoundKeys, crypto: Seals, clock: SetClock, ids: CountedIds) -> AppContext:
    return AppContext(store, keys, crypto, clock, ids, BANK, {})


@pytest.fixture
def bot(context: AppContext) -> Scripted:
    return Scripted(context)


@pytest.fixture
def app(bot: Scripted, inbox: Posts) -> Starlette:
    return web(bot, inbox, Sketches(), secret_keys=KEYS, public_url=HERE)


@pytest.fixture
def stranger(app: Starlette) -> Browser:
    return Browser(app)


@pytest.fixture
def signed_in(app: Starlette, bot: Scripted) -> SignedIn:
    async def sign_in(person: Person) -> Browser:
        browser = Browser(app)
        await browser.get(await bot.link(person))
        await browser.press("Open my page")
        return browser

    return sign_in


@pytest.fixture
async def amira(signed_in: SignedIn) -> Browser:
    return await signed_in(AMIRA)
