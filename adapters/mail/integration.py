"""Set up e-mail as a platform, and check it for `accord check`."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from adapters.mail.mime import MailSender
from adapters.mail.platform import MailPlatform
from adapters.mail.smtp import SmtpConnection
from bot.context import AppContext
from bot.core.errors import SendFailed
from bot.core.smtp_url import SmtpServer, TlsMode, is_loopback
from bot.notifications import email
from bot.ops.doctor import Finding, error, ok, warning


@asynccontextmanager
async def mail_platform(
    relay: SmtpServer, sender: tuple[str, str], public_url: str, context: AppContext
) -> AsyncIterator[MailPlatform]:
    """Open the platform until the end of the block. `sender` is the name and address that our e-mail comes
    from."""
    name, address = sender
    platform = MailPlatform(
        SmtpConnection(relay, address, urlsplit(public_url).hostname or "localhost"),
        MailSender(name, address, public_url),
        context.clock,
        partial(email.envelope, context),
        partial(email.record_bounce, context.store),
    )
    try:
        yield platform
    finally:
        await platform.close()


CHECK_NAME = "e-mail"


async def check_mail(
    relay: SmtpServer | None, sender: str, public_url: str, context: ssl.SSLContext | None = None
) -> Finding:
    """Check whether the mail server would take e-mail from the address `sender`."""
    if relay is None:
        return ok(CHECK_NAME, "Not set up: ACCORD_SMTP_URL is not set.")
    connection = SmtpConnection(relay, sender, urlsplit(public_url).hostname or "localhost", context)
    try:
        await connection.check()
    except SendFailed as failure:
        return error(CHECK_NAME, str(failure), f"Look at ACCORD_SMTP_URL, and whether {relay.host} is up.")
    route = f"It leaves through {relay.host}, from {sender}"
    if not public_url.startswith("https://"):
        return warning(
            CHECK_NAME,
            f"{route}, but no mail program can offer one click to stop it.",
            "Set ACCORD_PUBLIC_URL to an https:// address.",
        )
    if relay.tls is TlsMode.NONE and not is_loopback(relay.host):
        return warning(CHECK_NAME, f"{route}, in the clear.", "Let ACCORD_SMTP_URL begin with smtps://")
    return ok(CHECK_NAME, f"{route}.")
