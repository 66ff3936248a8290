"""Attacks on the hub: over all its pages and files at once, as the table of routes has them.

What they hold is made from what rounds published and from nothing else of what people answered. So whatever
can be subtracted from them can be subtracted from published results: `test_subtraction_attack.py` tries that.
"""

import re
import shutil
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from html import unescape
from itertools import count
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from starlette.applications import Starlette

from bot.analysis.published import PublishedRound
from bot.core.models import Member, Person, Round, RoundState
from bot.core.ports import Crypto, RoundKeyStore
from bot.membership.sharing import PARTS
from storage.crypto import ChaChaCrypto
from storage.store import SqlStore
from tests.adapters.web.browser import Browser
from tests.privacy.neighbouring_datasets import IdsInOrder, NeighbouringDatasets
from tests.support.cast import AMIRA, BEN, CAST, DILYS, EFE, IDRIS, ScenarioUser
from tests.support.databases import key_store
from tests.support.fakes import CountedIds, SetClock
from tests.support.hub_history import USUAL
from tests.support.hub_pages import ROOT, all_paths, furnish, open_pages, program, signed_in, values_of
from tests.support.read_cards import link_to_share
from tests.support.scenario import Scenario, open_scenario

THIRTY_SIX = [pytest.param(seed, 4, marks=pytest.mark.long) for seed in range(1, 37)]
# What differs between two requests for the same page: the ids of what can be pressed, once.
NONCE = re.compile(r"id\d{14}")
LINK = re.compile(r'(?:href|src|action|srcset)="([^"]*)"')
ELSEWHERE = re.compile(
    r"|/|/static/.*|/accessibility|/sign-in|/method|/about|/privacy|/docs/|https://(?!127\.0\.0\.1).*"
)
LOOKED_AT = (1, 2, 5, 10, len(CAST))  # replies: the first, those that make results, and all
COMMENTS = {
    AMIRA: "The heron comment.",
    BEN: "The wharf comment.",
    EFE: "The lantern comment.",
    DILYS: "The kettle comment.",
}

Copies = tuple[Scenario, Scenario]
Shown = dict[str, tuple[int, str]]


class Reader(NamedTuple):
    """Somebody who reads the hub: the `root` of what they ask for, as in the table of routes as `pattern`. An
    observer comes from a new browser and network each time: a network may ask for so many pages at a time."""

    name: str
    browser: Browser | None
    root: str
    pattern: str = ROOT


class Readers:
    """Readers of every role, and all that they are shown."""

    def __init__(self, scenario: Scenario, app: Starlette, readers: Sequence[Reader]):
        self.scenario, self.app, self.readers = scenario, app, readers
        self._networks = count(2)

    @classmethod
    async def of(cls, scenario: Scenario, *users: ScenarioUser) -> "Readers":
        """Return these users, the first of whom leads, an observer to whom all is shared, and a program."""
        app = open_pages(scenario)
        card = await scenario.says(users[0], "share the hub with the board until 1 March 2027 showing all")
        readers = [Reader(user.key, await signed_in(scenario, app, user), "/p/harbour") for user in users]
        readers += [
            Reader("program", await program(scenario, app), "/api/v1", "/api/v1"),
            Reader("observer", None, link_to_share(card)),
        ]
        return cls(scenario, app, readers)

    async def everything_shown(self) -> Shown:
        """Return the status and the content of each page and file, by reader and path."""
        shown = {}
        for reader in self.readers:
            browser = reader.browser or Browser(self.app, network=f"192.0.2.{next(self._networks)}")
            for path in all_paths(self.app, await values_of(self.scenario), reader.pattern):
                await browser.get(reader.root + path)
                # Who has left is signed out in the end.
                assert browser.status in (200, 401, 404), f"{path} for {reader.name}"
                tag = browser.response.headers.get("etag", "")
                content = NONCE.sub("ID", browser.response.text) + tag
                shown[f"{path} for {reader.name}"] = (browser.status, content)
        return shown


@pytest.fixture
async def scenario(
    sqlite_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: CountedIds
) -> AsyncIterator[Scenario]:
    async with open_scenario(sqlite_url, keys, crypto, clock, ids) as scenario:
        yield scenario


@pytest.fixture
async def copies(
    tmp_path: Path, migrated_file: Path, crypto: ChaChaCrypto, clock: SetClock
) -> AsyncIterator[Copies]:
    names = ("one", "other")
    stores = [
        SqlStore(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / name)}") for name in names
    ]
    keys = [key_store(f"sqlite+aiosqlite:///{tmp_path / name}-keys") for name in names]
    one, other = (
        Scenario(store, key, crypto, SetClock(clock.now()), IdsInOrder())
        for store, key in zip(stores, keys, strict=True)
    )
    yield one, other
    for store, key in zip(stores, keys, strict=True):
        await store.close()
        await key.close()


def unequal(one: Shown, other: Shown) -> list[str]:
    """Return the pages that differ."""
    return [page for page in one if one[page] != other.get(page)]


