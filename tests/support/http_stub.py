"""Plain HTTP both ways: as little of it as a platform and its client need, and nothing kept open."""

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
    def said(self) -> Any:
        """Raises ValueError where it is not JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Cut:
    """No reply, or only the beginning of one; then the connection ends, or is reset."""

    written: bytes = b""
    reset: bool = False


Answer = Callable[[str, Any], Awaitable[Reply | Cut]]
"""Returns the reply to a path and to the JSON sent to it, or None if nothing was sent, as in a GET."""


async def post(port: int, path: str, said: Any) -> Reply:
    """Raises OSError where nobody answers, and h11's error where what comes is no whole reply."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        body = json.dumps(said).encode()
        wire = h11.Connection(h11.CLIENT)
        headers = [("Host", "127.0.0.1"), ("Content-Length", str(len(body))), ("Connection", "close")]
        writer.write(_sent(wire, h11.Request(method="POST", target=path, headers=headers), body))
        await writer.drain()
        head, read = await _received(wire, reader)
        return Reply(head.status_code, read, {name.decode(): value.decode() for name, value in head.headers})
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[int]:
    """On the port that is given, until the end of the block."""
    visits: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(answer, reader, writer))
        visits[task] = writer
        task.add_done_callback(lambda _: visits.pop(task).close())

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        server.close()
        left = dict(visits)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.gather(*(each.wait_closed() for each in left.values()), return_exceptions=True)


async def _serve(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    wire = h11.Connection(h11.SERVER)
    try:
        head, body = await _received(wire, reader)
        match await answer(head.target.decode(), json.loads(body) if body else None):
            case Cut(written, reset):
                writer.write(written)
                if reset:
                    writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
            case reply:
                headers = [*reply.headers.items(), ("Content-Length", str(len(reply.body)))]
                response = h11.Response(status_code=reply.status, headers=[*headers, ("Connection", "close")])
                writer.write(_sent(wire, response, reply.body))
        await writer.drain()
    except (OSError, h11.ProtocolError):
        pass  # whoever asked is gone


def _sent(wire: h11.Connection, head: h11.Request | h11.Response, body: bytes) -> bytes:
    events = (head, h11.Data(data=body), h11.EndOfMessage())
    return b"".join(wire.send(event) or b"" for event in events)


async def _received(wire: h11.Connection, reader: asyncio.StreamReader) -> tuple[Any, bytes]:
    """The head and the body of one message."""
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
                raise ConnectionResetError("it ended before anything was said")
    return head, body
