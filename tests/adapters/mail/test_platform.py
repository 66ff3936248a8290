"""What becomes of a message at the mail server, over real sockets."""

import asyncio

import pytest
from structlog.testing import capture_logs

from adapters.mail.smtp import SmtpConnection
from bot.core.cards import Card, Text
from bot.core.errors import FailureReason, SendFailed
from bot.core.smtp_url import SmtpServer, TlsMode
from tests.adapters.mail.conftest import CERYS, DILYS, HEAD, Sent, relay
from tests.adapters.mail.smtp_server import (
    PASSWORD,
    SERVING,
    SIGNING_IN,
    TRUSTING,
    USER,
    WITH_SIGNING_IN,
    WITH_STARTTLS,
    Server,
    drop,
    saying,
    serving,
)
from tests.support.fakes import SetClock

CARD = Card("Round 26 is open", (Text("Five questions."),))


async def refused(mail: Sent, to: str = "cerys") -> tuple[str, bool, float | None]:
    """What a failed attempt says, whether for good, and for how many seconds the lane rests."""
    with pytest.raises(SendFailed) as failed:
        await mail.send(CERYS if to == "cerys" else DILYS, CARD, "key")
    assert "kitchen" not in str(failed.value)
    wait = failed.value.retry_after
    return str(failed.value), failed.value.permanent, wait.total_seconds() if wait else None


async def test_a_message_arrives_with_all_that_it_needs(mail: Sent, server: Server) -> None:
    assert await mail.send(CERYS, CARD, "d1") == "d1"
    (message,) = server.received
    (envelope,) = server.envelopes
    assert envelope == (
        "accord@example.org",
        ["cerys@kitchen.example"],
        ["RET=HDRS", "ENVID=D1"],
        ["NOTIFY=FAILURE"],
    )
    assert message["Subject"] == "Round 26 is open"
    assert "https://accord.example.org/me/open/d1" in str(message.get_body(("plain",)))


async def test_one_connection_takes_many(mail: Sent, server: Server) -> None:
    await asyncio.gather(*(mail.send(CERYS, CARD, f"d{n}") for n in range(5)))
    assert (len(server.received), server.connections) == (5, 1)


async def test_an_idle_connection_is_closed_and_opened_again(server: Server, clock: SetClock) -> None:
    line = SmtpConnection(relay(server.port), HEAD.address, "here", idle=0)
    mail = Sent(line, clock)
    for key in ("d1", "d2"):
        await mail.send(CERYS, CARD, key)
        await server.left.wait()
        server.left.clear()
    assert (len(server.received), server.connections) == (2, 2)


@pytest.mark.parametrize("reply", [drop, "421 4.7.0 too many messages on this connection"])
async def test_a_connection_that_the_server_closed_is_replaced_at_once(
    mail: Sent, server: Server, reply: object
) -> None:
    await mail.send(CERYS, CARD, "d1")
    server.replies["MAIL"] = [reply]  # type: ignore[list-item]
    await mail.send(CERYS, CARD, "d2")
    assert (len(server.received), server.connections) == (2, 2)


async def test_a_fresh_connection_that_is_refused_lets_the_lane_rest(mail: Sent, server: Server) -> None:
    server.replies["MAIL"] = ["421 4.3.2 closing down"]
    assert await refused(mail) == ("The mail server asks to try again later (421).", False, 60)


@pytest.mark.parametrize(
    ("command", "reply", "said", "permanent", "wait"),
    [
        ("RCPT", "450 4.2.0 greylisted", "The mail server asks to try again later (450).", False, None),
        ("RCPT", "421 4.2.1 later", "The mail server asks to try again later (421).", False, 60),
        ("DATA", "452 4.3.1 full", "The mail server asks to try again later (452).", False, None),
        ("MAIL", "451 4.3.0 later", "The mail server asks to try again later (451).", False, 60),
        ("MAIL", "550 5.7.1 no", "The mail server takes nothing from our address (550).", False, 900),
        ("DATA", "554 5.7.1 spam", "The mail server refused the message (554).", True, None),
        (
            "RCPT",
            "550 5.7.1 relaying denied",
            "The mail server does not take mail for this address (550 5.7.1).",
            True,
            None,
        ),
        ("RCPT", "554 no", "The mail server does not take mail for this address (554).", True, None),
        (
            "RCPT",
            "552 5.2.2 <cerys@kitchen.example> is full",
            "The mail server does not take mail for this address (552 5.2.2).",
            True,
            None,
        ),
    ],
)
async def test_a_refusal_says_what_it_means_and_for_how_long(
    mail: Sent,
    server: Server,
    command: str,
    reply: str,
    said: str,
    permanent: bool,
    wait: float | None,
) -> None:
    server.replies[command] = [reply]
    assert await refused(mail) == (said, permanent, wait)
    assert mail.gone == []
    await mail.send(CERYS, CARD, "d2")
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("550 5.1.1 <cerys@kitchen.example>: unknown", "550 5.1.1"),
        ("550 5.1.10 nobody", "550 5.1.10"),
        ("550 5.2.1 switched off", "550 5.2.1"),
        ("550 no such user cerys@kitchen.example", "550"),
        ("551 moved", "551"),
        ("553 not here", "553"),
    ],
)
async def test_a_message_to_a_missing_mailbox_records_a_bounce(
    mail: Sent, server: Server, reply: str, code: str
) -> None:
    server.always["cerys@kitchen.example"] = reply
    said = f"The mail server says that there is no such mailbox ({code})."
    assert await refused(mail) == (said, True, None)
    assert mail.gone == [("cerys", "key")]
    await mail.send(DILYS, CARD, "d2")
    assert (len(server.received), server.connections) == (1, 1)


