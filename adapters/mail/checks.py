"""What an operator is told of e-mail: the mail server is asked whether it would take some."""

import ssl
from urllib.parse import urlsplit

from adapters.mail.line import Line
from bot.core.errors import SendFailed
from bot.core.smtp_url import SmtpServer, TlsMode, is_here
from bot.ops.doctor import Finding, error, ok, warning

ABOUT = "e-mail"


async def of_mail(
    relay: SmtpServer | None, sender: str, public_url: str, context: ssl.SSLContext | None = None
) -> Finding:
    """`sender` is the address that it comes from."""
    if relay is None:
        return ok(ABOUT, "Not set up: ACCORD_SMTP_URL is not set.")
    line = Line(relay, sender, urlsplit(public_url).hostname or "localhost", context)
    try:
        await line.knock()
    except SendFailed as failure:
        return error(ABOUT, str(failure), f"Look at ACCORD_SMTP_URL, and whether {relay.host} is up.")
    leaves = f"It leaves through {relay.host}, from {sender}"
    if not public_url.startswith("https://"):
        return warning(
            ABOUT,
            f"{leaves}, but no mail program can offer one click to stop it.",
            "Set ACCORD_PUBLIC_URL to an https:// address.",
        )
    if relay.tls is TlsMode.NONE and not is_here(relay.host):
        return warning(ABOUT, f"{leaves}, in the clear.", "Let ACCORD_SMTP_URL begin with smtps://")
    return ok(ABOUT, f"{leaves}.")
