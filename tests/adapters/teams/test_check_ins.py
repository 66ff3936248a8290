"""A question is up to date on all devices: each message is edited to what its person sees."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from adapters.teams.integration import TeamsIntegration
from bot.core.cards import Card
from bot.core.deliveries import Delivery, ProcessedEvent, ThreadRoot
from bot.core.models import Address, Person, Round
from bot.rounds import answers
from tests.adapters.teams.connector_service import Answer, Held, Service, answering, hang_up
from tests.adapters.teams.issuer import TENANT
from tests.adapters.teams.teams_user import CHANNEL, PERSONAL, TeamsUser, actions, card_in, labels, words
from tests.support.scenario import Scenario

MESSAGE = "application/vnd.microsoft.activity.message"
STILL_TIME = "still time to answer"
MOVED = "We’ve moved this question"
AUTOMATIC = {"action": {"type": "Action.Execute", "data": {}}, "trigger": "automatic"}


def title(service: Service, message: str) -> str:
    """Return the title of a message as it looks once the chat is loaded again."""
    return words(card_in(service.kept[message]))[0]


def shows(service: Service, message: str, card: dict[str, Any]) -> bool:
    return card_in(service.kept[message]) == card


async def test_after_a_reload_the_present_question_is_there(
    ben: TeamsUser, service: Service, asked: None
) -> None:
    card = await ben.types("check-in")
    message = service.message_with(card)
    assert message
    messages = len(service.kept)
    titles = []
    while "Mostly" in labels(card):
        card = (await ben.presses("Mostly", card))["value"]
        await service.until(partial(shows, service, message, card))
        titles.append(title(service, message))
    assert (len(titles), len(set(titles)), titles[-1]) == (4, 4, "Anything to add?")
    await ben.presses("Finish without a comment", card)
    await service.until(lambda: title(service, message) == "Thank you")
    assert "Mostly" not in labels(card_in(service.kept[message]))
    assert [id for id, _ in service.edits] == [message] * 5
    assert len(service.kept) == messages


async def test_a_question_that_is_shown_again_leaves_the_message_before(
    ben: TeamsUser, service: Service, asked: None
) -> None:
    first = await ben.types("check-in")
    message = service.message_with(first)
    assert message
    again = await ben.types("check-in")
    await service.until(lambda: title(service, message) == MOVED)
    assert labels(card_in(service.kept[message])) == []
    assert "Mostly" in labels(card_in(service.kept[list(service.kept)[-1]]))
    assert again == first


async def test_what_the_outbox_has_sent_is_left_too(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("start partnership Harbour Together")
    await scenario.add_members_without_home(9, "Harbour Together")
    await ben.types("ask trust for 2 days now")
    await scenario.passes(hours=1)
    sent = next(id for id, body in service.kept.items() if "Mostly" in str(body))
    await ben.types("check-in", place=CHANNEL)
    await service.until(lambda: title(service, sent) == MOVED)


async def test_a_reminder_that_is_being_answered_keeps_its_buttons(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    """The question before it loses its buttons at the pace of edits. Until then its person may press."""
    await ben.types("start partnership Harbour Together")
    invited = words(await ben.types("invite"))
    code = invited[invited.index("Code") + 1]
    cara = replace(ben, id="29:cara", name="Cara Lee", home="a:2")
    await cara.types(f"join {code} as First organisation")
    await scenario.passes(hours=1)
    await ben.presses("Approve Cara Lee", card_in(list(service.kept.values())[-1]))
    await scenario.add_members_without_home(9, "Harbour Together")
    await ben.types("ask trust for 5 days now")
    while STILL_TIME not in title(service, list(service.kept)[-1]):
        await scenario.passes(hours=1)
    chat = next(path for _, path, body in reversed(service.asked) if STILL_TIME in str(body)).split("/")[3]
    reminder, user = list(service.kept)[-1], cara if chat == cara.home else ben
    data = actions(card_in(service.kept[reminder]))[0]["data"]
    await user.sends(
        type="invoke",
        name="adaptiveCard/action",
        value={"action": {"type": "Action.Execute", "verb": "say", "data": data}, "trigger": "manual"},
        replyToId=reminder,
    )
    await service.until(lambda: "Mostly" in str(service.kept[reminder]))
    await scenario.passes(seconds=10)
    assert "Mostly" in str(service.kept[reminder])
    before = [title(service, id) for id in service.kept if "reminded" in title(service, id)]
    assert before == 2 * ["We’ve reminded you about this round"]


async def test_nothing_stored_tells_who_was_shown_another_question(
    ben: TeamsUser, scenario: Scenario, service: Service
) -> None:
    await ben.types("start partnership Harbour Together")
    await scenario.add_members_without_home(9, "Harbour Together")
    await ben.types("ask trust for 2 days now")
    await scenario.passes(hours=1)
    stored = await scenario.all(ThreadRoot), await scenario.all(Delivery)
    sent = next(id for id, body in service.kept.items() if "Mostly" in str(body))
    card = await ben.types("check-in")
    await ben.presses("Mostly", card)
    await service.until(lambda: title(service, sent) == MOVED)
    assert (await scenario.all(ThreadRoot), await scenario.all(Delivery)) == stored


async def test_an_answer_writes_nothing_about_who_gave_it(
    ben: TeamsUser, asked: None, scenario: Scenario
) -> None:
    card = await ben.types("check-in")
    await ben.sends(type="installationUpdate", action="remove")
    before = await scenario.all(Person), await scenario.all(ProcessedEvent, round="")
    await ben.presses("Mostly", card)
    assert (await scenario.all(Person), await scenario.all(ProcessedEvent, round="")) == before
    await ben.types("menu")
    assert Address("teams", TENANT, PERSONAL) in [each.home for each in await scenario.all(Person)]


async def test_a_closed_round_leaves_no_question_whichever_message_asks(
    ben: TeamsUser, service: Service, teams: TeamsIntegration, asked: None, scenario: Scenario
) -> None:
    for _ in range(2):
        await ben.types("check-in")
    before, newest = [id for id, body in service.kept.items() if "Mostly" in str(body)]
    await service.until(lambda: title(service, before) == MOVED)
    closed = Card("This round has closed", replaces=answers.thread_key((await scenario.one(Round)).id))
    await teams.platform.edit(Address("teams", TENANT, PERSONAL), before, closed)
    assert {title(service, id) for id in (before, newest)} == {"This round has closed"}


@pytest.mark.parametrize("trouble", [hang_up, answering(404), answering(429, Retry_After="60")])
async def test_a_press_is_answered_whatever_becomes_of_the_edit(
    ben: TeamsUser, service: Service, asked: None, trouble: Answer
) -> None:
    card = await ben.types("check-in")
    service.next = [trouble]
    card = (await ben.presses("Mostly", card))["value"]
    assert words(card)[1].startswith("2 of 4")
    assert service.pauses == []


async def test_an_edit_that_crosses_another_is_made_again(
    ben: TeamsUser, service: Service, asked: None
) -> None:
    card = await ben.types("check-in")
    message = service.message_with(card)
    assert message
    service.next = [answering(412)]
    card = (await ben.presses("Mostly", card))["value"]
    await service.until(lambda: shows(service, message, card))
    assert service.pauses == [0.5]


async def test_the_last_of_several_edits_stays(ben: TeamsUser, service: Service, asked: None) -> None:
    """Two devices, or somebody quick: the edits must not overtake each other."""
    card = await ben.types("check-in")
    message = service.message_with(card)
    assert message
    held = Held()
    service.next = [held]
    for _ in range(3):
        card = (await ben.presses("Mostly", card))["value"]
    held.released.set()
    await service.until(lambda: shows(service, message, card))
    assert len(service.edits) == 2


async def test_a_press_elsewhere_edits_nothing(ben: TeamsUser, service: Service) -> None:
    menu = await ben.types("menu")
    await ben.presses("See what you can type", menu)
    assert service.edits == []


@pytest.mark.parametrize("value", [AUTOMATIC, AUTOMATIC | {"action": {"data": {"says": "leave sure"}}}])
async def test_a_card_that_is_refreshed_by_itself_stays_and_does_nothing(
    ben: TeamsUser, service: Service, value: object
) -> None:
    answer = await ben.sends(type="invoke", name="adaptiveCard/action", value=value)
    assert (answer.json()["type"], answer.json()["value"]) == (MESSAGE, "")
    assert service.asked == []