@pytest.mark.parametrize(("seed", "rounds"), [(0, 2), *THIRTY_SIX])
async def test_equal_published_rounds_mean_equal_pages(copies: Copies, seed: int, rounds: int) -> None:
    """Two copies of a partnership in which people said different things, but the same may be shown."""
    twins = NeighbouringDatasets(Random(seed), *copies)
    await twins.found()
    one, other = [await Readers.of(copy, *twins.viewers) for copy in copies]
    differing = []
    for _ in range(rounds):
        differing.append(await twins.vote())
        assert unequal(await one.everything_shown(), await other.everything_shown()) == []  # while it is open
        await twins.passes(days=9)
        assert await copies[0].all(PublishedRound) == await copies[1].all(PublishedRound)
        assert unequal(await one.everything_shown(), await other.everything_shown()) == []
        await twins.move()
        await twins.passes(days=5)
    assert any(differing)


async def test_other_published_rounds_change_the_pages(copies: Copies) -> None:
    twins = NeighbouringDatasets(Random(0), *copies)
    await twins.found()
    one, other = [await Readers.of(copy, *twins.viewers) for copy in copies]
    await twins.vote(alike=False)
    await twins.passes(days=9)
    assert unequal(await one.everything_shown(), await other.everything_shown())


async def test_no_page_tells_that_somebody_has_replied(scenario: Scenario) -> None:
    await furnish(scenario)
    readers = await Readers.of(scenario, BEN, AMIRA, EFE)
    await scenario.passes(days=11)
    assert await scenario.all(Round, state=RoundState.OPEN)
    before = await readers.everything_shown()
    for replies, user in enumerate(sorted(CAST, key=lambda user: user not in (EFE, AMIRA)), 1):
        await scenario.answers(user, 4, 2, 5, comment=f"{user.name} was here.")
        if replies in LOOKED_AT:
            assert unequal(before, await readers.everything_shown()) == [], replies


async def test_nobody_but_members_reads_a_name_or_a_comment(scenario: Scenario) -> None:
    await furnish(scenario)
    await comment(scenario)
    readers = await Readers.of(scenario, BEN, EFE)
    shown = await readers.everything_shown()
    assert any(words in content for words in COMMENTS.values() for _, content in shown.values())
    people, members = await scenario.all(Person), await scenario.all(Member)
    secrets = [
        *(unescape(words) for words in COMMENTS.values()),
        *(person.name for person in people if person.name),
        *(f"{person.id}" for person in people),
        *(str(person.address) for person in people),
        *(member.id for member in members),
    ]
    for name in ("observer", "program"):
        assert [status for page, (status, _) in shown.items() if page.endswith(name)].count(200) > 5
    for page, (_, content) in shown.items():
        if page.endswith(("for observer", "for program")):
            text = unescape(content)
            assert [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", text)] == [], page


async def test_a_share_link_leads_nowhere_but_to_what_is_shared(scenario: Scenario) -> None:
    """Follow every link, as somebody would who tries what else there is."""
    await furnish(scenario)
    await comment(scenario)
    app = open_pages(scenario)
    browser = Browser(app)
    for parts in (*PARTS, "everything"):
        root = link_to_share(await scenario.says(BEN, f"share the hub with the board showing {parts}"))
        seen, found = set[str](), [root]
        while found:
            if (path := found.pop()) in seen:
                continue
            seen.add(path)
            scenario.clock.move(timedelta(seconds=1))
            await browser.get(path)
            assert browser.status == 200, f"{path} is a dead end under a link to {parts}"
            text = browser.response.text
            assert ("<form" in text, "csrf" in text, browser.secret) == (False, False, {}), path
            for link in map(unescape, LINK.findall(text)):
                target = re.sub(r"[#?].*", "", link)
                if target.startswith(root):
                    found.append(target)
                else:
                    assert ELSEWHERE.fullmatch(target), f"{path} leads to {link}"
    assert len(seen) > 20


async def test_the_name_of_somebody_who_was_forgotten_is_on_no_page(scenario: Scenario) -> None:
    await furnish(scenario)
    await scenario.says(IDRIS, "share the hub with the shelter's trustees")
    await scenario.says(AMIRA, "action Ask the trustees @Idris")
    await scenario.says(IDRIS, 'outcome "Rough sleepers" 39 on 10 February')
    await scenario.says(IDRIS, "done 2")
    await scenario.passes(days=11)
    await scenario.fill(*USUAL)
    await scenario.closes()
    readers = await Readers.of(scenario, BEN, AMIRA, EFE)
    named = [
        page for page, (_, content) in (await readers.everything_shown()).items() if IDRIS.name in content
    ]
    assert named
    await scenario.says(IDRIS, "forget me now")
    shown = await readers.everything_shown()
    assert [page for page, (_, content) in shown.items() if IDRIS.name in content] == []


async def comment(scenario: Scenario) -> None:
    """Close one more round, in which enough people wrote something."""
    await scenario.passes(days=11)
    await scenario.fill(*USUAL, comments=COMMENTS)
    await scenario.closes()
