"""Listen, with slack-bolt, to what Slack sends over HTTP and Socket Mode alike.

A payload is answered once what it says is kept: Slack sends an event again that is not answered with 200, and
tells the sender of a command or a press that it failed.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Protocol

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import events
from adapters.slack.block_kit import BOX, LINK, OPEN, SAY
from adapters.slack.clients import DISABLED_LOGGER
from adapters.slack.payloads import SlackPayload, text_at
from adapters.slack.platform import SEND_ERRORS
from adapters.slack.shortcuts import CHECK_IN, MAKE_ACTION
from adapters.slack.tokens import TokenSource
from bot.core.errors import Unavailable
from bot.core.events import AppUninstalled
from bot.handlers.forms.table import FORM_NAMES, NUMBERED_FORM

Body = dict[str, Any]
Handler = Callable[[SlackPayload], Awaitable[Body | None]]

PARSED = "socket_mode"  # bolt's name for a request whose body is parsed already
PAYLOAD = "slack_payload"  # in bolt's context
UNINSTALLED = ("app_uninstalled", "tokens_revoked")
UNREADABLE, BROKEN, AWAY = 400, 500, 503
RATE_LIMITED = "app_rate_limited"  # https://docs.slack.dev/apis/events-api#rate-limiting
LAST_SECOND = 2**32  # which no event of ours will ever come after
FIELDS = attrgetter(*(field.name for field in fields(SlackPayload)))
NOT_IN = "Nothing was done: Accord is not installed here any more. Somebody here can add it again."

log = structlog.get_logger("slack")


class Controller(Protocol):
    """A method for each listener. It returns what goes back in the response, if anything does; it raises
    Unavailable where nothing could be done."""

    async def command(self, payload: SlackPayload) -> Body | None: ...

    async def say_sentence(self, payload: SlackPayload) -> None: ...

    async def open_text_box(self, payload: SlackPayload) -> None: ...

    async def open_modal(self, payload: SlackPayload) -> None: ...

    async def submit_text_box(self, payload: SlackPayload) -> Body | None: ...

    async def submit_form(self, payload: SlackPayload) -> Body | None: ...

    async def make_action(self, payload: SlackPayload) -> None: ...

    async def check_in(self, payload: SlackPayload) -> None: ...

    async def message(self, payload: SlackPayload) -> None: ...

    async def show_home(self, payload: SlackPayload) -> None: ...

    async def platform_event(self, payload: SlackPayload) -> None: ...


ANY_COMMAND = re.compile("^/")  # an operator may call it something else than /accord


class Dispatcher:
    """Takes payloads that are certain to come from Slack."""

    def __init__(self, controller: Controller, tokens: TokenSource, client: AsyncWebClient):
        self.bolt = create_bolt_app(controller, tokens, client)

    async def dispatch(self, body: Body) -> BoltResponse:
        """Return the response; never raises, whatever the body holds."""
        if body.get("type") == RATE_LIMITED:
            log.warning("Slack leaves out events", workspace=text_at(body, "team_id"))
            return BoltResponse(status=200)
        try:
            payload = SlackPayload.read(body)
            if not is_text(payload):
                return BoltResponse(status=UNREADABLE)
            request = AsyncBoltRequest(body=body, context={PAYLOAD: payload}, mode=PARSED)
            return await self.bolt.async_dispatch(request)
        except Exception as error:  # noqa: BLE001  bolt believes that a payload is as Slack documents it
            return unhandled(error)


def create_bolt_app(controller: Controller, tokens: TokenSource, client: AsyncWebClient) -> AsyncApp:
    """Return bolt's app with a listener for each button, form, command and event of the manifest."""
    app = AsyncApp(
        logger=DISABLED_LOGGER,
        client=client,
        authorize=Authorize(tokens),  # type: ignore[arg-type]  # it may return None, says its documentation
        user_facing_authorize_error_message=NOT_IN,
        process_before_response=True,  # else it answers first, and what is kept after that may be lost
        request_verification_enabled=False,  # EventsEndpoint checks the signature before it parses anything
        ignoring_self_events_enabled=False,  # messages of bots are left out where messages are read
        attaching_function_token_enabled=False,  # Accord is no step of a workflow
        attaching_conversation_kwargs_enabled=False,  # nor an assistant
        raise_error_for_unhandled_request=True,  # `on_error` acknowledges it; else Slack sends it again
    )
    # Bolt tries one listener after another, so the likeliest come first.
    app.action(_kind(SAY))(listener(controller.say_sentence))
    app.action(_kind(BOX))(listener(controller.open_text_box))
    app.action(_kind(OPEN))(listener(controller.open_modal))
    app.action(_kind(LINK))(listener(_acknowledge))  # Slack itself opens it, and tells us of the press
    app.view_submission(BOX)(listener(controller.submit_text_box))
    for form in FORM_NAMES:
        app.view_submission(form)(listener(controller.submit_form))
    app.view_submission(NUMBERED_FORM)(listener(controller.submit_form))
    app.shortcut(MAKE_ACTION)(listener(controller.make_action))
    app.shortcut(CHECK_IN)(listener(controller.check_in))
    app.command(ANY_COMMAND)(listener(controller.command))
    app.event("message")(listener(controller.message))
    app.event("app_mention")(listener(controller.message))
    app.event("app_home_opened")(listener(controller.show_home))
    for event_type in events.READERS:
        handle = controller.platform_event
        app.event(event_type)(listener(_forgetting(tokens, handle) if event_type in UNINSTALLED else handle))
    app.error(on_error)
    return app


