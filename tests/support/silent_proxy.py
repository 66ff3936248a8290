"""A TCP proxy before PostgreSQL that can fall silent: it goes on accepting, and passes nothing on."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit


class SilentProxy:
    """Runs in a thread of its own, so that a test may block."""

    def __init__(self, socket_path: str):
        self.port = 0
        self.requests = 0  # each of which waits for its reply
        self._socket_path = socket_path
        self._is_ready = Event()

    def url(self, url: str) -> str:
        """Return the URL of the same database through this proxy."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}{urlsplit(url).path}?ssl=disable"

    def falls_silent(self) -> None:
        self._loop.call_soon_threadsafe(self._speaks.clear)

    def speaks_again(self) -> None:
        self._loop.call_soon_threadsafe(self._speaks.set)

    def run(self) -> None:
        asyncio.run(self._serve())

    def wait_until_ready(self) -> None:
        assert self._is_ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)

    async def _serve(self) -> None:
        self._loop, self._stopped, self._speaks = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        self._speaks.set()
        server = await asyncio.start_server(self._connect, "127.0.0.1")
        self.port = server.sockets[0].getsockname()[1]
        self._is_ready.set()
        await self._stopped.wait()
        server.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0)  # closed transports close their sockets in the next turn of the loop

    async def _connect(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_unix_connection(self._socket_path)
        try:
            with suppress(ConnectionError, asyncio.CancelledError):
                await asyncio.gather(self._pump(client, to_server, requests=1), self._pump(server, to_client))
        finally:
            to_client.transport.abort()
            to_server.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: int = 0
    ) -> None:
        while data := await reader.read(65_536):
            self.requests += requests
            await self._speaks.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


@contextmanager
def silent_proxy(url: str) -> Iterator[SilentProxy]:
    """Run a proxy before the server of a URL that names a folder with its socket."""
    (folder,) = parse_qs(urlsplit(url).query)["host"]
    proxy = SilentProxy(f"{folder}/.s.PGSQL.5432")
    thread = Thread(target=proxy.run)
    thread.start()
    proxy.wait_until_ready()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
