"""Attacks on the API: over all its operations at once, as their table has them."""

import re
from random import Random

import httpx2
import pytest

from adapters.web.api.operations import OPERATIONS, ROOT
from bot.analysis.published import PublishedRound
from bot.core.models import Member, Person, Round, RoundState
from bot.handlers.hub.access import FOR_PROGRAMS
from bot.handlers.hub.tokens import CreateToken
from bot.membership.api_tokens import TokenDraft
from tests.adapters.web.browser import HERE
from tests.handlers.hub.test_access import browser_of
from tests.privacy.neighbouring_datasets import NeighbouringDatasets
from tests.privacy.test_hub_attacks import COMMENTS, THIRTY_SIX, Copies, comment, copies, scenario
from tests.support.cast import AMIRA, CAST, ScenarioUser
from tests.support.hub_pages import furnish, open_pages, paths_of, values_of
from tests.support.scenario import Scenario

__all__ = ["copies", "scenario"]

EVERYTHING = tuple(FOR_PROGRAMS)


class Program:
    """A program that may read everything that any program may."""

    def __init__(self, scenario: Scenario, secret: str):
        self._scenario = scenario
        self._http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(open_pages(scenario)),
            base_url=HERE,
            headers={"authorization": f"Bearer {secret}"},
        )

    @classmethod
    async def of(cls, scenario: Scenario, coordinator: ScenarioUser) -> "Program":
        create = CreateToken(TokenDraft("A program", EVERYTHING, 365))
        browser = await browser_of(scenario, coordinator)
        _, new = await scenario.bot.hub.change_as_member(browser, "harbour", create)
        return cls(scenario, new.secret)

    async def everything_shown(self) -> dict[str, tuple[int, str, str]]:
        """Return the status, the tag and the content of each operation, by path."""
        shown = {}
        values = await values_of(self._scenario)
        for path in [path for operation in OPERATIONS for path in paths_of(operation.path, values)]:
            response = await self._http.get(ROOT + path)
            assert response.status_code in (200, 404), path
            shown[path] = response.status_code, response.headers.get("etag", ""), response.text
        return shown


async def test_no_operation_tells_that_somebody_has_replied(scenario: Scenario) -> None:
    await furnish(scenario)
    program = await Program.of(scenario, AMIRA)
    await scenario.passes(days=11)
    assert await scenario.all(Round, state=RoundState.OPEN)
    before = await program.everything_shown()
    for user in CAST:
        await scenario.answers(user, 4, 2, 5, comment=f"{user.name} was here.")
        assert await program.everything_shown() == before, user.name


async def test_no_operation_names_anybody_or_holds_a_comment(scenario: Scenario) -> None:
    await furnish(scenario)
    await comment(scenario)
    shown = str(await (await Program.of(scenario, AMIRA)).everything_shown())
    secrets = [
        *COMMENTS.values(),
        *(person.name for person in await scenario.all(Person) if person.name),
        *(str(person.address) for person in await scenario.all(Person)),
        *(member.id for member in await scenario.all(Member)),
    ]
    assert [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", shown)] == []


@pytest.mark.parametrize(("seed", "rounds"), [(0, 2), *THIRTY_SIX])
async def test_equal_published_rounds_mean_equal_responses(copies: Copies, seed: int, rounds: int) -> None:
    """Two copies of a partnership in which people said different things, but the same may be shown."""
    twins = NeighbouringDatasets(Random(seed), *copies)
    await twins.found()
    _, coordinator, _ = twins.viewers
    one, other = [await Program.of(copy, coordinator) for copy in copies]
    differing = []
    for _ in range(rounds):
        differing.append(await twins.vote())
        assert await one.everything_shown() == await other.everything_shown()  # while it is open
        await twins.passes(days=9)
        assert await copies[0].all(PublishedRound) == await copies[1].all(PublishedRound)
        assert await one.everything_shown() == await other.everything_shown()
        await twins.move()
        await twins.passes(days=5)
    assert any(differing)


async def test_other_published_rounds_change_the_responses(copies: Copies) -> None:
    twins = NeighbouringDatasets(Random(0), *copies)
    await twins.found()
    _, coordinator, _ = twins.viewers
    one, other = [await Program.of(copy, coordinator) for copy in copies]
    await twins.vote(alike=False)
    await twins.passes(days=9)
    assert await one.everything_shown() != await other.everything_shown()
