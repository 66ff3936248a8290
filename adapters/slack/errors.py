"""Translate Slack's errors: the reason a message was not sent, and when to try again. Pure.

https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.errors import FailureReason, SendFailed

DEFAULT_WAIT = timedelta(seconds=30)  # where Slack asks to wait and does not say how long
MAX_WAIT = timedelta(hours=1)
UNDRAWN = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")
"""Slack refuses the blocks of a message. It may still take its text."""
UNTRUSTED = {"invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive"}
"""Slack refuses our token. There may be a newer one."""

_OUT = "this Slack workspace has not installed Accord, or has removed it. Install it there again."
_NOBODY = "Slack has nobody with this name that Accord can write to."
_FORBIDDEN = "this Slack workspace does not allow it. Ask one of its admins."
_CHANNEL = "Accord cannot see this channel. Invite it there: /invite @Accord"
_GONE = "Slack cannot find that message."

PERMANENT = {
    "channel_not_found": _CHANNEL,
    "not_in_channel": _CHANNEL,
    "is_archived": "this channel is archived. Type post here in another one.",
    "user_not_found": _NOBODY,
    "users_not_found": _NOBODY,
    "user_not_visible": _NOBODY,
    "cannot_dm_bot": _NOBODY,
    "user_disabled": "their Slack account is closed.",
    "messages_tab_disabled": "the Messages tab of Accord is turned off here. Ask an admin of Slack.",
    "invalid_auth": _OUT,
    "not_authed": _OUT,
    "token_revoked": _OUT,
    "account_inactive": _OUT,
    "team_not_found": _OUT,
    "team_access_not_granted": _OUT,
    "missing_scope": "Accord lacks a permission in this Slack workspace. Install it there again.",
    "no_permission": _FORBIDDEN,
    "restricted_action": _FORBIDDEN,
    "restricted_action_read_only_channel": _FORBIDDEN,
    "restricted_action_non_threadable_channel": _FORBIDDEN,
    "restricted_action_thread_locked": _FORBIDDEN,
    "access_denied": _FORBIDDEN,
    "accesslimited": _FORBIDDEN,
    "ekm_access_denied": _FORBIDDEN,
    "enterprise_is_restricted": _FORBIDDEN,
    "org_login_required": _FORBIDDEN,
    "message_not_found": _GONE,
    "cant_update_message": _GONE,
    "edit_window_closed": _GONE,
    "cannot_reply_to_message": _GONE,
    "thread_not_found": _GONE,
    **dict.fromkeys(UNDRAWN, "Slack does not take it in this form, which is our fault."),
}
REASONS_BY_CODE = {
    _OUT: FailureReason.FORBIDDEN,
    _NOBODY: FailureReason.NOT_FOUND,
    _CHANNEL: FailureReason.NOT_FOUND,
    _GONE: FailureReason.NOT_FOUND,
}


def api_error(answer: dict[str, Any], response: aiohttp.ClientResponse) -> SlackApiError:
    """Return the error that slack_sdk raises for a response with this answer."""
    refused = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=answer,
        headers=dict(response.headers),
        status_code=response.status,
    )
    return SlackApiError("Slack did not take it.", refused)  # type: ignore[no-untyped-call]


def error_code(error: Exception) -> str:
    """Return Slack's own code for an error, or empty."""
    code = _response(error).get("error")
    return code if isinstance(code, str) and re.fullmatch(r"[a-z_]{1,60}", code) else ""


def to_send_failed(error: Exception) -> SendFailed:
    """Translate an error of slack_sdk or aiohttp, or a TimeoutError."""
    code, status = error_code(error), getattr(getattr(error, "response", None), "status_code", 0)
    if status == 429 or code in {"ratelimited", "rate_limited", "message_limit_exceeded"}:
        return SendFailed("Slack asks us to wait.", retry_after=_retry_after(error))
    if reason := PERMANENT.get(code):
        return SendFailed(f"It was not sent: {reason}", failure=REASONS_BY_CODE.get(reason), permanent=True)
    if code:
        return SendFailed(f"Slack did not take it ({code}).")
    unreachable = "Slack could not be reached, or its answer was not understood."
    return SendFailed(unreachable, failure=FailureReason.TIMEOUT)


def _response(error: Exception) -> Mapping[str, Any]:
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return data if isinstance(data, Mapping) else {}


def _retry_after(error: Exception) -> timedelta:
    headers: Mapping[str, Any] = getattr(getattr(error, "response", None), "headers", None) or {}
    seconds = next((str(value) for name, value in headers.items() if name.lower() == "retry-after"), "")
    if not seconds.isdecimal() or len(seconds) > 8:
        return DEFAULT_WAIT
    return min(timedelta(seconds=int(seconds)), MAX_WAIT)
