"""Bolt, between whatever brings Slack's payloads and whoever hears them.

A payload is answered once what it said is kept. One that is not answered with 200 Slack sends again; but for
commands and presses, whose speaker it tells that nothing happened.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import events
from adapters.slack.clients import DISABLED_LOGGER
from adapters.slack.payloads import Payload, workspace
from adapters.slack.tokens import TokenSource
from bot.core.errors import Unavailable
from bot.core.events import AppUninstalled

Body = dict[str, Any]
Hear = Callable[[Payload], Awaitable[Body | None]]

ANYTHING = re.compile("")
PARSED = "socket_mode"  # what bolt calls a request that is parsed already
UNREADABLE, BROKEN, AWAY = 400, 500, 503
NOT_IN = "Nothing was done: Accord is not installed here any more. Somebody here can add it again."

log = structlog.get_logger("slack")


class Controller(Protocol):
    """Each hears a payload and returns what goes back in the response, if anything does. They use no network,
    but to ask Slack, for a second at most, who somebody is whom we meet; they raise Unavailable."""

    async def command(self, payload: Payload) -> Body | None: ...

    async def action(self, payload: Payload) -> Body | None: ...

    async def view_submission(self, payload: Payload) -> Body | None: ...

    async def event(self, payload: Payload) -> Body | None: ...


class Dispatcher:
    """Where payloads come in, over HTTP and Socket Mode alike, once it is sure that Slack sent them."""

    def __init__(self, ears: Controller, tokens: TokenSource, client: AsyncWebClient):
        self.bolt = bolt(ears, tokens, client)

    async def dispatch(self, payload: Body) -> BoltResponse:
        """Never raises, whatever the payload holds."""
        try:
            known = {"workspace": workspace(payload)}
            return await self.bolt.async_dispatch(AsyncBoltRequest(body=payload, context=known, mode=PARSED))
        except Exception as error:  # noqa: BLE001  bolt believes that a payload is as Slack says
            return unhandled(error)


class Authorize(AsyncAuthorize):
    """Whether a workspace let us in. Its token plays no part in hearing."""

    def __init__(self, tokens: TokenSource):
        self._tokens = tokens

    async def __call__(self, *, context: AsyncBoltContext, **_: str | None) -> AuthorizeResult | None:
        team = context["workspace"]
        known = await self._tokens.is_installed(team)
        return AuthorizeResult(enterprise_id=None, team_id=team) if known else None


def bolt(ears: Controller, tokens: TokenSource, client: AsyncWebClient) -> AsyncApp:
    async def told(payload: Payload) -> Body | None:
        """Being thrown out is heeded at once; hearing of it late, when we were let in again, is not."""
        thrown_out = events.parse_event(payload)
        if isinstance(thrown_out, AppUninstalled) and not await tokens.forget(
            thrown_out.workspace, _at(payload)
        ):
            return None
        return await ears.event(payload)

    async def unread_(error: Exception) -> BoltResponse:
        return unhandled(error)

    app = AsyncApp(
        logger=DISABLED_LOGGER,
        client=client,
        authorize=Authorize(tokens),  # type: ignore[arg-type]  # it may answer None, says its documentation
        user_facing_authorize_error_message=NOT_IN,
        process_before_response=True,  # else it answers first, and what is heard after that may be lost
        request_verification_enabled=False,  # done further out, on the bytes that came
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,  # what bots wrote is left out where it is read
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.block_action(ANYTHING)(listener(ears.action))  # the likeliest first: bolt tries one after the other
    app.command(ANYTHING)(listener(ears.command))
    app.view_submission(ANYTHING)(listener(ears.view_submission))
    app.event(ANYTHING)(listener(told))
    app.error(unread_)
    return app


def listener(hear: Hear) -> Callable[..., Awaitable[BoltResponse]]:
    async def listener(body: Body) -> BoltResponse:
        try:
            return BoltResponse(status=200, body=await hear(body) or "")
        except Unavailable:
            return BoltResponse(status=AWAY)
        except Exception as error:  # noqa: BLE001  its words may hold what somebody said
            log.error("not heard", error=type(error).__name__)  # noqa: TRY400
            return BoltResponse(status=BROKEN)

    return listener


def _at(payload: Payload) -> datetime:
    """When it happened, by Slack's clock; to the second, so that it is the end of that second."""
    time = payload.get("event_time")
    return datetime.fromtimestamp(time + 1 if isinstance(time, int) else 0, UTC)


def unhandled(error: Exception) -> BoltResponse:
    """Something went wrong before anybody heard it."""
    if isinstance(error, Unavailable):
        return BoltResponse(status=AWAY)
    log.warning("not understood", error=type(error).__name__)
    return BoltResponse(status=UNREADABLE)
