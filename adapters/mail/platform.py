"""E-mail as a platform: each message is handed to the mail server once, as far as that can be known."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.mail.errors import MailboxGone
from adapters.mail.mime import MailSender, build_message
from adapters.mail.smtp import SmtpConnection
from bot.core.cards import Card
from bot.core.email import Envelope
from bot.core.errors import SendFailed
from bot.core.models import Address
from bot.core.ports import Clock

LoadEnvelope = Callable[[str, str], Awaitable[Envelope]]
"""Loads the envelope for a mailbox and a delivery's key. Raises SendFailed."""
RecordBounce = Callable[[str, str], Awaitable[None]]
"""Records that the delivery with this key does not arrive at this mailbox."""
RETRY_WHILE_SENDING = timedelta(seconds=30)


class MailPlatform:
    """Implements ports.Platform. A mailbox cannot be searched. A message that the server is slow to take is
    not given up: `find` tells its result later."""

    def __init__(
        self,
        connection: SmtpConnection,
        sender: MailSender,
        clock: Clock,
        load_envelope: LoadEnvelope,
        record_bounce: RecordBounce,
    ):
        self._connection, self._sender, self._clock = connection, sender, clock
        self._load_envelope, self._record_bounce = load_envelope, record_bounce
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def send(self, to: Address, card: Card, key: str) -> str:
        envelope = await self._load_envelope(to.key, key)
        message = build_message(card, envelope, self._sender, key, self._clock.now())
        task = asyncio.create_task(self._connection.send(message.as_bytes(), envelope.address, key))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # it may never be awaited
        self._under_way[key] = task
        await asyncio.wait([task])  # if this call is cancelled, the task goes on
        return await self._result(to, key, task)

    async def find(self, to: Address, key: str) -> str | None:
        """Return the key if this process sent the message after `send` was cancelled; None if it failed, or
        was not sent by this process. Raises SendFailed while it is under way."""
        task = self._under_way.get(key)
        if task is None:
            return None
        if not task.done():
            raise SendFailed(
                "The mail server has not said yet whether it took it.", retry_after=RETRY_WHILE_SENDING
            )
        try:
            return await self._result(to, key, task)
        except SendFailed:
            return None

    async def edit(self, to: Address, message: str, card: Card) -> None:
        """Do nothing: a message that was sent stays."""

    async def check(self) -> None:
        """Check that mail could leave. Raises SendFailed, which says why not."""
        await self._connection.check()

    async def close(self) -> None:
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self._connection.close()

    async def _result(self, to: Address, key: str, task: asyncio.Task[None]) -> str:
        try:
            await task
        except MailboxGone:
            await self._record_bounce(to.key, key)
            raise
        finally:
            del self._under_way[key]
        return key
