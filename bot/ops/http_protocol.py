"""Bounds what one connection may cost before the application sees a request.

h11 refuses what RFC 9112 forbids, such as two Host fields or none, and heads that are too long. This adds
deadlines and a number of connections, which uvicorn lacks."""

from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_HEAD_BYTES = 32 * 1024
MAX_CONNECTIONS = 900  # most systems allow a process 1,024 open files
PIECE_BYTES = 16 * 1024


class BoundedProtocol(H11Protocol):
    """One connection. Whoever is too slow is answered 408, and one connection too many 503."""

    head_seconds: float = 10
    body_seconds: float = 30
    response_seconds: float = 60  # until the client has taken the response
    max_connections = MAX_CONNECTIONS

    _deadline: Any = None  # of asyncio
    _watched_state: object = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > self.max_connections and not self._close_an_idle_one():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take data in pieces: h11 measures a head only while it is incomplete."""
        for start in range(0, len(data), PIECE_BYTES):
            if not self.transport.is_closing():
                super().data_received(data[start : start + PIECE_BYTES])

    def handle_events(self) -> None:
        super().handle_events()
        if not self.is_idle:
            self._watch()

    def on_response_complete(self) -> None:
        self._stop_watching()
        super().on_response_complete()
        if self._deadline is None:
            self._abort_later()

    @property
    def is_idle(self) -> bool:
        """Return True between two requests, while nothing of the second has come."""
        is_waiting = bool(self.idle_until) and not self.transport.is_closing()
        return is_waiting and not self.conn.trailing_data[0]

    @property
    def idle_until(self) -> float:
        """Return when uvicorn closes the connection if no request comes, by the loop's clock; 0 if never."""
        return self.timeout_keep_alive_task.when() if self.timeout_keep_alive_task else 0

    def _close_an_idle_one(self) -> bool:
        """Close the connection that has waited longest for its next request. Returns False if none waits."""
        idle = [other for other in self.connections if isinstance(other, BoundedProtocol) and other.is_idle]
        if idle:
            min(idle, key=lambda other: other.idle_until).timeout_keep_alive_handler()
        return bool(idle)

    def _watch(self) -> None:
        """Begin a deadline when the client begins a head, a body, or to wait for the response."""
        state = self.conn.their_state
        if state is self._watched_state:
            return
        self._stop_watching()
        self._watched_state = state
        seconds = {h11.IDLE: self.head_seconds, h11.SEND_BODY: self.body_seconds}
        self._deadline = self.loop.call_later(seconds.get(state, self.response_seconds), self._end)

    def _stop_watching(self) -> None:
        self._watched_state = None
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _end(self) -> None:
        if self._watched_state in {h11.IDLE, h11.SEND_BODY}:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.abort()

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer with a status, unless another response has begun, and close the connection."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            headers = [("content-length", "0"), ("connection", "close")]
            response = h11.Response(status_code=status, headers=headers, reason=status.phrase)
            for event in (response, h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        self._abort_later()

    def _abort_later(self) -> None:
        """Begin a deadline for what the client has still to take: a transport waits for that without end."""
        self._deadline = self.loop.call_later(self.response_seconds, self._abort_unless_taken)

    def _abort_unless_taken(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()
