"""A browser is signed in by a provider of OpenID Connect only for what it began itself, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import quote, urlencode

import httpx2
import pytest
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.core.errors import SignInFailed
from bot.core.models import Address, BrowserSession, Person, SignInMethod
from bot.core.ports import SignInAttempt
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser, Reader
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import AMIRA, FakeRenderer, ScriptedBot
from tests.adapters.web.test_auth_pages import NO_PAGES_OF_THE_HUB
from tests.support.fakes import SetClock

PROVIDER = "https://provider.example/authorize"
CARYS = Person(
    "carys", Address("slack", "T1", "U1"), Address("slack", "T1", "U1"), "Carys", "Europe/London", "en"
)


@dataclass
class FakeProvider:
    """Implements IdentityProvider. `codes` are the accounts that it proves, each once."""

    id: str = "slack"
    label: str = "Slack"
    codes: dict[str, Sequence[Address]] = field(default_factory=dict)
    fails: SignInFailed | None = None
    attempts: list[SignInAttempt] = field(default_factory=list)

    async def authorization_url(self, attempt: SignInAttempt, redirect_uri: str) -> str:
        if self.fails:
            raise self.fails
        self.attempts.append(attempt)
        return f"{PROVIDER}?{urlencode({'state': attempt.state, 'redirect_uri': redirect_uri})}"

    async def identify(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> Sequence[Address]:
        assert attempt in self.attempts
        assert redirect_uri == f"{HERE}/sign-in/{self.id}/back"
        if self.fails:
            raise self.fails
        if code not in self.codes:
            raise SignInFailed("no such code")
        return self.codes.pop(code)


@pytest.fixture
def provider() -> FakeProvider:
    return FakeProvider(codes={"a-code": [Address("slack", "E1", "U1"), CARYS.address]})


@pytest.fixture
def app(bot: ScriptedBot, inbox: SqlWebInbox, provider: FakeProvider) -> Starlette:
    providers = [FakeProvider("microsoft", "Microsoft"), provider]
    return create_app(
        bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE, identity_providers=providers
    )


@pytest.fixture(autouse=True)
async def known(bot: ScriptedBot) -> None:
    async with bot.context.store.transaction() as db:
        await db.add(CARYS)


async def begin(browser: Browser, to: str = "", provider: str = "slack") -> str:
    """Return the state that a browser is sent to the provider with."""
    query = f"?to={quote(to, safe='')}" if to else ""
    browser.response = await browser.http.get(f"/sign-in/{provider}{query}")
    assert browser.status == 302
    return str(httpx2.URL(browser.response.headers["location"]).params["state"])


async def back(
    browser: Browser, state: str, code: str = "a-code", provider: str = "slack", **more: str
) -> Reader:
    query = urlencode({"state": state, "code": code} | more)
    browser.response = await browser.http.get(f"/sign-in/{provider}/back?{query}")
    return browser.page


async def sessions(bot: ScriptedBot) -> list[BrowserSession]:
    async with bot.context.store.read_only() as db:
        return await db.find(BrowserSession)


async def test_somebody_goes_on_to_the_page_that_they_wanted(stranger: Browser, bot: ScriptedBot) -> None:
    page = await stranger.get("/p/harbour")
    assert page.links["Sign in with Slack"] == "/sign-in/slack?to=/p/harbour"
    assert "Sign in with Microsoft" in page.links
    state = await begin(stranger, "/p/harbour/rounds/3")
    await back(stranger, state)
    assert (stranger.status, stranger.response.headers["location"]) == (303, "/p/harbour/rounds/3")
    await stranger.get("/me/carys/settings")
    assert stranger.status == 200
    (session,) = await sessions(bot)
    assert (session.person, session.method) == ("carys", SignInMethod.ACCOUNT)


async def test_somebody_who_wanted_nothing_goes_to_their_own_page(stranger: Browser) -> None:
    await back(stranger, await begin(stranger))
    assert stranger.response.headers["location"] == "/me/carys"


@pytest.mark.parametrize("to", NO_PAGES_OF_THE_HUB)
async def test_nobody_is_led_to_another_place(stranger: Browser, to: str) -> None:
    await back(stranger, await begin(stranger, to))
    assert stranger.response.headers["location"] == "/me/carys"


async def test_the_cookie_of_an_attempt_is_for_the_server_alone(stranger: Browser) -> None:
    await begin(stranger)
    cookie = next(value for value in stranger.response.headers.get_list("set-cookie") if "sign-in" in value)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=600" in cookie


async def refused(browser: Browser, bot: ScriptedBot, status: int, title: str) -> None:
    assert (browser.status, browser.page.titles) == (status, [title])
    assert await sessions(bot) == []


async def test_another_state_signs_nobody_in(stranger: Browser, bot: ScriptedBot) -> None:
    await begin(stranger)
    for state in ("another", "", "é"):
        await back(stranger, state)
        await refused(stranger, bot, 400, "You are not signed in")


async def test_what_another_browser_began_signs_nobody_in(
    stranger: Browser, bot: ScriptedBot, app: Starlette
) -> None:
    """Else somebody could make another person act in an account of theirs."""
    state, victim = await begin(stranger), Browser(app)
    await back(victim, state)
    await refused(victim, bot, 400, "You are not signed in")
    await begin(victim)
    await back(victim, state)
    await refused(victim, bot, 400, "You are not signed in")


async def test_what_began_at_another_provider_signs_nobody_in(stranger: Browser, bot: ScriptedBot) -> None:
    state = await begin(stranger, provider="microsoft")
    await back(stranger, state)
    await refused(stranger, bot, 400, "You are not signed in")


async def test_an_answer_that_comes_again_signs_nobody_in(
    stranger: Browser, bot: ScriptedBot, provider: FakeProvider
) -> None:
    state = await begin(stranger)
    cookies = stranger.secret
    await back(stranger, state)
    assert len(await sessions(bot)) == 1
    await back(stranger, state)
    assert (stranger.status, len(await sessions(bot))) == (400, 1)
    stranger.http.cookies.update(cookies)  # somebody has kept them
    await back(stranger, state)
    assert (stranger.status, len(await sessions(bot))) == (403, 1)


async def test_an_attempt_lasts_ten_minutes(stranger: Browser, bot: ScriptedBot, clock: SetClock) -> None:
    state = await begin(stranger)
    clock.move(timedelta(minutes=10, seconds=1))
    await back(stranger, state)
    await refused(stranger, bot, 400, "You are not signed in")


async def test_a_cookie_that_was_tampered_with_counts_for_nothing(
    stranger: Browser, bot: ScriptedBot
) -> None:
    state = await begin(stranger)
    name = next(name for name in stranger.secret if "sign-in" in name)
    forged = stranger.secret[name].replace(stranger.secret[name][5], "x", 1)
    stranger.http.cookies.delete(name)
    stranger.http.cookies.set(name, forged)
    await back(stranger, state)
    await refused(stranger, bot, 400, "You are not signed in")


async def test_somebody_who_says_no_is_not_signed_in(stranger: Browser, bot: ScriptedBot) -> None:
    state = await begin(stranger)
    query = urlencode({"state": state, "error": "access_denied"})
    stranger.response = await stranger.http.get(f"/sign-in/slack/back?{query}")
    await refused(stranger, bot, 403, "You are not signed in")
    assert stranger.page.links["Sign in with Slack again"] == "/sign-in/slack"


async def test_an_account_that_nobody_here_has_is_told_what_to_do(
    stranger: Browser, bot: ScriptedBot, provider: FakeProvider
) -> None:
    for addresses in ([Address("slack", "T1", "U2")], []):
        provider.codes["a-code"] = addresses
        state = await begin(stranger, "/p/harbour")
        page = await back(stranger, state)
        await refused(stranger, bot, 403, "We do not know this account")
        assert page.links["Sign in another way"] == "/sign-in?to=/p/harbour"


@pytest.mark.parametrize(
    ("is_temporary", "status", "title"),
    [
        (True, 503, "Sorry, there is a problem with signing in"),
        (False, 403, "You are not signed in"),
    ],
)
async def test_a_sign_in_that_fails_says_how_to_go_on(
    stranger: Browser, bot: ScriptedBot, provider: FakeProvider, is_temporary: bool, status: int, title: str
) -> None:
    state = await begin(stranger, "/p/harbour")
    provider.fails = SignInFailed("nothing that people are shown", temporary=is_temporary)
    page = await back(stranger, state)
    await refused(stranger, bot, status, title)
    assert "nothing that people are shown" not in stranger.response.text
    assert page.links["Sign in with Slack again"] == "/sign-in/slack?to=/p/harbour"
    stranger.response = await stranger.http.get("/sign-in/slack")
    await refused(stranger, bot, status, title)


async def test_an_unknown_provider_is_not_found(stranger: Browser) -> None:
    for path in ("/sign-in/evil", "/sign-in/evil/back?state=x&code=y"):
        await stranger.get(path)
        assert stranger.status == 404


async def test_too_many_sign_ins_have_to_wait(stranger: Browser) -> None:
    seen = []
    for _ in range(31):
        stranger.response = await stranger.http.get("/sign-in/slack")
        seen.append(stranger.status)
    assert seen[-2:] == [302, 429]


async def test_the_browsers_secret_is_new_afterwards(
    stranger: Browser, bot: ScriptedBot, app: Starlette
) -> None:
    state, copy = await begin(stranger), Browser(app)
    copy.http.cookies.update(stranger.secret)
    await back(stranger, state)
    await copy.get("/me/carys")
    assert copy.status == 404


async def test_a_link_does_not_take_the_place_of_an_account(stranger: Browser, bot: ScriptedBot) -> None:
    await back(stranger, await begin(stranger))
    (before,) = await sessions(bot)
    await stranger.get(await bot.link(CARYS))
    await stranger.press("Open my page")
    (after,) = await sessions(bot)
    assert replace(after, browser="") == replace(before, browser="")


async def test_an_account_takes_the_place_of_a_link(stranger: Browser, bot: ScriptedBot) -> None:
    await stranger.get(await bot.link(CARYS))
    await stranger.press("Open my page")
    assert [session.method for session in await sessions(bot)] == [SignInMethod.LINK]
    await back(stranger, await begin(stranger))
    assert [session.method for session in await sessions(bot)] == [SignInMethod.ACCOUNT]


async def test_a_session_that_ended_does_not_keep_anybody_out(
    stranger: Browser, bot: ScriptedBot, clock: SetClock
) -> None:
    """Until the worker has removed it."""
    await back(stranger, await begin(stranger))
    async with bot.context.store.transaction() as db:
        (session,) = await db.find(BrowserSession)
        await db.update_if_unchanged(session, expires_at=clock.now())
    await stranger.get(await bot.link(CARYS))
    await stranger.press("Open my page")
    assert (stranger.path, stranger.status) == ("/me/carys", 200)


@pytest.mark.parametrize(("person", "is_offered"), [(CARYS, True), (AMIRA, False)])
async def test_an_account_is_offered_in_the_settings_to_those_who_have_one(
    stranger: Browser, bot: ScriptedBot, person: Person, is_offered: bool
) -> None:
    await stranger.get(await bot.link(person))
    await stranger.press("Open my page")
    page = await stranger.get(f"/me/{person.id}/settings")
    assert ("Sign in with your account" in page.links) is is_offered
    await back(stranger, await begin(stranger))
    page = await stranger.get("/me/carys/settings")
    assert "Sign in with your account" not in page.links