async def test_a_connection_that_breaks_is_retried_later(mail: Sent, server: Server) -> None:
    server.replies["DATA"] = [drop]
    assert await refused(mail) == ("The mail server cannot be reached, or is none.", False, 60)
    await mail.send(CERYS, CARD, "key")
    assert (len(server.received), server.connections) == (1, 2)


@pytest.mark.parametrize(
    ("lines", "said", "wait"),
    [
        ((), "The mail server did not answer in time.", 60),
        (("HTTP/1.1 400 Bad Request", ""), "The mail server cannot be reached, or is none.", 60),
        (("554 5.3.2 go away",), "The mail server does not let us in (554).", 900),
        (("421 4.3.2 not now",), "The mail server asks to try again later (421).", 60),
    ],
)
async def test_a_server_that_cannot_be_used_is_retried_later(
    lines: tuple[str, ...], said: str, wait: float, clock: SetClock
) -> None:
    async with saying(*lines) as there:
        mail = Sent(SmtpConnection(relay(there), HEAD.address, "here", reply_timeout=0.1), clock)
        assert await refused(mail) == (said, False, wait)
    assert await refused(mail) == ("The mail server cannot be reached, or is none.", False, 60)
    await mail.close()


async def test_a_slow_server_is_not_given_a_message_twice(mail: Sent, server: Server) -> None:
    asked, taken = asyncio.Event(), asyncio.Event()

    async def think(_: object) -> str:
        asked.set()
        await taken.wait()
        return ""

    server.replies["DATA"] = [think]
    sending = asyncio.create_task(mail.send(CERYS, CARD, "d1"))
    await asked.wait()
    sending.cancel()  # as the outbox does once it has lost patience
    with pytest.raises(asyncio.CancelledError):
        await sending
    with pytest.raises(SendFailed) as early:
        await mail.find(CERYS, "d1")
    assert early.value.retry_after
    taken.set()
    await mail.settled("d1")
    assert (await mail.find(CERYS, "d1"), len(server.received)) == ("d1", 1)
    assert await mail.find(CERYS, "d1") is None


async def test_a_message_refused_after_its_timeout_is_sent_again(mail: Sent, server: Server) -> None:
    asked, taken = asyncio.Event(), asyncio.Event()

    async def refuse(_: object) -> str:
        asked.set()
        await taken.wait()
        return "550 5.1.1 nobody"

    server.replies["RCPT"] = [refuse]
    sending = asyncio.create_task(mail.send(CERYS, CARD, "d1"))
    await asked.wait()
    sending.cancel()
    taken.set()
    await mail.settled("d1")
    assert (await mail.find(CERYS, "d1"), mail.gone) == (None, [("cerys", "d1")])


async def test_closing_waits_for_no_server(server: Server, clock: SetClock) -> None:
    mail, asked = Sent(SmtpConnection(relay(server.port), HEAD.address, "here"), clock), asyncio.Event()

    async def never(_: object) -> str:
        asked.set()
        await asyncio.Event().wait()
        return ""

    server.replies["DATA"] = [never]
    sending = asyncio.create_task(mail.send(CERYS, CARD, "d1"))
    await asked.wait()
    await mail.close()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_a_non_ascii_address_needs_a_server_with_smtputf8(clock: SetClock) -> None:
    async with serving() as knows, serving(utf8=False) as knows_not:
        for server in (knows, knows_not):
            line = SmtpConnection(relay(server.port), HEAD.address, "here")
            putting = line.send(b"Subject: x\r\n\r\nx\r\n", "siôn@kitchen.example", "d1")
            if server is knows_not:
                with pytest.raises(SendFailed, match="cannot write to an address with such letters"):
                    await putting
            else:
                await putting
            await line.close()
    assert [to for _, tos, *_ in knows.envelopes for to in tos] == ["siôn@kitchen.example"]
    assert knows_not.envelopes == []


