"""What a share link shows, to whom, and for how long."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from bot.analysis.published import PublishedRound
from bot.core.cards import ShareLink
from bot.core.errors import NotFound
from bot.core.models import Comment, Partnership, Person, hash_secret
from bot.core.sharing import HubShare
from bot.handlers.hub.access import FOR_OBSERVERS, HubPart, HubReader, HubRequest
from bot.handlers.hub.sharing import SharesView
from bot.membership.sharing import PARTS
from tests.support.cast import AMIRA, BEN, CERYS, EFE, SIX
from tests.support.databases import each_database
from tests.support.hub_history import make_history, read
from tests.support.scenario import Scenario

NOBODY = "no such secret"


@dataclass(frozen=True, slots=True)
class ThemesView:
    """A view that shows who there is."""

    part: ClassVar[HubPart] = HubPart.THEMES

    async def load(self, request: HubRequest) -> list[Person]:
        return await request.db.find(Person)


@dataclass(frozen=True, slots=True)
class KindView:
    """A view that reads records of one kind in every way."""

    part: ClassVar[HubPart] = HubPart.THEMES
    kind: type[Any]

    async def load(self, request: HubRequest) -> list[Any]:
        db, kind = request.db, self.kind
        found = await db.find(kind)
        assert await db.count(kind) == len(found)
        return [
            *found,
            await db.first(kind, id=found[0].id),
            await db.get(kind, found[0].id),
            *await db.latest(kind, "id", 1),
        ]


async def share(scenario: Scenario, until: str = "until 3 June", parts: str = "showing everything") -> str:
    """Return the secret of a new share link, which Ben makes."""
    card = await scenario.says(BEN, f"share the hub with the board {until} {parts}")
    (link,) = [part for part in card.parts if isinstance(part, ShareLink)]
    return link.path.removeprefix("/shared/")


async def reader(scenario: Scenario, secret: str, language: str = "en") -> HubReader:
    found, _ = await scenario.bot.hub.view_as_observer(secret, language, ThemesView())
    return found


def test_every_part_that_observers_may_see_can_be_shared() -> None:
    assert set(PARTS) == {part.value for part in FOR_OBSERVERS}


async def test_an_observer_reads_what_is_shared_in_their_own_language(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, zone="America/New_York")
    secret = await share(scenario, parts="showing themes, rounds")
    found = await reader(scenario, secret, "cy")
    assert (found.person, found.member, found.partnership.id) == (None, None, "harbour")
    assert found.parts == {HubPart.THEMES, HubPart.ROUNDS}
    assert (found.t.code, found.t.zone) == ("cy", "America/New_York")
    assert found.shared_until == (await scenario.one(HubShare)).valid_until


@pytest.mark.parametrize("part", ["rounds", "overview, timeline, outcomes, evidence, yearly"])
async def test_what_is_not_shared_is_not_found(scenario: Scenario, part: str) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario, parts=f"showing {part}")
    with pytest.raises(NotFound):
        await reader(scenario, secret)


async def test_a_link_works_up_to_the_end_of_its_last_day_in_the_partnership(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX, zone="America/New_York")
    secret = await share(scenario, until="until tomorrow")
    await scenario.passes(hours=43, minutes=59)  # it is 09:00 in London, and 04:00 in New York
    assert (await reader(scenario, secret)).partnership.id == "harbour"
    await scenario.passes(minutes=1)
    with pytest.raises(NotFound):
        await reader(scenario, secret)


async def test_a_link_that_was_stopped_or_guessed_shows_nothing(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario)
    for guess in (NOBODY, "", hash_secret(secret), secret[:-1], f"{secret} "):
        with pytest.raises(NotFound):
            await reader(scenario, guess)
    await scenario.says(AMIRA, "stop sharing 1 now")
    with pytest.raises(NotFound):
        await reader(scenario, secret)


async def test_links_end_with_the_partnership_but_not_with_their_maker(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario)
    await scenario.says(BEN, "forget me now")
    assert (await reader(scenario, secret)).partnership.id == "harbour"
    await scenario.says(AMIRA, "end partnership Harbour Together")
    with pytest.raises(NotFound):
        await reader(scenario, secret)


async def test_observers_never_learn_who_the_members_are(scenario: Scenario) -> None:
    await make_history(scenario)
    secret = await share(scenario)
    hub = scenario.bot.hub
    _, people = await hub.view_as_observer(secret, "en", KindView(Person))
    assert {(person.name, str(person.address), person.home) for person in people} == {
        ("a member", "web:accord:", None)
    }
    _, rounds = await hub.view_as_observer(secret, "en", KindView(PublishedRound))
    names = {name for round_ in rounds for name in round_.content.names.values()}
    assert names == {"a member"}
    assert BEN.name in {
        name for round_ in await scenario.all(PublishedRound) for name in round_.content.names.values()
    }


async def test_observers_are_shown_organisations_as_they_are(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario)
    _, (partnership, *_) = await scenario.bot.hub.view_as_observer(secret, "en", KindView(Partnership))
    assert partnership == await scenario.one(Partnership)


async def test_what_is_not_for_observers_cannot_be_read_by_mistake(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario)
    with pytest.raises(TypeError, match="Comment is not for readers who are not members"):
        await scenario.bot.hub.view_as_observer(secret, "en", KindView(Comment))


@each_database
async def test_openings_are_counted_one_by_one(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario)
    await asyncio.gather(*(scenario.bot.hub.count_opening(secret) for _ in range(20)))
    await scenario.bot.hub.count_opening(NOBODY)
    assert (await scenario.one(HubShare)).opened == 20


async def test_every_member_sees_how_often_a_link_was_opened(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secret = await share(scenario)
    seen = []
    for _ in range(3):
        seen += [row.opened for row in (await read(scenario, EFE, SharesView())).valid]
        await scenario.bot.hub.count_opening(secret)
    assert seen == ["not opened yet", "opened once", "opened 2 times"]


async def test_every_member_sees_what_is_shared_and_leads_can_stop_it(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert (await read(scenario, BEN, SharesView())).stops is None
    await share(scenario, parts="showing themes")
    for user, can_share in ((EFE, False), (BEN, True), (AMIRA, True)):
        page = await read(scenario, user, SharesView())
        assert [(row.name, row.parts, row.made) for row in page.valid] == [
            ("the board", "Themes", "made by Ben Okoro on 2 March 2026")
        ]
        assert (page.can_share, page.stops is not None, page.past) == (can_share, can_share, [])
    await scenario.says(AMIRA, "stop sharing 1 now")
    page = await read(scenario, CERYS, SharesView())
    assert (page.valid, [row.name for row in page.past]) == ([], ["the board"])
