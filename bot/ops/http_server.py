"""Answering over HTTP, and stopping when told to."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from starlette.types import ASGIApp

from bot.core.errors import AccordError

BACKLOG = 2048
GRACE = 5  # seconds that requests under way have when told to stop
STOPS = (signal.SIGINT, signal.SIGTERM)

log = structlog.get_logger()


@contextmanager
def bind(host: str, port: int, cure: str) -> Iterator[socket.socket]:
    """Ours from the start, so that nothing is begun that could not be shown; whoever comes early waits.
    Raises AccordError, with this cure, where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = f"Nothing was started: port {port} of {host} cannot be had ({error.strerror})."
        raise AccordError(f"{why} {cure}") from error
    with listener:
        yield listener


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Until SIGTERM or Ctrl-C; requests under way are answered first."""
    import uvicorn

    # uvicorn raises the signal again once it has stopped, for whoever else waits for it: here nobody does.
    for each in STOPS:
        asyncio.get_running_loop().add_signal_handler(each, lambda: None)
    # Our own log names routes, not addresses: an address may hold the secret of a one-time link. Whose word
    # on where a request came from is believed, FORWARDED_ALLOW_IPS says: https://uvicorn.dev/settings/#http
    log.info("answering", port=listener.getsockname()[1])
    config = uvicorn.Config(app, access_log=False, log_config=None, timeout_graceful_shutdown=GRACE)
    await uvicorn.Server(config).serve([listener])
    log.info("answers no more")


async def wait_for_signal() -> None:
    """Until SIGTERM or Ctrl-C."""
    told = asyncio.Event()
    for each in STOPS:
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    await told.wait()
