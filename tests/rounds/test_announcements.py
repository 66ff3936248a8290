"""A channel is told once that a round is open, with a button; the button goes when the round is over."""

from datetime import timedelta

from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.models import Channel, web_address
from bot.delivery.sender import LEASE
from tests.support.cast import AMIRA, CHANNEL, EFE, SIX, STRANGER
from tests.support.databases import each_database
from tests.support.read_cards import labels, reason, words
from tests.support.scenario import Scenario


async def test_a_channel_is_told_once_that_a_round_is_open_and_how_to_answer(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=3)
    (card,) = scenario.announced()
    assert (card.title, labels(card)) == ("Round 1 is open", ["Answer now"])
    assert "Members get their questions in private, and can answer until " in words(card)
    question = await scenario.presses(EFE, "Answer now", shared=True, on=card)
    assert (question.private, bool(question.check_in)) == (True, True)
    refusal = await scenario.presses(STRANGER, "Answer now", shared=True, on=card)
    assert refusal.private
    assert reason(refusal)


@each_database
async def test_a_channel_is_told_before_its_members_are_asked(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    scenario.clock.move(timedelta(hours=1))
    async with scenario.store.transaction() as db:
        waiting = [each for each in await db.find(Delivery) if each.lane == CHANNEL.lane]
        claimed = await db.claim(scenario.clock.now(), LEASE, 100)
    due = {each.id for each in waiting if each.due_at <= scenario.clock.now()}
    assert len(due) > 1
    assert next(each.kind for each in claimed if each.id in due) == DeliveryKind.ANNOUNCEMENT


async def test_what_a_channel_is_told_does_not_change_because_somebody_replies(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.all_answer(4, 4, 4, 4, 4, 4)
    await scenario.passes(hours=3)
    assert len(scenario.announced()) == 1
    assert scenario.platform.edited == []


async def test_the_button_goes_when_the_round_closes(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    await scenario.closes()
    await scenario.passes(minutes=2)
    shown = [card for card in scenario.platform.shown(CHANNEL) if card.title == "Round 1 is over"]
    assert [labels(card) for card in shown] == [[]]


async def test_the_button_goes_when_an_extra_round_is_cancelled(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "ask trust")
    await scenario.presses(AMIRA, "Ask 6 people")
    await scenario.passes(hours=1)
    assert [card.title for card in scenario.announced()] == ["An extra round is open"]
    await scenario.says(AMIRA, "cancel")
    await scenario.presses(AMIRA, "Cancel round")
    await scenario.passes(minutes=2)
    assert "The extra round is over" in [card.title for card in scenario.platform.shown(CHANNEL)]


async def test_a_round_that_is_over_before_working_hours_begin_is_not_announced(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    scenario.clock.move(timedelta(hours=13))  # in the evening
    await scenario.says(AMIRA, "ask trust for 2 hours")
    await scenario.presses(AMIRA, "Ask 6 people")
    await scenario.passes(days=1)
    assert scenario.announced() == []


async def test_our_own_pages_are_not_told_what_they_show(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    page = web_address("harbour")
    async with scenario.store.transaction() as db:
        await db.add(Channel("page", "harbour", page, "Harbour Together"))
    await scenario.says(AMIRA, "ask trust")
    await scenario.presses(AMIRA, "Ask 6 people")
    await scenario.passes(hours=3)
    assert len(scenario.announced()) == 1
    assert page not in {to for to, _ in scenario.platform.sent}
