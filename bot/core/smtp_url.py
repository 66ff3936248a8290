"""Parse the URL of the SMTP server, as set by an operator. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit


class TlsMode(StrEnum):
    WHOLE = "whole"  # from the first byte, as in smtps
    STARTTLS = "starttls"  # begins unencrypted, and requires TLS before anything else: https://www.rfc-editor.org/rfc/rfc3207
    NONE = "none"


PORTS = {TlsMode.WHOLE: 465, TlsMode.STARTTLS: 587, TlsMode.NONE: 25}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`user` is empty if the server needs no login."""

    host: str
    port: int
    tls: TlsMode
    user: str = ""
    password: str = field(default="", repr=False)


def parse_smtp_url(url: str) -> SmtpServer:
    """Parse `smtps://user:password@host` or `smtp://host:port?tls=starttls`. Raises ValueError, whose words
    hold nothing of the URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in {"smtp", "smtps"} or parts.path not in {"", "/"} or parts.fragment:
        raise ValueError(
            "must be an address such as smtps://user:password@mail.example.org. In a password write @ as %40"
            " and / as %2F"
        )
    tls = _tls(parts.scheme, host, parse_qs(parts.query, keep_blank_values=True))
    return SmtpServer(
        host, port or PORTS[tls], tls, unquote(parts.username or ""), unquote(parts.password or "")
    )


def _tls(scheme: str, host: str, query: dict[str, list[str]]) -> TlsMode:
    wanted = query.pop("tls", [TlsMode.WHOLE.value if scheme == "smtps" else ""])[-1]
    if query or wanted not in {"", *TlsMode} or (scheme == "smtps") is not (wanted == TlsMode.WHOLE):
        raise ValueError("can end only with ?tls=starttls or ?tls=none, and only if it begins with smtp://")
    if wanted:
        return TlsMode(wanted)
    if is_loopback(host):
        return TlsMode.NONE
    raise ValueError(
        "would send people's sign-in links unencrypted. Begin it with smtps://, or end it with ?tls=starttls."
        " To send them unencrypted, end it with ?tls=none"
    )


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
