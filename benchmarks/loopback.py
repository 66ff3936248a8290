"""A fake of a platform's HTTP API, in a process of its own, and a client of it.

The client does what every client must: headers, a time limit, reading the reply's head, and its body as JSON.
It does less than a platform's own client, so the limit that it sets is a hard one.
"""

import asyncio
import json
import re
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import httptools

# The replies of Slack to a message, of Teams to a message, and of Microsoft to a request for a token, in one.
CHANNEL, MESSAGE = "D024BE91L", "1772445600.000100"
BODY = json.dumps(
    {
        "ok": True,
        "channel": CHANNEL,
        "ts": MESSAGE,
        "id": "1772445600000",
        "access_token": "a token",
        "expires_in": 3600,
    }
).encode()
HEAD_OF_REPLY = (
    b"HTTP/1.1 200 OK\r\nDate: Mon, 02 Mar 2026 10:00:00 GMT\r\nCache-Control: private, no-store\r\n"
    b"Vary: Accept-Encoding\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
)
REPLY = HEAD_OF_REPLY % len(BODY) + BODY
CALLS = "/calls"  # the path that returns how often each other path was called
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: accord\r\nAccept: */*\r\n"
    "Authorization: Bearer {token}\r\nContent-Type: application/json; charset=utf-8\r\n"
    "Content-Length: {length}\r\n\r\n"
)
END, LENGTH = b"\r\n\r\n", re.compile(rb"(?i)content-length: (\d+)")
PATIENCE = 10  # seconds


class Sink(asyncio.Protocol):
    """Reads requests, counts them by path, and answers each with the same few bytes."""

    def __init__(self, calls: Counter[str]):
        self._calls = calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._unread = transport, b""

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while END in self._unread:
            head, _, body = self._unread.partition(END)
            length = int(LENGTH.findall(head)[0])
            if len(body) < length:
                return
            self._unread = body[length:]
            path = head.split(b" ", 2)[1].decode()
            if path == CALLS:
                calls = json.dumps(self._calls).encode()
                self._transport.write(HEAD_OF_REPLY % len(calls) + calls)
            else:
                self._calls[path] += 1
                self._transport.write(REPLY)


class Reply:
    """Collects one reply from the callbacks of httptools."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.body = b""
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.complete = True


class Wire:
    """A client that posts over connections that it keeps open."""

    def __init__(self, port: int):
        self.port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def calls(self) -> dict[str, int]:
        """Return how often each path was called, by anybody."""
        return await self.post("", b"", CALLS)

    async def post(self, token: str, body: bytes, path: str = "/api/chat.postMessage") -> dict[str, Any]:
        head = HEAD.format(path=path, port=self.port, token=token, length=len(body)).encode()
        async with asyncio.timeout(PATIENCE):
            reader, writer = (
                self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self.port)
            )
            writer.write(head + body)
            await writer.drain()
            reply = Reply()
            parser = httptools.HttpResponseParser(reply)
            while not reply.complete:
                parser.feed_data(await reader.read(65_536))
        assert parser.get_status_code() == 200
        self._idle.append((reader, writer))
        answer: dict[str, Any] = json.loads(reply.body)
        return answer

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()


@asynccontextmanager
async def wire() -> AsyncIterator[Wire]:
    sink = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.loopback", stdout=PIPE)
    assert sink.stdout is not None
    wire = Wire(int(await sink.stdout.readline()))
    try:
        yield wire
    finally:
        wire.close()
        sink.terminate()
        await sink.wait()


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(partial(Sink, Counter[str]()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
