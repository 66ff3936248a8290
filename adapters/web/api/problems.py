"""Errors as programs read them: problem details, RFC 9457. Pure."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
DETAILS = {
    404: "There is nothing at this address that your token can read.",
    405: "This interface only reads. Use GET or HEAD.",
    413: "The request is too large. This interface reads no bodies.",
    500: "Something went wrong on our side. Those who run Accord can see it.",
    503: "The service is not available at the moment. Try again soon.",
}


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(self, status: int, detail: str):
        super().__init__(detail)
        self.status, self.detail = status, detail


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem. Its type is about:blank, so its title is the phrase of the status."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, "The request could not be read."),
    }
    return Response(json.dumps(content), status, headers, MEDIA_TYPE)
