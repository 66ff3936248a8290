from datetime import timedelta

import pytest

from bot.core.errors import NotFound
from bot.core.models import LoginLink, Round, RoundState, hash_secret
from tests.demo.conftest import Demo
from tests.demo.small_partnership import SMALL

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_people_are_listed_by_organisation(shown: Demo) -> None:
    _, controls = shown
    people = {
        organisation: [person.name for person in people] for organisation, people in controls.people.items()
    }
    assert people == {each.name: [member.name for member in each.members] for each in SMALL.partners}
    assert (controls.title, controls.member.name, controls.coordinator.name) == (
        "Two Rivers",
        "Femi Ade",
        "Ann Price",
    )


async def test_strangers_get_no_login_link(shown: Demo) -> None:
    _, controls = shown
    with pytest.raises(NotFound):
        await controls.login_path("nobody")
    assert controls.simulation.not_simulated == {SMALL.visitor}


async def test_login_links_work_for_a_day(shown: Demo) -> None:
    accord, controls = shown
    path = await controls.login_path(controls.member.id)
    async with accord.bot.context.store.read_only() as db:
        made = await db.get(LoginLink, hash_secret(path.removeprefix("/me/open/")))
    now = accord.bot.context.clock.now()
    assert (made.person, made.expires_at) == (controls.member.id, now + timedelta(days=1))


async def test_nobody_answers_for_a_visitor(shown: Demo) -> None:
    _, controls = shown
    await controls.login_path(controls.coordinator.id)
    assert controls.simulation.not_simulated == {SMALL.visitor, SMALL.founder.name}


async def test_moving_the_clock_a_day_does_what_is_due(shown: Demo) -> None:
    accord, controls = shown
    friday = accord.bot.context.clock.now()
    for _ in range(4):
        await controls.next_day()
    assert accord.bot.context.clock.now() == friday + timedelta(days=4)
    async with accord.bot.context.store.read_only() as db:
        (newest,) = await db.find(Round)
    assert newest.state is RoundState.CLOSED
    assert newest.closed_at == newest.closes_at
