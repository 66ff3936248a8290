"""A server in place of Accord, behind a proxy: it keeps connections and counts them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup"


@dataclass
class Upstream:
    """`port` is where it listens. It hangs up without a response while `hangs_up`."""

    port: int = 0
    requests: int = 0
    connections: int = 0
    hangs_up: bool = False
    server: asyncio.Server | None = None
    open: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer))
        self.open[task] = writer

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head.lower())
                await reader.readexactly(int(length[1]) if length else 0)
                if self.hangs_up:
                    break
                self.requests += 1
                writer.write(RESPONSE)
                await writer.drain()
        writer.close()

    def stop(self) -> None:
        """Stop as Accord does, which ends connections that it keeps."""
        assert self.server
        self.server.close()
        for writer in self.open.values():
            writer.close()


@asynccontextmanager
async def upstream() -> AsyncIterator[Upstream]:
    upstream = Upstream()
    upstream.server = await asyncio.start_server(upstream.connected, "127.0.0.1", 0)
    upstream.port = upstream.server.sockets[0].getsockname()[1]
    try:
        yield upstream
    finally:
        upstream.stop()
        for task in upstream.open:
            task.cancel()
        await asyncio.gather(*upstream.open, return_exceptions=True)
        await asyncio.gather(
            *(writer.wait_closed() for writer in upstream.open.values()), return_exceptions=True
        )
