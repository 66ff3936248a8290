"""What pages may show somebody: the same as what they are told, and nothing of what is not theirs."""

from dataclasses import replace

import pytest

from bot.core.cards import Chart
from bot.core.errors import Refusal
from bot.core.models import Address, Invitation, Member, MembershipStatus, Partnership, Person, Round
from bot.handlers import views
from bot.handlers.views import (
    ChannelView,
    CheckInView,
    HomeView,
    LatestSummaryView,
    MyPartnership,
    MyPartnershipsView,
)
from tests.stage import AMIRA, BEN, SIX, STRANGER, Actor, Stage, facts, labels


async def invitation(stage: Stage, actor: Actor) -> str:
    return (await stage.one(Invitation, member=actor.member)).id


async def test_somebody_sees_their_partnerships_and_what_waits_there(stage: Stage) -> None:
    await stage.opens(*SIX)
    mine = MyPartnership("harbour", "Harbour Together", "lead", await invitation(stage, BEN))
    assert await stage.bot.view(BEN.person, MyPartnershipsView()) == (mine,)
    await stage.answers(BEN, 4)
    assert await stage.bot.view(BEN.person, MyPartnershipsView()) == (mine,)
    await stage.closes()
    assert await stage.bot.view(BEN.person, MyPartnershipsView()) == (replace(mine, waiting=""),)
    assert await stage.bot.view(STRANGER.person, MyPartnershipsView()) == ()


async def test_home_shows_the_question_that_comes_next_until_all_are_answered(stage: Stage) -> None:
    await stage.opens(*SIX)
    assert await stage.bot.view(BEN.person, HomeView()) == (await stage.says(BEN, "check-in"),)
    await stage.answers(BEN, 4)
    assert await stage.bot.view(BEN.person, HomeView()) == ()


async def test_home_shows_what_else_waits_first(stage: Stage) -> None:
    await stage.opens(*SIX)
    async with stage.store.transaction() as db:
        await db.add(Person("new", Address("slack", "council", "new"), None, "Nia", "Europe/London", "en"))
        place = await db.get(Member, BEN.member)
        await db.add(replace(place, id="member-new", person="new", standing=MembershipStatus.WAITING))
    cards = await stage.bot.view(AMIRA.person, HomeView())
    assert [card.thread_key for card in cards][1:] == [f"ask:{(await stage.open_round()).id}"]
    assert len(cards) == 2


async def test_a_check_in_shows_the_next_question_or_the_one_at_a_token(stage: Stage) -> None:
    await stage.opens(*SIX)
    mine = await invitation(stage, BEN)
    first = await stage.says(BEN, "check-in")
    second = await stage.presses(BEN, "Mostly")
    assert await stage.bot.view(BEN.person, CheckInView(mine)) == second
    assert await stage.bot.view(BEN.person, CheckInView(mine, f"{mine}.1")) == first
    assert await stage.bot.view(BEN.person, CheckInView(mine, f"{mine}.99")) == second
    assert await stage.bot.view(BEN.person, CheckInView(mine, "nonsense" * 1000)) == second


async def test_nobody_sees_somebody_elses_check_in_or_one_that_is_over(stage: Stage) -> None:
    await stage.opens(*SIX)
    bens = await invitation(stage, BEN)
    for viewer in (AMIRA, STRANGER):
        with pytest.raises(Refusal):
            await stage.bot.view(viewer.person, CheckInView(bens))
    await stage.closes()
    with pytest.raises(Refusal):
        await stage.bot.view(BEN.person, CheckInView(bens))


async def test_a_channel_and_the_latest_summary_are_the_members(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.closes()
    assert await stage.bot.view(BEN.person, ChannelView("harbour")) == Address("web", "accord", "harbour")
    latest, told = (
        await stage.bot.view(BEN.person, LatestSummaryView("harbour")),
        await stage.says(BEN, "results"),
    )
    assert (latest.title, facts(latest)) == (told.title, facts(told))
    assert [each for each in labels(told) if each not in labels(latest)] == ["Open the hub"]  # it is there
    for view in (ChannelView("harbour"), LatestSummaryView("harbour")):
        with pytest.raises(Refusal) as refusal:
            await stage.bot.view(STRANGER.person, view)
        assert str(refusal.value) == "That is not yours to see: you are not in this partnership."


async def test_a_member_of_another_partnership_sees_nothing_of_this_one(stage: Stage) -> None:
    await stage.found(*SIX)
    async with stage.store.transaction() as db:
        await db.add(replace(await db.get(Partnership, "harbour"), id="other", name="Other"))
    with pytest.raises(Refusal):
        await stage.bot.view(BEN.person, ChannelView("other"))


async def test_a_picture_is_of_a_closed_round_and_of_nothing_else(stage: Stage) -> None:
    round_ = await stage.opens(*SIX)
    await stage.fill(4, 4, 4, 4, 4, 4)
    assert await stage.bot.chart(f"trend:{round_.id}", "en") is None
    await stage.closes()
    chart = await stage.bot.chart(f"trend:{round_.id}", "en")
    assert chart in (await stage.says(BEN, "results")).parts
    assert isinstance(chart, Chart)
    welsh = await stage.bot.chart(f"trend:{round_.id}", "cy")
    assert welsh is not None
    assert welsh.language == "cy"
    for other in ("trend:nothing", round_.id, f"answers:{round_.id}"):
        assert await stage.bot.chart(other, "en") is None


async def test_the_picture_of_an_ad_hoc_round_is_none(stage: Stage) -> None:
    await stage.found(*SIX)
    await stage.says(AMIRA, "ask trust for 2 hours")
    await stage.passes(hours=3)
    (round_,) = await stage.all(Round)
    async with stage.store.read_only() as db:
        assert await views.chart_by_name(db, stage.context, f"trend:{round_.id}", "en") is None
