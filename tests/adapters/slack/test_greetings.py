"""Whoever opens Accord first is welcomed, and a channel that it is added to is told what it is."""

from tests.adapters.slack.slack_api import error
from tests.adapters.slack.slack_user import HARBOUR, SlackUser, labels, title
from tests.support.cast import AMIRA, EFE, SIX, STRANGER
from tests.support.scenario import Scenario


async def test_who_opens_the_messages_tab_first_is_welcomed_once(
    scenario: Scenario, slack: SlackUser
) -> None:
    opened = {"type": "app_home_opened", "user": STRANGER.key, "channel": "D1", "tab": "messages"}
    await slack.tells(**opened)
    await slack.tells(**opened)
    (welcome,) = slack.api.posted
    assert (title(welcome), labels(welcome)[:2]) == (
        "Welcome to Accord",
        ["Start a partnership", "Join with a code"],
    )
    assert slack.api.homes == {}


async def test_who_opens_the_home_tab_first_sees_it_and_is_welcomed(
    scenario: Scenario, slack: SlackUser
) -> None:
    await slack.opens_home(EFE)
    await slack.opens_home(EFE)
    assert [title(message) for message in slack.api.posted] == ["Welcome to Accord"]


async def test_a_member_who_opens_accord_is_not_written_to(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.opens_home(EFE)
    assert slack.api.posted == []


async def test_a_channel_that_accord_is_added_to_is_told_once_what_it_is(
    scenario: Scenario, slack: SlackUser
) -> None:
    joined = {"type": "member_joined_channel", "channel": HARBOUR, "channel_type": "C", "inviter": AMIRA.key}
    await slack.tells(**joined, user=EFE.key)
    assert slack.api.posted == []
    await slack.tells(**joined, user="UUS")
    await slack.tells(**joined, user="UUS")
    (post,) = slack.api.to(HARBOUR)
    assert title(post) == "Accord is here now"


async def test_a_greeting_that_cannot_be_posted_stops_nothing(scenario: Scenario, slack: SlackUser) -> None:
    slack.api.failing["chat.postMessage"].append(error("restricted_action"))
    await slack.tells(type="member_joined_channel", channel=HARBOUR, user="UUS")
    assert slack.api.posted == []
