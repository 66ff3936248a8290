"""Everyone in a channel is added, however many they are and however long Slack takes."""

import asyncio
import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack.everyone_form import PORTION
from bot.core.models import Address, Member, Person
from tests.adapters.slack.limits import broken
from tests.adapters.slack.slack_api import Call, SlackAPI, error, taken
from tests.adapters.slack.slack_rules import DEADLINE
from tests.adapters.slack.slack_user import FOR_ONE, IN_HOME, Body, SlackUser, people_here, title
from tests.support.cast import AMIRA, EFE, SIX
from tests.support.scenario import Scenario

COUNCIL = "harbour council"
LABEL = "Add everyone here…"


def words(view: Body) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def fields(view: Body) -> dict[str, Body]:
    return {each["block_id"]: each["element"] for each in view["blocks"] if each["type"] == "input"}


def crowd(slack: SlackUser, many: int) -> None:
    people_here(slack, *({"id": f"U{n:05}", "team_id": "council"} for n in range(many)))


async def opened(slack: SlackUser, where: Body = FOR_ONE) -> Body:
    menu = await slack.commands(AMIRA, "")
    assert menu is not None
    await slack.presses(AMIRA, menu, LABEL, where)
    return slack.api.views[-1]


async def added(scenario: Scenario) -> set[str]:
    before = {str(each.address) for each in SIX}
    return {str(each.address) for each in await scenario.all(Person)} - before


def methods(slack: SlackUser) -> list[str]:
    return [call.method for call in slack.api.calls]


