"""The endpoint for what Slack sends over HTTP: nothing that Slack did not sign, and lately, is parsed.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.dispatcher import Dispatcher

MAX_FIELDS = 50  # of a form


class EventsEndpoint:
    """`POST /slack/events`. Body size is limited by middleware."""

    def __init__(self, dispatcher: Dispatcher, verifier: SignatureVerifier):
        self._dispatcher, self._verifier = dispatcher, verifier

    def route(self) -> Route:
        return Route("/slack/events", self.respond, methods=["POST"])

    async def respond(self, request: Request) -> Response:
        body = await request.body()
        # In front of bolt, which parses first and answers an unsigned request that is no JSON with 500.
        if not is_signed(self._verifier, body, request.headers):
            return PlainTextResponse("Slack did not sign this within the last five minutes.", 401)
        payload = parse_body(body, request.headers.get("content-type", ""))
        if payload is None:
            return PlainTextResponse("This is nothing that Slack sends.", 400)
        response = await self._dispatcher.dispatch(payload)
        return Response(response.body, response.status, response.first_headers())


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Return True if Slack signed the body within the last five minutes. Never raises: the verifier does, for
    a timestamp that is no number, a signature that is not ASCII and a body that is not UTF-8."""
    try:
        return verifier.is_valid_request(body, headers)
    except (ValueError, TypeError):
        return False


def parse_body(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload, in whichever of its three ways Slack sent it: JSON, a form, or JSON in a form. None
    for anything else."""
    try:
        if content_type.startswith("application/json"):
            payload = json.loads(body)
        else:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
            payload = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None
