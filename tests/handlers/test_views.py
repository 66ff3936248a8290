"""What pages may show somebody: the same as what they are told, and nothing of what is not theirs."""

from dataclasses import replace

import pytest

from bot.core.cards import Card, Chart
from bot.core.errors import Refusal
from bot.core.models import Address, Invitation, Member, MembershipStatus, Partnership, Person, Round
from bot.handlers import views
from bot.handlers.check_in import CheckInView
from bot.handlers.views import (
    ChannelView,
    Home,
    HomeView,
    LatestSummaryView,
    MyPartnership,
    MyPartnershipsView,
    SettingsView,
)
from tests.support.cast import AMIRA, BEN, SIX, STRANGER, ScenarioUser
from tests.support.read_cards import facts, labels, reason, texts, words
from tests.support.scenario import Scenario


async def invitation(scenario: Scenario, actor: ScenarioUser) -> str:
    return (await scenario.one(Invitation, member=actor.member)).id


def as_viewed(reply: Card) -> Card:
    """Return a reply as a view shows it. A reply names its language, since it is kept; a view is in the
    page's."""
    return replace(reply, language="")


async def home(scenario: Scenario, actor: ScenarioUser) -> Home:
    return await scenario.bot.view(actor.person, HomeView())


async def test_somebody_sees_their_partnerships_and_what_waits_there(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    mine = MyPartnership("harbour", "Harbour Together", "lead", await invitation(scenario, BEN))
    assert await scenario.bot.view(BEN.person, MyPartnershipsView()) == (mine,)
    await scenario.answers(BEN, 4)
    assert await scenario.bot.view(BEN.person, MyPartnershipsView()) == (mine,)
    await scenario.closes()
    assert await scenario.bot.view(BEN.person, MyPartnershipsView()) == (replace(mine, waiting=""),)
    assert await scenario.bot.view(STRANGER.person, MyPartnershipsView()) == ()


async def test_home_shows_the_question_that_comes_next_until_all_are_answered(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert (await home(scenario, BEN)).waiting == (as_viewed(await scenario.says(BEN, "check-in")),)
    await scenario.answers(BEN, 4)
    assert (await home(scenario, BEN)).waiting == ()


async def test_home_shows_what_else_waits_first(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(Person("new", Address("slack", "council", "new"), None, "Nia", "Europe/London", "en"))
        place = await db.get(Member, BEN.member)
        await db.add(replace(place, id="member-new", person="new", standing=MembershipStatus.WAITING))
    cards = (await home(scenario, AMIRA)).waiting
    assert [card.thread_key for card in cards][1:] == [f"ask:{(await scenario.open_round()).id}"]
    assert len(cards) == 2


async def test_home_shows_each_partnership_with_its_state_and_ones_own_reply(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "action Share the papers by 9 March @Ben")
    (state,) = (await home(scenario, BEN)).partnerships
    assert state.partnership == (await scenario.bot.view(BEN.person, MyPartnershipsView()))[0]
    assert state.card.title == "Harbour Together"
    assert facts(state.card) == {
        "Round": "open until Friday 6 March, 16:30",
        "Your reply": "not given yet",
        "Next round": "Monday 16 March, 09:00",
        "Schedule": "every second Monday at 09:00",
        "You": "Harbour NHS Trust · lead",
        "Data contact": "not set. To set it, type: data contact",
    }
    assert "1. Share the papers · by 9 March 2026 · Ben" in words(state.card)
    assert labels(state.card) == ["Trends", "Members"]
    await scenario.answers(BEN, 4)
    (state,) = (await home(scenario, BEN)).partnerships
    assert facts(state.card)["Your reply"] == "saved, you can change it until then"


async def test_home_shows_no_reply_of_somebody_who_was_not_asked(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.remove(Invitation, member=BEN.member)
    (state,) = (await home(scenario, BEN)).partnerships
    assert facts(state.card)["Round"] == "open until Friday 6 March, 16:30"
    assert "Your reply" not in facts(state.card)


async def test_home_is_shown_where_the_key_of_a_round_is_lost(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.keys.destroy((await scenario.open_round()).id)
    shown = await home(scenario, BEN)
    assert "the key to this round is lost" in reason(shown.waiting[0])
    assert "Your reply" not in facts(shown.partnerships[0].card)


async def test_settings_show_when_somebody_is_asked_and_what_is_kept(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    settings, kept = await scenario.bot.view(BEN.person, SettingsView())
    assert texts(settings) == ["You get questions on working days between 09:30 and 16:30, London time."]
    assert kept == as_viewed(await scenario.says(BEN, "my data"))


async def test_a_check_in_shows_the_next_question_or_the_one_at_a_token(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    mine = await invitation(scenario, BEN)
    first = as_viewed(await scenario.says(BEN, "check-in"))
    second = as_viewed(await scenario.presses(BEN, "Mostly"))
    assert await scenario.bot.view(BEN.person, CheckInView(mine)) == second
    assert await scenario.bot.view(BEN.person, CheckInView(mine, f"{mine}.1")) == first
    assert await scenario.bot.view(BEN.person, CheckInView(mine, f"{mine}.99")) == second
    assert await scenario.bot.view(BEN.person, CheckInView(mine, "nonsense" * 1000)) == second


async def test_nobody_sees_somebody_elses_check_in_or_one_that_is_over(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    bens = await invitation(scenario, BEN)
    for viewer in (AMIRA, STRANGER):
        with pytest.raises(Refusal):
            await scenario.bot.view(viewer.person, CheckInView(bens))
    await scenario.closes()
    with pytest.raises(Refusal):
        await scenario.bot.view(BEN.person, CheckInView(bens))


async def test_a_channel_and_the_latest_summary_are_the_members(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    channel = await scenario.bot.view(BEN.person, ChannelView("harbour"))
    assert channel.address == Address("web", "accord", "harbour")
    latest, told = (
        await scenario.bot.view(BEN.person, LatestSummaryView("harbour")),
        await scenario.says(BEN, "results"),
    )
    assert (latest.title, facts(latest)) == (told.title, facts(told))
    assert labels(told) == labels(latest)
    for view in (ChannelView("harbour"), LatestSummaryView("harbour")):
        with pytest.raises(Refusal) as refusal:
            await scenario.bot.view(STRANGER.person, view)
        assert str(refusal.value) == "That is not yours to see: you are not in this partnership."


async def test_a_member_of_another_partnership_sees_nothing_of_this_one(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.add(replace(await db.get(Partnership, "harbour"), id="other", name="Other"))
    with pytest.raises(Refusal):
        await scenario.bot.view(BEN.person, ChannelView("other"))


async def test_a_picture_is_of_a_closed_round_and_of_nothing_else(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    assert await scenario.bot.chart(f"trend:{round_.id}", "en") is None
    await scenario.closes()
    chart = await scenario.bot.chart(f"trend:{round_.id}", "en")
    assert chart in (await scenario.says(BEN, "results")).parts
    assert isinstance(chart, Chart)
    welsh = await scenario.bot.chart(f"trend:{round_.id}", "cy")
    assert welsh is not None
    assert welsh.language == "cy"
    for other in ("trend:nothing", round_.id, f"answers:{round_.id}"):
        assert await scenario.bot.chart(other, "en") is None


async def test_the_picture_of_an_ad_hoc_round_is_none(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "ask trust for 2 hours now")
    await scenario.passes(hours=3)
    (round_,) = await scenario.all(Round)
    async with scenario.store.read_only() as db:
        assert await views.chart_by_name(db, scenario.context, f"trend:{round_.id}", "en") is None
