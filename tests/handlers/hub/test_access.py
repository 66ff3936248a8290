"""The parts of a partnership's hub that people may read."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from bot.core.errors import NotFound, NotSignedIn
from bot.core.models import Partnership, Role, hash_secret
from bot.handlers.hub.access import HubPart, HubRequest
from tests.support.cast import AMIRA, BEN, SIX, ScenarioUser
from tests.support.scenario import Scenario


@dataclass(frozen=True, slots=True)
class NameView:
    """A view for every member."""

    part: ClassVar[HubPart] = HubPart.COMMENTS

    async def load(self, request: HubRequest) -> str:
        return request.reader.partnership.name


@dataclass(frozen=True, slots=True)
class CoordinatorsNameView(NameView):
    """A view for coordinators."""

    part: ClassVar[HubPart] = HubPart.MANAGE


async def browser_of(scenario: Scenario, *users: ScenarioUser) -> str:
    """Return a browser on which these people are signed in."""
    browser = "a new browser"
    for user in users:
        person = await scenario.person(user)
        browser = hash_secret(await scenario.bot.sessions.sign_in(browser, person.id))
    return browser


async def test_a_member_reads_the_hub_of_their_partnership(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    reader, name = await scenario.bot.hub.view_as_member(
        await browser_of(scenario, BEN), "harbour", NameView()
    )
    assert (name, reader.person and reader.person.name, reader.t.code) == ("Harbour Together", BEN.name, "en")
    assert reader.parts == frozenset(HubPart) - {HubPart.MANAGE}


async def test_what_is_for_coordinators_is_not_found_for_others(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    view, hub = CoordinatorsNameView(), scenario.bot.hub
    with pytest.raises(NotFound):
        await hub.view_as_member(await browser_of(scenario, BEN), "harbour", view)
    _, name = await hub.view_as_member(await browser_of(scenario, AMIRA), "harbour", view)
    assert name == "Harbour Together"


async def test_where_several_are_signed_in_the_highest_role_reads(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    browser = await browser_of(scenario, BEN, AMIRA)
    reader, _ = await scenario.bot.hub.view_as_member(browser, "harbour", NameView())
    assert reader.member is not None
    assert reader.member.role is Role.COORDINATOR


@pytest.mark.parametrize("partnership", ["harbour", "nowhere"])
async def test_a_browser_that_is_not_signed_in_learns_nothing(scenario: Scenario, partnership: str) -> None:
    await scenario.create_partnership(*SIX)
    with pytest.raises(NotSignedIn):
        await scenario.bot.hub.view_as_member("a new browser", partnership, NameView())


async def test_others_and_those_who_left_find_nothing(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    hub, view = scenario.bot.hub, NameView()
    browser = await browser_of(scenario, BEN)
    await scenario.says(BEN, "leave")
    await scenario.presses(BEN, "Leave")
    for id in ((await scenario.one(Partnership)).id, "nowhere"):
        with pytest.raises(NotFound):
            await hub.view_as_member(browser, id, view)
