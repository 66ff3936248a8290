"""The progress of an open round, which gives nobody away."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.errors import SendFailed
from bot.core.models import Answer, Partnership, ProgressCheck
from bot.rounds import answers, progress
from bot.rounds.answers import COMMENT, LATER
from bot.rounds.progress import CHECK_INTERVAL, RoundProgress
from tests.support.cast import AMIRA, BEN, CAST, GWIL, JO, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import facts
from tests.support.scenario import Scenario


async def stands(scenario: Scenario) -> RoundProgress:
    round_ = await scenario.open_round()
    async with scenario.store.transaction() as db:
        return await progress.round_progress(
            scenario.context, db, await db.get(Partnership, "harbour"), round_, scenario.clock.now()
        )


async def has_enough(scenario: Scenario, user: ScenarioUser = AMIRA) -> str:
    return facts(await scenario.says(user, "status"))["Enough scores to show results"]


@each_database
async def test_enough_replies_stay_enough_when_somebody_leaves(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4)
    assert await has_enough(scenario) == "yes"
    await scenario.says(BEN, "leave now")
    assert len({answer.pseudonym for answer in await scenario.all(Answer)}) == 4
    scenario.clock.move(CHECK_INTERVAL)
    assert await has_enough(scenario) == "yes"
    await scenario.closes()
    assert await scenario.all(ProgressCheck) == []


@each_database
async def test_replies_are_counted_once_an_hour_whoever_asks(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert await has_enough(scenario) == "not yet"
    await scenario.fill(4, 4, 4, 4, 4)
    scenario.clock.move(CHECK_INTERVAL - timedelta(seconds=1))
    assert [await has_enough(scenario, user) for user in (AMIRA, BEN)] == ["not yet"] * 2
    scenario.clock.move(timedelta(seconds=1))
    assert await has_enough(scenario, BEN) == "yes"


@each_database
async def test_of_two_looks_at_the_same_moment_one_counts(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await asyncio.gather(*(has_enough(scenario, user) for user in (AMIRA, BEN)))
    scenario.clock.move(CHECK_INTERVAL)
    await scenario.fill(4, 4, 4, 4, 4)
    assert await asyncio.gather(*(has_enough(scenario, user) for user in (AMIRA, BEN))) == ["yes"] * 2
    assert len(await scenario.all(ProgressCheck)) == 1


async def test_progress_counts_delivered_and_waiting_check_ins(scenario: Scenario) -> None:
    scenario.platform.refuses[GWIL.key] = SendFailed("The account is gone.", permanent=True)
    round_ = await scenario.open_first_round(*CAST)
    assert (await stands(scenario)).waiting == 12
    await scenario.passes(hours=1)
    assert await stands(scenario) == RoundProgress(
        round=round_,
        invited=12,
        delivered=10,
        waiting=1,  # for Jo it is still night
        enough=False,
        threshold=5,
    )
    assert JO.zone == "America/New_York"


@pytest.mark.parametrize(("replies", "enough"), [(0, False), (4, False), (5, True), (6, True)])
async def test_progress_tells_if_enough_replied_but_not_how_many(
    scenario: Scenario, replies: int, enough: bool
) -> None:
    await scenario.open_first_round(*SIX)
    before = await stands(scenario)
    await scenario.fill(*[4] * replies)
    scenario.clock.move(CHECK_INTERVAL)
    after = await stands(scenario)
    assert after.enough == enough
    assert (
        RoundProgress(**{name: getattr(after, name) for name in after.__slots__} | {"enough": False})
        == before
    )


async def test_a_raised_threshold_needs_more(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX, threshold=6)
    await scenario.fill(4, 4, 4, 4, 4)
    assert not (await stands(scenario)).enough


async def test_only_a_scored_answer_is_a_reply(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    async with scenario.store.transaction() as db:
        for actor in SIX:
            await answers.save(db, unlocked, actor.member, round_.questions[0], "?")
            await answers.save(db, unlocked, actor.member, round_.questions[1], "-")
            await answers.save(db, unlocked, actor.member, COMMENT, "4")
            await answers.save(db, unlocked, actor.member, LATER, "2026-03-03")
    assert not (await stands(scenario)).enough
    assert len(await scenario.all(Answer)) == 24


async def test_without_the_key_replies_are_never_enough(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.keys.destroy(round_.id)
    assert not (await stands(scenario)).enough
