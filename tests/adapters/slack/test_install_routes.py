"""How a workspace lets Accord in, and what is said where it does not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.manifest import SCOPES
from bot.app import Application
from bot.core.models import Address, Person
from tests.adapters.slack.signing import Sender
from tests.adapters.slack.slack_api import SlackAPI, reset, slack_api
from tests.adapters.slack.slack_app import ONE, joined
from tests.adapters.web.browser import HERE, Browser
from tests.support.fakes import SetClock

ACME = {"access_token": "xoxb-1", "team": {"id": "T1", "name": "Acme <b>"}}
PAGE, BACK = "/slack/install", "/slack/oauth_redirect"


@pytest.fixture
async def api() -> AsyncIterator[SlackAPI]:
    async with slack_api() as api:
        yield api


@pytest.fixture
async def accord(
    api: SlackAPI, sqlite_url: str, tmp_path: Path, clock: SetClock
) -> AsyncIterator[Application]:
    async with joined(api, sqlite_url, tmp_path, clock) as accord:
        yield accord


@pytest.fixture
def somebody(accord: Application) -> Browser:
    return Browser(accord.app)


async def asked(browser: Browser) -> dict[str, str]:
    """Press the button; what Slack is asked then."""
    response = await browser.http.get(f"{PAGE}?begin")
    assert response.status_code == 302
    return {name: value for name, (value,) in parse_qs(urlsplit(response.headers["location"]).query).items()}


async def test_the_page_says_what_accord_asks_for_and_why(somebody: Browser) -> None:
    page = await somebody.get(PAGE)
    assert (somebody.status, page.titles, page.links["Add to Slack"]) == (
        200,
        ["Add Accord to Slack"],
        f"{PAGE}?begin",
    )
    assert [reason for reason in SCOPES.values() if reason not in page.words] == []


async def test_it_says_so_in_welsh(accord: Application) -> None:
    page = await Browser(accord.app, **{"Accept-Language": "cy"}).get(PAGE)
    assert (page.lang, "Add Accord to Slack" in page.titles) == ("cy", False)


async def test_slack_is_asked_for_just_that(somebody: Browser, api: SlackAPI) -> None:
    response = await somebody.http.get(f"{PAGE}?begin")
    assert response.headers["location"].partition("?")[0] == f"{api.url}oauth/v2/authorize"
    wanted = await asked(somebody)
    assert wanted.pop("state")
    assert wanted == {"client_id": "1.2", "scope": ",".join(SCOPES), "redirect_uri": HERE + BACK}


async def test_who_says_yes_lets_us_in(
    somebody: Browser, api: SlackAPI, accord: Application, clock: SetClock
) -> None:
    api.codes["c1"] = ACME
    state = (await asked(somebody))["state"]
    page = await somebody.get(f"{BACK}?code=c1&state={state}")
    assert (somebody.status, page.titles) == (200, ["Accord is now in Acme <b>"])
    reply = await Sender(accord.app).command(
        team_id="T1", user_id="U1", channel_id="D1", text="help", trigger_id="1"
    )
    assert (reply.status_code, bool(reply.json()["blocks"])) == (200, True)


async def test_who_installs_accord_is_welcomed(somebody: Browser, api: SlackAPI) -> None:
    api.codes["c1"] = ACME | {"authed_user": {"id": "U7"}}
    await somebody.get(f"{BACK}?code=c1&state={(await asked(somebody))['state']}")
    await api.until(lambda: bool(api.posted))
    (welcome,) = api.posted
    assert (welcome["channel"], welcome["text"].partition("\n")[0]) == ("D7", "Welcome to Accord")


async def test_a_workspace_that_did_not_is_told_so(
    accord: Application, api: SlackAPI, clock: SetClock
) -> None:
    reply = await Sender(accord.app).command(
        team_id="T9", user_id="U1", channel_id="D1", text="help", trigger_id="1"
    )
    assert (
        reply.text
        == "Nothing was done: Accord is not installed here any more. Somebody here can add it again."
    )


async def test_people_of_a_workspace_that_lets_us_in_again_are_written_to_again(
    somebody: Browser, api: SlackAPI, accord: Application, clock: SetClock
) -> None:
    async def homes() -> list[Address | None]:
        async with accord.bot.context.store.read_only() as db:
            return [each.home for each in await db.find(Person)]

    api.codes.update(c1=ACME, c2=ACME)
    await somebody.get(f"{BACK}?code=c1&state={(await asked(somebody))['state']}")
    sender = Sender(accord.app)
    form = {"team_id": "T1", "user_id": "U1", "channel_id": "D1", "trigger_id": "1"}
    await sender.command(**form, text="start partnership Harbour")
    clock.move(timedelta(minutes=1))
    authorized = [{"team_id": "T1", "is_enterprise_install": False}]
    out = {"type": "event_callback", "event_id": "Ev1", "event_time": int(clock.now().timestamp())}
    await sender.event({**out, "authorizations": authorized, "event": {"type": "app_uninstalled"}})
    assert await homes() == [None]
    await somebody.get(f"{BACK}?code=c2&state={(await asked(somebody))['state']}")
    assert await homes() == [Address("slack", "T1", "U1")]


async def test_who_says_no_reads_that_nothing_has_changed(somebody: Browser, api: SlackAPI) -> None:
    state = (await asked(somebody))["state"]
    page = await somebody.get(f"{BACK}?error=access_denied&state={state}")
    assert (somebody.status, page.titles) == (403, ["Accord was not added to Slack"])
    assert page.links["Start again"] == PAGE
    assert api.calls == []


async def test_who_takes_too_long_begins_again(somebody: Browser, api: SlackAPI, clock: SetClock) -> None:
    state = (await asked(somebody))["state"]
    clock.move(timedelta(minutes=11))
    await somebody.get(f"{BACK}?code=c1&state={state}")
    assert (somebody.status, api.calls) == (400, [])


async def test_who_began_on_slacks_own_pages_is_led_to_ours(somebody: Browser, api: SlackAPI) -> None:
    page = await somebody.get(f"{BACK}?code=c1")
    assert (somebody.status, page.links["Start again"], api.calls) == (400, PAGE, [])
    assert "You came from Slack’s own pages." in " ".join(page.words)


@pytest.mark.parametrize("state", ["", "forged", "WzEsMl0.x"])
async def test_what_we_did_not_begin_is_not_finished(somebody: Browser, api: SlackAPI, state: str) -> None:
    await asked(somebody)
    await somebody.get(f"{BACK}?code=c1&state={state}")
    assert (somebody.status, api.calls) == (400, [])


async def test_nobody_is_made_to_finish_what_another_began(
    accord: Application, somebody: Browser, api: SlackAPI
) -> None:
    another = Browser(accord.app)
    state = (await asked(another))["state"]
    for victim in (somebody, Browser(accord.app)):
        await victim.get(f"{BACK}?code=c1&state={state}")
        assert (victim.status, api.calls) == (400, [])
        await asked(somebody)  # now the first has a nonce of their own


async def test_what_slack_does_not_give_is_said(somebody: Browser, api: SlackAPI) -> None:
    state = (await asked(somebody))["state"]
    page = await somebody.get(f"{BACK}?code=old&state={state}")
    assert (somebody.status, "invalid_code" in " ".join(page.words)) == (400, True)
    api.failing["oauth.v2.access"].append(reset)
    page = await somebody.get(f"{BACK}?code=c1&state={state}")
    assert (somebody.status, "Slack did not answer" in " ".join(page.words)) == (503, True)


@pytest.mark.parametrize(
    ("url", "name", "secure"),
    [("https://accord.example.org", "__Host-accord-slack", True), (HERE, "accord-slack", False)],
)
async def test_the_cookie_is_one_that_browsers_keep(
    api: SlackAPI, sqlite_url: str, tmp_path: Path, clock: SetClock, url: str, name: str, secure: bool
) -> None:
    async with joined(api, sqlite_url, tmp_path, clock, url) as accord:
        response = await Browser(accord.app, url).http.get(f"{PAGE}?begin")
    cookie, *flags = (part.strip() for part in response.headers["set-cookie"].split(";"))
    assert cookie.startswith(f"{name}=")
    assert {*flags} == {"HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax", *(["Secure"] if secure else [])}


async def test_with_one_workspace_there_is_nothing_to_install(
    api: SlackAPI, sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    async with joined(api, sqlite_url, tmp_path, clock, slack=ONE) as accord:
        browser = Browser(accord.app)
        await browser.get(PAGE)
        assert browser.status == 404
