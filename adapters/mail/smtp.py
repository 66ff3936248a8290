"""Keep one connection to the mail server while there is something to send."""

import asyncio
import ssl
from contextlib import suppress

import structlog
from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from adapters.mail.errors import SERVICE_NOT_AVAILABLE, SignInRefused, to_send_failed
from bot.core.errors import SendFailed
from bot.core.smtp_url import SmtpServer, TlsMode

REPLY_TIMEOUT = 8.0  # seconds: less than the outbox gives a message, so that our reason is the one reported
# A server may scan a message for a long time before it says that it took it:
# https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2.6
DATA_TIMEOUT = 600.0  # seconds
IDLE = 15.0  # seconds until an unused connection is closed, before the server closes it

log = structlog.get_logger("mail")


class SmtpConnection:
    """Sends one message after the other. `sender` is the address that they come from, `hostname` our own
    name."""

    def __init__(
        self,
        relay: SmtpServer,
        sender: str,
        hostname: str,
        context: ssl.SSLContext | None = None,
        *,
        reply_timeout: float = REPLY_TIMEOUT,
        data_timeout: float = DATA_TIMEOUT,
        idle: float = IDLE,
    ):
        self._relay, self._sender, self._hostname, self._context = relay, sender, hostname, context
        self._reply_timeout, self._data_timeout, self._idle = reply_timeout, data_timeout, idle
        self._lock = asyncio.Lock()
        self._smtp: SMTP | None = None
        self._close_timer: asyncio.TimerHandle | None = None
        self._close_task: asyncio.Task[None] | None = None

    async def send(self, message: bytes, to: str, key: str) -> None:
        """Send a message; the server names the key if it reports on it later. Raises SendFailed."""
        async with self._lock:
            if self._close_timer:
                self._close_timer.cancel()
            try:
                await self._deliver(message, to, key)
            except (SMTPException, OSError) as error:
                await self._reset(error)
                raise _log_and_translate(error) from None
            except asyncio.CancelledError:
                self._abort()
                raise
            finally:
                self._close_timer = asyncio.get_running_loop().call_later(self._idle, self._close_when_idle)

    async def check(self) -> None:
        """Check that mail could leave: connect, sign in and disconnect. Raises SendFailed."""
        async with self._lock:
            self._abort()
            try:
                await self._connect()
            except (SMTPException, OSError) as error:
                raise _log_and_translate(error) from None
            await self._quit()

    async def close(self) -> None:
        async with self._lock:
            if self._close_timer:
                self._close_timer.cancel()
            await self._quit()

    async def _deliver(self, message: bytes, to: str, key: str) -> None:
        reused = bool(self._smtp and self._smtp.is_connected)
        smtp = await self._connect()
        try:
            await self._send_envelope(smtp, to, key)
        except (SMTPServerDisconnected, SMTPResponseException) as error:
            hung_up = not isinstance(error, SMTPResponseException) or error.code == SERVICE_NOT_AVAILABLE
            if not (reused and hung_up):
                raise
            smtp = await self._connect()  # the old connection had idled too long, or taken enough messages
            await self._send_envelope(smtp, to, key)
        await smtp.data(message, timeout=self._data_timeout)

    async def _send_envelope(self, smtp: SMTP, to: str, key: str) -> None:
        """Send sender and recipient, with the key as the envelope's id, so that a bounce report names it:
        https://www.rfc-editor.org/rfc/rfc3461"""
        mail_options, rcpt_options = list[str](), list[str]()
        if smtp.supports_extension("dsn"):
            mail_options, rcpt_options = ["RET=HDRS", f"ENVID={key}"], ["NOTIFY=FAILURE"]
        if not to.isascii():
            if not smtp.supports_extension("smtputf8"):
                raise SendFailed(
                    "The mail server cannot write to an address with such letters.", permanent=True
                )
            mail_options.append("SMTPUTF8")
        await smtp.mail(self._sender, options=mail_options)
        await smtp.rcpt(to, options=rcpt_options, encoding="utf-8")

    async def _connect(self) -> SMTP:
        if self._smtp and self._smtp.is_connected:
            return self._smtp
        relay = self._relay
        self._smtp = SMTP(
            hostname=relay.host,
            port=relay.port,
            username=relay.user or None,
            password=relay.password or None,
            local_hostname=self._hostname,
            timeout=self._reply_timeout,
            use_tls=relay.tls is TlsMode.WHOLE,
            start_tls=relay.tls is TlsMode.STARTTLS,
            tls_context=self._context,
        )
        await self._smtp.connect()
        if self._smtp.is_ehlo_or_helo_needed:
            await self._smtp.ehlo()
        return self._smtp

    async def _reset(self, error: Exception) -> None:
        """Reset the connection for the next message after a refusal. After any other error the state of the
        conversation is unknown, so close it."""
        if self._smtp and isinstance(error, SMTPResponseException):
            with suppress(SMTPException, OSError):
                await self._smtp.rset()
                return
        self._abort()

    def _close_when_idle(self) -> None:
        self._close_task = asyncio.get_running_loop().create_task(self.close())

    async def _quit(self) -> None:
        if self._smtp and self._smtp.is_connected:
            with suppress(SMTPException, OSError):
                await self._smtp.quit()
        self._abort()

    def _abort(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None


def _log_and_translate(error: Exception) -> SendFailed:
    failure = to_send_failed(error)
    if isinstance(failure, SignInRefused):
        log.error("mail server shuts us out", reason=str(failure))
    return failure
