"""Slack's Web API on this machine: keeps what it is given, knows good tokens, holds to Slack's rules, and
fails as it is told."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp import web

from bot.core.ports import Clock
from tests.adapters.slack.slack_rules import MOST_AT_A_TIME, MOST_OF_HISTORY, Refused, SlackRules
from tests.support.patience import PATIENCE

Body = dict[str, Any]
Handler = Callable[["SlackAPI", web.Request, "Call"], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    token: str
    body: Body


class SlackRefuses(Exception):
    """Slack refuses a call by a rule of its own."""

    def __init__(self, refused: Refused):
        super().__init__(refused.error)
        self.refused = refused


class StillClock:
    """Implements ports.Clock for tests in which no time passes."""

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Latency:
    """Reckons how long Slack takes, without waiting for it: each call `seconds`, those that begin together
    side by side. `elapsed` is how much has gone by at the end of the last call."""

    seconds: float = 0.15
    elapsed: float = 0.0

    def trace(self) -> aiohttp.TraceConfig:
        """Return what lets a session count its calls."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._begins)
        trace.on_request_end.append(self._ends)
        return trace

    async def wait(self, seconds: float) -> None:
        self.elapsed += seconds

    async def _begins(self, _: object, call: SimpleNamespace, __: object) -> None:
        call.ends = self.elapsed + self.seconds

    async def _ends(self, _: object, call: SimpleNamespace, __: object) -> None:
        self.elapsed = max(self.elapsed, call.ends)


