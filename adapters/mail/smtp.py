"""One connection to the mail server, kept while there is something to send."""

import asyncio
import ssl
from contextlib import suppress

import structlog
from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from adapters.mail.errors import NOT_AVAILABLE, SignInRefused, to_send_failed
from bot.core.errors import SendFailed
from bot.core.smtp_url import SmtpServer, TlsMode

TIMEOUT = 8.0  # seconds with each reply: less than the outbox has with a message, so that our reason is told
# A server may look through a message for long before it says that it took it:
# https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2.6
TAKING = 600.0
IDLE = 15.0  # seconds until an unused connection is shut; servers do it after minutes, when it suits them

log = structlog.get_logger("mail")


class SmtpConnection:
    """Takes one message after the other. `sender` is the address that they come from, `here` what we are
    called among hosts."""

    def __init__(
        self,
        relay: SmtpServer,
        sender: str,
        here: str,
        context: ssl.SSLContext | None = None,
        *,
        patience: float = TIMEOUT,
        taking: float = TAKING,
        idle: float = IDLE,
    ):
        self._relay, self._sender, self._here, self._context = relay, sender, here, context
        self._patience, self._taking, self._idle = patience, taking, idle
        self._turn = asyncio.Lock()
        self._smtp: SMTP | None = None
        self._closing: asyncio.TimerHandle | None = None
        self._resting: asyncio.Task[None] | None = None

    async def send(self, message: bytes, to: str, key: str) -> None:
        """Hand a message to the server, which remembers it by its key. Raises SendFailed."""
        async with self._turn:
            if self._closing:
                self._closing.cancel()
            try:
                await self._put(message, to, key)
            except (SMTPException, OSError) as error:
                await self._begin_anew(error)
                raise _told(error) from None
            except asyncio.CancelledError:
                self._hang_up()
                raise
            finally:
                self._closing = asyncio.get_running_loop().call_later(self._idle, self._rest)

    async def check(self) -> None:
        """Connect, say who we are, and go again: whether mail could leave. Raises SendFailed."""
        async with self._turn:
            self._hang_up()
            try:
                await self._connected()
            except (SMTPException, OSError) as error:
                raise _told(error) from None
            await self._goodbye()

    async def close(self) -> None:
        async with self._turn:
            if self._closing:
                self._closing.cancel()
            await self._goodbye()

    async def _put(self, message: bytes, to: str, key: str) -> None:
        used = bool(self._smtp and self._smtp.is_connected)
        smtp = await self._connected()
        try:
            await self._begin(smtp, to, key)
        except (SMTPServerDisconnected, SMTPResponseException) as error:
            tired = not isinstance(error, SMTPResponseException) or error.code == NOT_AVAILABLE
            if not (used and tired):
                raise
            smtp = await self._connected()  # it had waited too long for this message, or had taken enough
            await self._begin(smtp, to, key)
        await smtp.data(message, timeout=self._taking)

    async def _begin(self, smtp: SMTP, to: str, key: str) -> None:
        """With the key as the envelope's id, so that a report of what came back names it:
        https://www.rfc-editor.org/rfc/rfc3461"""
        about, wanted = list[str](), list[str]()
        if smtp.supports_extension("dsn"):
            about, wanted = ["RET=HDRS", f"ENVID={key}"], ["NOTIFY=FAILURE"]
        if not to.isascii():
            if not smtp.supports_extension("smtputf8"):
                raise SendFailed(
                    "The mail server cannot write to an address with such letters.", permanent=True
                )
            about.append("SMTPUTF8")
        await smtp.mail(self._sender, options=about)
        await smtp.rcpt(to, options=wanted, encoding="utf-8")

    async def _connected(self) -> SMTP:
        if self._smtp and self._smtp.is_connected:
            return self._smtp
        relay = self._relay
        self._smtp = SMTP(
            hostname=relay.host,
            port=relay.port,
            username=relay.user or None,
            password=relay.password or None,
            local_hostname=self._here,
            timeout=self._patience,
            use_tls=relay.tls is TlsMode.WHOLE,
            start_tls=relay.tls is TlsMode.STARTTLS,
            tls_context=self._context,
        )
        await self._smtp.connect()
        if self._smtp.is_ehlo_or_helo_needed:
            await self._smtp.ehlo()
        return self._smtp

    async def _begin_anew(self, error: Exception) -> None:
        """After a plain refusal, for the next message; after anything else nobody knows where the
        conversation stands, and it is over."""
        if self._smtp and isinstance(error, SMTPResponseException):
            with suppress(SMTPException, OSError):
                await self._smtp.rset()
                return
        self._hang_up()

    def _rest(self) -> None:
        self._resting = asyncio.get_running_loop().create_task(self.close())

    async def _goodbye(self) -> None:
        if self._smtp and self._smtp.is_connected:
            with suppress(SMTPException, OSError):
                await self._smtp.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None


def _told(error: Exception) -> SendFailed:
    failure = to_send_failed(error)
    if isinstance(failure, SignInRefused):
        log.error("mail server shuts us out", reason=str(failure))
    return failure
