"""The description of the API as an OpenAPI 3.1 document. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from adapters.web.api.operations import OPERATIONS, ROOT, Operation, Parameter
from adapters.web.api.problems import MEDIA_TYPE
from bot.analysis.evidence_strength import LostPoint
from bot.handlers.hub.access import FOR_PROGRAMS
from bot.membership.usage_limits import API_REQUESTS
from bot.reports.dataset.api_layouts import PARTNERSHIP, QUESTIONS, ROUNDS, THEMES
from bot.reports.dataset.columns import row_schema
from bot.reports.dataset.evidence_rows import COMPARISONS, EVIDENCE
from bot.reports.dataset.layouts import OUTCOMES, RESULTS

VERSION = "1.0.0"  # of the interface: names and meanings of fields never change within version 1
DESCRIPTION = (
    "Reads what one partnership has published in Accord: the results of closed rounds, themes,"
    " shared outcomes and the evidence log. Every result has its range and the number of people who gave a"
    " score.\n\n"
    "There is no endpoint for answers, and there never will be. Nothing about a round can be read before it"
    " has closed, and nothing tells who replied.\n\n"
    "Send a token in the header `Authorization: Bearer accord_...`. A coordinator of the partnership creates"
    " it in the evidence hub, under Manage, and chooses what it may read and for how long. Never put it into"
    " an address.\n\n"
    f"A token may send {API_REQUESTS.most} requests in {API_REQUESTS.period.seconds // 60} minutes; the"
    " headers RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers) say how many are left."
    " Moments are in UTC (RFC 3339). Errors are problem details (RFC 9457). New fields may be added; fields"
    " that are there keep their names and meanings."
)
CSV = "text/csv"
RATE_LIMIT_HEADERS = {
    "RateLimit-Policy": "How many requests a token may send (q), in how many seconds (w).",
    "RateLimit": "How many requests are left (r), and in how many seconds they begin anew (t).",
}
LISTS = {
    "ThemeList": "Theme",
    "ResultList": "Result",
    "OutcomeList": "OutcomeEntry",
    "EvidenceList": "EvidenceEntry",
}
PROBLEMS = {
    "400": "A parameter has a value that it cannot have, or the address holds a token.",
    "401": "The token is missing or unknown, has expired or was ended.",
    "403": "The token does not include this scope.",
    "404": "There is no such thing in the partnership of the token.",
    "429": "Too many requests. Try again after the time in Retry-After.",
    "503": "The service is not available at the moment.",
}


def openapi_document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Accord evidence hub", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": {
            ROOT: {"get": _index()},
            **{ROOT + operation.path: {"get": _operation(operation)} for operation in OPERATIONS},
        },
        "components": {
            "schemas": schemas(),
            "responses": {f"Problem{status}": _problem(status, text) for status, text in PROBLEMS.items()},
            "headers": {name: _header(text) for name, text in RATE_LIMIT_HEADERS.items()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of a partnership. Its scopes are some of these: "
                    + ", ".join(sorted(FOR_PROGRAMS))
                    + ".",
                }
            },
        },
    }


def openapi_text() -> str:
    """Return the document as JSON that people can read and compare."""
    return json.dumps(openapi_document(), ensure_ascii=False, indent=2) + "\n"


def schemas() -> dict[str, Any]:
    """Return the JSON Schemas of what is returned, by name. Rows have the columns of files."""
    return {
        "Index": _object(
            description={"type": "string"},
            openapi={"type": "string", "format": "uri-reference"},
            operations={"type": "array", "items": {"type": "string", "format": "uri-template"}},
        ),
        **_row_schemas(),
        **{name: _object(data=_array(row)) for name, row in LISTS.items()},
        "RoundList": _object(
            data=_array("Round"),
            next={
                "type": ["string", "null"],
                "format": "uri-reference",
                "description": "The address of the next rounds; null if there are no more.",
            },
        ),
        "RoundResults": _object(
            id={"type": "string", "format": "uri", "description": "The address of the round's page."},
            round=_reference("Round"),
            checksum={
                **_object(
                    algorithm={"const": "SHA-256"}, value={"type": "string", "pattern": "^[0-9a-f]{64}$"}
                ),
                "description": "What is hashed, and how, stands in docs/data.md.",
            },
            results=_array("Result"),
        ),
        "Problem": _object(
            type={"type": "string"},
            title={"type": "string"},
            status={"type": "integer"},
            detail={"type": "string"},
        ),
    }


def _row_schemas() -> dict[str, Any]:
    sources = {"type": "array", "items": {"type": "string"}, "description": "Full citations."}
    lost = {"type": "array", "items": {"enum": [*LostPoint]}}
    return {
        "Partnership": row_schema(PARTNERSHIP),
        "Theme": _with(row_schema(THEMES), "questions", _array("Question")),
        "Question": _with(row_schema(QUESTIONS), "sources", sources),
        "Round": row_schema(ROUNDS),
        "Result": row_schema(RESULTS),
        "OutcomeEntry": row_schema(OUTCOMES),
        "EvidenceEntry": _with(row_schema(EVIDENCE), "themes", _array("Comparison")),
        "Comparison": _with(row_schema(COMPARISONS), "lost", lost),
    }


def _index() -> dict[str, Any]:
    return {
        "operationId": "getIndex",
        "summary": "What there is",
        "description": "Returns what this interface is, and the addresses of its operations. Needs no token.",
        "responses": {"200": _json_response("Index"), "503": _problem_reference("503")},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    description = f"{operation.description} Needs the scope {operation.part}."
    success = _json_response(operation.result) if operation.result else _csv_response()
    success["headers"] |= {name: {"$ref": f"#/components/headers/{name}"} for name in RATE_LIMIT_HEADERS}
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": description,
        "security": [{"token": []}],
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            "200": success,
            "304": {"description": "What the request names in If-None-Match is still the same."},
            **{status: _problem_reference(status) for status in PROBLEMS},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.in_path,
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }


def _json_response(schema: str) -> dict[str, Any]:
    return _success("application/json", _reference(schema))


def _csv_response() -> dict[str, Any]:
    return _success(CSV, {"type": "string"})


def _success(media_type: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": "Done.",
        "headers": {"ETag": _header("Names this state of the content, for If-None-Match.")},
        "content": {media_type: {"schema": schema}},
    }


def _problem(status: str, description: str) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": _reference("Problem")}},
    }
    if status in {"429", "503"}:
        header = _header("After how many seconds to try again.", "integer")
        response["headers"] = {"Retry-After": header}
    if status in {"401", "403"}:
        response["headers"] = {"WWW-Authenticate": _header("What is needed, RFC 6750.")}
    return response


def _problem_reference(status: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/Problem{status}"}


def _header(description: str, type_: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": type_}}


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _array(schema: str) -> dict[str, Any]:
    return {"type": "array", "items": _reference(schema)}


def _object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _with(row: Mapping[str, Any], name: str, property_: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a row with one more property."""
    properties, required = row["properties"] | {name: property_}, [*row["required"], name]
    return {**row, "properties": properties, "required": required}
