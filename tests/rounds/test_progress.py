"""How an open round stands, which gives nobody away."""

import pytest

from bot.core.errors import SendFailed
from bot.core.models import Answer, Partnership
from bot.rounds import answers, progress
from bot.rounds.answers import COMMENT, LATER
from bot.rounds.progress import RoundProgress
from tests.stage import CAST, GWIL, JO, SIX, Stage


async def stands(stage: Stage) -> RoundProgress:
    round_ = await stage.open_round()
    async with stage.store.read_only() as db:
        return await progress.round_progress(stage.context, db, await db.get(Partnership, "harbour"), round_)


async def test_it_says_what_was_delivered_and_what_still_waits(stage: Stage) -> None:
    stage.postbox.refuses[GWIL.key] = SendFailed("The account is gone.", permanent=True)
    round_ = await stage.opens(*CAST)
    assert (await stands(stage)).waiting == 12
    await stage.passes(hours=1)
    assert await stands(stage) == RoundProgress(
        round=round_,
        invited=12,
        delivered=10,
        waiting=1,  # for Jo it is still night
        enough=False,
        threshold=5,
    )
    assert JO.zone == "America/New_York"


@pytest.mark.parametrize(("replies", "enough"), [(0, False), (4, False), (5, True), (6, True)])
async def test_it_says_whether_enough_replied_and_not_how_many(
    stage: Stage, replies: int, enough: bool
) -> None:
    await stage.opens(*SIX)
    before = await stands(stage)
    await stage.fill(*[4] * replies)
    after = await stands(stage)
    assert after.enough == enough
    assert (
        RoundProgress(**{name: getattr(after, name) for name in after.__slots__} | {"enough": False})
        == before
    )


async def test_a_raised_threshold_needs_more(stage: Stage) -> None:
    await stage.opens(*SIX, threshold=6)
    await stage.fill(4, 4, 4, 4, 4)
    assert not (await stands(stage)).enough


async def test_only_a_scored_answer_is_a_reply(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    unlocked = await answers.require_unlocked(stage.context, round_, stage.context.translator())
    async with stage.store.transaction() as db:
        for actor in SIX:
            await answers.save(db, unlocked, actor.member, round_.questions[0], "?")
            await answers.save(db, unlocked, actor.member, round_.questions[1], "-")
            await answers.save(db, unlocked, actor.member, COMMENT, "4")
            await answers.save(db, unlocked, actor.member, LATER, "2026-03-03")
    assert not (await stands(stage)).enough
    assert len(await stage.all(Answer)) == 24


async def test_where_the_key_is_lost_there_are_never_enough(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.keys.destroy(round_.id)
    assert not (await stands(stage)).enough
