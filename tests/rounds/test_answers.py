"""Answers are sealed, accepted only from the invited member, and deleted when they leave."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.errors import Refusal
from bot.core.models import Answer, Invitation, Member, MembershipStatus, Partnership
from bot.core.ports import Crypto, Ids, RoundKeyStore
from bot.rounds import answers
from bot.rounds.answers import COMMENT, LATER
from storage.store import SqlStore
from storage.tables import TABLES
from tests.support.cast import AMIRA, BEN, CAST, DILYS, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario


async def invitation_of(scenario: Scenario, actor: ScenarioUser) -> Invitation:
    return await scenario.one(Invitation, member=actor.member)


async def test_an_answer_is_stored_sealed_under_the_rounds_own_pseudonym(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*CAST)
    await scenario.answers(BEN, 4, 3, 2, "?", "-", comment="The new chair listens.")
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    kept = await scenario.all(Answer)
    assert {each.pseudonym for each in kept} == {unlocked.pseudonym(BEN.member)}
    assert {each.question: unlocked.unseal(each) for each in kept} == dict(
        zip((*round_.questions, COMMENT), ("4", "3", "2", "?", "-", "The new chair listens."), strict=True)
    )
    assert {len(each.sealed) for each in kept if each.question != COMMENT} == {44}


@each_database
async def test_another_answer_replaces_the_first(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    for value in ("4", "2"):
        async with scenario.store.transaction() as db:
            await answers.save(db, unlocked, BEN.member, "trust.reliable@1", value)
    (kept,) = await scenario.all(Answer)
    assert unlocked.unseal(kept) == "2"


async def test_answered_questions_and_wished_reminders_can_be_looked_up(
    scenario: Scenario,
) -> None:
    round_ = await scenario.open_first_round(*SIX)
    today = scenario.clock.now().date()
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    async with scenario.store.transaction() as db:
        await answers.save(db, unlocked, BEN.member, "trust.reliable@1", "-")
        await answers.save(db, unlocked, BEN.member, LATER, today.isoformat())
        assert await answers.answered_questions(db, unlocked, BEN.member) == {"trust.reliable@1", LATER}
        assert await answers.answered_questions(db, unlocked, AMIRA.member) == set()
        assert await answers.wants_reminder(db, unlocked, BEN.member, today)
        assert not await answers.wants_reminder(db, unlocked, BEN.member, today + timedelta(days=1))
        assert not await answers.wants_reminder(db, unlocked, AMIRA.member, today)


async def test_nobody_answers_for_somebody_else(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    bens, t = await invitation_of(scenario, BEN), scenario.context.translator()
    async with scenario.store.transaction() as db:
        with pytest.raises(Refusal) as refusal:
            await answers.find_invitation(db, AMIRA.person, bens.id, t)
        invited = await answers.find_invitation(db, BEN.person, bens.id, t)
    assert str(refusal.value) == (
        "You cannot answer this question. Choose “Answer questions” to see what you can answer."
    )
    assert (invited.member.id, invited.invitation) == (BEN.member, bens)


async def test_a_member_without_an_invitation_has_no_open_one(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.remove(Invitation, member=BEN.member)
        assert await answers.open_invitations(db, BEN.person) == []


async def test_an_unknown_invitation_is_refused(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert (await scenario.says(BEN, "answer unknown.1 4")).title == "Not done"
    async with scenario.store.read_only() as db:
        with pytest.raises(Refusal):
            await answers.find_invitation(db, BEN.person, "unknown", scenario.context.translator())


async def test_a_former_member_cannot_answer(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    bens = await invitation_of(scenario, BEN)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Member, BEN.member), standing=MembershipStatus.LEFT)
        with pytest.raises(Refusal):
            await answers.find_invitation(db, BEN.person, bens.id, scenario.context.translator())


async def test_no_answer_is_accepted_from_the_closing_time_on(scenario: Scenario) -> None:
    round_, t = await scenario.open_first_round(*SIX), scenario.context.translator()
    answers.require_open(round_, round_.closes_at - timedelta(seconds=1), t)
    with pytest.raises(Refusal) as refusal:
        answers.require_open(round_, round_.closes_at, t)
    assert str(refusal.value) == ("This round has closed, so you cannot answer it any more.")


async def test_leaving_without_an_open_round_withdraws_nothing(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await answers.withdraw(scenario.context, db, await db.get(Member, BEN.member))
    assert (await scenario.one(Partnership)).round == ""


async def test_a_member_can_leave_a_round_whose_key_is_lost(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.keys.destroy(round_.id)
    async with scenario.store.transaction() as db:
        await answers.withdraw(scenario.context, db, await db.get(Member, BEN.member))
    assert await scenario.all(Invitation, member=BEN.member) == []


class Waits:
    """Waits until a transaction waits for another one's lock. On SQLite transactions queue."""

    def __init__(self, url: str):
        self._engine = create_async_engine(url, poolclass=NullPool)

    async def until_held_up(self, work: asyncio.Task[Any]) -> None:
        async with self._engine.connect() as connection:
            while not work.done():
                waiting = await connection.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted"))
                if waiting.scalar():
                    return


