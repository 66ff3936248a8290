"""Closing a round, also when a crash comes between two of its steps."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, ProcessedEvent
from bot.core.errors import Stale, Unavailable
from bot.core.events import UserSeen
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
from bot.core.ports import RoundKeyStore
from bot.rounds import closing
from storage.crypto import KeyWrapping
from storage.keys import SqlRoundKeyStore
from storage.tables import TABLES
from tests.support.cast import AMIRA, BEN, CAST, CERYS, DILYS, SIX
from tests.support.databases import each_database
from tests.support.failpoints import FailingKeys, FailingStep, FailingStore, Killed, failpoint
from tests.support.read_cards import reason, words
from tests.support.scenario import Scenario

WROTE = {AMIRA: "We meet too rarely.", BEN: "The new chair listens.", CERYS: "Diolch."}
POINTS = (4, 4, 3, 5, 2, 4, 4, 3, 5, 4, 4, 2)
OVER = timedelta(days=5)
BETWEEN = {"look", "begin", "commit", "scrub", "get key", "destroy key"}  # the rest is kept or dropped as one


async def outcome(scenario: Scenario) -> dict[str, Any]:
    """All that is left of a round that is over."""
    deliveries = await scenario.all(Delivery)
    return {
        "states": [each.state for each in await scenario.all(Round)],
        "open": [each.round for each in await scenario.all(Partnership)],
        "replies": [(each.replies, each.invited) for each in await scenario.all(Round)],
        "means": [each.mean for each in await scenario.all(QuestionResult)],
        "comments": sorted(each.words for each in await scenario.all(Comment)),
        "answers": await scenario.all(Answer),
        "heard": [each for each in await scenario.all(ProcessedEvent) if each.round],
        "reminders": [each for each in deliveries if each.kind == "remind"],
        "told": sorted(str(each.to) for each in deliveries if each.kind == "summary"),
        "keys": await scenario.keys.created_before(scenario.clock.now() + OVER, "", 9),
    }


@each_database
async def test_a_closed_round_leaves_results_and_comments_but_no_answers(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*CAST)
    await scenario.answers(CERYS, 3)
    await scenario.fill(*POINTS, comments=WROTE)
    scenario.clock.move(OVER)
    assert await closing.close_due(scenario.context, scenario.clock.now()) == 1
    assert await outcome(scenario) == {
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


@each_database
async def test_a_worker_that_continues_a_half_closed_round_loses_and_repeats_nothing(
    scenario: Scenario,
) -> None:
    whole = FailingStep()
    await due_to_close(scenario)
    await closing.close_due(brittle(scenario, whole), scenario.clock.now())
    await scenario.another_worker().tick()
    expected = await outcome(scenario)
    between = [at for at, name in enumerate(whole.steps, start=1) if name in BETWEEN]
    for at in between:
        scenario.clock.move(-OVER)
        await due_to_close(scenario)
        with pytest.raises(Killed):
            await closing.close_due(brittle(scenario, FailingStep(at)), scenario.clock.now())
        await scenario.another_worker().tick()
        assert await outcome(scenario) == expected, f"killed at step {at}: {whole.steps[at - 1]}"
    assert len(scenario.posted()) == 1 + len(between)


async def due_to_close(scenario: Scenario) -> None:
    async with scenario.store.transaction() as db:
        for kind in TABLES:
            await db.remove(kind)
    await scenario.open_first_round(*CAST)
    await scenario.fill(*POINTS, comments=WROTE)
    scenario.clock.move(OVER)


def brittle(scenario: Scenario, failing_step: FailingStep) -> AppContext:
    return replace(
        scenario.context,
        store=FailingStore(scenario.store, failing_step),
        keys=FailingKeys(scenario.keys, failing_step),
    )


async def test_a_member_without_a_home_gets_no_summary_of_their_own(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=None)
    await scenario.closes()
    told = (await outcome(scenario))["told"]
    assert (len(told), str(BEN.address) in told) == (6, False)


@each_database
async def test_two_workers_close_a_round_once(scenario: Scenario) -> None:
    await due_to_close(scenario)
    now = scenario.clock.now()
    await asyncio.gather(*(closing.close_due(scenario.context, now) for _ in range(4)))
    assert len((await outcome(scenario))["told"]) == len(CAST) + 1
    assert len(await scenario.all(QuestionResult)) == 5


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSING])
async def test_a_worker_that_fell_behind_another_changes_nothing(
    scenario: Scenario, state: RoundState
) -> None:
    """It read the round before or while it was being closed, and goes on after the other has finished."""
    await due_to_close(scenario)
    await closing.close_due(scenario.context, scenario.clock.now())
    finished = await outcome(scenario)
    round_, (partnership,) = await scenario.one(Round), await scenario.all(Partnership)
    begun = replace(round_, state=state, closed_at=None)
    scenario.clock.move(timedelta(minutes=1))
    await closing.close(scenario.context, begun, scenario.clock.now())
    assert (await outcome(scenario), await scenario.one(Round)) == (finished, round_)
    assert await scenario.one(Partnership) == partnership


@dataclass
class OvertakenKeys:
    """Implements ports.RoundKeyStore; before it destroys a key, another worker closes the round."""

    scenario: Scenario

    async def get(self, round_: str) -> bytes | None:
        return await self.scenario.keys.get(round_)

    async def destroy(self, *rounds: str) -> None:
        await closing.close_due(self.scenario.context, self.scenario.clock.now())
        await self.scenario.keys.destroy(*rounds)


async def test_a_round_that_another_worker_publishes_first_is_published_once(scenario: Scenario) -> None:
    await due_to_close(scenario)
    overtaken = replace(scenario.context, keys=cast("RoundKeyStore", OvertakenKeys(scenario)))
    await closing.close_due(overtaken, scenario.clock.now())
    left = await outcome(scenario)
    assert (left["states"], left["keys"]) == ([RoundState.CLOSED], [])
    assert len(left["told"]) == len(CAST) + 1


async def test_a_round_without_its_key_is_cancelled_when_a_worker_starts(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.keys.destroy(round_.id)
    await scenario.another_worker().tick()
    assert (await scenario.one(Round)).state is RoundState.CANCELLED
    (card,) = scenario.posted()
    assert words(card) == (
        "Harbour Together: the round was cancelled\nAll answers have been deleted. Nobody saw "
        "them and there will be no results.\nThe next round opens on Monday 16 March, 09:00, London time."
    )
    assert (await scenario.all(Answer), (await scenario.one(Partnership)).round) == ([], "")
    invitation = (await scenario.all(Invitation))[0]
    card = await scenario.says(AMIRA, f"answer {invitation.id}.1 4")
    assert reason(card) == ("This round was cancelled and its answers have been deleted.")


async def test_a_round_that_loses_its_key_later_is_cancelled_at_its_close(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.keys.destroy(round_.id)
    card = await scenario.says(BEN, "check-in")
    assert reason(card) == (
        "We cannot save your answer, because the key to this round is lost. The round will be cancelled."
    )
    await scenario.closes()
    assert (await scenario.one(Round)).state is RoundState.CANCELLED
    assert [card.title for card in scenario.posted()] == ["Harbour Together: the round was cancelled"]


async def test_an_unreadable_round_is_cancelled_and_delays_no_other(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    other = replace(round_, id="other", partnership="other")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged((await db.find(Answer))[0], sealed=b"scratched")
        await db.add(replace(await db.get(Partnership, "harbour"), id="other", round="other"), other)
    await scenario.keys.create(["other"], scenario.clock.now())
    scenario.clock.move(OVER)
    await scenario.worker.tick()
    states = {each.id: each.state for each in await scenario.all(Round)}
    assert states == {round_.id: RoundState.CANCELLED, "other": RoundState.CLOSED}
    assert await scenario.all(Answer) == []


@each_database
async def test_two_workers_cancel_a_round_without_its_key_once(scenario: Scenario) -> None:
    await scenario.keys.destroy((await scenario.open_first_round(*SIX)).id)
    now = scenario.clock.now()
    await asyncio.gather(*(closing.cancel_keyless(scenario.context, now) for _ in range(3)))
    assert len([each for each in await scenario.all(Delivery) if each.kind == "called-off"]) == 1


async def test_keys_left_by_a_crash_are_swept_after_the_time_that_opening_takes(
    scenario: Scenario,
) -> None:
    open_ = await scenario.open_first_round(*SIX)
    await scenario.keys.create(["never-opened"], scenario.clock.now())
    await closing.sweep_keys(scenario.context, scenario.clock.now())
    assert len(await scenario.keys.created_before(scenario.clock.now() + OVER, "", 9)) == 2
    scenario.clock.move(timedelta(minutes=11))
    await closing.sweep_keys(scenario.context, scenario.clock.now())
    assert await scenario.keys.created_before(scenario.clock.now() + OVER, "", 9) == [open_.id]


@each_database
async def test_a_lost_key_is_noticed_among_many_rounds_which_are_read_in_pages(scenario: Scenario) -> None:
    now, many = scenario.clock.now(), 2 * closing.PAGE + 1
    opened = replace(await scenario.open_first_round(*SIX), own="", asked_by="")
    harbour = await scenario.one(Partnership)
    others = [f"other-{number:04}" for number in range(many)]
    async with scenario.store.transaction() as db:
        await db.add(*(replace(harbour, id=id, name=id, round=f"r-{id}") for id in others))
        await db.add(*(replace(opened, id=f"r-{id}", partnership=id) for id in others))
    await scenario.keys.create([f"r-{id}" for id in others[:-1]], now)
    steps = FailingStep()
    assert await closing.cancel_keyless(brittle(scenario, steps), now) == 1
    assert steps.steps.count("look") == 4  # pages of partnerships, the last of them empty
    assert (await scenario.one(Round, state=RoundState.CANCELLED)).partnership == others[-1]


async def test_many_keys_are_swept_in_pages(scenario: Scenario) -> None:
    open_ = await scenario.open_first_round(*SIX)
    many = 2 * closing.PAGE + 1
    await scenario.keys.create([f"never-opened-{number}" for number in range(many)], scenario.clock.now())
    scenario.clock.move(timedelta(minutes=11))
    steps = FailingStep()
    await closing.sweep_keys(brittle(scenario, steps), scenario.clock.now())
    assert steps.steps.count("destroy key") == 3
    assert await scenario.keys.created_before(scenario.clock.now() + OVER, "", 9) == [open_.id]


async def test_a_scheduled_round_is_not_closed_by_hand_before_half_its_time(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    scenario.clock.move(timedelta(days=2, hours=3))
    card = await scenario.says(AMIRA, "close now")
    assert reason(card) == (
        "You can close this round from Wednesday 4 March, 12:45. We promised people at least that long."
    )
    scenario.clock.move(timedelta(minutes=45))
    card = await scenario.says(AMIRA, "close now")
    assert card.title == "The round is closed"
    assert scenario.posted() == []
    await scenario.worker.tick()
    assert [card.title for card in scenario.posted()] == ["Harbour Together: round 1"]


async def test_a_round_of_a_set_length_names_its_end_when_closed_by_hand(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "ask trust for 2 days now")
    assert reason(await scenario.says(AMIRA, "close now")).startswith("This round closes on ")


async def test_a_round_that_is_closing_can_be_neither_closed_nor_cancelled_nor_answered(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    invitation = (await scenario.all(Invitation))[0]
    scenario.clock.move(timedelta(days=3))
    await scenario.says(AMIRA, "close now")
    closed_already = "The round has already closed. Its summary will come in a moment."
    assert reason(await scenario.says(AMIRA, "close now")) == closed_already
    assert reason(await scenario.says(AMIRA, "cancel now")) == closed_already
    assert (await scenario.says(BEN, "status")).title == "The round is closed"
    assert (await scenario.says(BEN, "results")).title == "Harbour Together: no results yet"
    assert reason(await scenario.says(AMIRA, f"answer {invitation.id}.1 4")) == (
        "This round has closed, so you cannot answer it any more."
    )
    await scenario.worker.tick()
    assert [each.mean for each in await scenario.all(QuestionResult)] == [4.0] * 5


async def test_a_cancelled_round_is_destroyed_unread_and_its_channel_notified(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    card = await scenario.says(AMIRA, "cancel now")
    assert card.title == "Harbour Together: the round was cancelled"
    assert await scenario.keys.get(round_.id) is None
    await scenario.passes(days=9)
    assert (await scenario.all(Answer), await scenario.all(QuestionResult)) == ([], [])
    assert [card.title for card in scenario.posted()] == ["Harbour Together: the round was cancelled"]
    assert reason(await scenario.says(AMIRA, "cancel now")) == ("No round is open now.")


async def test_cancelling_a_round_that_just_closed_keeps_its_key(scenario: Scenario) -> None:
    seen = await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await closing.stop_answers(db, seen)
    with pytest.raises(Stale):
        async with scenario.store.transaction() as db:
            await closing.cancel(scenario.context, db, seen, scenario.clock.now())
    assert await scenario.keys.get(seen.id) is not None


@each_database
async def test_a_member_who_leaves_is_not_counted(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(5, 5, 5, 1, 5, 5)
    await scenario.says(DILYS, "leave now")
    await scenario.closes()
    round_ = await scenario.one(Round)
    assert (round_.replies, round_.invited) == (5, 5)
    assert {each.band for each in await scenario.all(QuestionResult)} == {"high"}


async def test_a_round_that_fails_to_close_delays_no_other_and_is_retried_later(
    scenario: Scenario,
) -> None:
    bad = await scenario.open_first_round(*SIX)
    other = replace(await scenario.one(Partnership), id="quay", name="Quay", round="good")
    good = replace(bad, id="good", partnership="quay")
    await scenario.keys.create([good.id], scenario.clock.now())
    async with scenario.store.transaction() as db:
        await db.add(other, good)
        asked = await db.update_if_unchanged(bad, questions=("no.such@1",))
    scenario.clock.move(OVER)
    aside: dict[str, datetime] = {}

    async def closed() -> tuple[int, list[RoundState], list[str]]:
        with capture_logs() as logged:
            tried = await closing.close_due(scenario.context, scenario.clock.now(), aside)
        states = {each.id: each.state for each in await scenario.all(Round)}
        return tried, [states[bad.id], states[good.id]], [each["event"] for each in logged]

    stuck, done = RoundState.CLOSING, RoundState.CLOSED
    assert await closed() == (2, [stuck, done], ["a round could not be closed"])
    assert await closed() == (0, [stuck, done], [])
    scenario.clock.move(closing.RETRY_AFTER)
    assert await closed() == (1, [stuck, done], ["a round could not be closed"])
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(asked, questions=bad.questions)
    scenario.clock.move(closing.RETRY_AFTER)
    assert await closed() == (1, [done, done], [])


async def test_a_round_that_need_not_wait_any_more_is_forgotten(scenario: Scenario) -> None:
    now = scenario.clock.now()
    aside = {f"round {number}": now + timedelta(minutes=number - 5_000) for number in range(10_000)}
    assert await closing.close_due(scenario.context, now, aside) == 0
    assert len(aside) == 4_999


async def test_a_round_that_needs_another_secret_key_delays_no_other(
    scenario: Scenario, tmp_path: Path
) -> None:
    locked = await scenario.open_first_round(*SIX)
    other = replace(await scenario.one(Partnership), id="quay", name="Quay", round="good")
    await scenario.keys.create(["good"], scenario.clock.now())
    await scenario.keys.destroy(locked.id)
    wrapping = KeyWrapping(("a secret key that is set for another process alone",), "installation")
    elsewhere = SqlRoundKeyStore(f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db", wrapping)
    await elsewhere.create([locked.id], scenario.clock.now())
    await elsewhere.close()
    async with scenario.store.transaction() as db:
        await db.add(other, replace(locked, id="good", partnership="quay"))
    scenario.clock.move(OVER)
    with capture_logs() as logged:
        assert await closing.close_due(scenario.context, scenario.clock.now()) == 2
    states = {round_.id: round_.state for round_ in await scenario.all(Round)}
    assert states == {locked.id: RoundState.CLOSING, "good": RoundState.CLOSED}
    assert [each["event"] for each in logged] == ["a round could not be closed"]


async def test_an_unavailable_database_does_not_put_off_a_round(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    scenario.clock.move(OVER)
    failing_step = FailingStep(
        point=failpoint(closing._count_answers, "begin"), fault=lambda: Unavailable("The disk is full.")
    )
    aside: dict[str, datetime] = {}
    with pytest.raises(Unavailable):
        await closing.close_due(brittle(scenario, failing_step), scenario.clock.now(), aside)
    assert aside == {}
    await closing.close_due(scenario.context, scenario.clock.now(), aside)
    assert (await scenario.one(Round, id=round_.id)).state is RoundState.CLOSED


ENDED = "Harbour Together: this round has closed"
WELSH_ENDED = "Harbour Together: mae'r rownd hon wedi cau"


def shown_questions(scenario: Scenario) -> list[Card]:
    """Return what stands in each chat where the first question was asked."""
    return [scenario.platform.shown(user.address)[0] for user in SIX]


@each_database
async def test_questions_lose_their_buttons_when_the_round_closes_whoever_replied(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    for user in (AMIRA, BEN):
        await scenario.answers(user, 4)
    await scenario.passes(days=5)
    said = "You cannot answer it any more. To see the results, type: results"
    welsh = "Allwch chi ddim ei hateb mwyach. I weld y canlyniadau, teipiwch: results"
    shown = [card for user in SIX for card in scenario.platform.shown(user.address)]
    closed = [card for card in shown if card.title in {ENDED, WELSH_ENDED}]
    assert [words(card).splitlines() for card in closed] == [
        [WELSH_ENDED, welsh] if user == CERYS else [ENDED, said] for user in SIX
    ]
    edits = await scenario.all(Delivery, kind="question-closed")
    assert len(edits) == len(SIX)
    assert {edit.lane for edit in edits} == {f"{user.address.lane}:edits" for user in SIX}
    assert {(edit.to, edit.state, edit.subject, edit.error) for edit in edits} == {
        (user.address, "settled", round_.id, "") for user in SIX
    }


@pytest.mark.parametrize("sentence", ["cancel now", "end partnership Harbour Together"])
async def test_questions_lose_their_buttons_when_the_round_is_cancelled(
    scenario: Scenario, sentence: str
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    await scenario.says(AMIRA, sentence)
    await scenario.passes(minutes=1)
    titles = {
        "Harbour Together: this round was cancelled",
        "Harbour Together: cafodd y rownd hon ei chanslo",
    }
    assert {card.title for card in shown_questions(scenario)} == titles


async def test_a_question_is_closed_where_it_was_asked_at_whatever_hour(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    await scenario.passes_until(3, hour=22)
    await scenario.says(AMIRA, "cancel now")
    await scenario.handle(UserSeen("seen", BEN.address, replace(BEN.address, key="another chat")))
    await scenario.passes(minutes=1)
    assert scenario.platform.shown(BEN.address)[0].title == "Harbour Together: this round was cancelled"
