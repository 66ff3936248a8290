"""E-mail, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from adapters.mail.letter import Letterhead
from adapters.mail.line import Line
from adapters.mail.platform import Mail
from bot.context import AppContext
from bot.core.smtp_url import SmtpServer
from bot.notifications import email


@asynccontextmanager
async def mail(
    relay: SmtpServer, sender: tuple[str, str], public_url: str, context: AppContext
) -> AsyncIterator[Mail]:
    """Open until the end of the block. `sender` is the name and address that our e-mail comes from."""
    name, address = sender
    platform = Mail(
        Line(relay, address, urlsplit(public_url).hostname or "localhost"),
        Letterhead(name, address, public_url),
        context.clock,
        partial(email.envelope, context),
        partial(email.record_bounce, context.store),
    )
    try:
        yield platform
    finally:
        await platform.close()
