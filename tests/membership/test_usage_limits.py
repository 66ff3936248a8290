"""What somebody may do how often: guess join codes, start partnerships, make codes, send messages."""

import asyncio
from datetime import timedelta
from itertools import count

import pytest

from bot.core.cards import Card
from bot.core.events import Message
from bot.core.models import Address, Member, Partnership, Person, UsageCounter, web_address
from bot.handlers.bot import Bot
from bot.membership.usage_limits import JOIN_CODES, MESSAGES, NEW_PARTNERSHIPS, REFUSED_CODES
from tests.support.cast import AMIRA, BEN, CARYS, EVE, SIX
from tests.support.databases import each_database
from tests.support.read_cards import facts, reason, words
from tests.support.scenario import Scenario

pytestmark = each_database

WRONG = "join acorn-0000-mint as Mill"
NUMBERS = count()
TOO_MANY = "Too many wrong codes have come from here."


async def fill_in_form(scenario: Scenario, text: str, network: str) -> Card:
    """Send a form of a page from a browser of its own."""
    sender = web_address(f"browser{next(NUMBERS)}")
    message = Message(f"form {sender.key}", sender, sender, text, name="Somebody", network=network)
    card = await scenario.handle(message)
    assert card
    return card


async def invited(scenario: Scenario) -> str:
    """Start Harbour and return a join code of it."""
    await scenario.start_harbour()
    return facts(await scenario.says(AMIRA, "invite"))["Code"]


async def test_somebody_may_try_ten_wrong_codes_an_hour(scenario: Scenario) -> None:
    code = await invited(scenario)
    for _ in range(REFUSED_CODES.most):
        assert reason(await scenario.says(EVE, WRONG)).startswith("We do not know this code")
    assert reason(await scenario.says(EVE, f"join {code} as Mill")) == (
        f"{TOO_MANY} Check the code with your coordinator. Try again in 60 minutes."
    )
    assert (await scenario.says(BEN, f"join {code} as Mill")).title == "Your request has been sent"
    scenario.clock.move(REFUSED_CODES.period)
    assert (await scenario.says(EVE, f"join {code} as Mill")).title == "Your request has been sent"


async def test_new_browsers_of_one_network_guess_together(scenario: Scenario) -> None:
    code = await invited(scenario)
    guesses = [fill_in_form(scenario, WRONG, "2001:db8::/64") for _ in range(30)]
    refused = [reason(card).startswith(TOO_MANY) for card in await asyncio.gather(*guesses)]
    assert refused.count(False) <= REFUSED_CODES.most
    assert reason(await fill_in_form(scenario, f"join {code} as Mill", "2001:db8::/64")).startswith(TOO_MANY)
    card = await fill_in_form(scenario, f"join {code} as Mill", "2001:db8:1::/64")
    assert card.title == "Your request has been sent"
    assert {person.name for person in await scenario.all(Person)} == {"Amira Khan", "Somebody"}


async def test_a_restart_and_a_second_process_forget_no_guess(scenario: Scenario) -> None:
    for _ in range(REFUSED_CODES.most):
        await scenario.says(EVE, WRONG)
    scenario.bot = Bot(scenario.context)
    assert reason(await scenario.says(EVE, WRONG)).startswith(TOO_MANY)


async def test_a_crowd_behind_one_address_joins_in_a_minute(scenario: Scenario) -> None:
    code = await invited(scenario)
    crowd = [fill_in_form(scenario, f"join {code} as Mill {n}", "192.0.2.7") for n in range(11)]
    assert {card.title for card in await asyncio.gather(*crowd)} == {"Your request has been sent"}
    assert len(await scenario.all(Member)) == 12


