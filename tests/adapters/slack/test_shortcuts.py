"""Slack's own menus: an action is made of a message, and a check-in begins from the search."""

from typing import Any

from aiohttp import web

from bot.core.followups import MAX_TEXT_LENGTH, Action
from bot.core.models import Member, MembershipStatus, Organisation, Partnership, Role
from tests.adapters.slack.limits import broken
from tests.adapters.slack.slack_api import Call, SlackAPI
from tests.adapters.slack.slack_user import HARBOUR, IN_MODAL, TEAM, Body, SlackUser, labels, title
from tests.support.cast import EFE, SIX, STRANGER, ScenarioUser
from tests.support.scenario import Scenario


async def chooses(slack: SlackUser, actor: ScenarioUser, text: str) -> Body:
    """Choose "Make this an action" in the menu of a message in the channel. Return the modal."""
    await slack.sends(
        {
            "type": "message_action",
            "callback_id": "make-action",
            "trigger_id": slack.api.rules.issue_trigger(),
            "response_url": slack.api.response_url(),
            "team": {"id": TEAM},
            "user": {"id": actor.key, "name": actor.key, "team_id": actor.organisation},
            "channel": {"id": HARBOUR, "name": "harbour"},
            "message": {"type": "message", "ts": "1.1", "user": "U9", "text": text},
        }
    )
    return slack.api.views[-1]


def fields(view: Body) -> dict[str, Any]:
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {block["element"]["action_id"]: block["element"] for block in inputs}


async def test_an_action_is_made_of_a_message(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)

    async def user(_: SlackAPI, __: object, call: Call) -> Any:
        known = {"id": call.body["user"], "team_id": TEAM, "real_name": "Sian Price"}
        return web.json_response({"ok": True, "user": known})

    slack.api.failing["users.info"].append(user)
    view = await chooses(slack, EFE, "<@USIAN> writes to\n<https://example.org|the council> &amp; us")
    assert (view["title"]["text"], list(fields(view))) == ("Add an action", ["text", "owner", "day"])
    assert fields(view)["text"]["initial_value"] == "Sian Price writes to https://example.org & us"
    assert broken(view) == []
    added = await slack.submits(EFE, view, day="2026-03-20")
    assert added is not None
    (action,) = await scenario.all(Action)
    assert action.words == "Sian Price writes to https://example.org & us"
    assert slack.api.to(HARBOUR) == []


async def test_a_long_message_is_cut_and_an_unknown_name_left_out(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)

    async def nobody(*_: object) -> Any:
        return web.json_response({"ok": False, "error": "user_not_found"})

    slack.api.failing["users.info"].append(nobody)
    view = await chooses(slack, EFE, "<@UGONE> " + "says much, " * 100)
    text = fields(view)["text"]["initial_value"]
    assert (text[:10], len(text) <= MAX_TEXT_LENGTH, text[-1]) == ("says much,", True, "…")


async def test_somebody_in_two_partnerships_chooses_one_and_keeps_the_words(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    now, active = scenario.clock.now(), MembershipStatus.ACTIVE
    async with scenario.store.transaction() as db:
        await db.add(Partnership("homes", "Harbour Homes", "Europe/London", "en", now))
        await db.add(Organisation("other", "homes", "Council", active))
        await db.add(Member("second", "homes", "other", EFE.person.id, Role.MEMBER, active, now))
    choice = await chooses(slack, EFE, "Share the budget")
    assert list(fields(choice)) == ["where"]
    form = await slack.submits(EFE, choice, where="homes")
    assert form is not None
    assert fields(form["view"])["text"]["initial_value"] == "Share the budget"
    assert await slack.submits(EFE, form["view"])
    assert [action.partnership for action in await scenario.all(Action)] == ["homes"]


async def test_who_is_in_no_partnership_is_refused_in_private(scenario: Scenario, slack: SlackUser) -> None:
    refused = await chooses(slack, STRANGER, "Share the budget")
    assert (title(refused), slack.api.posted) == ("Not done", [])


async def test_a_check_in_begins_from_the_search(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.open_first_round(*SIX)
    await slack.sends(
        {
            "type": "shortcut",
            "callback_id": "check-in",
            "trigger_id": slack.api.rules.issue_trigger(),
            "team": {"id": TEAM},
            "user": {"id": EFE.key, "username": EFE.key, "team_id": TEAM},
        }
    )
    question = slack.api.views[-1]
    assert "Mostly" in labels(question)
    slack.api.rules.views["VMODAL"] = 1
    await slack.presses(EFE, question, "Mostly", IN_MODAL)
    assert "Mostly" in labels(slack.api.views[-1])
    assert slack.api.posted == []


async def test_a_shortcut_without_what_it_needs_does_nothing(scenario: Scenario, slack: SlackUser) -> None:
    for shortcut in (
        {"type": "message_action", "callback_id": "make-action"},
        {"type": "shortcut", "callback_id": "check-in"},
    ):
        await slack.sends(shortcut | {"team": {"id": TEAM}, "user": {"id": EFE.key}})
    assert slack.api.calls == []
