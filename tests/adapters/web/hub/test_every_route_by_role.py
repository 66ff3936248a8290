"""Every route of the hub, tried as everybody who may come to it. The routes are those that the application
has, so a page that is added is tried too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.context import AppContext
from bot.core.models import BrowserSession
from bot.core.ports import Transaction
from bot.handlers.hub.access import Hub, HubPart, HubReader, HubResult, HubView
from storage.tables import TABLES
from tests.adapters.web.browser import Browser
from tests.handlers.hub.test_observers import share
from tests.support.cast import AMIRA, BEN, EFE, EVE, KOFI
from tests.support.fakes import SetClock
from tests.support.hub_pages import (
    OTHERS_WORDS,
    all_paths,
    furnish,
    hub_routes,
    open_pages,
    paths_of,
    program,
    signed_in,
    values_of,
)
from tests.support.scenario import Scenario

MEMBERS = {"member", "lead", "coordinator"}
READERS: Mapping[HubPart, set[str]] = {
    HubPart.OVERVIEW: {*MEMBERS, "observer of everything", "observer of overview"},
    HubPart.THEMES: {*MEMBERS, "observer of everything", "observer of themes"},
    HubPart.ROUNDS: {*MEMBERS, "observer of everything", "observer of rounds"},
    HubPart.TIMELINE: {*MEMBERS, "observer of everything", "observer of timeline"},
    HubPart.OUTCOMES: {*MEMBERS, "observer of everything", "observer of outcomes"},
    HubPart.EVIDENCE: {*MEMBERS, "observer of everything", "observer of evidence"},
    HubPart.YEARLY: {*MEMBERS, "observer of everything", "observer of yearly"},
    HubPart.COMMENTS: MEMBERS,
    HubPart.SHARING: MEMBERS,
    HubPart.MANAGE: {"coordinator"},
}
"""Who reads each part. Nobody else does."""
API = "/api/v1"
SHARED = [part for part, readers in READERS.items() if "observer of everything" in readers]


class RecordingHub(Hub):
    """A hub that records which parts its views belong to."""

    def __init__(self, context: AppContext):
        super().__init__(context)
        self.parts: list[HubPart] = []

    async def _load(self, db: Transaction, reader: HubReader, view: HubView[HubResult]) -> HubResult:
        self.parts.append(view.part)
        return await super()._load(db, reader, view)


@dataclass
class Visitors:
    """Everybody who may come, each with a browser and the root of the pages that they ask for."""

    app: Starlette
    clock: SetClock
    browsers: dict[str, Browser] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)

    def add(self, role: str, browser: Browser, root: str = "/p/harbour") -> None:
        self.browsers[role], self.roots[role] = browser, root

    async def get(self, role: str, path: str, root: str = "", tag: str = "") -> tuple[int, str]:
        """Return the status and the content of a page, of which the visitor has the version with this
        tag."""
        browser = self.browsers[role]
        self.clock.move(timedelta(seconds=1))  # so many requests are refused at one moment
        await browser.get((root or self.roots[role]) + path, headers={"If-None-Match": tag})
        return browser.status, browser.response.text

    async def csrf(self, role: str) -> str:
        """Return the token that forms of ours carry in this browser."""
        browser = self.browsers[role]
        await browser.get("/join")
        return browser.page.forms[0].fields["csrf"]

    async def send(self, role: str, method: str, path: str, *, csrf: str, root: str = "") -> tuple[int, str]:
        fields = {"csrf": csrf, "nonce": "a new one", "name": "Mine", "url": "https://mine.example/"}
        address = (root or self.roots[role]) + path
        self.clock.move(timedelta(seconds=1))
        response = await self.browsers[role].http.request(method, address, data=fields)
        return response.status_code, response.text

    async def get_of_nobody(self, role: str, path: str) -> tuple[int, str]:
        """Ask for the same page of a partnership, or of a share link, that there is not."""
        return await self.get(role, path, "/p/nowhere" if self.roots[role] == "/p/harbour" else "/shared/no")


@pytest.fixture
async def visitors(scenario: Scenario) -> Visitors:
    await furnish(scenario)
    scenario.bot.hub = RecordingHub(scenario.context)
    app = open_pages(scenario)
    visitors = Visitors(app, scenario.clock)
    for role, user in (("member", EFE), ("lead", BEN), ("coordinator", AMIRA), ("former member", KOFI)):
        visitors.add(role, await signed_in(scenario, app, user))
    visitors.add("member of another partnership", await signed_in(scenario, app, EVE))
    visitors.add("stranger", Browser(app))
    for part in SHARED:
        secret = await share(scenario, parts=f"showing {part}")
        visitors.add(f"observer of {part}", Browser(app), f"/shared/{secret}")
    visitors.add("observer of everything", Browser(app), f"/shared/{await share(scenario)}")
    visitors.add("observer whose link ended", Browser(app), f"/shared/{await share(scenario, 'until today')}")
    visitors.add("observer whose link was stopped", Browser(app), f"/shared/{await share(scenario)}")
    await scenario.says(AMIRA, f"stop sharing {len(SHARED) + 3} now")
    await scenario.says(KOFI, "leave now")
    await scenario.passes(days=1)
    return visitors


async def test_every_route_is_open_to_its_readers_and_to_nobody_else(
    scenario: Scenario, visitors: Visitors
) -> None:
    hub = scenario.bot.hub
    assert isinstance(hub, RecordingHub)
    paths = all_paths(visitors.app, await values_of(scenario))
    assert len(paths) > 4
    for path in paths:
        hub.parts = []
        status, _ = await visitors.get("coordinator", path)
        assert status == 200, path
        tag = visitors.browsers["coordinator"].response.headers.get("etag", "")
        readers = READERS[hub.parts[0]]
        for role in visitors.browsers:
            status, text = await visitors.get(role, path, tag=tag if role not in readers else "")
            is_first = path == "" and role.startswith("observer of ")  # leads on to what is shared
            if role in readers:
                assert status == 200, f"{path} is refused to a {role}"
            elif not (is_first and status == 200):
                assert status in (401, 404), f"{path} is open to a {role}"
                assert (status, text) == await visitors.get_of_nobody(role, path), f"{path} tells a {role}"


async def test_what_belongs_to_another_partnership_looks_as_if_it_were_not_there(
    scenario: Scenario, visitors: Visitors
) -> None:
    own, foreign = await values_of(scenario), await values_of(scenario, "riverside")
    for route in hub_routes(visitors.app):
        own_paths = {*paths_of(route, own)}
        unknown = [*paths_of(route, {name: ["nothing"] for name in own})]
        for role in ("coordinator", "observer of everything"):
            for path in {*unknown} - own_paths:
                not_there = await visitors.get(role, path)
                assert not_there[0] == 404, path
                for other in {*paths_of(route, foreign)} - own_paths:
                    assert await visitors.get(role, other) == not_there, other
            for path in own_paths:
                assert OTHERS_WORDS not in (await visitors.get(role, path))[1]


async def test_a_program_reads_one_partnership_only(scenario: Scenario, visitors: Visitors) -> None:
    own, foreign = await values_of(scenario), await values_of(scenario, "riverside")
    reader = await program(scenario, visitors.app)
    for route in hub_routes(visitors.app, root=API):
        not_there = {*paths_of(route, {**foreign, "theme": ["nothing"]})} - {*paths_of(route, own)}
        for path in not_there:
            await reader.get(API + path)
            assert (reader.status, reader.response.json()["status"]) == (404, 404), path
        for path in paths_of(route, own):
            await reader.get(API + path)
            assert reader.status == 200, path
            assert OTHERS_WORDS not in reader.response.text
            await visitors.browsers["coordinator"].get(API + path)  # a cookie is no token
            assert visitors.browsers["coordinator"].status == (200 if path == "" else 401), path


async def test_nothing_is_changed_without_a_form_of_ours(scenario: Scenario, visitors: Visitors) -> None:
    before = await stored(scenario)
    for method, path in await changes(scenario, visitors.app):
        for role in visitors.browsers:
            status, _ = await visitors.send(role, method, path, csrf="guessed")
            assert status in (403, 404, 405), f"{method} {path} by a {role}"
    assert await stored(scenario) == before


async def test_nobody_but_a_coordinator_changes_anything_of_a_hub(
    scenario: Scenario, visitors: Visitors
) -> None:
    before = await stored(scenario)
    for method, path in await changes(scenario, visitors.app):
        for role in {*visitors.browsers} - {"coordinator"}:
            csrf = await visitors.csrf(role)
            refused = await visitors.send(role, method, path, csrf=csrf)
            assert refused[0] in (401, 404, 405), f"{method} {path} by a {role}"
            if visitors.roots[role] == "/p/harbour":
                nowhere = await visitors.send(role, method, path, csrf=csrf, root="/p/nowhere")
                assert refused == nowhere, f"{method} {path} tells a {role}"
    assert await stored(scenario) == before


async def test_a_coordinator_changes_nothing_of_another_hub(scenario: Scenario, visitors: Visitors) -> None:
    before = await stored(scenario)
    csrf, own = await visitors.csrf("coordinator"), await changes(scenario, visitors.app)
    for method, path in await changes(scenario, visitors.app, "riverside"):
        roots = ["/p/riverside"] if (method, path) in own else ["/p/riverside", "/p/harbour"]
        for root in roots:
            status, _ = await visitors.send("coordinator", method, path, csrf=csrf, root=root)
            assert status == 404, f"{method} {root}{path}"
    assert await stored(scenario) == before


async def changes(scenario: Scenario, app: Starlette, of: str = "harbour") -> list[tuple[str, str]]:
    """Return each method and path with which something of a hub is changed."""
    values = await values_of(scenario, of)
    return [
        (method, path)
        for method in ("POST", "PUT", "PATCH", "DELETE")
        for route in hub_routes(app, method)
        for path in paths_of(route, values)
    ]


async def stored(scenario: Scenario) -> list[object]:
    """Return all that is stored but who is signed in where."""
    return [await scenario.all(kind) for kind in TABLES if kind is not BrowserSession]
