"""A stand-in for the Bot Connector and Microsoft's token endpoint. It records requests in order, gives the
answers that a test sets, and refuses what Teams refuses.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/update-and-delete-bot-messages
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
"""

import asyncio
import json
import struct
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.patience import PATIENCE

MAX_MESSAGE_BYTES = 100 * 1024
MAX_PICTURE_SIDE, MAX_PICTURE_BYTES = 1024, 1024 * 1024

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answering(status: int, body: Any = None, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(
            body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return answer


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def half(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"id": ')
    assert request.transport
    request.transport.close()
    return response


async def a_page(_: web.Request) -> web.Response:
    return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=502)


async def nested(_: web.Request) -> web.Response:
    return web.Response(text="[" * 60_000)


@dataclass
class Held:
    """An answer that does not come before it is released."""

    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, _: web.Request) -> web.StreamResponse:
        await self.released.wait()
        return web.json_response({"id": "held"})


@dataclass
class Service:
    """`next` and `next_token` hold the answers to give; after them, every request succeeds that Teams would
    take. `chats` are the personal ones, by member. `refused` are the members and conversations that may not
    be written to. `kept` are our messages by their ids, as everybody sees them who opens the conversation,
    and `shown` as they look to the one who pressed: the card in the answer to a press is not kept. `typed`
    are the ids of what people typed. `picture` fetches what a card shows, and `unseen` are the pictures that
    Teams would not show. `pauses` are the seconds for which we waited before we asked again. `changed` is
    notified when a message was sent or edited."""

    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: list[dict[str, str]] = field(default_factory=list)
    bearers: list[str] = field(default_factory=list)
    next: list[Answer] = field(default_factory=list)
    next_token: list[Answer] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    chats: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    picture: Callable[[str], Awaitable[bytes]] | None = None
    unseen: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=2**20)
        app.router.add_post("/token", self._token)
        app.router.add_post("/v3/conversations", self._open_chat)
        app.router.add_post("/v3/conversations/{conversation}/activities", self._send)
        app.router.add_put("/v3/conversations/{conversation}/activities/{id}", self._edit)
        app.router.add_get("/v3/conversations/{conversation}/pagedmembers", self._members)
        return app

    @property
    def edits(self) -> list[tuple[str, dict[str, Any]]]:
        """The id of each message that was edited, and the card it was given, in order."""
        return [
            (path.rpartition("/")[2].replace("%20", " "), body["attachments"][0]["content"])
            for method, path, body in self.asked
            if method == "PUT"
        ]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The conversation and text of each message without a card, in order."""
        return [
            (path.removeprefix("/v3/conversations/").removesuffix("/activities"), body["text"])
            for _, path, body in self.asked
            if "text" in (body or {})
        ]

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until something is true of our messages."""
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(happened)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def message_with(self, card: dict[str, Any]) -> str | None:
        """Return the id of the newest message that shows a card."""
        return next((id for id, shown in reversed(self.shown.items()) if shown == card), None)

    async def look_at(self, card: dict[str, Any]) -> None:
        """Fetch the pictures of a card, as Teams does, and note those it would not show."""
        for url in _picture_urls(card):
            png = await self.picture(url) if self.picture else b""
            width, height = struct.unpack(">II", png[16:24]) if png else (0, 0)
            if max(width, height) > MAX_PICTURE_SIDE or len(png) > MAX_PICTURE_BYTES:
                self.unseen.append(f"{url}: {width} x {height} px, {len(png)} bytes")

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self.tokens.append({name: str(value) for name, value in (await request.post()).items()})
        if self.next_token:
            return await self.next_token.pop(0)(request)
        return web.json_response({"access_token": f"token {len(self.tokens)}", "expires_in": 3600})

    async def _open_chat(self, request: web.Request) -> web.StreamResponse:
        body = await self._note(request)
        if self.next:
            return await self.next.pop(0)(request)
        (member,) = [member["id"] for member in body["members"]]
        if member in self.refused:
            return _error(403, "ForbiddenOperationException")
        return web.json_response({"id": self.chats.setdefault(member, self._new_id())})

    async def _send(self, request: web.Request) -> web.StreamResponse:
        activity = await self._note(request)
        conversation = request.match_info["conversation"]
        if answer := await self._refusal(request, conversation, activity):
            return answer
        # A number, as threads are named by it.
        id = f"{1_700_000_000_000 + len(self.asked)}" if "@thread.tacv2" in conversation else self._new_id()
        await self._keep(id, activity)
        return web.json_response({"id": id})

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        activity, id = await self._note(request), request.match_info["id"]
        if answer := await self._refusal(request, request.match_info["conversation"], activity):
            return answer
        if id in self.typed:
            return _error(403, "BadSyntax")
        if id not in self.kept:
            return _error(404, "ActivityNotFoundInConversation")
        await self._keep(id, activity)
        return web.json_response({"id": id})

    async def _members(self, request: web.Request) -> web.StreamResponse:
        await self._note(request)
        if self.next:
            return await self.next.pop(0)(request)
        return web.json_response(self.pages.pop(0) if self.pages else {})

    async def _note(self, request: web.Request) -> Any:
        body = await request.json() if request.can_read_body else None
        self.asked.append((request.method, request.raw_path, body))
        self.bearers.append(request.headers["Authorization"].removeprefix("Bearer "))
        return body

    async def _refusal(
        self, request: web.Request, conversation: str, activity: Any
    ) -> web.StreamResponse | None:
        if self.next:
            return await self.next.pop(0)(request)
        if conversation in self.refused:
            return _error(403, "BotNotInConversationRoster")
        if len(json.dumps(activity, ensure_ascii=False).encode()) > MAX_MESSAGE_BYTES:
            return _error(413, "MessageSizeTooBig")
        return None

    async def _keep(self, id: str, activity: dict[str, Any]) -> None:
        async with self.changed:
            self.kept[id] = activity
            self.changed.notify_all()
        for attachment in activity.get("attachments", ()):
            self.shown[id] = attachment["content"]
            await self.look_at(attachment["content"])

    def _new_id(self) -> str:
        return f"id {len(self.asked)}"


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "..."}}, status=status)


def _picture_urls(thing: Any) -> Iterator[str]:
    inner = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
    for value in inner:
        yield from _picture_urls(value)
    if isinstance(thing, dict) and thing.get("type") == "Image":
        yield from [thing["url"], *(themed["url"] for themed in thing.get("themedUrls", ()))]
