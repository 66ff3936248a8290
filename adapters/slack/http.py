"""What stands in front of everything: nothing that Slack did not sign, and lately, is ever parsed."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.dispatcher import Dispatcher
from adapters.slack.signature import HEADERS, is_genuine

MAX_FIELDS = 50  # of a form


class EventsEndpoint:
    """`POST /slack/events`. How much may be sent at all is bounded further out."""

    def __init__(self, desk: Dispatcher, signing_secret: str, time: Callable[[], float] = time.time):
        """`time` is the world's, which Slack signs by: in seconds since 1970."""
        self._desk, self._secret, self._time = desk, signing_secret, time

    def route(self) -> Route:
        return Route("/slack/events", self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        timestamp, signature = (request.headers.get(name, "") for name in HEADERS)
        if not is_genuine(self._secret, body, timestamp, signature, self._time()):
            return PlainTextResponse("Slack did not sign this within the last five minutes.", 401)
        payload = parse_body(body, request.headers.get("content-type", ""))
        if payload is None:
            return PlainTextResponse("This is nothing that Slack sends.", 400)
        answer = await self._desk.dispatch(payload)
        return Response(answer.body, answer.status, answer.first_headers())


def parse_body(body: bytes, content_type: str) -> dict[str, Any] | None:
    """What was sent, in whichever of its three ways Slack chose; None for what is none of them."""
    try:
        if content_type.startswith("application/json"):
            payload = json.loads(body)
        else:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
            payload = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None
