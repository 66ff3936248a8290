"""The cast speaks in Slack: payloads as Slack makes them for whoever says, presses and types."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import TIMEOUT, SlackClients
from adapters.slack.controller import SlackController
from adapters.slack.dispatcher import Dispatcher
from adapters.slack.files import SlackFiles
from adapters.slack.platform import SlackPlatform
from adapters.slack.responder import BackgroundTasks, Responder
from adapters.slack.tokens import SingleTokenSource
from adapters.slack.users import UserDirectory
from bot.delivery.owed_replies import OwedReplies
from bot.delivery.threads import Threads
from tests.adapters.slack.slack_api import SlackAPI, slack_api
from tests.adapters.slack.slack_rules import DEADLINE
from tests.adapters.slack.test_platform import Painter
from tests.support.cast import CAST, CHANNEL, STRANGER, ScenarioUser
from tests.support.scenario import Scenario

Body = dict[str, Any]
TEAM = "council"
HARBOUR = CHANNEL.key


class SlackUser:
    """Everybody speaks in one workspace, unless they are of another."""

    def __init__(
        self,
        scenario: Scenario,
        controller: SlackController,
        people: UserDirectory,
        api: SlackAPI,
        afterwards: BackgroundTasks,
        owed: OwedReplies,
    ):
        self.owed = owed
        self.scenario, self.controller, self.people, self.api = scenario, controller, people, api
        self.dispatcher = Dispatcher(controller, SingleTokenSource("xoxb-good"), AsyncWebClient())
        self.waited, self.tokens = list[float](), SingleTokenSource("xoxb-good")
        self.slowest = 0.0  # seconds, by Slack's clock, that a response took
        self.afterwards, self._ids = afterwards, count(1)

    async def types(self, actor: ScenarioUser, text: str, ts: str = "", thread_ts: str = "") -> None:
        """To us alone."""
        event = {"type": "message", "channel_type": "im", "channel": f"D{actor.key}", "text": text}
        if thread_ts:
            event["thread_ts"] = thread_ts
            self.api.rules.threads.add((event["channel"], thread_ts))
        await self._told(actor, event | {"ts": ts or self._ts()})

    async def mentions(self, actor: ScenarioUser, text: str, **more: str) -> None:
        """In the channel."""
        event = {"type": "app_mention", "channel": HARBOUR, "text": f"<@UUS> {text}", "ts": self._ts()}
        if thread := more.get("thread_ts"):
            self.api.rules.threads.add((HARBOUR, thread))
        await self._told(actor, event | more)

    async def opens_home(self, actor: ScenarioUser) -> Body:
        await self._told(actor, {"type": "app_home_opened", "tab": "home"})
        return self.api.homes[actor.key]

    async def commands(
        self, actor: ScenarioUser, text: str, channel: str = HARBOUR, channel_name: str = "harbour"
    ) -> Body | None:
        form = {
            "command": "/accord",
            "team_id": actor.organisation,
            "user_id": actor.key,
            "user_name": f"{actor.key}.handle",
            "channel_id": channel,
            "channel_name": channel_name,
            "text": text,
            "trigger_id": self.api.rules.issue_trigger(),
            "response_url": self.api.response_url(),
        }
        return await self.sends(form)

    async def presses(
        self, actor: ScenarioUser, shown: Body, label: str, at: Body | None = None, url: str = ""
    ) -> None:
        """A button on a message to us alone, or where `at` says."""
        row, button = next(
            (block, pressed)
            for block in shown["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
            for pressed in _presses(element)
            if pressed["text"]["text"] == label
        )
        where = in_direct(actor, shown.get("ts", "1.1")) if at is None else at
        message = where.get("container", {})
        url = url or self.api.response_url(message.get("channel_id", ""), message.get("message_ts", ""))
        payload = {
            "type": "block_actions",
            "trigger_id": self.api.rules.issue_trigger(where.get("view", {}).get("id", "")),
            "actions": [{**button, "block_id": row["block_id"]}],
            "response_url": url if "channel" in where else "",
        }
        await self.sends(payload | _who(actor) | where)

    async def submits(self, actor: ScenarioUser, view: Body, **chosen: Any) -> Body | None:
        """`chosen` by field: words, one value, several options or several people. Other fields stay as they
        are."""
        elements = {
            block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"
        }
        blocks = {element["action_id"]: block for block, element in elements.items()}
        values = {
            block: {element["action_id"]: initial_state(element)} for block, element in elements.items()
        }
        values |= {blocks.get(field, field): {field: _state(value)} for field, value in chosen.items()}
        id = view.get("id") or f"VOPEN{next(self._ids)}"
        self.api.rules.views.setdefault(id, 1)
        sent = {**view, "id": id, "hash": f"{next(self._ids)}", "state": {"values": values}}
        self.api.rules.changes[id] += 1
        return await self.sends(_who(actor) | {"type": "view_submission", "view": sent})

    async def tells(self, **event: Any) -> None:
        await self.sends(self._callback(TEAM, event))

    async def _told(self, actor: ScenarioUser, event: Body) -> None:
        payload = self._callback(TEAM, {"user": actor.key, "user_team": actor.organisation, **event})
        payload["is_ext_shared_channel"] = actor.organisation != TEAM
        await self.sends(payload)

    async def sends(self, payload: Body) -> Body | None:
        """Return what is in the response, once everything that follows it was done."""
        began = self.api.latency.elapsed
        response = await self.dispatcher.dispatch(payload)
        took = self.api.latency.elapsed - began
        self.slowest = max(self.slowest, took)
        assert "event" in payload or took <= DEADLINE, f"they see an error: no response for {took:.1f} s"
        await self.afterwards.finish()
        assert response.status == 200, response.status
        found: Body | None = json.loads(response.body) if response.body else None
        return found

    def _callback(self, team: str, event: Body) -> Body:
        us = {"team_id": team, "user_id": "UUS", "is_enterprise_install": False}
        id = f"event-{next(self._ids)}"
        return {"type": "event_callback", "event_id": id, "authorizations": [us], "event": event}

    def _ts(self) -> str:
        return f"1790000{next(self._ids):03}.000100"


def in_direct(actor: ScenarioUser, ts: str = "1.1") -> Body:
    channel = f"D{actor.key}"
    return {"channel": {"id": channel}, "container": {"message_ts": ts, "channel_id": channel}}


IN_CHANNEL: Body = {"channel": {"id": HARBOUR}, "container": {"message_ts": "1.2", "channel_id": HARBOUR}}
FOR_ONE: Body = {"channel": {"id": HARBOUR}, "container": {"message_ts": "1.3", "is_ephemeral": True}}
IN_HOME: Body = {"view": {"id": "VHOME", "type": "home"}}
IN_MODAL: Body = {"view": {"id": "VMODAL", "type": "modal"}}


def _presses(element: Body) -> list[Body]:
    """Return what a press sends: of a button itself, and of a list each of its options."""
    options = element.get("options", ())
    chosen = [
        {"action_id": element["action_id"], "text": option["text"], "selected_option": option}
        for option in options
    ]
    return chosen or [element]


def _who(actor: ScenarioUser) -> Body:
    user = {"id": actor.key, "name": f"{actor.key}.handle", "team_id": actor.organisation}
    return {"team": {"id": TEAM}, "user": user}


def _state(value: Any) -> Body:
    if isinstance(value, list):
        return {"selected_users": value}
    if isinstance(value, tuple):
        return {"selected_options": [{"value": option} for option in value]}
    return {
        "value": value,
        "selected_option": {"value": value},
        "selected_time": value,
        "selected_date": value,
    }


def initial_state(element: Body) -> Body:
    """Return what Slack sends of a field that was left as it was."""
    return {
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
        "selected_time": element.get("initial_time"),
        "selected_date": element.get("initial_date"),
        "selected_users": element.get("initial_users", []),
    }


def people_here(slack: SlackUser, *users: Body) -> None:
    """Let these be the members of the channel; Slack knows of each what is given."""
    slack.api.users.update({each["id"]: each for each in users})
    slack.api.rules.members[HARBOUR] = [each["id"] for each in users]


@asynccontextmanager
async def slack_user(scenario: Scenario) -> AsyncIterator[SlackUser]:
    async with (
        slack_api(scenario.clock, **{"xoxb-good": TEAM}) as api,
        aiohttp.ClientSession(timeout=TIMEOUT, trace_configs=[api.latency.trace()]) as shared,
    ):
        api.rules.views["VMODAL"] = 1
        api.people = {each.key for each in (*CAST, STRANGER)}
        clients, afterwards = (
            SlackClients(shared, f"{api.url}api/", tokens := SingleTokenSource("xoxb-good")),
            BackgroundTasks(timeout=60),
        )
        waited = list[float]()

        async def wait(seconds: float) -> None:
            waited.append(seconds)
            await api.latency.wait(seconds)

        showing = Responder(
            clients,
            SlackFiles(Painter()),
            shared,
            "https://accord.example.org",
            lambda code: scenario.bot.translator(language=code),
            wait,
        )
        people = UserDirectory(clients, timeout=20, sleep=wait)  # however busy this machine is
        threads = Threads(scenario.store)
        platform = SlackPlatform(clients, SlackFiles(Painter()), threads, "https://accord.example.org", wait)

        async def pass_time(seconds: float) -> None:
            scenario.clock.move(timedelta(seconds=seconds))

        owed = OwedReplies(scenario.bot, {"slack": platform}, pass_time)
        controller = SlackController(scenario.bot, people, showing, afterwards, threads, owed)
        it = SlackUser(scenario, controller, people, api, afterwards, owed)
        it.waited, it.tokens = waited, tokens
        yield it


def labels(shown: Body) -> list[str]:
    rows = (block["elements"] for block in shown["blocks"] if block["type"] == "actions")
    return [pressed["text"]["text"] for row in rows for element in row for pressed in _presses(element)]


def title(shown: Body) -> str:
    if shown.get("type") == "modal" and (own := str(shown["title"]["text"])) != "Accord":
        return own
    first = shown["blocks"][0]
    found: str = (
        first["text"]["text"] if first["type"] == "header" else first["elements"][0]["elements"][0]["text"]
    )
    return found
