"""A reply that fails in one way is shown in another, so that nobody is left in front of an old question."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.deliveries import ThreadRoot, root_id
from bot.core.models import Answer, Round
from tests.adapters.slack.slack_api import Body, Handler, broken, error, gibberish, redirected, reset, wait
from tests.adapters.slack.slack_rules import URL_USES
from tests.adapters.slack.slack_user import FOR_ONE, IN_CHANNEL, IN_HOME, SlackUser, labels, title
from tests.support.cast import CAST, EFE, SIX, ScenarioUser
from tests.support.scenario import Scenario


async def asked(scenario: Scenario, slack: SlackUser, *people: ScenarioUser) -> Body:
    """Return the first question as Efe sees it."""
    await scenario.open_first_round(*(people or SIX))
    await slack.types(EFE, "check-in")
    return slack.api.posted[-1]


def methods(slack: SlackUser) -> list[str]:
    return [call.method for call in slack.api.calls]


@pytest.mark.parametrize("fault", [error("used_url"), broken, gibberish, redirected, reset, wait(60)])
async def test_the_next_question_takes_the_place_of_one_whose_url_fails(
    scenario: Scenario, slack: SlackUser, fault: Handler
) -> None:
    question = await asked(scenario, slack)
    slack.api.failing["response_url"].append(refusing(fault))
    await slack.presses(EFE, question, "Mostly")
    (shown,) = slack.api.posted
    assert ("2 of 5" in shown["text"], methods(slack)[-1]) == (True, "chat.update")
    assert len(await scenario.all(Answer)) == 1


def refusing(fault: Handler) -> Handler:
    """A response URL says what it refuses with 404."""

    async def answer(*given: Any) -> Any:
        response = await fault(*given)
        if response.status == 200:
            response.set_status(404)
        return response

    return answer


async def test_a_comment_is_thanked_for_although_its_modal_lay_open_for_an_hour(
    scenario: Scenario, slack: SlackUser
) -> None:
    question = await asked(scenario, slack, *CAST)
    for _ in range(5):
        await slack.presses(EFE, slack.api.posted[-1], "Mostly")
    await slack.presses(EFE, slack.api.posted[-1], "Your comment…")
    await scenario.passes(hours=1)
    assert await slack.submits(EFE, slack.api.views[-1], typed="The papers came late.") is None
    (shown,) = slack.api.posted
    assert (shown["ts"], title(shown)) == (question["ts"], "Thank you")


async def test_a_url_that_was_used_up_is_done_without(scenario: Scenario, slack: SlackUser) -> None:
    question = await asked(scenario, slack)
    url = slack.api.response_url(question["channel"], question["ts"])
    slack.api.rules.urls[url.rpartition("/")[2]].used = URL_USES
    await slack.presses(EFE, question, "Mostly", url=url)
    assert "2 of 5" in slack.api.posted[-1]["text"]


async def test_slack_is_waited_for_if_that_takes_a_moment_and_no_longer(
    scenario: Scenario, slack: SlackUser
) -> None:
    question = await asked(scenario, slack)
    slack.api.failing["response_url"].append(wait(2))
    await slack.presses(EFE, question, "Mostly")
    assert (slack.waited, len(slack.api.answers)) == ([2.0], 1)


async def test_what_only_one_sees_comes_another_way_too(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.open_first_round(*SIX)
    shown = await slack.commands(EFE, "check-in")
    assert shown is not None
    slack.api.failing["response_url"].append(broken)
    await slack.presses(EFE, shown, "Mostly", FOR_ONE)
    assert "2 of 5" in slack.api.ephemerals[-1]["text"]
    slack.api.failing["response_url"].append(broken)
    await slack.presses(EFE, {"blocks": rows("members")}, "Press", IN_CHANNEL)
    assert title(slack.api.ephemerals[-1]) == "Members of Harbour Together"


async def test_what_is_for_all_comes_by_the_url_where_it_cannot_be_posted(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.create_partnership(*SIX)
    slack.api.failing["chat.postMessage"].append(error("not_in_channel"))
    await slack.presses(EFE, {"blocks": rows("action Meet monthly")}, "Press", IN_CHANNEL)
    assert slack.api.answers[-1]["response_type"] == "in_channel"


async def test_what_no_modal_shows_comes_in_the_private_chat(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    home = await slack.opens_home(EFE)
    slack.api.failing["views.open"].append(error("expired_trigger_id"))
    await slack.presses(EFE, home, "Actions", IN_HOME)
    await slack.presses(EFE, home, "Actions", IN_HOME)
    slack.api.failing["views.update"].append(error("not_found"))
    await slack.presses(
        EFE, {"blocks": rows("members")}, "Press", {"view": {"id": "VMODAL", "type": "modal"}}
    )
    assert [(each["channel"], title(each)) for each in slack.api.ephemerals] == [
        (f"D{EFE.key}", "Harbour Together: actions"),
        (f"D{EFE.key}", "Members of Harbour Together"),
    ]


async def test_a_reply_that_no_way_shows_takes_nothing_back_and_comes_later(
    scenario: Scenario, slack: SlackUser
) -> None:
    question = await asked(scenario, slack)
    slack.api.failing["response_url"].append(broken)
    slack.api.failing["chat.update"].append(broken)
    slack.api.failing["chat.postMessage"].append(broken)
    with capture_logs() as logs:
        await slack.presses(EFE, question, "Mostly")
    assert len(await scenario.all(Answer)) == 1
    assert [each["event"] for each in logs] == ["not shown"]
    await slack.owed.finish()
    assert ["2 of 5" in each["text"] for each in slack.api.posted] == [False, True]


async def test_what_was_asked_for_in_a_channel_comes_in_private_later(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    slack.api.failing["chat.postMessage"].append(broken)
    with capture_logs():
        await slack.mentions(EFE, "check-in")
    assert title(slack.api.ephemerals[-1]) == "We’ll reply to you privately as soon as we can."
    await slack.owed.finish()
    assert "1 of 5" in slack.api.to(f"D{EFE.key}")[-1]["text"]


async def test_one_message_asks_about_a_round(scenario: Scenario, slack: SlackUser) -> None:
    await asked(scenario, slack)
    await slack.types(EFE, "check-in")
    first, second = slack.api.posted
    assert (title(first), labels(first)) == ("We’ve moved this question", [])
    assert "1 of 5" in second["text"]
    await slack.mentions(EFE, "check-in")
    assert [title(each) for each in slack.api.posted[:2]] == ["We’ve moved this question"] * 2


async def test_a_message_that_is_pressed_asks_on_and_the_newer_one_no_more(
    scenario: Scenario, slack: SlackUser
) -> None:
    reminder = await asked(scenario, slack)
    slack.controller._replies._asking.clear()  # as after a restart, or for a reminder
    await slack.types(EFE, "check-in")
    await slack.presses(EFE, reminder, "Mostly")
    older, newer = slack.api.posted
    assert ("2 of 5" in older["text"], title(newer)) == (True, "We’ve moved this question")
    calls = len(slack.api.calls)
    await slack.presses(EFE, older, "Mostly")
    assert len(slack.api.calls) == calls  # a press in the message that asks costs no call


async def test_the_question_that_was_sent_to_everybody_asks_no_more_once_another_does(
    scenario: Scenario, slack: SlackUser
) -> None:
    await scenario.open_first_round(*SIX)
    sent = slack.api.posts(f"D{EFE.key}", "1 of 5")
    round_ = await scenario.one(Round)
    async with scenario.store.transaction() as db:
        about = root_id(EFE.address, f"ask:{round_.id}")
        await db.add(ThreadRoot(about, f"{sent['channel']}:{sent['ts']}", round_.closes_at))
    await slack.types(EFE, "check-in")
    assert title(slack.api.posted[0]) == "We’ve moved this question"


async def test_a_question_that_can_be_answered_no_more_loses_its_buttons_when_it_is_pressed(
    scenario: Scenario, slack: SlackUser
) -> None:
    question = await asked(scenario, slack)
    await scenario.closes()
    await slack.presses(EFE, question, "Mostly")
    (shown,) = slack.api.posted
    assert (title(shown), "Mostly" in labels(shown)) == ("Not done", False)


def rows(says: str) -> list[Body]:
    button = {"type": "button", "action_id": "say:1", "text": {"text": "Press"}, "value": says}
    return [{"type": "actions", "block_id": "b", "elements": [button]}]