@dataclass
class SlackAPI:
    """`tokens` holds each good token's workspace; `codes` what an OAuth code is worth, `refreshes` what a
    refresh token is, once. `failing` holds what is to happen to the next calls of a method instead, or to
    those of `response_url`. `people` are users whose ids are no ids of Slack's, `users` records of users that
    differ from the usual. `ephemerals` are those that their readers see, `unseen` those that they do not."""

    tokens: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Body] = field(default_factory=dict)
    refreshes: dict[str, Body] = field(default_factory=dict)
    clock: Clock = field(default_factory=StillClock)
    latency: Latency = field(default_factory=Latency)
    names: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    users: dict[str, Body] = field(default_factory=dict)
    ephemerals: list[Body] = field(default_factory=list)
    unseen: list[Body] = field(default_factory=list)
    failing: defaultdict[str, deque[Handler]] = field(default_factory=lambda: defaultdict(deque))
    storms: dict[str, int] = field(default_factory=dict)  # workspaces with too many calls, and for how long
    calls: list[Call] = field(default_factory=list)
    posted: list[Body] = field(default_factory=list)
    homes: dict[str, Body] = field(default_factory=dict)
    views: list[Body] = field(default_factory=list)
    answers: list[Body] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._times = count(1)
        self._news = asyncio.Condition()
        self.rules = SlackRules(lambda: self.clock.now().timestamp() + self.latency.elapsed)

    def response_url(self, channel: str = "", ts: str = "") -> str:
        """Return the address that answers a command, or the press of a button of a message."""
        return f"{self.url}reply/{self.rules.issue_url(channel, ts)}"

    def to(self, channel: str) -> list[Body]:
        """What was posted there and stayed."""
        return [each for each in self.posted if each["channel"] == channel]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for calls until something holds."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(holds)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], _token(request), await _body(request))
        self.calls.append(call)
        failing, seconds = self.failing[call.method], self.storms.get(self.tokens.get(call.token, ""))
        does = wait(seconds) if seconds else failing.popleft() if failing else taken
        await self._notify()
        try:
            return await does(self, request, call)
        finally:
            await self._notify()

    async def _notify(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def replied(self, request: web.Request) -> web.StreamResponse:
        """A response URL: its refusals are 404. https://github.com/slackapi/java-slack-sdk/issues/1349"""
        body, url = await request.json(), request.match_info["url"]
        call = Call("response_url", "", body)
        failing = self.failing[call.method]
        if failing:
            return await failing.popleft()(self, request, call)
        if refused := self.rules.url_refusal(url, body):
            return web.json_response(refused.body, status=404)
        self.answers.append(body)
        issued = self.rules.urls[url]
        if body.get("replace_original"):
            self._replace(issued.channel, issued.ts, body)
        await self._notify()
        return web.Response(text="ok")

    def take(self, call: Call) -> Body:
        """What a Slack in good health answers. Raises SlackRefuses."""
        if call.method == "oauth.v2.access":
            return self._granted(call.body)
        if call.token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        if refused := self.rules.refusal(self.tokens[call.token], call.method, call.body):
            raise SlackRefuses(refused)
        self.rules.note(call.method, call.body)
        does = METHODS.get(call.method)
        return {"ok": True, **(does(self, call) if does else {})}

    def post(self, call: Call) -> Body:
        channel = self.direct(call.body["channel"])
        message = {**call.body, "channel": channel, "ts": f"{1_795_000_000 + next(self._times)}.000100"}
        self.posted.append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def posts(self, channel: str, text: str) -> Body:
        """Let a message be in a channel, as if Accord had posted it."""
        self.post(Call("chat.postMessage", "", {"channel": channel, "text": text, "blocks": []}))
        return self.posted[-1]

    def post_ephemeral(self, call: Call) -> Body:
        (self.ephemerals if self.rules.is_seen(call.body) else self.unseen).append(call.body)
        return {"message_ts": f"{1_795_000_000 + next(self._times)}.000100"}

    def update(self, call: Call) -> Body:
        channel, ts = call.body["channel"], call.body["ts"]
        if not self._replace(channel, ts, call.body):
            raise SlackRefuses(Refused("message_not_found"))
        return {"channel": channel, "ts": ts}

    def _replace(self, channel: str, ts: str, body: Body) -> bool:
        """Let a message look otherwise; return False if there is none."""
        for n, message in enumerate(self.posted):
            if (message["channel"], message["ts"]) == (channel, ts):
                self.posted[n] = message | {"text": body["text"], "blocks": body["blocks"]}
                return True
        return False

    def direct(self, key: str) -> str:
        """Return the private chat with a user, or the channel of this id."""
        return f"D{key[1:]}" if key.startswith("U") else f"D{key}" if key in self.people else key

    def open(self, call: Call) -> Body:
        return {"channel": {"id": self.direct(call.body["users"])}}

    def history(self, call: Call) -> Body:
        newest = self.to(call.body["channel"])[::-1]
        most = min(int(call.body.get("limit", MOST_OF_HISTORY)), MOST_OF_HISTORY)
        return {"messages": newest[:most], "has_more": len(newest) > most}

    def user(self, call: Call) -> Body:
        return {"user": self._user(call, call.body["user"])}

    def all_users(self, call: Call) -> Body:
        users, cursor = _page(call.body, [*self.users])
        return {"members": [self._user(call, id) for id in users], "response_metadata": cursor}

    def channel_members(self, call: Call) -> Body:
        members, cursor = _page(call.body, self.rules.members.get(call.body["channel"], []))
        return {"members": members, "response_metadata": cursor}

    def _user(self, call: Call, id: str) -> Body:
        about = {"real_name": self.names.get(id, id), "tz": "Europe/London", "locale": "en-GB"}
        return {"id": id, "team_id": self.tokens[call.token], **about, **self.users.get(id, {})}

    def publish(self, call: Call) -> Body:
        self.homes[call.body["user_id"]] = _thing(call.body["view"])
        return {}

    def view(self, call: Call) -> Body:
        """Open a modal, or change one: `views` holds each as it looked, with its id."""
        body = call.body
        id = body.get("view_id") or self.rules.open_view(call.method, body["trigger_id"])
        self.rules.changes[id] += 1
        self.views.append({**_thing(body["view"]), "id": id})
        return {"view": {"id": id, "hash": self.rules.hash(id)}}

    def upload(self, _: Call) -> Body:
        return {"file_id": f"F{next(self._times)}", "upload_url": f"{self.url}upload"}

    def _granted(self, body: Body) -> Body:
        worth = self.refreshes.pop(body["refresh_token"], None) if "refresh_token" in body else None
        worth = worth or self.codes.pop(body.get("code", ""), None)
        if worth is None:
            return {
                "ok": False,
                "error": "invalid_refresh_token" if "refresh_token" in body else "invalid_code",
            }
        whose = worth.get("enterprise") or worth["team"]
        self.tokens[worth["access_token"]] = whose["id"]
        return {"ok": True, "token_type": "bot", **worth}


def _page(body: Body, things: list[Any]) -> tuple[list[Any], Body]:
    """Return a portion and the cursor of the next: https://docs.slack.dev/apis/web-api/pagination"""
    start = int(body.get("cursor") or 0)
    end = start + min(int(body.get("limit", 0)) or 100, MOST_AT_A_TIME)
    return things[start:end], {"next_cursor": str(end) if end < len(things) else ""}


METHODS: dict[str, Callable[[SlackAPI, Call], Body]] = {
    "chat.postMessage": SlackAPI.post,
    "chat.postEphemeral": SlackAPI.post_ephemeral,
    "chat.update": SlackAPI.update,
    "conversations.members": SlackAPI.channel_members,
    "conversations.open": SlackAPI.open,
    "conversations.history": SlackAPI.history,
    "users.info": SlackAPI.user,
    "users.list": SlackAPI.all_users,
    "views.publish": SlackAPI.publish,
    "views.open": SlackAPI.view,
    "views.push": SlackAPI.view,
    "views.update": SlackAPI.view,
    "files.getUploadURLExternal": SlackAPI.upload,
    "files.completeUploadExternal": lambda _, call: {"files": _thing(call.body["files"])},
}


async def taken(api: SlackAPI, _: web.Request, call: Call) -> web.StreamResponse:
    try:
        return web.json_response(api.take(call))
    except SlackRefuses as refuses:
        refused = refuses.refused
        return web.json_response(refused.body, status=refused.status, headers=refused.headers)


def wait(seconds: int) -> Handler:
    """429, and not again before so many seconds."""

    async def answer(*_: object) -> web.StreamResponse:
        refused = {"ok": False, "error": "ratelimited"}
        return web.json_response(refused, status=429, headers={"Retry-After": str(seconds)})

    return answer


def error(word: str) -> Handler:
    async def answer(*_: object) -> web.StreamResponse:
        return web.json_response({"ok": False, "error": word})

    return answer


async def broken(*_: object) -> web.StreamResponse:
    return web.Response(status=503, text="<html>Slack is having trouble</html>", content_type="text/html")


async def gibberish(*_: object) -> web.StreamResponse:
    return web.Response(text='{"ok": tru', content_type="application/json")


async def redirected(_: SlackAPI, request: web.Request, __: Call) -> web.StreamResponse:
    """As a network answers that wants somebody to log in first, with a page."""
    return web.Response(status=302, headers={"Location": str(request.url.with_path("/log-in"))})


async def nested(*_: object) -> web.StreamResponse:
    return web.Response(text="[" * 200_000, content_type="application/json")


async def reset(_: SlackAPI, request: web.Request, __: Call) -> web.StreamResponse:
    """Nothing was taken, and the connection breaks."""
    assert request.transport
    request.transport.abort()
    return web.Response()


async def lost(api: SlackAPI, request: web.Request, call: Call) -> web.StreamResponse:
    """It was taken, but the connection breaks before that could be said."""
    api.take(call)
    return await reset(api, request, call)


async def halved(api: SlackAPI, request: web.Request, call: Call) -> web.StreamResponse:
    """It was taken, and half of what was said about it arrives."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "500"})
    await response.prepare(request)
    await response.write(json.dumps(api.take(call)).encode()[:9])
    assert request.transport
    request.transport.abort()
    return response


async def hung(*_: object) -> web.StreamResponse:
    """No answer, until the other side gives up."""
    await asyncio.Event().wait()
    raise AssertionError


@asynccontextmanager
async def slack_api(clock: Clock | None = None, /, **known: str) -> AsyncIterator[SlackAPI]:
    """`known` are good tokens' workspaces, by token."""
    api = SlackAPI(tokens=dict(known), clock=clock or StillClock())

    async def uploaded(request: web.Request) -> web.Response:
        return web.Response(text=f"OK - {len(await request.read())}", content_type="text/plain")

    async def log_in(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "channel": "C1", "ts": "1"})

    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/api/{method}", api.answer)
    app.router.add_get("/api/{method}", api.answer)
    app.router.add_get("/log-in", log_in)
    app.router.add_post("/upload", uploaded)
    app.router.add_post("/reply/{url}", api.replied)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield api
    finally:
        await runner.cleanup()


async def _body(request: web.Request) -> Body:
    if request.content_type == "application/json":
        body: Body = await request.json()
        return body
    return {**request.query, **await request.post()}


def _token(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _thing(sent: Any) -> Any:
    """What a form holds as JSON."""
    return json.loads(sent) if isinstance(sent, str) else sent
