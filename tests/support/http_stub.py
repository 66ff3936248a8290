"""A minimal HTTP server and client, for a platform and a worker in separate processes. No connection is kept
open."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET
from struct import pack
from typing import Any

import h11


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """The body, parsed. Raises ValueError if it is not JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Cut:
    """Send no reply, or only the beginning of one; then end the connection, or reset it."""

    written: bytes = b""
    reset: bool = False


Answer = Callable[[str, Any], Awaitable[Reply | Cut]]
"""Returns the reply to a path and to the JSON sent to it, or None if nothing was sent, as in a GET."""


async def post(port: int, path: str, content: Any) -> Reply:
    """Post JSON. Raises OSError if there is no connection, and h11's error if the reply is not whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        body = json.dumps(content).encode()
        wire = h11.Connection(h11.CLIENT)
        headers = [("Host", "127.0.0.1"), ("Content-Length", str(len(body))), ("Connection", "close")]
        writer.write(_encode(wire, h11.Request(method="POST", target=path, headers=headers), body))
        await writer.drain()
        head, read = await _receive(wire, reader)
        return Reply(head.status_code, read, {name.decode(): value.decode() for name, value in head.headers})
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


@asynccontextmanager
async def serve_http(answer: Answer) -> AsyncIterator[int]:
    """Serve on a free port, which it yields, until the end of the block."""
    visits: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(answer, reader, writer))
        visits[task] = writer
        task.add_done_callback(lambda _: visits.pop(task).close())

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        server.close()
        open_visits = dict(visits)
        for task in open_visits:
            task.cancel()
        await asyncio.gather(*open_visits, return_exceptions=True)
        await asyncio.gather(
            *(writer.wait_closed() for writer in open_visits.values()), return_exceptions=True
        )


async def _serve(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    wire = h11.Connection(h11.SERVER)
    try:
        head, body = await _receive(wire, reader)
        match await answer(head.target.decode(), json.loads(body) if body else None):
            case Cut(written, reset):
                writer.write(written)
                if reset:
                    writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
            case reply:
                headers = [*reply.headers.items(), ("Content-Length", str(len(reply.body)))]
                response = h11.Response(status_code=reply.status, headers=[*headers, ("Connection", "close")])
                writer.write(_encode(wire, response, reply.body))
        await writer.drain()
    except (OSError, h11.ProtocolError):
        pass  # the client is gone


def _encode(wire: h11.Connection, head: h11.Request | h11.Response, body: bytes) -> bytes:
    events = (head, h11.Data(data=body), h11.EndOfMessage())
    return b"".join(wire.send(event) or b"" for event in events)


async def _receive(wire: h11.Connection, reader: asyncio.StreamReader) -> tuple[Any, bytes]:
    """Return the head and the body of one message."""
    head, body = None, b""
    while not isinstance(event := wire.next_event(), h11.EndOfMessage):
        match event:
            case h11.NEED_DATA:
                wire.receive_data(await reader.read(65_536))
            case h11.Request() | h11.Response():
                head = event
            case h11.Data():
                body += event.data
            case h11.ConnectionClosed():
                raise ConnectionResetError("the connection ended before the message")
    return head, body
