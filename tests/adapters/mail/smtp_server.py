"""A real mail server at a real socket, that can be told to refuse, to hang up and to say nothing."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from typing import Any, cast

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "accord@example.org", "p@ss/w:rd?#"
Hook = Callable[[SMTP], Awaitable[str]]

AUTHORITY = trustme.CA()
SERVING = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
AUTHORITY.issue_cert("localhost", "127.0.0.1").configure_cert(SERVING)
TRUSTING = ssl.create_default_context()
AUTHORITY.configure_trust(TRUSTING)


@dataclass
class Server:
    """`replies` are given once each, in turn, to a command (`MAIL`, `RCPT`, `DATA`); `always` to an address.
    A reply may be a function, which finds the connection and may not come back. `left` is set when somebody
    says goodbye."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str], list[str], list[str]]] = field(default_factory=list)
    connections: int = 0
    replies: dict[str, list[str | Hook]] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)
    extensions: Sequence[str] = ("250-DSN",)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    def to(self, address: str) -> list[EmailMessage]:
        return [each for each in self.received if address in str(each["To"])]

    async def handle_EHLO(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], *self.extensions, responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from, envelope.mail_options = address, options
        return await self._reply("MAIL", server) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.always.get(address) or await self._reply("RCPT", server)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        refusal = await self._reply("DATA", server)
        if refusal:
            return refusal
        message = message_from_bytes(cast("bytes", envelope.content), policy=SMTPUTF8)
        self.received.append(message)
        about, wanted = envelope.mail_options, envelope.rcpt_options
        self.envelopes.append((str(envelope.mail_from), [*envelope.rcpt_tos], [*about], [*wanted]))
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.left.set()
        return "221 bye"

    async def handle_exception(self, error: Exception) -> str:
        return "421 gone"

    async def _reply(self, command: str, server: SMTP) -> str:
        waiting = self.replies.get(command) or []
        if not waiting:
            return ""
        reply = waiting.pop(0)
        return reply if isinstance(reply, str) else await reply(server)


async def drop(server: SMTP) -> str:
    """The line goes dead."""
    _abort(server)
    raise ConnectionResetError


def _abort(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=known, handled=False)


PLAIN: Mapping[str, Any] = {}
WITH_STARTTLS: Mapping[str, Any] = {"tls_context": SERVING, "require_starttls": True}
SIGNING_IN: Mapping[str, Any] = {"auth_required": True, "authenticator": _knows}
WITH_SIGNING_IN: Mapping[str, Any] = {**WITH_STARTTLS, **SIGNING_IN}


class Reporting(SMTP):
    """Takes what RFC 3461 adds to an envelope, which aiosmtpd does not know."""

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        return super()._getparams(
            [each for each in params if not each.startswith(("RET=", "ENVID=", "NOTIFY="))]
        )


@asynccontextmanager
async def serving(
    options: Mapping[str, Any] = PLAIN, tls: ssl.SSLContext | None = None, utf8: bool = True
) -> AsyncIterator[Server]:
    server, loop, open_ = Server(), asyncio.get_running_loop(), list[SMTP]()

    def answer() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of TLS from the first byte it knows nothing
            return _answer()

    def _answer() -> SMTP:
        open_.append(Reporting(server, loop=loop, enable_SMTPUTF8=utf8, hostname="mail.example", **options))
        return open_[-1]

    listening = await loop.create_server(answer, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for each in open_:
            _abort(each)
        await asyncio.sleep(0)
        await listening.wait_closed()


@asynccontextmanager
async def saying(*lines: str) -> AsyncIterator[int]:
    """Something that listens and is no mail server: says these lines at once, then nothing. Gives its
    port."""
    talking = set[asyncio.StreamWriter]()

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talking.add(writer)
        writer.write("".join(f"{line}\r\n" for line in lines).encode())

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        for each in talking:
            each.transport.abort()
