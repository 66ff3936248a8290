"""One partnership across two workspaces, one of which throws Accord out in the middle of a round."""

from collections.abc import AsyncIterator, MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason
from bot.core.models import Person, Round
from tests.adapters.slack.two_workspaces import COORDINATOR, PEOPLE, TEAM_OF, TwoWorkspaces, two_workspaces
from tests.support.fakes import SetClock


@pytest.fixture
async def both(sqlite_url: str, tmp_path: Path, clock: SetClock) -> AsyncIterator[TwoWorkspaces]:
    async with two_workspaces(sqlite_url, tmp_path, clock) as both:
        yield both


async def given_up(both: TwoWorkspaces) -> dict[str, str]:
    """Why, by whom it was for."""
    gone = await both.all(Delivery, state=DeliveryState.GIVEN_UP)
    return {each.to.key: each.error for each in gone}


async def closes(both: TwoWorkspaces) -> None:
    """And in the morning everybody is told."""
    (round_,) = await both.all(Round)
    both.clock.move(round_.closes_at - both.clock.now())
    await both.accord.worker.tick()
    await both.passes(hours=18)


async def test_everybody_is_asked_by_their_own_workspaces_token(both: TwoWorkspaces) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    assert both.asked() == dict.fromkeys(TEAM_OF, 1)
    posted = [call for call in both.api.calls if call.method == "chat.postMessage"]
    tokens = {call.body["channel"]: both.api.tokens[call.token] for call in posted}
    assert tokens == TEAM_OF | {"C1": "T1", "C2": "T2"}  # the channels are told that a round is open


async def test_the_other_is_not_disturbed_when_one_throws_us_out_in_the_middle(both: TwoWorkspaces) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    assert (await both.happens("T2", type="app_uninstalled")).status_code == 200
    for user in PEOPLE["T1"]:
        answer = await both.slack.press(await both.press(user, 1, 4))
        assert answer.status_code == 200
    await both.api.until(lambda: len(both.api.answers) == 3)
    await closes(both)
    assert both.asked() == dict.fromkeys(PEOPLE["T1"], 2) | dict.fromkeys(PEOPLE["T2"], 1)
    announced, summary = (post["text"] for post in both.api.to("C1"))
    assert announced.startswith("The extra round is over")
    assert [post["text"].partition("\n")[0] for post in both.api.to("C2")] == ["An extra round is open"]
    assert summary.startswith("Two Villages: what you said\n3 of 6 replied.")
    assert (await given_up(both))["C2"] == FailureReason.FORBIDDEN


async def test_what_was_owed_there_says_why_it_was_not_sent(both: TwoWorkspaces) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    await both.happens("T2", type="tokens_revoked", tokens={"bot": ["U0BOT"]})
    await both.passes()
    assert both.asked() == dict.fromkeys(PEOPLE["T1"], 1) | dict.fromkeys(PEOPLE["T2"], 0)
    reasons = dict.fromkeys(PEOPLE["T2"], FailureReason.UNREACHABLE)
    assert await given_up(both) == reasons | {"C2": FailureReason.FORBIDDEN}


async def test_a_token_that_died_without_a_word_says_so_too_and_holds_up_nobody(both: TwoWorkspaces) -> None:
    await both.says(COORDINATOR, "ask leadership now")
    both.api.tokens = {token: team for token, team in both.api.tokens.items() if team == "T1"}
    await both.passes()
    assert both.asked() == dict.fromkeys(PEOPLE["T1"], 1) | dict.fromkeys(PEOPLE["T2"], 0)
    reasons = await given_up(both)
    assert ({*reasons}, len({*reasons.values()})) == ({*PEOPLE["T2"], "C2"}, 1)
    assert reasons["U21"] == FailureReason.FORBIDDEN


async def test_who_let_us_in_again_is_asked_again(both: TwoWorkspaces) -> None:
    await both.happens("T2", type="app_uninstalled")
    assert [each.home for each in await both.all(Person) if each.address.workspace == "T2"] == [None] * 3
    both.clock.move(timedelta(minutes=5))
    assert await both.installs("T2") == 200
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    assert both.asked() == dict.fromkeys(TEAM_OF, 1)


async def test_hearing_of_it_late_once_they_let_us_in_again_changes_nothing(both: TwoWorkspaces) -> None:
    when = int(both.clock.now().timestamp())
    thrown_out = {"type": "app_uninstalled"}
    late = {
        "type": "event_callback",
        "team_id": "T2",
        "event_id": "EvLate",
        "event_time": when,
        "event": thrown_out,
    }
    both.clock.move(timedelta(minutes=5))
    assert await both.installs("T2") == 200
    assert (await both.slack.event(late)).status_code == 200
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    assert both.asked() == dict.fromkeys(TEAM_OF, 1)


async def test_a_token_that_rotates_is_renewed_before_the_round_is_asked(both: TwoWorkspaces) -> None:
    await both.installs("T2", refresh_token="r1", expires_in=43_200)
    both.api.refreshes["r1"] = {
        "access_token": "xoxb-renewed", "refresh_token": "r2", "expires_in": 43_200, "team": {"id": "T2"}
    }  # fmt: skip
    both.clock.move(timedelta(days=1))
    await both.says(COORDINATOR, "ask leadership now")
    await both.passes()
    assert both.asked() == dict.fromkeys(TEAM_OF, 1)
    assert [call.token for call in both.api.calls if call.body.get("channel") == "U21"] == ["xoxb-renewed"]
    renewals = [call for call in both.api.calls if call.body.get("grant_type") == "refresh_token"]
    assert len(renewals) == 1


async def test_half_a_body_of_a_caller_who_signed_nothing_is_no_error_of_ours(both: TwoWorkspaces) -> None:
    received: list[MutableMapping[str, Any]] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b'{"type":', "more_body": True},
    ]
    statuses = []

    async def receive() -> MutableMapping[str, Any]:
        return received.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        statuses.append(message.get("status"))

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "query_string": b""}
    with capture_logs() as logs:
        await both.accord.app(scope | {"headers": headers}, receive, send)
    assert (statuses[0], [line for line in logs if line["log_level"] == "error"]) == (400, [])
