"""How a round ends: read, destroyed, told; and what happens when somebody pulls the plug in between."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.context import AppContext
from bot.core.deliveries import Delivery, ProcessedEvent
from bot.core.errors import Stale, Unavailable
from bot.core.models import (
    Answer,
    Comment,
    Invitation,
    Partnership,
    Person,
    QuestionResult,
    Round,
    RoundState,
)
from bot.rounds import closing
from storage.tables import TABLES
from tests.brittle import BrittleKeys, BrittleStore, Fuse, Killed, failpoint
from tests.stage import AMIRA, BEN, CAST, CERYS, DILYS, SIX, Stage, reason, words

WROTE = {AMIRA: "We meet too rarely.", BEN: "The new chair listens.", CERYS: "Diolch."}
POINTS = (4, 4, 3, 5, 2, 4, 4, 3, 5, 4, 4, 2)
OVER = timedelta(days=5)
BETWEEN = {"look", "begin", "commit", "scrub", "get key", "destroy key"}  # the rest is kept or dropped as one


async def outcome(stage: Stage) -> dict[str, Any]:
    """All that is left of a round that is over."""
    deliveries = await stage.all(Delivery)
    return {
        "states": [each.state for each in await stage.all(Round)],
        "open": [each.round for each in await stage.all(Partnership)],
        "replies": [(each.replies, each.invited) for each in await stage.all(Round)],
        "means": [each.mean for each in await stage.all(QuestionResult)],
        "comments": sorted(each.words for each in await stage.all(Comment)),
        "answers": await stage.all(Answer),
        "heard": [each for each in await stage.all(ProcessedEvent) if each.round],
        "reminders": [each for each in deliveries if each.kind == "remind"],
        "told": sorted(str(each.to) for each in deliveries if each.kind == "summary"),
        "keys": await stage.keys.created_before(stage.clock.now() + OVER),
    }


async def test_a_closed_round_leaves_readings_and_comments_and_nothing_of_who_said_what(
    everywhere: Stage,
) -> None:
    stage = everywhere
    await stage.opens(*CAST)
    await stage.answers(CERYS, 3)
    await stage.fill(*POINTS, comments=WROTE)
    stage.clock.move(OVER)
    assert await closing.close_due(stage.context, stage.clock.now()) == 1
    assert await outcome(stage) == {
        "states": [RoundState.CLOSED],
        "open": [""],
        "replies": [(12, 12)],
        "means": [3.7] * 5,
        "comments": sorted(WROTE.values()),
        "answers": [],
        "heard": [],
        "reminders": [],
        "told": sorted([str(a.address) for a in CAST] + ["slack:council:C-harbour"]),
        "keys": [],
    }


async def test_whoever_takes_up_a_round_that_was_left_half_closed_loses_and_doubles_nothing(
    everywhere: Stage,
) -> None:
    stage = everywhere
    whole = Fuse()
    await due_to_close(stage)
    await closing.close_due(brittle(stage, whole), stage.clock.now())
    await stage.another_worker().tick()
    expected = await outcome(stage)
    between = [at for at, name in enumerate(whole.steps, start=1) if name in BETWEEN]
    for at in between:
        stage.clock.move(-OVER)
        await due_to_close(stage)
        with pytest.raises(Killed):
            await closing.close_due(brittle(stage, Fuse(at)), stage.clock.now())
        await stage.another_worker().tick()
        assert await outcome(stage) == expected, f"killed at step {at}: {whole.steps[at - 1]}"
    assert len(stage.posted()) == 1 + len(between)


async def due_to_close(stage: Stage) -> None:
    async with stage.store.transaction() as db:
        for kind in TABLES:
            await db.remove(kind)
    await stage.opens(*CAST)
    await stage.fill(*POINTS, comments=WROTE)
    stage.clock.move(OVER)


def brittle(stage: Stage, fuse: Fuse) -> AppContext:
    return replace(stage.context, store=BrittleStore(stage.store, fuse), keys=BrittleKeys(stage.keys, fuse))


async def test_whoever_cannot_be_written_to_is_told_in_the_channels_alone(stage: Stage) -> None:
    await stage.opens(*SIX)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=None)
    await stage.closes()
    told = (await outcome(stage))["told"]
    assert (len(told), str(BEN.address) in told) == (6, False)


async def test_two_workers_close_a_round_once(everywhere: Stage) -> None:
    stage = everywhere
    await due_to_close(stage)
    now = stage.clock.now()
    await asyncio.gather(*(closing.close_due(stage.context, now) for _ in range(4)))
    assert len((await outcome(stage))["told"]) == len(CAST) + 1
    assert len(await stage.all(QuestionResult)) == 5


async def test_a_worker_that_fell_behind_another_changes_nothing(stage: Stage) -> None:
    """It read the round while it was being closed, and goes on after the other has finished."""
    await due_to_close(stage)
    await closing.close_due(stage.context, stage.clock.now())
    finished = await outcome(stage)
    round_, (partnership,) = await stage.one(Round), await stage.all(Partnership)
    begun = replace(round_, state=RoundState.CLOSING, closed_at=None)
    stage.clock.move(timedelta(minutes=1))
    await closing.close(stage.context, begun, stage.clock.now())
    assert (await outcome(stage), await stage.one(Round)) == (finished, round_)
    assert await stage.one(Partnership) == partnership


async def test_a_round_whose_key_is_lost_is_called_off_when_a_worker_starts(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.keys.destroy(round_.id)
    await stage.another_worker().tick()
    assert (await stage.one(Round)).state is RoundState.CANCELLED
    (card,) = stage.posted()
    assert words(card) == (
        "Harbour Together: the round was called off\n"
        "What was answered has been destroyed unread. Nothing is reported."
    )
    assert (await stage.all(Answer), (await stage.one(Partnership)).round) == ([], "")
    invitation = (await stage.all(Invitation))[0]
    card = await stage.says(AMIRA, f"answer {invitation.id}.1 4")
    assert reason(card) == (
        "That was not taken: the round was called off. What was answered has been destroyed."
    )


async def test_one_whose_key_is_lost_later_is_called_off_at_its_close(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.keys.destroy(round_.id)
    card = await stage.says(BEN, "check-in")
    assert reason(card) == (
        "That was not taken: the key of this round is lost, so the round will be called off."
    )
    await stage.closes()
    assert (await stage.one(Round)).state is RoundState.CANCELLED
    assert [card.title for card in stage.posted()] == ["Harbour Together: the round was called off"]


async def test_one_that_cannot_be_read_is_called_off_and_holds_up_no_other(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    other = replace(round_, id="other", partnership="other")
    async with stage.store.transaction() as db:
        await db.update_if_unchanged((await db.find(Answer))[0], sealed=b"scratched")
        await db.add(replace(await db.get(Partnership, "harbour"), id="other", round="other"), other)
    await stage.keys.create(["other"], stage.clock.now())
    stage.clock.move(OVER)
    await stage.worker.tick()
    states = {each.id: each.state for each in await stage.all(Round)}
    assert states == {round_.id: RoundState.CANCELLED, "other": RoundState.CLOSED}
    assert await stage.all(Answer) == []


async def test_two_workers_that_start_call_a_lost_round_off_once(everywhere: Stage) -> None:
    stage = everywhere
    await stage.keys.destroy((await stage.opens(*SIX)).id)
    now = stage.clock.now()
    await asyncio.gather(*(closing.cancel_keyless(stage.context, now) for _ in range(3)))
    assert len([each for each in await stage.all(Delivery) if each.kind == "called-off"]) == 1


async def test_keys_that_a_crash_left_behind_are_swept_once_they_cannot_be_of_a_round_that_opens(
    stage: Stage,
) -> None:
    open_ = await stage.opens(*SIX)
    await stage.keys.create(["never-opened"], stage.clock.now())
    await closing.sweep_keys(stage.context, stage.clock.now())
    assert len(await stage.keys.created_before(stage.clock.now() + OVER)) == 2
    stage.clock.move(timedelta(minutes=11))
    await closing.sweep_keys(stage.context, stage.clock.now())
    assert await stage.keys.created_before(stage.clock.now() + OVER) == [open_.id]


async def test_a_scheduled_round_is_not_closed_by_hand_before_half_its_time(stage: Stage) -> None:
    await stage.opens(*SIX)
    stage.clock.move(timedelta(days=2, hours=3))
    card = await stage.says(AMIRA, "close")
    assert reason(card) == (
        "The round was not closed: people were promised time to answer."
        " Say close again from Wednesday 4 March, 12:45."
    )
    stage.clock.move(timedelta(minutes=45))
    card = await stage.says(AMIRA, "close")
    assert card.title == "The round is closed"
    assert stage.posted() == []
    await stage.worker.tick()
    assert [card.title for card in stage.posted()] == ["Harbour Together: round 1"]


async def test_between_the_last_answer_and_the_summary_nothing_can_be_done_to_a_round(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    invitation = (await stage.all(Invitation))[0]
    stage.clock.move(timedelta(days=3))
    await stage.says(AMIRA, "close")
    closed_already = "Nothing was done: the round is closed already, and its summary comes in a moment."
    assert reason(await stage.says(AMIRA, "close")) == closed_already
    assert reason(await stage.says(AMIRA, "cancel")) == closed_already
    assert (await stage.says(BEN, "status")).title == "The round is closed"
    assert (await stage.says(BEN, "results")).title == "Harbour Together: no results yet"
    assert reason(await stage.says(AMIRA, f"answer {invitation.id}.1 4")) == (
        "That was not taken: the round has closed. Say results to see what came of it."
    )
    await stage.worker.tick()
    assert [each.mean for each in await stage.all(QuestionResult)] == [4.0] * 5


async def test_a_cancelled_round_is_destroyed_unread_and_its_channel_is_told(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    card = await stage.says(AMIRA, "cancel")
    assert card.title == "Harbour Together: the round was called off"
    assert await stage.keys.get(round_.id) is None
    await stage.passes(days=9)
    assert (await stage.all(Answer), await stage.all(QuestionResult)) == ([], [])
    assert [card.title for card in stage.posted()] == ["Harbour Together: the round was called off"]
    assert reason(await stage.says(AMIRA, "cancel")) == (
        "Nothing was done: no round is open. Say status to see when the next one opens."
    )


async def test_a_cancelled_round_keeps_its_key_where_somebody_else_just_closed_it(stage: Stage) -> None:
    seen = await stage.opens(*SIX)
    async with stage.store.transaction() as db:
        await closing.stop_answers(db, seen)
    with pytest.raises(Stale):
        async with stage.store.transaction() as db:
            await closing.cancel(stage.context, db, seen, stage.clock.now())
    assert await stage.keys.get(seen.id) is not None


async def test_whoever_leaves_takes_their_answers_along_and_is_not_counted(everywhere: Stage) -> None:
    stage = everywhere
    await stage.opens(*SIX)
    await stage.fill(5, 5, 5, 1, 5, 5)
    await stage.says(DILYS, "leave now")
    await stage.closes()
    round_ = await stage.one(Round)
    assert (round_.replies, round_.invited) == (5, 5)
    assert {each.band for each in await stage.all(QuestionResult)} == {"high"}


async def test_a_round_that_cannot_be_closed_holds_up_no_other_and_is_tried_again_after_a_while(
    stage: Stage,
) -> None:
    bad = await stage.opens(*SIX)
    other = replace(await stage.one(Partnership), id="quay", name="Quay", round="good")
    good = replace(bad, id="good", partnership="quay")
    await stage.keys.create([good.id], stage.clock.now())
    async with stage.store.transaction() as db:
        await db.add(other, good)
        asked = await db.update_if_unchanged(bad, questions=("no.such@1",))
    stage.clock.move(OVER)
    aside: dict[str, datetime] = {}

    async def closed() -> tuple[int, list[RoundState], list[str]]:
        with capture_logs() as logged:
            tried = await closing.close_due(stage.context, stage.clock.now(), aside)
        states = {each.id: each.state for each in await stage.all(Round)}
        return tried, [states[bad.id], states[good.id]], [each["event"] for each in logged]

    stuck, done = RoundState.CLOSING, RoundState.CLOSED
    assert await closed() == (2, [stuck, done], ["a round could not be closed"])
    assert await closed() == (0, [stuck, done], [])
    stage.clock.move(closing.RETRY_AFTER)
    assert await closed() == (1, [stuck, done], ["a round could not be closed"])
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(asked, questions=bad.questions)
    stage.clock.move(closing.RETRY_AFTER)
    assert await closed() == (1, [done, done], [])


async def test_a_database_that_is_away_is_no_fault_of_the_round(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    stage.clock.move(OVER)
    fuse = Fuse(point=failpoint(closing._read, "begin"), fault=lambda: Unavailable("The disk is full."))
    aside: dict[str, datetime] = {}
    with pytest.raises(Unavailable):
        await closing.close_due(brittle(stage, fuse), stage.clock.now(), aside)
    assert aside == {}
    await closing.close_due(stage.context, stage.clock.now(), aside)
    assert (await stage.one(Round, id=round_.id)).state is RoundState.CLOSED
