"""Who is let in is heard; who threw us out is heeded at once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack.dispatcher import NOT_IN, Dispatcher
from adapters.slack.events import READERS
from adapters.slack.manifest import EVENTS
from bot.core.errors import Unavailable
from bot.handlers.forms.table import FORM_NAMES
from tests.adapters.slack.test_http import EVENT, PRESS, SUBMISSION, Notes

THROWN_OUT = EVENT | {"event_time": 1_772_442_000, "event": {"type": "app_uninstalled"}}
REVOKED = EVENT | {
    "event_time": 1_772_442_000,
    "event": {"type": "tokens_revoked", "tokens": {"bot": ["U0"]}},
}
OTHERS_REVOKED = EVENT | {"event": {"type": "tokens_revoked", "tokens": {"oauth": ["U7"]}}}


class Scripted:
    """Implements adapters.slack.tokens.TokenSource."""

    many = True

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
    assert notes.heard == [("say_sentence", "T1")]


async def test_an_organisation_that_let_us_in_stands_for_all_its_workspaces(
    desk: Dispatcher, notes: Notes
) -> None:
    press = PRESS | {"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True}
    assert (await desk.dispatch(press)).status == 200
    assert notes.heard == [("say_sentence", "E1")]


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
    assert notes.heard == [("platform_event", "T1")]


async def test_that_is_not_heard_late_when_we_were_let_in_again(
    desk: Dispatcher, notes: Notes, tokens: Scripted
) -> None:
    tokens.stays = True
    assert (await desk.dispatch(THROWN_OUT)).status == 200
    assert notes.heard == []


async def test_what_others_lose_is_not_ours(desk: Dispatcher, tokens: Scripted) -> None:
    await desk.dispatch(OTHERS_REVOKED)
    assert tokens.forgotten == []


def pressed(action_id: str) -> dict[str, Any]:
    return PRESS | {"actions": [PRESS["actions"][0] | {"action_id": action_id}]}


def submitted(callback_id: str) -> dict[str, Any]:
    return SUBMISSION | {"view": {"type": "modal", "callback_id": callback_id}}


def happened(event_type: str) -> dict[str, Any]:
    return EVENT | {"event": {"type": event_type}}


@pytest.mark.parametrize(
    ("payload", "methods"),
    [
        (pressed("say:3"), ["say_sentence"]),
        (pressed("box:1"), ["open_text_box"]),
        (pressed("box:set:0"), ["open_text_box"]),
        (pressed("open:2"), ["open_modal"]),
        (pressed("link:2"), []),
        (pressed("of a later version"), []),
        (submitted("box"), ["submit_text_box"]),
        *((submitted(form), ["submit_form"]) for form in FORM_NAMES),
        (submitted("of a later version"), []),
        ({"command": "/accord", "team_id": "T1"}, ["command"]),
        ({"command": "/renamed", "team_id": "T1"}, ["command"]),
        (happened("message"), ["message"]),
        (happened("app_mention"), ["message"]),
        (happened("app_home_opened"), ["show_home"]),
        *((happened(event_type), ["platform_event"]) for event_type in READERS),
        (happened("reaction_added"), []),
        ({"type": "shortcut", "team": {"id": "T1"}, "callback_id": "of a later version"}, []),
    ],
)
async def test_each_payload_is_acknowledged_and_reaches_at_most_one_method(
    desk: Dispatcher, notes: Notes, payload: dict[str, Any], methods: list[str]
) -> None:
    response = await desk.dispatch(payload)
    assert (response.status, response.body) == (200, "")
    assert [method for method, _ in notes.heard] == methods


@pytest.mark.parametrize("event_type", EVENTS)
async def test_there_is_a_listener_for_each_event_of_the_manifest(
    desk: Dispatcher, notes: Notes, event_type: str
) -> None:
    await desk.dispatch(happened(event_type.removesuffix(".im")))
    assert len(notes.heard) == 1


async def test_slack_says_that_it_leaves_out_events(desk: Dispatcher) -> None:
    with capture_logs() as logs:
        limited = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1_518_467_820}
        assert (await desk.dispatch(limited)).status == 200
    assert [(line["event"], line["workspace"]) for line in logs] == [("Slack leaves out events", "T1")]


async def test_what_is_no_text_is_refused(desk: Dispatcher, notes: Notes) -> None:
    assert (await desk.dispatch(PRESS | {"trigger_id": "\ud800"})).status == 400
    assert (await desk.dispatch(PRESS | {"view": {"id": ["\ud800"]}})).status == 400
    assert notes.heard == []


async def test_what_is_not_read_need_be_no_text(desk: Dispatcher, notes: Notes) -> None:
    assert (await desk.dispatch(PRESS | {"message": {"blocks": ["\ud800"]}})).status == 200
    assert len(notes.heard) == 1


@pytest.mark.parametrize("time", [10**400, 10**12, -1, "now", None])
async def test_a_time_that_is_none_breaks_nothing(desk: Dispatcher, tokens: Scripted, time: Any) -> None:
    event = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event_time": time}
    assert (await desk.dispatch(event | {"event": {"type": "app_uninstalled"}})).status == 200
    assert [when.year for _, when in tokens.forgotten] == [1970]


async def test_a_press_where_accord_was_removed_is_no_error_although_nobody_can_be_told(
    desk: Dispatcher, notes: Notes
) -> None:
    press = PRESS | {"team": {"id": "T2"}, "response_url": "http://127.0.0.1:9/gone"}
    assert (await desk.dispatch(press)).status == 200
    assert notes.heard == []
