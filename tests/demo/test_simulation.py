import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import Application
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.followups import Alert, AlertResponse, Note
from bot.core.models import Answer, QuestionResult, Round, RoundKind, RoundState
from bot.core.outcomes import OutcomeValue
from bot.core.ports import WebMessage
from bot.demo.controls import DemoControls
from bot.demo.happenings import Happening
from bot.language.commands import CancelRound, DiscussAlert, ForgetMe
from bot.language.parser import format_command
from tests.demo.conftest import small_demo
from tests.demo.small_partnership import SMALL
from tests.support.patience import PATIENCE


async def still_asked(controls: DemoControls) -> set[str]:
    """Return the names of those whose page shows a question of the open round."""
    return {name for name, user in controls.simulation.users.items() if await user.waiting_cards()}


async def test_history_is_made_by_the_product_itself(tmp_path: Path) -> None:
    made = small_demo(tmp_path, 2)
    async with made as (accord, controls), accord.bot.context.store.read_only() as db:
        first, second, third = sorted(
            await db.find(Round, kind=RoundKind.SCHEDULED), key=lambda each: each.number
        )
        readings = await db.count(QuestionResult, round=[first.id, second.id])
        answers = [await db.count(Answer, round=each.id) for each in (first, second)]
        owed, posts = await db.find(Delivery), await db.find(WebMessage)
        entered = [(entry.on, entry.value is not None) for entry in await db.find(OutcomeValue)]
        now = accord.bot.context.clock.now()
    assert [each.state for each in (first, second, third)] == [
        RoundState.CLOSED,
        RoundState.CLOSED,
        RoundState.OPEN,
    ]
    assert [each.opened_at for each in (first, second, third)] == [
        datetime(2026, 1, 27, 10, tzinfo=UTC),
        datetime(2026, 2, 10, 10, tzinfo=UTC),
        datetime(2026, 2, 24, 10, tzinfo=UTC),
    ]
    assert third.may_close_at <= now < third.closes_at  # a coordinator may close it at once
    assert min(first.replies, second.replies) > 0
    assert (readings, answers) == (10, [0, 0])
    assert {each.kind for each in owed if each.state is DeliveryState.WAITING} == {"remind"}
    assert [each for each in owed if each.state is DeliveryState.GIVEN_UP] == []
    assert sorted(entered) == [(date(2026, 2, 2), True), (date(2026, 2, 16), True)]
    summaries = sorted(each.card.title for each in posts if each.to.key == controls.partnership)
    assert summaries == [
        "Two Rivers: round 1",
        "Two Rivers: round 2",
        "Two Rivers: what you said",
    ]


async def test_people_type_and_ask_between_two_rounds(tmp_path: Path) -> None:
    async with small_demo(tmp_path, 1) as (accord, _), accord.bot.context.store.read_only() as db:
        notes = [(note.words, note.on) for note in await db.find(Note)]
        (look,) = await db.find(Round, kind=RoundKind.AD_HOC)
        scored = {result.question: result.scored for result in await db.find(QuestionResult, round=look.id)}
    assert notes == [("We have a new chair", date(2026, 2, 17))]
    assert (look.state, look.closed_at) == (RoundState.CLOSED, datetime(2026, 2, 19, 10, 30, tzinfo=UTC))
    assert look.replies > 0
    assert (len(scored), max(scored.values())) == (12, look.replies)


async def test_people_respond_to_the_newest_alert(accord: Application, controls: DemoControls) -> None:
    async with accord.bot.context.store.transaction() as db:
        (round_,) = await db.find(Round)
        await db.add(Alert("a1", round_.partnership, round_.id, 1, "down", "trust", 1, "", round_.opened_at))
    await controls.simulation.let_happen(Happening(SMALL.founder.name, DiscussAlert))
    async with accord.bot.context.store.read_only() as db:
        assert (await db.get(Alert, "a1")).response is AlertResponse.TALK


async def test_simulated_people_answer_one_by_one_without_the_visitor(controls: DemoControls) -> None:
    asked = await still_asked(controls)
    assert SMALL.visitor in asked
    controls.simulation.replied.clear()  # so that there is somebody to come, whoever chance let reply before
    await controls.simulation.reply_once()
    assert len(controls.simulation.replied) == 1
    for _ in SMALL.members:
        await controls.simulation.reply_once()
    assert SMALL.visitor in await still_asked(controls)
    assert {name for _, name in controls.simulation.replied} <= {*controls.simulation.users} - {SMALL.visitor}


async def test_nobody_answers_without_an_open_round(controls: DemoControls) -> None:
    controls.simulation.replied.clear()
    await controls.simulation.users[SMALL.founder.name].send(format_command(CancelRound("now")))
    await controls.simulation.reply_once()
    assert controls.simulation.replied == set()


async def test_forgotten_people_are_skipped(controls: DemoControls) -> None:
    controls.simulation.replied.clear()
    gone = [member.name for member in SMALL.members if member != SMALL.founder]
    for name in gone:
        await controls.simulation.users[name].send(format_command(ForgetMe("now")))
    for _ in SMALL.members:
        await controls.simulation.reply_once()
    assert await still_asked(controls) <= {SMALL.founder.name}


async def test_a_failure_of_one_person_stops_no_other(accord: Application, controls: DemoControls) -> None:
    controls.simulation.replied.clear()
    async with accord.bot.context.store.read_only() as db:
        (newest,) = await db.find(Round)
    await accord.bot.context.keys.destroy(newest.id)
    others = asyncio.create_task(controls.simulation.keep_replying(0))
    async with asyncio.timeout(PATIENCE):
        while len(controls.simulation.replied) < 2:  # noqa: ASYNC110 - nobody else waits for this
            await asyncio.sleep(0)
    others.cancel()
    with pytest.raises(asyncio.CancelledError):
        await others
