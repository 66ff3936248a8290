"""Serves the API: reads the token, counts the request, and returns JSON or a problem."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.web.api.openapi import CSV, DESCRIPTION, openapi_text, schemas
from adapters.web.api.operations import OPERATIONS, ROOT, Operation
from adapters.web.api.problems import ProblemError, problem
from adapters.web.session import ID, Site, client_network
from bot.core.errors import InvalidToken, MissingScope, NotFound, RateLimited
from bot.core.hub_paths import page_path
from bot.core.models import UsageCounter
from bot.handlers.hub.access import HubPart, HubReader, HubResult, HubView
from bot.handlers.hub.api_views import FrozenRound
from bot.membership.api_tokens import PREFIX
from bot.membership.usage_limits import API_REQUESTS

REVALIDATE, IMMUTABLE = "private, no-cache", "private, max-age=31536000, immutable"
PUBLIC = "public, max-age=3600"
CHALLENGE = 'Bearer realm="Accord"'  # https://www.rfc-editor.org/rfc/rfc6750#section-3
TOKEN_NAMES = frozenset({"token", "access_token", "api_key", "apikey", "key", "secret"})
# Part of the tag of a frozen round: a new version of Accord may return more fields.
SHAPE = sha256(json.dumps(schemas()).encode()).hexdigest()


@dataclass(slots=True)
class AdmittedCall:
    """Implements operations.ApiCall. The reader is known once a view was loaded."""

    site: Site
    secret: str
    arguments: Mapping[str, str]
    _reader: HubReader | None = field(default=None, init=False)

    async def view(self, view: HubView[HubResult]) -> HubResult:
        self._reader, result = await self.site.bot.hub.view_as_token(self.secret, view)
        return result

    def hub_address(self, path: str) -> str:
        if self._reader is None:
            raise RuntimeError("A call loads a view before it returns addresses.")
        return self.site.public_url + page_path(self._reader.partnership.id) + path


def api_routes(site: Site) -> list[BaseRoute]:
    """Return the routes of the API. What is not found below them is a problem too: error_pages.py."""
    description, index = openapi_text(), _index()

    async def describe(request: Request) -> Response:
        return conditional(request, Response(description, media_type="application/json"), PUBLIC)

    async def show_index(request: Request) -> Response:
        return conditional(request, JSONResponse(index), PUBLIC)

    def route(operation: Operation) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answer(site, operation, request)

        return Route(ROOT + operation.path, endpoint)

    return [
        Route("/api/openapi.json", describe),
        Route(ROOT, show_index),
        *(route(operation) for operation in OPERATIONS),
    ]


def _index() -> dict[str, object]:
    return {
        "description": DESCRIPTION,
        "openapi": "/api/openapi.json",
        "operations": [ROOT + operation.path for operation in OPERATIONS],
    }


async def _answer(site: Site, operation: Operation, request: Request) -> Response:
    headers = {"Vary": "Authorization"}
    try:
        require_no_token_in_address(request)
        secret = read_token(request)
        network = client_network(request.client.host if request.client else "")
        counter = await site.bot.api_access.count_request(secret, network)
        headers |= rate_limit_headers(counter, counter.expires_at - site.bot.clock.now())
        call = AdmittedCall(site, secret, read_arguments(operation, request))
        response = await _load(operation, call, request)
    except ProblemError as error:
        response = problem(error.status, error.detail)
    except InvalidToken:
        response = _unauthorised(request)
    except MissingScope:
        response = _forbidden(operation.part)
    except NotFound:
        response = problem(404)
    except RateLimited as limited:
        response = problem(
            429,
            "There have been too many requests. Wait as long as Retry-After says.",
            {"Retry-After": str(_seconds(limited.retry_after))},
        )
    response.headers.update(headers)
    return response


async def _load(operation: Operation, call: AdmittedCall, request: Request) -> Response:
    """Return the content of an operation. What is frozen is not loaded if the program has it already."""
    if operation.frozen is None:
        return conditional(request, JSONResponse(await operation.load(call)), REVALIDATE)
    tag = frozen_tag(operation, await operation.frozen(call))
    if is_known(request, tag):
        return not_modified(tag, IMMUTABLE)
    content = await operation.load(call)
    response = JSONResponse(content) if operation.result else Response(content, media_type=CSV)
    response.headers.update({"ETag": tag, "Cache-Control": IMMUTABLE})
    return response


def require_no_token_in_address(request: Request) -> None:
    """Raise ProblemError for a token in the address, which servers and browsers keep in logs."""
    query = request.query_params
    if TOKEN_NAMES.intersection(name.lower() for name in query) or PREFIX in request.url.query:
        raise ProblemError(
            400,
            "The address holds a token, and addresses are kept in logs. End that token, create another and"
            " send it in the header Authorization.",
        )


def read_token(request: Request) -> str:
    """Return the secret that a request holds, or an empty text."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def read_arguments(operation: Operation, request: Request) -> Mapping[str, str]:
    """Return the values of an operation's parameters. Raises ProblemError, and NotFound for an id that cannot
    be one."""
    path = {name: str(value) for name, value in request.path_params.items()}
    if not all(map(ID.fullmatch, path.values())):
        raise NotFound
    known = [parameter.name for parameter in operation.parameters if not parameter.in_path]
    given = request.query_params.multi_items()
    names = [name for name, _ in given]
    if not {*names} <= {*known}:
        raise ProblemError(400, f"The parameters in the query may be: {', '.join(known) or 'none'}.")
    if len({*names}) < len(names):
        raise ProblemError(400, "A parameter stands in the query twice.")
    return path | dict(given)


def rate_limit_headers(counter: UsageCounter, rest: timedelta) -> dict[str, str]:
    """Return how often a token may still be used:
    https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/"""
    left = max(API_REQUESTS.most - counter.used, 0)
    return {
        "RateLimit-Policy": f'"token";q={API_REQUESTS.most};w={_seconds(API_REQUESTS.period)}',
        "RateLimit": f'"token";r={left};t={_seconds(rest)}',
    }


def conditional(request: Request, response: Response, cache_control: str) -> Response:
    """Return a response with a weak tag of its content, or 304 if the request names that."""
    tag = f'W/"{sha256(bytes(response.body)).hexdigest()[:32]}"'
    if is_known(request, tag):
        return not_modified(tag, cache_control)
    response.headers.update({"ETag": tag, "Cache-Control": cache_control})
    return response


def frozen_tag(operation: Operation, frozen: FrozenRound) -> str:
    content = json.dumps([operation.id, SHAPE, frozen.round, frozen.words])
    return f'"{sha256(content.encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Return True if If-None-Match names a tag: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2"""
    named = {item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")}
    return "*" in named or tag.removeprefix("W/") in named


def not_modified(tag: str, cache_control: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": cache_control})


def _unauthorised(request: Request) -> Response:
    if "authorization" not in request.headers:
        return problem(401, "Send a token in the header Authorization.", {"WWW-Authenticate": CHALLENGE})
    return problem(
        401,
        "The token is unknown, has expired or was ended. A coordinator can create another.",
        {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
    )


def _forbidden(part: HubPart) -> Response:
    return problem(
        403,
        f"The token does not include the scope {part}. A coordinator can create one that does.",
        {"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{part}"'},
    )


def _seconds(length: timedelta) -> int:
    return max(math.ceil(length / timedelta(seconds=1)), 1)