async def test_a_partnership_is_named_only_once_a_coordinator_has_approved(scenario: Scenario) -> None:
    code = await invited(scenario)
    await scenario.says(AMIRA, "purpose Homes by the water")
    seen = [await scenario.says(EVE, f"join {code} as Mill"), await scenario.says(EVE, "my data")]
    assert facts(seen[1])["A partnership (name not shown)"].startswith("asked to join")
    seen += [await scenario.says(EVE, f"join {code} as Mill"), await scenario.says(EVE, "menu")]
    await scenario.says(AMIRA, f"decline {(await scenario.member(EVE)).id}")
    seen += [*await scenario.collect_cards(EVE), await scenario.says(EVE, "my data")]
    await scenario.says(EVE, f"join {code} as Mill")
    await scenario.says(AMIRA, "remove Eve")
    seen += [*await scenario.collect_cards(EVE), await scenario.says(EVE, "my data")]
    await scenario.says(EVE, f"join {code} as Mill")
    seen.append(await scenario.says(EVE, f"decline {(await scenario.member(EVE)).id}"))
    assert [card for card in seen if "Harbour" in words(card) or "water" in words(card)] == []
    await scenario.says(EVE, f"join {code} as Mill")
    await scenario.says(AMIRA, f"approve {(await scenario.member(EVE)).id}")
    assert (await scenario.collect_cards(EVE))[-1].title == "Welcome to Harbour"


async def test_counters_name_nobody_and_go_when_their_time_is_over(scenario: Scenario) -> None:
    await fill_in_form(scenario, WRONG, "192.0.2.7")
    counters = await scenario.all(UsageCounter)
    assert len(counters) == 3  # messages and codes of the network, codes of the browser
    assert all(len(counter.id) == 64 for counter in counters)
    scenario.clock.move(REFUSED_CODES.period)
    await scenario.another_worker().tick()
    assert await scenario.all(UsageCounter) == []


async def test_somebody_starts_five_partnerships_a_day(scenario: Scenario) -> None:
    for n in range(NEW_PARTNERSHIPS.most):
        await scenario.says(EVE, f"start partnership Spam {n}")
    assert reason(await scenario.says(EVE, "start partnership Spam")) == (
        "5 partnerships have already been started from here, and more would look like a mistake. "
        "Try again in 24 hours."
    )
    assert len(await scenario.all(Partnership)) == 5
    await scenario.says(AMIRA, "start partnership Harbour")
    scenario.clock.move(timedelta(days=1))
    await scenario.says(EVE, "start partnership Spam")
    assert len(await scenario.all(Partnership)) == 7


async def test_new_browsers_of_one_network_start_partnerships_together(scenario: Scenario) -> None:
    cards = [await fill_in_form(scenario, f"start partnership Spam {n}", "192.0.2.7") for n in range(21)]
    assert "20 partnerships have already been started" in words(cards[-1])
    assert len(await scenario.all(Partnership)) == 20


async def test_a_coordinator_makes_twenty_codes_a_day(scenario: Scenario) -> None:
    await scenario.start_harbour()
    for _ in range(JOIN_CODES.most):
        assert "Code" in facts(await scenario.says(AMIRA, "invite"))
    assert reason(await scenario.says(AMIRA, "invite")).startswith("You have already made 20 codes")


@pytest.mark.parametrize("text", ["members", "gibberish", "zone Nowhere"], ids=["done", "unknown", "refused"])
async def test_whatever_somebody_says_too_often_is_refused(scenario: Scenario, text: str) -> None:
    await scenario.open_first_round(*SIX)
    for _ in range(MESSAGES.most):
        await scenario.says(AMIRA, text)
    scenario.clock.move(timedelta(minutes=7))
    assert reason(await scenario.says(AMIRA, "status", pressed=True)) == (
        "You have sent too many messages in ten minutes. Try again in 3 minutes. You can still "
        "answer questions."
    )
    assert (await scenario.says(BEN, "members")).title == "Members of Harbour Together"
    await scenario.answers(AMIRA, 4)
    assert (await scenario.says(AMIRA, "check-in")).title == "Thank you"
    scenario.clock.move(timedelta(minutes=3))
    assert (await scenario.says(AMIRA, "members")).title == "Members of Harbour Together"


async def test_many_browsers_of_one_network_are_counted_together(scenario: Scenario) -> None:
    for _ in range(MESSAGES.most):
        await fill_in_form(scenario, "help", "192.0.2.7")
    assert reason(await fill_in_form(scenario, "help", "192.0.2.7")).startswith("You have sent too many")


async def test_people_on_a_chat_platform_are_told_apart_by_workspace(scenario: Scenario) -> None:
    for _ in range(REFUSED_CODES.most):
        await scenario.says(CARYS, WRONG)
    elsewhere = Address(CARYS.address.platform, "another workspace", CARYS.address.key)
    card = await scenario.handle(Message("there", elsewhere, elsewhere, WRONG))
    assert card
    assert reason(card).startswith("We do not know this code")
