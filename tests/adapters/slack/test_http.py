"""Nothing that Slack did not sign, and lately, is ever parsed; and whatever it signed, nothing fails."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from structlog.testing import capture_logs

from adapters.slack.dispatcher import Dispatcher
from adapters.slack.http import EventsEndpoint, parse_body
from adapters.slack.payloads import SlackPayload
from adapters.slack.tokens import SingleTokenSource
from bot.core.errors import Unavailable
from tests.adapters.slack.signing import FORM, JSON, SECRET, Sender
from tests.support.fakes import SetClock

EVENT = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "<@U0> help"},
}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "trigger_id": "1.2",
    "actions": [{"type": "button", "action_id": "say:1", "block_id": "a~b~1", "value": "help"}],
}
SUBMISSION = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "view": {"type": "modal", "callback_id": "box"},
}


class Notes:
    """Implements adapters.slack.dispatcher.Controller: notes the method that was called, and for which
    workspace."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.reply: dict[str, Any] | None = None
        self.raises: Exception | None = None

    async def command(self, payload: SlackPayload) -> dict[str, Any] | None:
        return self._note("command", payload)

    async def say_sentence(self, payload: SlackPayload) -> None:
        self._note("say_sentence", payload)

    async def make_action(self, payload: SlackPayload) -> None:
        self._note("make_action", payload)

    async def check_in(self, payload: SlackPayload) -> None:
        self._note("check_in", payload)

    async def open_text_box(self, payload: SlackPayload) -> None:
        self._note("open_text_box", payload)

    async def open_modal(self, payload: SlackPayload) -> None:
        self._note("open_modal", payload)

    async def submit_text_box(self, payload: SlackPayload) -> dict[str, Any] | None:
        return self._note("submit_text_box", payload)

    async def submit_form(self, payload: SlackPayload) -> dict[str, Any] | None:
        return self._note("submit_form", payload)

    async def message(self, payload: SlackPayload) -> None:
        self._note("message", payload)

    async def show_home(self, payload: SlackPayload) -> None:
        self._note("show_home", payload)

    async def platform_event(self, payload: SlackPayload) -> None:
        self._note("platform_event", payload)

    def _note(self, method: str, payload: SlackPayload) -> dict[str, Any] | None:
        self.heard.append((method, payload.workspace))
        if self.raises:
            raise self.raises
        return self.reply


def verifier(clock: SetClock) -> SignatureVerifier:
    class ClockOfSlack(Clock):
        def now(self) -> float:
            return clock.now().timestamp()

    return SignatureVerifier(SECRET, ClockOfSlack())


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def slack(notes: Notes, clock: SetClock) -> Sender:
    desk = Dispatcher(notes, SingleTokenSource("xoxb-1"), AsyncWebClient())
    edge = EventsEndpoint(desk, verifier(clock))
    return Sender(Starlette(routes=[edge.route()]), lambda: clock.now().timestamp())


async def test_each_kind_of_request_is_heard_for_what_it_is(slack: Sender, notes: Notes) -> None:
    form = {"team_id": "T1", "user_id": "U1", "text": "help"}
    for response in (
        await slack.event(EVENT),
        await slack.press(PRESS),
        await slack.press(SUBMISSION),
        await slack.command(**form),
    ):
        assert (response.status_code, response.text) == (200, "")
    methods = ["message", "say_sentence", "submit_text_box", "command"]
    assert notes.heard == [(method, "T1") for method in methods]


async def test_what_is_replied_goes_back_as_it_is(slack: Sender, notes: Notes) -> None:
    notes.reply = {"response_type": "ephemeral", "text": "Helo, «byd»", "blocks": []}
    response = await slack.command(team_id="T1")
    assert (response.json(), response.headers["content-type"]) == (
        notes.reply,
        "application/json;charset=utf-8",
    )


async def test_slack_is_told_the_word_that_shows_whose_address_this_is(slack: Sender) -> None:
    response = await slack.event({"type": "url_verification", "challenge": "3eZbrw1aB10FEMAGAZd4FyFQ"})
    assert response.json() == {"challenge": "3eZbrw1aB10FEMAGAZd4FyFQ"}


async def test_slack_checks_the_certificate_of_the_address(slack: Sender, notes: Notes) -> None:
    response = await slack.send(b"ssl_check=1&token=unused", FORM)
    assert (response.status_code, response.text, notes.heard) == (200, "", [])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1772442000"},
        {"X-Slack-Signature": "v0=nonsense", "X-Slack-Request-Timestamp": "now"},
    ],
    ids=["none", "another", "nonsense"],
)
async def test_what_slack_did_not_sign_is_not_read(
    slack: Sender, notes: Notes, headers: dict[str, str]
) -> None:
    for body in (json.dumps(EVENT).encode(), b"{", b"\xff"):
        response = await slack.raw(body, {"Content-Type": JSON, **headers})
        assert response.status_code == 401
    assert notes.heard == []


