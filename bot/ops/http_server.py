"""Serves HTTP until a signal to stop."""

import asyncio
import errno
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
# Between two requests: longer than nginx keeps a connection, so that it sends none on one that closes.
# https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout
KEEP_ALIVE_SECONDS = 75
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

if TYPE_CHECKING:
    import uvicorn

log = structlog.get_logger()


@contextmanager
def bind(host: str, port: int, command: str) -> Iterator[socket.socket]:
    """Open the port before anything else starts; early requests wait. Raises AccordError, which says how to
    run the command on another port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise AccordError(f"Accord was not started: {_explain(error, host, port, command)}") from error
    # Connections inherit this. Without it, the end of a response waits some 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def _explain(error: OSError, host: str, port: int, command: str) -> str:
    reason = str(error.strerror).partition(" (while")[0]  # Python appends the address
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"it cannot listen on {host} ({reason}). Set ACCORD_HOST to an address of this machine"
    example = f"{command} --port {8001 if port == 8000 else 8000}"
    return f"it cannot listen on port {port} ({reason}). Choose another port, for example: {example}"


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
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered first."""
    import uvicorn

    server = uvicorn.Server(configure(app))

    def stop() -> None:
        server.should_exit = True

    # For a signal before uvicorn has its own handlers, and for the one that it raises again at its end.
    for stop_signal in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stop_signal, stop)
    log.info("listening", port=listener.getsockname()[1])
    await server.serve([listener])
    log.info("stopped listening")


async def wait_for_signal() -> None:
    """Wait for SIGTERM or Ctrl-C."""
    stopped = asyncio.Event()
    for stop_signal in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    await stopped.wait()
