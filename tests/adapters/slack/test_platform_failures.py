"""Whatever Slack does and however often it says a thing, nothing is lost and nobody is asked twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.models import Answer
from tests.adapters.slack.slack_api import Handler, broken, error, gibberish, halved, hung, lost, reset, wait
from tests.adapters.slack.two_workspaces import COORDINATOR, PEOPLE, TEAM_OF, TwoWorkspaces, two_workspaces
from tests.support.fakes import SetClock

ONCE = dict.fromkeys(TEAM_OF, 1)
POST = "chat.postMessage"


@pytest.fixture
async def both(sqlite_url: str, tmp_path: Path, clock: SetClock) -> AsyncIterator[TwoWorkspaces]:
    async with two_workspaces(sqlite_url, tmp_path, clock) as both:
        yield both


async def settled(both: TwoWorkspaces) -> int:
    return len(await both.all(Delivery, kind="ask", state=DeliveryState.SETTLED))


@pytest.mark.parametrize(
    "fault",
    [reset, lost, halved, hung, broken, gibberish, error("internal_error"), wait(7)],
    ids=["reset", "lost", "halved", "hung", "broken", "gibberish", "internal error", "too many"],
)
@pytest.mark.parametrize("times", [1, 4])
async def test_after_whatever_happens_everybody_is_asked_once(
    both: TwoWorkspaces, fault: Handler, times: int
) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    both.api.failing[POST].extend([fault] * times)
    await both.passes()
    for _ in range(6):
        await both.passes(minutes=8)
    assert (both.asked(), await settled(both)) == (ONCE, len(TEAM_OF))


@pytest.mark.parametrize("fault", [reset, broken, hung, wait(7)], ids=["reset", "broken", "hung", "too many"])
async def test_nor_is_anybody_asked_twice_while_nobody_can_tell_whether_they_were(
    both: TwoWorkspaces, fault: Handler
) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    both.api.failing[POST].extend([lost] * 3)
    both.api.failing["conversations.history"].extend([fault] * 3)
    await both.passes()
    for _ in range(6):
        await both.passes(minutes=8)
    assert (both.asked(), await settled(both)) == (ONCE, len(TEAM_OF))


async def test_in_a_storm_of_429_a_workspace_is_left_alone_for_as_long_as_it_asks_and_no_other_waits(
    both: TwoWorkspaces,
) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    both.api.storms["T1"] = 30
    await both.passes()
    assert both.asked() == dict.fromkeys(PEOPLE["T1"], 0) | dict.fromkeys(PEOPLE["T2"], 1)
    calls = len(both.api.calls)
    for _ in range(4):
        await both.passes(seconds=7)
        assert len(both.api.calls) == calls  # not before its time
    del both.api.storms["T1"]
    await both.passes(seconds=3)
    assert both.asked() == ONCE


async def test_a_press_that_comes_again_counts_once(both: TwoWorkspaces) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    press = await both.press("U12", 1, 4)
    answers = [await both.slack.press(press) for _ in range(3)]
    together = await asyncio.gather(*(both.slack.press(press) for _ in range(3)))
    assert {each.status_code for each in (*answers, *together)} == {200}
    await both.api.until(lambda: bool(both.api.answers))
    assert (len(await both.all(Answer)), len(both.api.answers)) == (1, 1)


async def test_presses_may_come_in_any_order(both: TwoWorkspaces) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    for question in (3, 1, 2):
        assert (await both.slack.press(await both.press("U12", question, 4))).status_code == 200
    assert len(await both.all(Answer)) == 3


async def test_an_event_that_comes_again_or_under_another_id_is_heard_once(both: TwoWorkspaces) -> None:
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": "D12",
        "user": "U12",
        "text": "help",
        "ts": "9.1",
    }
    for _ in range(2):
        await both.happens("T1", **said)
    await both.api.until(lambda: bool(both.api.to("D12")))
    assert len(both.api.to("D12")) == 1


async def test_what_slack_does_while_a_reply_is_shown_loses_nothing_but_the_showing(
    both: TwoWorkspaces,
) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    both.api.url = "http://127.0.0.1:1/"  # where nobody listens
    assert (await both.slack.press(await both.press("U12", 1, 4))).status_code == 200
    assert len(await both.all(Answer)) == 1


async def test_where_history_may_be_read_once_a_minute_nobody_is_lost_and_hardly_anybody_asked_twice(
    both: TwoWorkspaces,
) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    both.api.failing[POST].extend([lost] * len(TEAM_OF))
    await both.passes()
    for _ in range(12):
        await both.passes(minutes=1)
    asked = both.asked()
    assert (min(asked.values()), max(asked.values()) <= 2) == (1, True)
    assert await settled(both) == len(TEAM_OF)
    assert sum(asked.values()) == len(TEAM_OF)  # three look-ups in each workspace fit into the time
