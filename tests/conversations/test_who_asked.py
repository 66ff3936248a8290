"""Everybody sees who asked an extra round, and what was asked before an own question."""

from datetime import UTC, datetime

from bot.core.models import Answer, Invitation, Round
from bot.handlers.views import LatestSummaryView, OverviewView
from tests.support.cast import AMIRA, BEN, CAST, CERYS, EFE, LOWRI, SIX
from tests.support.databases import each_database
from tests.support.read_cards import reason, texts, words
from tests.support.scenario import Scenario

BUDGET, STAFF = "How fair was the budget decision?", "Do we use our staff well?"
BY_AMIRA = "Asked by Amira Khan (Harbour Council)."


async def asks(scenario: Scenario, what: str) -> Round:
    """Amira asks, and it is an hour later."""
    await scenario.says(AMIRA, f"ask {what} for 2 days now")
    await scenario.passes(hours=1)
    return await scenario.open_round()


@each_database
async def test_invitation_status_and_summary_name_the_asker(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    round_ = await asks(scenario, f'"{BUDGET}"')
    assert round_.asked_by == f"member:{AMIRA.member}"
    assert BY_AMIRA in texts(scenario.last_card(EFE))
    assert BY_AMIRA in texts(await scenario.says(EFE, "status"))
    (home, *_) = await scenario.bot.view(EFE.person, OverviewView())
    assert BY_AMIRA in texts(home)
    await scenario.fill(3, 3, 4, 2, 3, 3)
    await scenario.passes(days=3)
    assert BY_AMIRA in texts(await scenario.says(EFE, "results"))
    assert BY_AMIRA in texts(scenario.posted()[-1])
    assert BY_AMIRA in texts(await scenario.bot.view(EFE.person, LatestSummaryView("harbour")))


async def test_the_asker_is_named_in_the_readers_language(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await asks(scenario, "trust")
    assert "Gofynnwyd gan Amira Khan (Harbour Council)." in texts(await scenario.says(CERYS, "status"))


@each_database
async def test_an_own_question_shows_what_was_asked_before_and_another_theme_does_not(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*CAST)
    scenario.clock.move(datetime(2026, 3, 2, 10, tzinfo=UTC) - scenario.clock.now())
    await asks(scenario, "trust")
    await scenario.passes(days=9)
    await asks(scenario, f'"{BUDGET}"')
    await scenario.passes(days=9)
    await asks(scenario, f'"{STAFF}"')
    before = "Asked before: “How fair was the budget decision?” (11 March 2026); Trust (2 March 2026)."
    assert before in texts(await scenario.says(BEN, "status"))
    assert before in texts(scenario.last_card(EFE))
    await scenario.passes(days=12)
    await asks(scenario, "power")
    assert "Asked before" not in words(await scenario.says(BEN, "status"))


async def test_a_round_that_was_called_off_is_not_named(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await asks(scenario, f'"{BUDGET}"')
    await scenario.says(AMIRA, "cancel")
    await asks(scenario, f'"{STAFF}"')
    assert "Asked before" not in words(await scenario.says(BEN, "status"))


@each_database
async def test_an_erased_asker_is_named_nowhere(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await asks(scenario, f'"{BUDGET}"')
    await scenario.fill(*[3] * 12)
    await scenario.passes(days=3)
    assert BY_AMIRA in texts(await scenario.says(EFE, "results"))
    await scenario.says(AMIRA, "forget me now")
    assert "Amira" not in words(await scenario.says(EFE, "results"))
    assert "Asked by" not in words(await scenario.says(LOWRI, "results"))


async def test_a_scheduled_round_was_asked_by_nobody(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    assert round_.asked_by == ""
    assert "Asked by" not in words(await scenario.says(EFE, "status"))


@each_database
async def test_no_comment_is_asked_for_where_none_could_be_shown(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    thanks = await scenario.answers(BEN, 4)
    assert thanks.title == "Thank you"
    assert "There is no comment box" in words(thanks)
    assert "Your comment" not in words(thanks)
    invitation = await scenario.one(Invitation, member=BEN.member)
    card = await scenario.says(BEN, f"comment {invitation.id} The papers came late.")
    assert reason(card).startswith("Your comment was not saved. So few people are asked")
    assert await scenario.all(Answer, question="comment") == []
    await scenario.closes()
    assert "We did not ask for comments" in words(await scenario.says(BEN, "comments"))