async def test_a_wrong_signing_secret_is_logged_once_with_its_cure(slack: Sender) -> None:
    with capture_logs() as logs:
        await slack.raw(b"{}", {"Content-Type": JSON})
        assert logs == []
        for _ in range(3):
            await slack.send(b"{}", JSON, **{"X-Slack-Signature": "v0=00"})
    assert [line["event"] for line in logs] == ["Slack's signature does not match"]
    assert "SLACK_SIGNING_SECRET" in logs[0]["cure"]


async def test_nor_what_it_signed_long_ago(slack: Sender, notes: Notes, clock: SetClock) -> None:
    request = (await slack.event(EVENT)).request
    clock.move(timedelta(minutes=6))
    replayed = await slack.raw(request.content, dict(request.headers))
    assert (replayed.status_code, len(notes.heard)) == (401, 1)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", JSON),
        (b"{", JSON),
        (b"[1]", JSON),
        (b"5", JSON),
        (b"[" * 100_000, JSON),
        (b"payload={", FORM),
        (b"payload=5", FORM),
        (b"&".join(b"a%d=b" % n for n in range(100)), FORM),
    ],
)
async def test_what_is_signed_and_no_payload_is_refused(
    slack: Sender, notes: Notes, body: bytes, content_type: str
) -> None:
    assert ((await slack.send(body, content_type)).status_code, notes.heard) == (400, [])


async def test_a_body_that_is_no_text_is_refused(slack: Sender, notes: Notes) -> None:
    headers = {"X-Slack-Request-Timestamp": "1772442000", "X-Slack-Signature": "v0=00"}
    response = await slack.raw(b"\xff", {"Content-Type": FORM, **headers})
    assert (response.status_code, notes.heard) == (401, [])


@pytest.mark.parametrize(
    "payload",
    [
        EVENT | {"event": 5},
        EVENT | {"event": {"type": 5}},
        EVENT | {"authorizations": 5},
        PRESS | {"actions": 5},
        PRESS | {"actions": []},
        PRESS | {"actions": [{"action_id": 5}]},
        {"type": "view_submission", "view": 5},
        {"command": 5},
        {"view": {"app_installed_team_id": []}},
    ],
)
async def test_a_payload_that_bolt_stumbles_over_is_refused_and_not_repeated_in_the_log(
    slack: Sender, payload: dict[str, Any]
) -> None:
    with capture_logs() as logs:
        response = await slack.event(payload)
    assert response.status_code in {200, 400, 404}
    assert {entry["event"] for entry in logs} <= {"not understood"}


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda within: (
        st.lists(within, max_size=2)
        | st.dictionaries(
            st.sampled_from([*EVENT, *PRESS, "view", "id", "text", "callback_id"]), within, max_size=4
        )
    ),
    max_leaves=10,
)


DESK = Dispatcher(Notes(), SingleTokenSource("xoxb-1"), AsyncWebClient())


@given(anything, st.sampled_from([EVENT, PRESS, SUBMISSION, {"command": "/accord"}]), st.data())
async def test_whatever_is_in_a_payload_nothing_fails(found: Any, payload: Any, data: st.DataObject) -> None:
    changed = payload | {data.draw(st.sampled_from(sorted(payload))): found}
    assert (await DESK.dispatch(changed)).status < 500


async def test_while_the_database_is_away_slack_is_asked_to_send_it_again(
    slack: Sender, notes: Notes
) -> None:
    notes.raises = Unavailable("the disk is full")
    assert (await slack.event(EVENT)).status_code == 503
    notes.raises = None
    assert (await slack.event(EVENT)).status_code == 200


async def test_what_breaks_on_our_side_is_logged_by_its_kind_alone(slack: Sender, notes: Notes) -> None:
    notes.raises = RuntimeError("what somebody said")
    with capture_logs() as logs:
        assert (await slack.press(PRESS)).status_code == 500
    assert logs == [{"event": "not heard", "error": "RuntimeError", "log_level": "error"}]


# Whole and broken escapes, of bytes that are no UTF-8 too, and what separates fields.
MARKS = [*"&=+;%", "payload=", "text", "%7b%7D", "%C3", "%c3%A9", "%ED%A0%80", "%00", "%2", "%zz"]
scraps = st.lists(
    st.sampled_from(MARKS)
    | st.text(st.characters(codec="utf-8"), max_size=3)
    | st.binary(max_size=3).map(lambda octets: "".join(f"%{octet:02x}" for octet in octets))
).map("".join)
payloads = st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=3)
fields = scraps | payloads.map(lambda payload: f"payload={quote_plus(json.dumps(payload))}")


def read_by_the_standard_library(body: bytes) -> Any:
    form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50))
    return json.loads(form["payload"]) if "payload" in form else form


@given(st.lists(fields, max_size=60).map(lambda fields: "&".join(fields).encode()) | st.binary())
def test_a_form_is_read_as_the_standard_library_reads_it(body: bytes) -> None:
    try:
        expected = read_by_the_standard_library(body)
    except ValueError:
        expected = None
    assert parse_body(body, FORM) == (expected if isinstance(expected, dict) else None)


def test_a_form_is_read_field_by_field() -> None:
    assert parse_body(b"text=a+%26+b&team_id=", FORM) == {"text": "a & b", "team_id": ""}
    assert parse_body(b'payload={"type":"x"}', "") == {"type": "x"}
