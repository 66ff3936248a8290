"""What an operator is told of e-mail."""

import pytest

from adapters.mail.integration import check_mail
from bot.core.smtp_url import SmtpServer, TlsMode
from bot.ops.doctor import Finding, Level
from tests.adapters.mail.smtp_server import (
    PASSWORD,
    SERVING,
    TRUSTING,
    USER,
    WITH_SIGNING_IN,
    Server,
    saying,
    serving,
)

HERE, SENDER = "https://accord.example.org", "accord@example.org"


async def of(relay: SmtpServer | None, url: str = HERE) -> Finding:
    found = await check_mail(relay, SENDER, url, TRUSTING)
    assert (found.about, bool(found.cure)) == ("e-mail", found.level is not Level.OK)
    return found


async def test_without_a_mail_server_it_is_not_set_up() -> None:
    assert (await of(None)).what == "Not set up: ACCORD_SMTP_URL is not set."


async def test_a_server_that_accepts_us_is_ok_and_is_sent_nothing(server: Server) -> None:
    found = await of(SmtpServer("127.0.0.1", server.port, TlsMode.NONE))
    assert (found.level, found.what) == (Level.OK, f"It leaves through 127.0.0.1, from {SENDER}.")
    assert (server.connections, server.received) == (1, [])


async def test_pages_without_tls_are_a_warning(server: Server) -> None:
    found = await of(SmtpServer("127.0.0.1", server.port, TlsMode.NONE), "http://127.0.0.1:8000")
    assert (found.level, found.what) == (
        Level.WARNING,
        f"It leaves through 127.0.0.1, from {SENDER}, but no mail program can offer one click to stop it.",
    )


@pytest.mark.parametrize(
    ("password", "level", "what"),
    [
        (PASSWORD, Level.OK, f"It leaves through localhost, from {SENDER}."),
        ("wrong", Level.ERROR, "The mail server does not know the user, or the password (535)."),
    ],
)
async def test_it_signs_in(password: str, level: Level, what: str) -> None:
    async with serving(WITH_SIGNING_IN) as server:
        found = await of(SmtpServer("localhost", server.port, TlsMode.STARTTLS, USER, password))
    assert (found.level, found.what) == (level, what)
    assert password not in f"{found.what} {found.cure}"


async def test_a_server_that_is_down_is_an_error() -> None:
    async with saying("HTTP/1.1 400 Bad Request", "") as port:
        there = await of(SmtpServer("127.0.0.1", port, TlsMode.NONE))
    away = await of(SmtpServer("127.0.0.1", port, TlsMode.NONE))
    said = (Level.ERROR, "The mail server cannot be reached, or is none.")
    assert [(each.level, each.what) for each in (there, away)] == [said, said]


async def test_a_connection_without_tls_is_a_warning(server: Server) -> None:
    found = await of(SmtpServer("0.0.0.0", server.port, TlsMode.NONE))  # not our name, and yet here
    assert (found.level, found.what) == (
        Level.WARNING,
        f"It leaves through 0.0.0.0, from {SENDER}, in the clear.",
    )


async def test_tls_from_the_first_byte_is_ok() -> None:
    async with serving(tls=SERVING) as server:
        assert (await of(SmtpServer("localhost", server.port, TlsMode.WHOLE))).level is Level.OK
