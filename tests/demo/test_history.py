import asyncio
from datetime import UTC, datetime

import pytest

from bot.demo.stage import Stage
from bot.model import Answer, Delivery, DeliveryState, Reading, Round, RoundState
from bot.ports import Post
from bot.talk.commands import Cancel, Confirm, ForgetMe
from bot.talk.grammar import say
from bot.wiring import Accord
from tests.demo.small_cast import SMALL


async def rounds(accord: Accord) -> list[Round]:
    async with accord.bot.world.store.look() as db:
        return sorted(await db.find(Round), key=lambda each: each.number)


async def still_asked(stage: Stage) -> set[str]:
    """The names of those whose page puts a question of the open round to them."""
    return {name for name, actor in stage.play.actors.items() if await actor.waiting()}


async def test_rounds_are_opened_answered_and_closed_by_the_product(accord: Accord) -> None:
    first, second, third = await rounds(accord)
    states = [each.state for each in (first, second, third)]
    assert states == [RoundState.CLOSED, RoundState.CLOSED, RoundState.OPEN]
    assert [each.opened_at for each in (first, second, third)] == [
        datetime(2026, 1, 27, 10, tzinfo=UTC),
        datetime(2026, 2, 10, 10, tzinfo=UTC),
        datetime(2026, 2, 24, 10, tzinfo=UTC),
    ]
    async with accord.bot.world.store.look() as db:
        assert await db.count(Reading, round=[first.id, second.id]) == 10
        assert await db.count(Answer, round=[first.id, second.id]) == 0
        assert await db.count(Answer, round=third.id) > 0


async def test_what_was_owed_on_the_way_was_sent(accord: Accord, stage: Stage) -> None:
    async with accord.bot.world.store.look() as db:
        owed = await db.find(Delivery)
        posts = await db.find(Post)
    kinds = {state: {each.kind for each in owed if each.state is state} for state in DeliveryState}
    assert kinds[DeliveryState.WAITING] == {"remind"}  # of the open round
    assert kinds[DeliveryState.GIVEN_UP] == set()
    titles = [each.card.title for each in posts if each.to.key == stage.partnership]
    assert titles == [f"{SMALL.name}: round 1", f"{SMALL.name}: round 2"]


async def test_the_newest_round_may_be_closed_by_its_coordinator(accord: Accord) -> None:
    newest = (await rounds(accord))[-1]
    assert newest.may_close_at <= accord.bot.world.clock.now() < newest.closes_at


async def test_the_others_answer_one_by_one_but_never_for_the_visitor(stage: Stage) -> None:
    asked = await still_asked(stage)
    assert SMALL.visitor in asked
    stage.play.replied.clear()  # so that there is somebody to come, whoever chance let reply before
    await stage.play.one_more()
    assert len(stage.play.replied) == 1
    for _ in SMALL.players:
        await stage.play.one_more()
    assert SMALL.visitor in await still_asked(stage)
    assert {name for _, name in stage.play.replied} <= {*stage.play.actors} - {SMALL.visitor}


async def test_where_no_round_is_open_nobody_answers(stage: Stage) -> None:
    stage.play.replied.clear()
    await stage.play.actors[SMALL.founder.name].say(say(Cancel()))
    await stage.play.one_more()
    assert stage.play.replied == set()


async def test_whoever_was_forgotten_is_passed_over(stage: Stage) -> None:
    stage.play.replied.clear()
    gone = [player.name for player in SMALL.players if player != SMALL.founder]
    for name in gone:
        await stage.play.actors[name].say(say(ForgetMe("now")))
        await stage.play.actors[name].press(Confirm)
    for _ in SMALL.players:
        await stage.play.one_more()
    assert await still_asked(stage) <= {SMALL.founder.name}


async def test_the_others_go_on_whatever_goes_wrong_with_one(accord: Accord, stage: Stage) -> None:
    stage.play.replied.clear()
    await accord.bot.world.keys.destroy((await rounds(accord))[-1].id)
    others = asyncio.create_task(stage.play.go_on(0))
    while len(stage.play.replied) < 2:  # noqa: ASYNC110 - nobody else waits for this
        await asyncio.sleep(0)
    others.cancel()
    with pytest.raises(asyncio.CancelledError):
        await others
