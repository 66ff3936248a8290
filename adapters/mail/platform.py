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

LoadEnvelope = Callable[[str, str], Awaitable[Envelope]]  # a mailbox and a key; raises SendFailed
RecordBounce = Callable[[str, str], Awaitable[None]]  # the same: what was sent there does not arrive
STILL = timedelta(seconds=30)


class MailPlatform:
    """Implements ports.Platform. Nothing can be asked of a mailbox afterwards; but a message that the
    server is slow to take is not given up: whoever asks for it again finds out what became of it."""

    def __init__(
        self,
        line: SmtpConnection,
        head: MailSender,
        clock: Clock,
        enclose: LoadEnvelope,
        returned: RecordBounce,
    ):
        self._line, self._head, self._clock = line, head, clock
        self._enclose, self._returned = enclose, returned
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def send(self, to: Address, card: Card, key: str) -> str:
        envelope = await self._enclose(to.key, key)
        letter = build_message(card, envelope, self._head, key, self._clock.now())
        handing = asyncio.create_task(self._line.send(letter.as_bytes(), envelope.address, key))
        handing.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may ever ask
        self._under_way[key] = handing
        await asyncio.wait([handing])  # whoever loses patience leaves it going
        return await self._handed(to, key, handing)

    async def find(self, to: Address, key: str) -> str | None:
        """Of those that this process handed over, and nobody waited for."""
        handing = self._under_way.get(key)
        if handing is None:
            return None
        if not handing.done():
            raise SendFailed("The mail server has not said yet whether it took it.", retry_after=STILL)
        try:
            return await self._handed(to, key, handing)
        except SendFailed:
            return None

    async def check(self) -> None:
        """Whether mail could leave. Raises SendFailed, which says why not."""
        await self._line.check()

    async def close(self) -> None:
        for handing in self._under_way.values():
            handing.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self._line.close()

    async def _handed(self, to: Address, key: str, handing: asyncio.Task[None]) -> str:
        try:
            await handing
        except MailboxGone:
            await self._returned(to.key, key)
            raise
        finally:
            del self._under_way[key]
        return key
