"""Share links on the web: how they are made, what they open, and that what does not work tells nothing."""

import pytest
from starlette.applications import Starlette

from adapters.web.app import create_app
from adapters.web.hub.observers import REQUESTS_AT_ONCE
from bot.core.models import LoginLink, hash_secret
from bot.core.ports import WebMessage
from bot.core.sharing import HubShare
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.handlers.hub.test_observers import share
from tests.support.cast import AMIRA, BEN, DILYS, EFE, ScenarioUser
from tests.support.hub_history import make_history
from tests.support.scenario import Scenario

OPENED = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}


@pytest.fixture
async def app(scenario: Scenario) -> Starlette:
    await make_history(scenario)
    inbox = SqlWebInbox(scenario.store)
    return create_app(scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


async def signed_in(scenario: Scenario, app: Starlette, user: ScenarioUser) -> Browser:
    person, secret = await scenario.person(user), scenario.ids.new()
    async with scenario.store.transaction() as db:
        await db.add(LoginLink(hash_secret(secret), person.id, scenario.clock.now().replace(year=2027)))
    browser = Browser(app)
    await browser.get(f"/me/open/{secret}")
    await browser.press("Open my page")
    return browser


async def test_a_lead_makes_a_link_by_the_form_and_its_address_is_stored_nowhere(
    scenario: Scenario, app: Starlette
) -> None:
    dilys = await signed_in(scenario, app, DILYS)
    page = await dilys.get("/p/harbour/sharing")
    await dilys.get(page.links["Share results"])
    page = await dilys.press("Make a share link", name="the May board", parts="overview")
    (qr_code,) = page.images[-1:]
    address = qr_code["src"].removesuffix("/qr.svg")
    assert f"{HERE}{address}" in dilys.response.text
    await dilys.get(qr_code["src"])
    assert (dilys.status, dilys.response.headers["content-type"]) == (200, "image/svg+xml")
    secret = address.removeprefix("/shared/")
    await dilys.get("/p/harbour/sharing")
    assert "the May board" in dilys.response.text
    assert secret not in dilys.response.text
    await dilys.get(dilys.path)
    assert all(secret not in str(post) for post in await scenario.all(WebMessage))


async def test_an_address_that_was_typed_for_is_shown_once_and_not_posted(
    scenario: Scenario, app: Starlette
) -> None:
    dilys = await signed_in(scenario, app, DILYS)
    await dilys.get(f"/me/{DILYS.person.id}")
    page = await dilys.press("Send", words="share the hub with the board")
    assert page.titles[-1] == "Your share link"
    assert all("/shared/" not in str(post) for post in await scenario.all(WebMessage))


async def test_a_link_opens_without_signing_in_and_without_a_cookie(
    scenario: Scenario, app: Starlette
) -> None:
    observer = Browser(app)
    page = await observer.get(f"/shared/{await share(scenario, parts='showing overview')}")
    assert (observer.status, observer.secret) == (200, {})
    assert "Shared with you until 3 June 2026" in observer.response.text
    assert "If you have questions, ask the person who sent you the link." in observer.response.text
    assert [*page.links].count("Overview") == 1
    assert "Sharing" not in page.links
    assert page.forms == []
    headers = observer.response.headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "noindex" in headers["x-robots-tag"]


async def test_a_link_shows_its_members_no_more_than_others(scenario: Scenario, app: Starlette) -> None:
    path = f"/shared/{await share(scenario)}"
    amira, observer = await signed_in(scenario, app, AMIRA), Browser(app)
    await amira.get(path)
    await observer.get(path)
    assert (amira.status, amira.response.text) == (200, observer.response.text)


async def test_a_link_is_read_in_the_language_of_the_browser(scenario: Scenario, app: Starlette) -> None:
    observer = Browser(app, **{"Accept-Language": "cy"})
    page = await observer.get(f"/shared/{await share(scenario)}")
    assert (page.lang, "Trosolwg" in page.links) == ("cy", True)


async def test_what_does_not_work_looks_the_same(scenario: Scenario, app: Starlette) -> None:
    ended = await share(scenario, until="until tomorrow")
    stopped, works = await share(scenario), await share(scenario, parts="showing themes")
    await scenario.says(BEN, "stop sharing 2 now")
    await scenario.passes(days=2)
    observer = Browser(app)
    paths = (
        *(f"/shared/{secret}" for secret in (ended, stopped, "guessed", works[:-1], "no%20secret", "%00")),
        *(f"/shared/{works}/sharing", f"/shared/{works}/nothing/of/the/kind", "/shared", "/shared/"),
        *(f"/shared/{ended}/qr.svg", "/shared/no%20secret/qr.svg", f"/shared/{stopped}/sharing"),
    )
    seen = set()
    for path in paths:
        await observer.get(path, headers=OPENED)
        headers = tuple(sorted({**observer.response.headers}.items()))
        seen.add((observer.status, observer.response.text, headers))
    ((status, text, _),) = seen
    assert status == 404
    assert "Ask the person who sent it to you for a new link." in text
    assert {shared.opened for shared in await scenario.all(HubShare)} == {0}


async def test_people_who_open_a_link_are_counted_but_not_programs(
    scenario: Scenario, app: Starlette
) -> None:
    path = f"/shared/{await share(scenario, parts='showing overview')}"
    observer = Browser(app)
    for headers in (
        OPENED,
        OPENED | {"Sec-Fetch-Site": "cross-site"},
        OPENED | {"Sec-Fetch-Site": "same-origin"},
        OPENED | {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0"},
    ):
        await observer.get(path, headers=headers)
        assert observer.status == 200
    assert (await scenario.one(HubShare)).opened == 2


@pytest.mark.parametrize(
    ("parts", "leads_to"), [("rounds", "/rounds"), ("timeline, rounds", "/rounds"), ("overview, rounds", "")]
)
async def test_a_link_leads_to_the_first_page_that_is_shared(
    scenario: Scenario, app: Starlette, parts: str, leads_to: str
) -> None:
    observer, path = Browser(app), f"/shared/{await share(scenario, parts=f'showing {parts}')}"
    page = await observer.get(path)
    assert (observer.status, observer.path) == (200, path + leads_to)
    assert observer.response.headers["referrer-policy"] == "no-referrer"
    assert ("Overview" in page.links) == ("overview" in parts)


async def test_guesses_are_limited_by_network(scenario: Scenario, app: Starlette) -> None:
    observer = Browser(app)
    statuses = []
    for number in range(REQUESTS_AT_ONCE + 1):
        await observer.get(f"/shared/guess-{number}")
        statuses.append(observer.status)
    assert set(statuses[:-1]) == {404}
    assert statuses[-1] == 429
    assert int(observer.response.headers["retry-after"]) >= 1


async def test_a_member_who_is_no_lead_sees_what_is_shared(scenario: Scenario, app: Starlette) -> None:
    await share(scenario, parts="showing themes")
    efe = await signed_in(scenario, app, EFE)
    page = await efe.get("/p/harbour/sharing")
    assert "Leads and coordinators can make a share link" in efe.response.text
    assert "made by Ben Okoro on" in efe.response.text
    assert "Share results" not in page.links
    assert page.forms == []


async def test_a_lead_stops_a_link_from_the_page(scenario: Scenario, app: Starlette) -> None:
    await share(scenario)
    dilys = await signed_in(scenario, app, DILYS)
    await dilys.get("/p/harbour/sharing")
    await dilys.press("Stop 1. the board")
    await dilys.press("Stop sharing")
    assert (await scenario.one(HubShare)).stopped_at is not None
