"""The endpoint for what Slack sends over HTTP: nothing that Slack did not sign, and lately, is parsed.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from yarl import query_to_pairs

from adapters.slack.dispatcher import Dispatcher

MAX_FIELDS = 50  # of a form
SIGNATURE = "X-Slack-Signature"
CHECK_SECRET = (
    "Copy the Signing Secret from your app's page on api.slack.com, under Basic Information, to"  # noqa: S105
    " SLACK_SIGNING_SECRET. If it is right, check this machine's clock."
)

log = structlog.get_logger("slack")


class EventsEndpoint:
    """`POST /slack/events`. Body size is limited by middleware."""

    def __init__(self, dispatcher: Dispatcher, verifier: SignatureVerifier):
        self._dispatcher, self._verifier, self._warned = dispatcher, verifier, False

    def route(self) -> Route:
        return Route("/slack/events", self.respond, methods=["POST"])

    async def respond(self, request: Request) -> Response:
        body = await request.body()
        # In front of bolt, which parses first and answers an unsigned request that is no JSON with 500.
        if not is_signed(self._verifier, body, request.headers):
            self._warn_once(request.headers)
            return PlainTextResponse("Slack did not sign this within the last five minutes.", 401)
        payload = parse_body(body, request.headers.get("content-type", ""))
        if payload is None:
            return PlainTextResponse("This is nothing that Slack sends.", 400)
        response = await self._dispatcher.dispatch(payload)
        return Response(response.body, response.status, response.first_headers())

    def _warn_once(self, headers: Mapping[str, str]) -> None:
        """Log the first request that is signed, but not as it should be: the secret or the clock is wrong."""
        if SIGNATURE in headers and not self._warned:
            self._warned = True
            log.warning("Slack's signature does not match", cure=CHECK_SECRET)


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Return True if Slack signed the body within the last five minutes. Never raises: the verifier does, for
    a timestamp that is no number, a signature that is not ASCII and a body that is not UTF-8."""
    try:
        return verifier.is_valid_request(body, headers)
    except (ValueError, TypeError):
        return False


def parse_body(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload, in whichever of its three ways Slack sent it: JSON, a form, or JSON in a form. None
    for anything else.

    In a form nearly every mark of the JSON is escaped, and yarl undoes that ten times as fast as urllib."""
    try:
        if content_type.startswith("application/json"):
            payload = json.loads(body)
        else:
            form = dict(query_to_pairs(body.decode(), max_fields=MAX_FIELDS))
            payload = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None
