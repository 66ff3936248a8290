"""Serves HTTP until a signal to stop."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from starlette.types import ASGIApp

from bot.core.errors import AccordError

BACKLOG = 2048
SHUTDOWN_SECONDS = 5  # for requests under way
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

if TYPE_CHECKING:
    import uvicorn

log = structlog.get_logger()


@contextmanager
def bind(host: str, port: int, cure: str) -> Iterator[socket.socket]:
    """Open the port before anything else starts; early requests wait. Raises AccordError, which ends in this
    cure, if the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        message = f"Nothing was started: port {port} of {host} cannot be had ({error.strerror})."
        raise AccordError(f"{message} {cure}") from error
    # Connections inherit this. Without it, the end of a response waits some 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def configure(app: ASGIApp) -> "uvicorn.Config":
    """Return how uvicorn serves an application."""
    import uvicorn

    from bot.ops.http_protocol import MAX_HEAD_BYTES, BoundedProtocol

    # Our own log names routes, not addresses: an address may hold the secret of a one-time link. The proxies
    # that may name a visitor's address are in FORWARDED_ALLOW_IPS: https://uvicorn.dev/settings/#http
    return uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered first."""
    import uvicorn

    # uvicorn raises the signal again once it has stopped, for other handlers: here are none.
    for stop_signal in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stop_signal, lambda: None)
    log.info("answering", port=listener.getsockname()[1])
    await uvicorn.Server(configure(app)).serve([listener])
    log.info("answers no more")


async def wait_for_signal() -> None:
    """Wait for SIGTERM or Ctrl-C."""
    stopped = asyncio.Event()
    for stop_signal in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    await stopped.wait()
