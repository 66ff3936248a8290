"""Somebody who is not signed in is told how to get in, and nothing else."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.context import AppContext
from bot.handlers.bot import Bot
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer

TYPE_HUB = "In Slack or Teams, type hub to Accord. You get a link that works once, within 10 minutes."
BY_MAIL = "Open a link from one of our emails."


@pytest.fixture
def app(context: AppContext, inbox: SqlWebInbox) -> Starlette:
    return create_app(Bot(context), inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


async def test_a_stranger_at_the_hub_is_told_how_to_sign_in(stranger: Browser) -> None:
    page = await stranger.get("/p/harbour")
    assert (stranger.status, page.titles) == (401, ["Sign in to see this page", "Get a link"])
    assert stranger.response.headers["www-authenticate"] == 'Cookie realm="Accord"'
    assert (TYPE_HUB in page.words, BY_MAIL in page.words) == (True, False)


async def test_emails_are_named_where_accord_sends_them(context: AppContext, inbox: SqlWebInbox) -> None:
    bot = Bot(replace(context, sends_email=True))
    stranger = Browser(create_app(bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE))
    assert BY_MAIL in (await stranger.get("/p/harbour")).words


async def test_somebody_elses_own_page_stays_a_page_that_is_not_there(stranger: Browser) -> None:
    await stranger.get("/me/amira")
    assert stranger.status == 404


async def test_the_first_page_leads_to_the_ways_to_sign_in(stranger: Browser) -> None:
    page = await stranger.get("/")
    page = await stranger.get(page.links["Sign in"])
    assert (stranger.status, page.titles[0]) == (200, "Sign in")
