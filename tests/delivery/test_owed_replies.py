"""A reply that a platform did not take is shown later, once, and is stored nowhere."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.core.cards import Card, Link
from bot.core.deliveries import Delivery
from bot.core.errors import SendFailed, Unavailable
from bot.core.events import Message
from bot.core.models import Address, Invitation
from bot.core.ports import Platform
from bot.delivery.owed_replies import OWED_FOR, OwedReplies
from bot.handlers.bot import Bot, Reply
from tests.delivery.fake_platform import FakePlatform
from tests.support.cast import AMIRA, BEN, CHANNEL, SIX, STRANGER, ScenarioUser
from tests.support.failpoints import FailingStep, FailingStore
from tests.support.scenario import Scenario

PATIENCE = timedelta(milliseconds=50)
SHORT = timedelta(seconds=2)


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


def owed_replies(scenario: Scenario, platform: Platform, bot: Bot | None = None) -> OwedReplies:
    """Return what shows replies later; the clock moves on while it waits."""

    async def sleep(seconds: float) -> None:
        scenario.clock.move(timedelta(seconds=seconds))

    platforms = dict.fromkeys(("slack", "teams"), platform)
    return OwedReplies(bot or scenario.bot, platforms, sleep, PATIENCE)


async def says(
    scenario: Scenario, user: ScenarioUser, text: str, *, shared: bool = False
) -> tuple[Message, Reply]:
    place = CHANNEL if shared else user.address
    message = Message(f"{user.name} {text}", user.address, place, text, shared)
    return message, await scenario.bot.handle(message)


async def owe(scenario: Scenario, platform: FakePlatform, message: Message, reply: Reply) -> list[str]:
    """Owe a reply until it is shown or given up, and return what arrived."""
    owed = owed_replies(scenario, platform)
    owed.owe(message, reply)
    await owed.finish()
    return [f"{to}: {title}" for to, title, _ in platform.sent]


@pytest.mark.parametrize(
    "failures",
    [
        [],
        [SendFailed("Slack asks us to wait.", retry_after=timedelta(seconds=30))],
        [SendFailed("503"), TimeoutError(), OSError()],
    ],
)
async def test_an_owed_reply_arrives_once_whatever_the_platform_does(
    scenario: Scenario, platform: FakePlatform, failures: list[Exception]
) -> None:
    await scenario.create_partnership(*SIX)
    platform.fails["council"] = failures
    assert await owe(scenario, platform, *await says(scenario, AMIRA, "members")) == [
        "slack:council:amira: Members of Harbour Together"
    ]
    assert await scenario.all(Delivery) == []


async def test_one_whose_answer_was_lost_is_found_and_not_sent_again(
    scenario: Scenario, platform: FakePlatform
) -> None:
    await scenario.create_partnership(*SIX)
    platform.loses = {f"id{n:014}" for n in range(100)}
    assert len(await owe(scenario, platform, *await says(scenario, AMIRA, "members"))) == 1
    assert len(platform.asked) == 1


async def test_one_that_is_never_taken_is_given_up_within_the_hour(
    scenario: Scenario, platform: FakePlatform
) -> None:
    await scenario.create_partnership(*SIX)
    platform.silent = {"council"}
    began = scenario.clock.now()
    assert await owe(scenario, platform, *await says(scenario, AMIRA, "members")) == []
    assert SHORT < scenario.clock.now() - began <= OWED_FOR
    assert platform.tried.total() > 5


async def test_the_log_does_not_tell_where_somebody_spoke(scenario: Scenario, platform: FakePlatform) -> None:
    await scenario.open_first_round(*SIX)
    platform.fails["trust"] = [SendFailed("Teams asks us to wait.", retry_after=timedelta(seconds=30))]
    with capture_logs() as logged:
        await owe(scenario, platform, *await says(scenario, BEN, "check-in"))
    assert logged == []


@pytest.mark.parametrize(
    ("user", "text", "to"),
    [
        (AMIRA, "status", AMIRA.address),  # for her alone
        (AMIRA, "close now", AMIRA.address),  # a refusal
        (AMIRA, "note The chair changed", CHANNEL),
        (STRANGER, "status", STRANGER.address),
    ],
)
async def test_what_others_must_not_read_goes_to_the_private_chat(
    scenario: Scenario, platform: FakePlatform, user: ScenarioUser, text: str, to: Address
) -> None:
    await scenario.create_partnership(*SIX)
    (shown,) = await owe(scenario, platform, *await says(scenario, user, text, shared=True))
    assert shown.startswith(f"{to}: ")


async def test_of_a_check_in_the_question_is_shown_that_comes_next_by_then(
    scenario: Scenario, platform: FakePlatform
) -> None:
    await scenario.open_first_round(*SIX)
    token = (await scenario.one(Invitation, member=BEN.member)).id
    first = await says(scenario, BEN, f"answer {token}.1 4")
    _, second = await says(scenario, BEN, f"answer {token}.2 4")
    assert second.card
    assert await owe(scenario, platform, *first) == [f"{BEN.address}: {second.card.title}"]
    await scenario.closes()
    assert (await owe(scenario, platform, *first))[1:] == [f"{BEN.address}: Not done"]


async def test_what_a_chat_must_not_keep_is_asked_for_again(
    scenario: Scenario, platform: FakePlatform
) -> None:
    await scenario.open_first_round(*SIX)
    token = (await scenario.one(Invitation, member=BEN.member)).id
    await owe(scenario, platform, *await says(scenario, AMIRA, "my data"))
    await owe(scenario, platform, *await says(scenario, BEN, f"comment {token} {'long ' * 101}"))
    message, reply = await says(scenario, AMIRA, "menu")
    link = Card("Your page", (Link("Open", "/me/in/secret", one_time=True),))
    await owe(scenario, platform, message, replace(reply, card=link))
    assert {title for _, title, _ in platform.sent} == {"We could not show our reply"}
    assert len(platform.sent) == 3


async def test_a_reply_without_a_card_owes_nothing(scenario: Scenario, platform: FakePlatform) -> None:
    assert await owe(scenario, platform, Message("e1", BEN.address, BEN.address, ""), Reply()) == []


async def test_a_question_waits_for_the_database(scenario: Scenario, platform: FakePlatform) -> None:
    await scenario.open_first_round(*SIX)
    message, reply = await says(scenario, BEN, "check-in")
    away = FailingStore(scenario.store, FailingStep(1, lambda: Unavailable("away")))
    owed = owed_replies(scenario, platform, Bot(replace(scenario.context, store=away)))
    owed.owe(message, reply)
    await owed.finish()
    assert [to for to, *_ in platform.sent] == [str(BEN.address)]


async def test_what_is_owed_is_forgotten_when_accord_stops(
    scenario: Scenario, platform: FakePlatform
) -> None:
    await scenario.create_partnership(*SIX)
    owed = OwedReplies(scenario.bot, {"slack": platform})
    owed.owe(*await says(scenario, AMIRA, "members"))
    await owed.close()
    assert platform.sent == []