async def test_a_server_without_dsn_is_asked_for_no_report(mail: Sent, server: Server) -> None:
    server.extensions = ()
    await mail.send(CERYS, CARD, "d1")
    assert server.envelopes[0][2:] == ([], [])


@pytest.mark.parametrize("tls", [TlsMode.WHOLE, TlsMode.STARTTLS])
async def test_with_tls_a_user_signs_in(tls: TlsMode, clock: SetClock) -> None:
    begins = tls is TlsMode.STARTTLS
    options = WITH_SIGNING_IN if begins else {**SIGNING_IN, "auth_require_tls": False}
    async with serving(options, None if begins else SERVING) as server:
        known = SmtpServer("localhost", server.port, tls, USER, PASSWORD)
        mail = Sent(SmtpConnection(known, HEAD.address, "here", TRUSTING), clock)
        await mail.check()
        await mail.send(CERYS, CARD, "d1")
        assert len(server.received) == 1
        await mail.close()


async def test_a_wrong_password_pauses_the_lane_and_is_logged(clock: SetClock) -> None:
    async with serving(WITH_SIGNING_IN) as server:
        stranger = SmtpServer("localhost", server.port, TlsMode.STARTTLS, USER, "a wrong one")
        mail = Sent(SmtpConnection(stranger, HEAD.address, "here", TRUSTING), clock)
        said = "The mail server does not know the user, or the password (535)."
        with capture_logs() as logs:
            assert await refused(mail) == (said, False, 900)
        assert logs == [{"event": "mail server shuts us out", "log_level": "error", "reason": said}]
        with pytest.raises(SendFailed, match="does not know the user"):
            await mail.check()
        await mail.close()


async def test_a_server_without_a_required_extension_is_sent_nothing(server: Server, clock: SetClock) -> None:
    for asking in (
        SmtpServer("localhost", server.port, TlsMode.STARTTLS),
        SmtpServer("localhost", server.port, TlsMode.NONE, USER, PASSWORD),
    ):
        mail = Sent(SmtpConnection(asking, HEAD.address, "here", TRUSTING), clock)
        said = "The mail server offers no STARTTLS, or no way to say who we are."
        assert await refused(mail) == (said, False, 900)
    assert server.received == []


@pytest.mark.parametrize("tls", [TlsMode.WHOLE, TlsMode.STARTTLS])
async def test_an_untrusted_certificate_is_sent_nothing(tls: TlsMode, clock: SetClock) -> None:
    begins = tls is TlsMode.STARTTLS
    async with serving(WITH_STARTTLS if begins else {}, None if begins else SERVING) as server:
        mail = Sent(SmtpConnection(relay(server.port, tls), HEAD.address, "here"), clock)
        said = "The mail server's certificate is not to be trusted, or it speaks no TLS there."
        assert await refused(mail) == (said, False, 900)
        assert server.received == []


@pytest.mark.parametrize(
    ("command", "reply", "trouble"),
    [
        ("RCPT", "550 5.1.1 unknown", FailureReason.RETURNED),
        ("RCPT", "550 5.7.1 relaying denied", FailureReason.REFUSED),
        ("RCPT", "450 4.2.0 greylisted", FailureReason.BUSY),
        ("MAIL", "421 4.3.2 closing down", FailureReason.BUSY),
        ("MAIL", "550 5.7.1 no", FailureReason.NO_PLATFORM),
        ("DATA", "554 5.7.1 spam", FailureReason.REFUSED),
        ("DATA", drop, FailureReason.TIMEOUT),
    ],
)
async def test_the_failure_reason_follows_from_the_servers_reply(
    mail: Sent, server: Server, command: str, reply: object, trouble: FailureReason
) -> None:
    server.replies[command] = [reply]  # type: ignore[list-item]
    with pytest.raises(SendFailed) as failed:
        await mail.send(CERYS, CARD, "key")
    assert failed.value.failure is trouble


async def test_a_message_that_was_sent_stays(mail: Sent, server: Server) -> None:
    message = await mail.send(CERYS, CARD, "d1")
    await mail.edit(CERYS, message, Card("Closed"))
    assert len(server.received) == 1