@pytest.fixture
async def postgresql_stage(
    postgresql_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: Ids
) -> AsyncIterator[tuple[Scenario, Waits]]:
    store = SqlStore(postgresql_url)
    yield Scenario(store, keys, crypto, clock, ids), Waits(postgresql_url)
    await store.close()


async def test_an_answer_saved_while_its_member_leaves_is_deleted(
    postgresql_stage: tuple[Scenario, Waits],
) -> None:
    scenario, waits = postgresql_stage
    round_, invitation = await scenario.open_first_round(*SIX), await invitation_of(scenario, DILYS)
    t = scenario.context.translator()
    unlocked = await answers.require_unlocked(scenario.context, round_, t)
    async with scenario.store.transaction() as db:
        await answers.lock_invitation(db, invitation.id)
        leaving = asyncio.create_task(scenario.says(DILYS, "leave now"))
        await waits.until_held_up(leaving)
        await answers.save(db, unlocked, DILYS.member, "trust.reliable@1", "4")
    assert (await leaving).title == "You have left"
    assert await scenario.all(Answer) == []


async def test_saving_an_answer_marks_nothing_of_its_member(
    postgresql_stage: tuple[Scenario, Waits],
) -> None:
    """A row that is locked or written has the number of the transaction, as the answer has."""
    scenario, _ = postgresql_stage
    await scenario.open_first_round(*SIX)
    await scenario.answers(DILYS, 4, 4)
    marked = "SELECT 1 FROM {} AS marked, answers WHERE answers.xmin IN (marked.xmin, marked.xmax)"
    tables = [table.name for table in TABLES.values()]
    async with scenario.store.read_only() as db:
        fetch = db._connection.fetch  # type: ignore[attr-defined]
        with_marks = {table for table in tables if await fetch(marked.format(table))}
    assert with_marks == {"answers", "heard", "rounds"}


async def test_an_answer_that_waited_while_its_member_left_is_refused(
    postgresql_stage: tuple[Scenario, Waits],
) -> None:
    scenario, waits = postgresql_stage
    await scenario.open_first_round(*SIX)
    invitation = await invitation_of(scenario, DILYS)
    async with scenario.store.transaction() as db:
        await answers.withdraw(scenario.context, db, await db.get(Member, DILYS.member))
        answer = asyncio.create_task(scenario.says(DILYS, f"answer {invitation.id}.1 4"))
        await waits.until_held_up(answer)
    assert (await answer).title == "Not done"
    assert await scenario.all(Answer) == []


async def test_open_round_of_finds_a_members_round_until_it_closes(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    ben = await scenario.one(Member, id=BEN.member)
    newcomer = replace(ben, id="member-new")
    async with scenario.store.read_only() as db:
        partnership = await db.get(Partnership, "harbour")
        assert await answers.open_round_of(db, partnership, [newcomer, ben]) == round_
        assert await answers.open_round_of(db, partnership, [newcomer]) is None
    await scenario.closes()
    async with scenario.store.read_only() as db:
        assert await answers.open_round_of(db, await db.get(Partnership, "harbour"), [ben]) is None


async def test_pseudonyms_differ_between_rounds(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    other = replace(unlocked, round=replace(round_, id="another"))
    assert unlocked.pseudonym(BEN.member) != other.pseudonym(BEN.member)
