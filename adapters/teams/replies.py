"""Shows the replies to what people type and press, each tried twice within the time that Teams waits."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog

from adapters.teams.elements import Element
from adapters.teams.errors import connection_lost
from adapters.teams.payloads import TeamsActivity
from adapters.teams.platform import SentMessage, TeamsPlatform
from bot.core.cards import Card
from bot.core.errors import FailureReason, SendFailed

log = structlog.get_logger()

REPLY_TIMEOUT = 7.0  # seconds for all attempts: Teams drops an invoke after ten, and may call again
MAX_PAUSE, SHORT_PAUSE = timedelta(seconds=2), timedelta(seconds=0.5)  # before the second attempt

T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""


class TeamsReplies:
    """Every method returns the message that was sent, or why none was: a failure that is not permanent may
    pass."""

    def __init__(self, teams: TeamsPlatform, pause: Pause, timeout: float = REPLY_TIMEOUT):
        self._teams, self._pause, self._timeout = teams, pause, timeout

    async def show(
        self, activity: TeamsActivity, card: Card, below: Sequence[Element] = ()
    ) -> SentMessage | SendFailed:
        """Show a card in the conversation of an activity: in a channel, below what was typed."""
        return await self._try(lambda: self._teams.reply(activity, card, below))

    async def show_privately(
        self, activity: TeamsActivity, card: Card, below: Sequence[Element] = ()
    ) -> SentMessage | SendFailed:
        """Show a card in the sender's own chat."""
        return await self._try(lambda: self._teams.reply_privately(activity.user, card, below))

    async def say(self, activity: TeamsActivity, words: str) -> SentMessage | SendFailed:
        """Show one line where a card would be too much: in a channel, below what was typed."""
        return await self._try(lambda: self._teams.say(activity, words))

    async def _try(self, send: Callable[[], Awaitable[SentMessage]]) -> SentMessage | SendFailed:
        try:
            async with asyncio.timeout(self._timeout):
                return await try_twice(send, self._pause)
        except SendFailed as failure:
            log.warning("a reply was not shown", reason=str(failure))
            return failure
        except TimeoutError as error:
            log.warning("a reply was not shown", reason="Teams took too long.")
            return connection_lost(error)


async def try_twice(send: Callable[[], Awaitable[T]], pause: Pause) -> T:
    """Send, and once again a moment later if that may help. Raises SendFailed."""
    try:
        return await send()
    except SendFailed as failure:
        if (seconds := _pause_before_retry(failure)) is None:
            raise
        await pause(seconds.total_seconds())
        return await send()


def _pause_before_retry(failure: SendFailed) -> timedelta | None:
    """Return how long to wait before a second attempt, or None if there should be none: Microsoft advises
    one after 412, 429, 502 and 504. What was not answered may have arrived.

    https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis"""
    pause = SHORT_PAUSE if failure.retry_after is None else failure.retry_after
    return pause if failure.failure is FailureReason.BUSY and pause <= MAX_PAUSE else None