class Authorize(AsyncAuthorize):
    """Lets in payloads of workspaces that installed Accord. Tokens are kept out of bolt: they are encrypted,
    and nothing that a listener does before it returns needs one."""

    def __init__(self, tokens: TokenSource):
        self._tokens = tokens

    async def __call__(self, *, context: AsyncBoltContext, **_: str | None) -> AuthorizeResult | None:
        workspace = context[PAYLOAD].workspace
        is_installed = await self._tokens.is_installed(workspace)
        return AuthorizeResult(enterprise_id=None, team_id=workspace) if is_installed else None


def listener(handle: Handler) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Return a listener that acknowledges with what `handle` returns, after it has returned."""

    async def respond(context: AsyncBoltContext, ack: AsyncAck) -> BoltResponse | None:
        try:
            await ack(await handle(context[PAYLOAD]) or "")
        except Unavailable:
            return BoltResponse(status=AWAY)
        except Exception as error:  # noqa: BLE001  its words may hold what somebody said
            log.error("not heard", error=type(error).__name__)  # noqa: TRY400
            return BoltResponse(status=BROKEN)
        return None

    return respond


def is_text(payload: SlackPayload) -> bool:
    """Return True if what is read of a payload can be stored: a lone surrogate is no text. Most of a press is
    the message that was pressed, of which little is read."""
    try:
        json.dumps(FIELDS(payload), ensure_ascii=False, default=list).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _kind(kind: str) -> re.Pattern[str]:
    """Match the action ids of one kind of button; a number behind it tells buttons of a message apart."""
    return re.compile(f"^{kind}:")


async def _acknowledge(_: SlackPayload) -> None:
    """There is nothing to do."""


def _forgetting(tokens: TokenSource, handle: Handler) -> Handler:
    """Drop the token of a workspace that uninstalled Accord, before the event is handled. An event that comes
    late, after Accord was installed again, is ignored."""

    async def uninstalled(payload: SlackPayload) -> Body | None:
        event = events.parse_event(payload)
        if isinstance(event, AppUninstalled):
            time = payload.event_time
            seconds = time if isinstance(time, int) and 0 <= time < LAST_SECOND else -1
            end_of_second = datetime.fromtimestamp(seconds + 1, UTC)  # Slack tells whole seconds
            if not await tokens.forget(event.workspace, end_of_second):
                return None
        return await handle(payload)

    return uninstalled


async def on_error(error: Exception) -> BoltResponse:
    """Acknowledge what no listener is for, such as events of a later manifest."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    return unhandled(error)


def unhandled(error: Exception) -> BoltResponse:
    """Return the response to a payload that reached no listener because of an error."""
    if isinstance(error, Unavailable):
        return BoltResponse(status=AWAY)
    if isinstance(error, SEND_ERRORS):  # bolt tells whoever pressed that Accord was removed, where it can
        return BoltResponse(status=200)
    log.warning("not understood", error=type(error).__name__)
    return BoltResponse(status=UNREADABLE)
