"""Turns refusals by Teams into SendFailed. Pure.

Codes: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
"""

from datetime import timedelta
from typing import Any

from adapters.teams.payloads import mapping, text
from bot.core.errors import FailureReason, SendFailed

NOT_THERE = "Accord is not in that chat or team. Add the app there, then try again."
DISABLED = "An administrator of Teams turned Accord off."
NOT_PERMITTED = "Accord may not write there in Teams: the app was removed, or an administrator blocked it."
GONE = "This chat is not in Teams now: it was deleted, or the person left."
BLOCKED = "The person blocked Accord in Teams."
WRITES_BLOCKED = "The person blocked Accord in Teams, or cannot be written to there."
REASONS_BY_CODE = {
    "BotNotInConversationRoster": NOT_THERE,
    "ConversationNotFound": GONE,
    "ConversationBlockedByUser": BLOCKED,
    "MessageWritesBlocked": WRITES_BLOCKED,
    "BotDisabledByAdmin": DISABLED,
    "NotEnoughPermissions": NOT_PERMITTED,
    "MessageSizeTooBig": "The message is too long for Teams.",
}
REASONS_BY_STATUS = {403: NOT_PERMITTED, 404: GONE, 413: REASONS_BY_CODE["MessageSizeTooBig"]}
SEND_ERRORS = {
    GONE: FailureReason.NOT_FOUND,
    NOT_THERE: FailureReason.NOT_ADDED,
    DISABLED: FailureReason.DISABLED,
    NOT_PERMITTED: FailureReason.NOT_PERMITTED,
    BLOCKED: FailureReason.BLOCKED,
    WRITES_BLOCKED: FailureReason.WRITES_BLOCKED,
}
TRY_AGAIN = {408, 409, 412, 423, 425, 429}  # 412: two of our calls crossed; Microsoft advises another try
MAX_RETRY_DELAY = timedelta(hours=1)


def too_large() -> SendFailed:
    return SendFailed(REASONS_BY_CODE["MessageSizeTooBig"], permanent=True)


def refused_service() -> SendFailed:
    reason = "The service that this chat belongs to is not among TEAMS_ALLOWED_SERVICE_HOSTS."
    return SendFailed(reason, failure=FailureReason.NO_PLATFORM, permanent=True)


def not_installed() -> SendFailed:
    reason = "Accord is not installed in that tenant of Teams. Have the app added there."
    return SendFailed(reason, failure=FailureReason.FORBIDDEN, permanent=True)


def connection_lost(error: Exception) -> SendFailed:
    """There was no answer, or half of one."""
    return SendFailed(f"Teams did not answer ({type(error).__name__}).", failure=FailureReason.TIMEOUT)


def to_send_failed(status: int, answer: dict[str, Any], retry_after: str | None) -> SendFailed:
    """Return the error for a status of 300 or more. A 429 pauses the whole tenant, for a second if it
    names no time."""
    if status == 401:
        return SendFailed(
            "Teams does not take Accord's credentials. Check TEAMS_APP_ID and TEAMS_APP_PASSWORD.",
            failure=FailureReason.NO_PLATFORM,
            retry_after=timedelta(minutes=1),
        )
    if status == 429:
        return SendFailed("Teams asked for a rest.", retry_after=_retry_delay(retry_after))
    if status in TRY_AGAIN or status >= 500:
        delay = _retry_delay(retry_after) if retry_after else None
        return SendFailed(f"Teams could not take the message just now ({status}).", retry_after=delay)
    code = text(mapping(answer, "error"), "code")
    reason = (
        REASONS_BY_CODE.get(code) or REASONS_BY_STATUS.get(status) or f"Teams refused the message ({status})."
    )
    return SendFailed(reason, failure=SEND_ERRORS.get(reason), permanent=True)


def _retry_delay(retry_after: str | None) -> timedelta:
    seconds = int(retry_after) if retry_after and retry_after.isdecimal() else 1
    return min(timedelta(seconds=min(seconds, 10**6)), MAX_RETRY_DELAY)