async def test_everybody_in_a_channel_is_added_to_an_organisation(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    people_here(
        slack,
        {"id": EFE.key, "team_id": "council"},
        {"id": "UNIA", "team_id": "council", "real_name": "Nia Rees"},
        {"id": "UOMAR", "team_id": "library", "is_stranger": True},
        {"id": "UGUEST", "team_id": "council", "is_restricted": True},
        {"id": "UBOT", "team_id": "council", "is_bot": True},
        {"id": "UGONE", "team_id": "council", "deleted": True},
        {"id": "USLACKBOT", "team_id": "council"},
    )
    view = await opened(slack)
    before = slack.api.views[-2]
    assert ("initial_users" in words(before), "Finding out who is here…" in words(before)) == (False, True)
    assert [*fields(before)] == ["where?", "who?"]
    assert fields(view)["who"]["initial_users"] == ["UNIA"]
    assert fields(view)["where"]["initial_option"]["value"] == COUNCIL
    assert "Finding out who is here…" not in words(view)
    note = "We left out 1 person, whose own workspace does not have Accord. We did not choose 1 guest."
    assert note in words(view)
    answer = await slack.submits(AMIRA, view, where=COUNCIL, who=["UNIA", "UOMAR", "UGUEST", EFE.key, "UBOT"])
    assert answer is not None
    assert (answer["response_action"], title(answer["view"])) == ("update", "Adding people")
    shown = slack.api.views[-1]
    assert (title(shown), shown["id"]) == ("Added", view["id"])
    assert "We’ll ask 2 people to confirm." in words(shown)
    assert "Efe has already joined" in words(shown)
    assert "UOMAR: their own workspace does not have Accord." in words(shown)
    assert await added(scenario) == {"slack:council:UNIA", "slack:council:UGUEST"}
    assert (await scenario.one(Person, name="Nia Rees")).zone == "Europe/London"


async def test_what_was_sent_before_it_was_known_who_is_here_stays(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, 3)

    async def sent_meanwhile(api: SlackAPI, request: Any, call: Call) -> Any:
        api.rules.changes[api.views[-1]["id"]] += 1
        return await taken(api, request, call)

    slack.api.failing["conversations.members"].append(sent_meanwhile)
    with capture_logs():
        view = await opened(slack)
    assert "Finding out who is here…" in words(view)


async def test_where_slack_does_not_say_who_is_here_they_are_picked(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    slack.api.failing["conversations.members"].append(error("missing_scope"))
    assert "initial_users" not in words(await opened(slack))
    slack.api.calls.clear()
    home = await slack.opens_home(AMIRA)
    await slack.presses(AMIRA, home, LABEL, IN_HOME)
    assert "conversations.members" not in methods(slack)
    await slack.submits(AMIRA, slack.api.views[-1], where=COUNCIL, who=[EFE.key])
    assert title(slack.api.views[-1]) == "Nobody was added"


async def test_somebody_whom_slack_does_not_show_is_left_out(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, 2)
    slack.api.failing["users.info"].append(error("user_not_found"))
    assert fields(await opened(slack))["who"]["initial_users"] == ["U00001"]


@pytest.mark.parametrize("many", [10, 50, 450])
async def test_a_crowd_is_added_and_slack_never_waits_longer_than_it_does(
    scenario: Scenario, slack: SlackUser, many: int
) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, many)
    view = await opened(slack)
    assert broken(view) == []
    await slack.submits(AMIRA, view, where=COUNCIL)
    assert len(await added(scenario)) == many
    assert f"We’ll ask {many} people to confirm." in words(slack.api.views[-1])
    assert slack.slowest < DEADLINE
    assert methods(slack).count("users.info") == (many if many < 100 else 0)


async def test_of_a_crowd_some_are_chosen(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, 60)
    view = await opened(slack)
    everyone, some = fields(view)["all"]["options"]
    assert [everyone["text"]["text"], some["text"]["text"]] == [
        "Everyone here: 60 people",
        "Only the people chosen below",
    ]
    assert "initial_users" not in fields(view)["who"]
    await slack.submits(AMIRA, view, where=COUNCIL, all="some", who=["U00007", "U00008"])
    assert await added(scenario) == {"slack:council:U00007", "slack:council:U00008"}


async def test_how_far_it_is_can_be_seen_unless_the_modal_was_closed(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, PORTION + 1)
    view = await opened(slack)
    await slack.submits(AMIRA, view, where=COUNCIL)
    progress, result = slack.api.views[-2:]
    assert f"{PORTION} of {PORTION + 1} people so far." in words(progress)
    assert title(result) == "Added"
    again = await opened(slack)
    slack.api.failing["views.update"].append(error("not_found"))
    await slack.submits(AMIRA, again, where=COUNCIL, who=["UNEW"])
    assert title(slack.api.ephemerals[-1]) == "Added"


async def test_slack_is_waited_for_while_it_asks_us_to_wait(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    people_here(slack, *({"id": f"U{n:05}", "team_id": "library"} for n in range(50)))
    slack.api.rules.a_minute["users.info"] = 20
    await opened(slack)
    assert (len(slack.waited) > 1, methods(slack).count("users.info") > 50) == (True, True)


async def test_nobody_is_added_where_slack_does_not_say_who_they_are(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    view = await opened(slack)
    slack.api.failing["users.info"].append(error("internal_error"))
    with capture_logs() as logs:
        await slack.submits(AMIRA, view, where=COUNCIL, who=["UNIA"])
    assert (title(slack.api.views[-1]), [each["event"] for each in logs]) == ("Not done", ["not shown"])
    assert await added(scenario) == set()


async def test_what_was_added_before_accord_stopped_stays_and_the_rest_is_added_next_time(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, PORTION + 50)
    view = await opened(slack)

    async def stopped(*_: object) -> Any:
        for task in slack.afterwards._tasks:
            task.cancel()
        await asyncio.Event().wait()

    slack.api.failing["views.update"].append(stopped)
    await slack.submits(AMIRA, view, where=COUNCIL)
    assert title(slack.api.views[-1]) == "Not everyone was added"
    assert f"We added {PORTION} of {PORTION + 50} people, then had to stop." in words(slack.api.views[-1])
    await slack.submits(AMIRA, await opened(slack), where=COUNCIL)
    assert len(await added(scenario)) == PORTION + 50
    assert len(await scenario.all(Member)) == PORTION + 50 + len(SIX)


async def test_somebody_who_is_no_coordinator_any_more_adds_nobody(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    crowd(slack, 3)
    answer = await slack.submits(EFE, await opened(slack), where=COUNCIL)
    assert answer is not None
    assert (title(answer["view"]), await added(scenario)) == ("Not done", set())


async def test_people_of_a_workspace_that_has_accord_are_added_at_it(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    people_here(slack, {"id": "UOMAR", "team_id": "library", "is_stranger": True})
    slack.tokens.many = True
    await slack.submits(AMIRA, await opened(slack), where=COUNCIL)
    assert (await scenario.one(Person, name="UOMAR")).address == Address("slack", "library", "UOMAR")
