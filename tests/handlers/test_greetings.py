"""People and channels that are new to Accord are greeted, each once."""

from dataclasses import replace
from datetime import timedelta

from bot.core.deliveries import ProcessedEvent
from bot.core.events import AppOpened, ChannelJoined
from bot.core.models import Address, Partnership
from tests.support.cast import AMIRA, CHANNEL, EFE, SIX, STRANGER
from tests.support.read_cards import labels, words
from tests.support.scenario import Scenario

ELSEWHERE = Address("slack", "council", "CELSEWHERE")


async def test_a_stranger_is_welcomed_once_in_their_language(scenario: Scenario) -> None:
    opened = AppOpened("e1", STRANGER.address)
    card = await scenario.handle(opened)
    assert card is not None
    assert (card.title, labels(card)[:2]) == (
        "Welcome to Accord",
        ["Start a partnership", "Join with a code"],
    )
    assert await scenario.handle(opened) is None  # redelivered
    assert await scenario.handle(replace(opened, id="e2")) is None
    welsh = await scenario.handle(AppOpened("e3", Address("slack", "council", "UWELSH"), "cy"))
    assert welsh is not None
    assert welsh.title == scenario.bot.translator(language="cy")("Welcome to Accord")


async def test_a_member_is_not_greeted_and_a_coordinator_sees_what_is_left_to_do(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert await scenario.handle(AppOpened("e1", EFE.address)) is None
    card = await scenario.handle(AppOpened("e2", AMIRA.address))
    assert card is not None
    assert card.title == "Set up Harbour Together"
    assert await scenario.handle(AppOpened("e3", AMIRA.address)) is None


async def test_a_coordinator_who_hid_the_list_is_not_shown_it(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(
            await db.get(Partnership, "harbour"), set_up_hidden_at=scenario.clock.now()
        )
    assert await scenario.handle(AppOpened("e1", AMIRA.address)) is None


async def test_a_channel_is_told_once_who_can_start(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "language Cymraeg")
    card = await scenario.handle(ChannelJoined("e1", ELSEWHERE, added_by=EFE.address))
    assert card is not None
    assert card.title == "Accord is here now"
    assert labels(card) == ["Start a partnership", "Join with a code", "Post results here"]
    assert "Anyone here can start a partnership" in words(card)
    assert await scenario.handle(ChannelJoined("e2", ELSEWHERE)) is None
    other = ChannelJoined("e3", Address("slack", "council", "COTHER"), added_by=AMIRA.address)
    welsh = await scenario.handle(other)
    assert welsh is not None
    assert welsh.title == scenario.bot.translator(language="cy")("Accord is here now")


async def test_a_channel_that_gets_results_already_is_not_greeted(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "post here", shared=True)
    assert await scenario.handle(ChannelJoined("e1", CHANNEL, added_by=AMIRA.address)) is None


async def test_nothing_is_left_of_the_greeting_of_a_person_who_asks_to_be_forgotten(
    scenario: Scenario,
) -> None:
    await scenario.handle(AppOpened("e1", AMIRA.address))
    await scenario.create_partnership(*SIX)
    assert "That we welcomed you in a chat, without your name: for 2 years" in words(
        await scenario.says(AMIRA, "my data")
    )
    await scenario.says(AMIRA, "forget me now")
    kept_until = [event.until_at for event in await scenario.all(ProcessedEvent)]
    assert max(kept_until) < scenario.clock.now() + timedelta(days=2)
