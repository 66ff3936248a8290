from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from bot.errors import Missing
from bot.model import Pass, Round, RoundState
from bot.partners import passes
from bot.wiring import Accord
from tests.conftest import SetClock
from tests.demo.small_cast import SMALL


async def test_everybody_has_a_seat_by_organisation(stage: Stage) -> None:
    seats = {organisation: [seat.name for seat in seats] for organisation, seats in stage.seats.items()}
    assert seats == {each.name: [player.name for player in each.players] for each in SMALL.partners}
    assert (stage.title, stage.member.name, stage.coordinator.name) == ("Two Rivers", "Femi Ade", "Ann Price")


async def test_a_way_in_is_the_products_own_and_works_for_a_day(accord: Accord, stage: Stage) -> None:
    path = await stage.way_in(stage.member.person)
    async with accord.bot.world.store.look() as db:
        made = await db.get(Pass, passes.hashed(path.removeprefix("/me/open/")))
    now = accord.bot.world.clock.now()
    assert (made.person, made.expires_at) == (stage.member.person, now + timedelta(days=1))


async def test_nobody_answers_for_somebody_who_is_played(stage: Stage) -> None:
    await stage.way_in(stage.coordinator.person)
    assert stage.play.spared == {SMALL.visitor, SMALL.founder.name}


async def test_there_is_no_way_in_for_a_stranger(stage: Stage) -> None:
    with pytest.raises(Missing):
        await stage.way_in("nobody")
    assert stage.play.spared == {SMALL.visitor}


async def test_the_clock_goes_on_by_a_day_and_what_was_due_is_done(
    accord: Accord, stage: Stage, real: SetClock
) -> None:
    friday = accord.bot.world.clock.now()
    for _ in range(4):
        await stage.next_day()
    assert accord.bot.world.clock.now() == friday + timedelta(days=4)
    async with accord.bot.world.store.look() as db:
        newest = (await db.latest(Round, "opened_at", 1))[0]
    assert newest.state is RoundState.CLOSED
    assert newest.closed_at
    assert timedelta() <= newest.closed_at - newest.closes_at < timedelta(hours=1)
