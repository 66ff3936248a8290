"""Who is let in is heard; who threw us out is heeded at once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.dispatcher import NOT_IN, Dispatcher
from bot.core.errors import Unavailable
from tests.adapters.slack.test_http import EVENT, PRESS, Notes

THROWN_OUT = EVENT | {"event_time": 1_772_442_000, "event": {"type": "app_uninstalled"}}
REVOKED = EVENT | {
    "event_time": 1_772_442_000,
    "event": {"type": "tokens_revoked", "tokens": {"bot": ["U0"]}},
}
OTHERS_REVOKED = EVENT | {"event": {"type": "tokens_revoked", "tokens": {"oauth": ["U7"]}}}


class Scripted:
    """Implements adapters.slack.tokens.Tokens."""

    def __init__(self) -> None:
        self.workspaces = {"T1", "E1"}
        self.forgotten: list[tuple[str, datetime]] = []
        self.away = False
        self.stays = False

    async def is_installed(self, workspace: str) -> bool:
        if self.away:
            raise Unavailable("the database is away")
        return workspace in self.workspaces

    async def get(self, workspace: str) -> str:
        raise NotImplementedError

    def report_rejected(self, workspace: str) -> None:
        raise NotImplementedError

    async def forget(self, workspace: str, at: datetime) -> bool:
        self.forgotten.append((workspace, at))
        return not self.stays


@pytest.fixture
def tokens() -> Scripted:
    return Scripted()


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def desk(notes: Notes, tokens: Scripted) -> Dispatcher:
    return Dispatcher(notes, tokens, AsyncWebClient())


async def test_only_who_let_us_in_is_heard(desk: Dispatcher, notes: Notes) -> None:
    assert (await desk.dispatch(PRESS)).body == ""
    assert (await desk.dispatch(PRESS | {"team": {"id": "T2"}})).body == NOT_IN
    assert notes.heard == [("pressed", PRESS)]


async def test_an_organisation_that_let_us_in_stands_for_all_its_workspaces(
    desk: Dispatcher, notes: Notes
) -> None:
    press = PRESS | {"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True}
    assert (await desk.dispatch(press)).status == 200
    assert notes.heard == [("pressed", press)]


async def test_while_nobody_can_tell_who_let_us_in_it_may_be_sent_again(
    desk: Dispatcher, notes: Notes, tokens: Scripted
) -> None:
    tokens.away = True
    assert ((await desk.dispatch(EVENT)).status, notes.heard) == (503, [])


@pytest.mark.parametrize("payload", [THROWN_OUT, REVOKED], ids=["uninstalled", "revoked"])
async def test_who_threw_us_out_is_forgotten_and_then_heard_of(
    desk: Dispatcher, notes: Notes, tokens: Scripted, payload: dict[str, Any]
) -> None:
    tokens.workspaces.clear()  # perhaps the other of the two came first
    assert (await desk.dispatch(payload)).status == 200
    assert tokens.forgotten == [("T1", datetime.fromtimestamp(1_772_442_001, UTC))]
    assert notes.heard == [("told", payload)]


async def test_that_is_not_heard_late_when_we_were_let_in_again(
    desk: Dispatcher, notes: Notes, tokens: Scripted
) -> None:
    tokens.stays = True
    assert (await desk.dispatch(THROWN_OUT)).status == 200
    assert notes.heard == []


async def test_what_others_lose_is_not_ours(desk: Dispatcher, tokens: Scripted) -> None:
    await desk.dispatch(OTHERS_REVOKED)
    assert tokens.forgotten == []
