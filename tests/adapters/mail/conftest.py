"""A line to a real mail server, and the mailboxes it is asked to write to."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from adapters.mail.mime import MailSender
from adapters.mail.platform import MailPlatform
from adapters.mail.smtp import SmtpConnection
from bot.core.email import Envelope, mailbox_address
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.core.smtp_url import SmtpServer, TlsMode
from tests.adapters.mail.smtp_server import Server, serving
from tests.support.fakes import SetClock

HEAD = MailSender("Accord", "accord@example.org", "https://accord.example.org")
CERYS, DILYS = mailbox_address("cerys"), mailbox_address("dilys")
ADDRESSES = {"cerys": "cerys@kitchen.example", "dilys": "dilys@kitchen.example"}


def envelope(mailbox: str = "cerys", key: str = "key", address: str = "") -> Envelope:
    to = address or ADDRESSES[mailbox]
    return Envelope(
        to, mailbox.capitalize(), Translator(), f"/me/open/{key}", date(2026, 3, 16), f"/mail/stop/{mailbox}"
    )


def relay(port: int, tls: TlsMode = TlsMode.NONE, host: str = "127.0.0.1") -> SmtpServer:
    return SmtpServer(host, port, tls)


class Sent(MailPlatform):
    """With mailboxes that any test knows. `gone` are those that did not arrive: mailbox and key."""

    def __init__(self, line: SmtpConnection, clock: SetClock):
        self.gone: list[tuple[str, str]] = []
        super().__init__(line, HEAD, clock, self._enclosed, self._noted)

    async def settled(self, key: str) -> None:
        """Until the server has said what it makes of a message that nobody waits for."""
        await asyncio.wait([self._under_way[key]])

    async def _enclosed(self, mailbox: str, key: str) -> Envelope:
        return envelope(mailbox, key)

    async def _noted(self, mailbox: str, key: str) -> None:
        self.gone.append((mailbox, key))


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def mail(server: Server, clock: SetClock) -> AsyncIterator[Sent]:
    mail = Sent(
        SmtpConnection(relay(server.port), HEAD.address, "accord.example.org", reply_timeout=2), clock
    )
    yield mail
    await mail.close()


def to(name: str) -> Address:
    return mailbox_address(name)
