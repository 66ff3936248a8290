"""Slack's Web API on this machine: keeps what it is given, knows good tokens, and fails as it is told."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

Body = dict[str, Any]
Handler = Callable[["SlackAPI", web.Request, "Call"], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    token: str
    body: Body


@dataclass
class SlackAPI:
    """`tokens` holds each good token's workspace; `codes` what an OAuth code is worth, `refreshes` what a
    refresh token is, once. `failing` holds what is to happen to the next calls of a method instead."""

    tokens: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Body] = field(default_factory=dict)
    refreshes: dict[str, Body] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
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

    def to(self, channel: str) -> list[Body]:
        """What was posted there and stayed."""
        return [each for each in self.posted if each["channel"] == channel]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for calls until something holds."""
        async with asyncio.timeout(60), self._news:  # which is long only on a machine with much else to do
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

    def take(self, call: Call) -> Body:
        """What a Slack in good health answers."""
        if call.method == "oauth.v2.access":
            return self._granted(call.body)
        if call.token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        does = METHODS.get(call.method)
        return {"ok": True, **(does(self, call) if does else {})}

    def post(self, call: Call) -> Body:
        channel = _direct(call.body["channel"])
        message = {**call.body, "channel": channel, "ts": f"{1_795_000_000 + next(self._times)}.000100"}
        self.posted.append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def history(self, call: Call) -> Body:
        return {"messages": self.to(call.body["channel"])[::-1]}

    def user(self, call: Call) -> Body:
        id = call.body["user"]
        about = {"real_name": self.names.get(id, id), "tz": "Europe/London", "locale": "en-GB"}
        return {"user": {"id": id, "team_id": self.tokens[call.token], **about}}

    def publish(self, call: Call) -> Body:
        self.homes[call.body["user_id"]] = _thing(call.body["view"])
        return {}

    def view(self, call: Call) -> Body:
        self.views.append(_thing(call.body["view"]))
        return {"view": {"id": f"V{len(self.views)}"}}

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


def _direct(key: str) -> str:
    return f"D{key[1:]}" if key.startswith("U") else key


METHODS: dict[str, Callable[[SlackAPI, Call], Body]] = {
    "chat.postMessage": SlackAPI.post,
    "conversations.open": lambda _, call: {"channel": {"id": _direct(call.body["users"])}},
    "conversations.history": SlackAPI.history,
    "users.info": SlackAPI.user,
    "views.publish": SlackAPI.publish,
    "views.open": SlackAPI.view,
    "views.push": SlackAPI.view,
    "views.update": SlackAPI.view,
    "files.getUploadURLExternal": SlackAPI.upload,
    "files.completeUploadExternal": lambda _, call: {"files": _thing(call.body["files"])},
}


async def taken(api: SlackAPI, _: web.Request, call: Call) -> web.StreamResponse:
    return web.json_response(api.take(call))


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
async def slack_api(**known: str) -> AsyncIterator[SlackAPI]:
    """`known` are good tokens' workspaces, by token."""
    api = SlackAPI(tokens=dict(known))

    async def uploaded(request: web.Request) -> web.Response:
        return web.Response(text=f"OK - {len(await request.read())}", content_type="text/plain")

    async def replied(request: web.Request) -> web.Response:
        api.answers.append(await request.json())
        async with api._news:
            api._news.notify_all()
        return web.Response(text="ok")

    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/api/{method}", api.answer)
    app.router.add_get("/api/{method}", api.answer)
    app.router.add_post("/upload", uploaded)
    app.router.add_post("/reply", replied)
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
