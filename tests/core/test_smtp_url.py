"""The mail server that an operator names."""

import re

import pytest

from bot.core.smtp_url import SmtpServer, TlsMode, parse_smtp_url

SECRET = "p@ss/w:rd?#"


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtps://mail.example.org", SmtpServer("mail.example.org", 465, TlsMode.WHOLE)),
        ("smtp://mail.example.org?tls=starttls", SmtpServer("mail.example.org", 587, TlsMode.STARTTLS)),
        ("smtp://mail.example.org:25?tls=none", SmtpServer("mail.example.org", 25, TlsMode.NONE)),
        ("smtp://127.0.0.1:1025/", SmtpServer("127.0.0.1", 1025, TlsMode.NONE)),
        ("smtp://[::1]", SmtpServer("::1", 25, TlsMode.NONE)),
        ("smtp://localhost?tls=starttls", SmtpServer("localhost", 587, TlsMode.STARTTLS)),
        (
            "smtps://us%40er:p%40ss%2Fw%3Ard%3F%23@mail.example.org:1465",
            SmtpServer("mail.example.org", 1465, TlsMode.WHOLE, "us@er", SECRET),
        ),
    ],
)
def test_a_mail_server_is_named_by_its_url(url: str, meant: SmtpServer) -> None:
    assert parse_smtp_url(url) == meant


def test_a_password_is_not_shown_where_a_relay_is_printed() -> None:
    assert SECRET not in repr(SmtpServer("mail.example.org", 465, TlsMode.WHOLE, "user", SECRET))


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("mail.example.org", "must be an address such as smtps://"),
        ("https://mail.example.org", "must be an address such as smtps://"),
        ("smtps://", "must be an address such as smtps://"),
        ("smtps://user:hunter2@mail.example.org:many", "must be an address such as smtps://"),
        ("smtps://user:hunter/2@mail.example.org", "must be an address such as smtps://"),
        ("smtps://user:hunter#2@mail.example.org", "must be an address such as smtps://"),
        ("smtps://[mail", "must be an address such as smtps://"),
        ("smtp://mail.example.org", "would send people's sign-in links unencrypted"),
        ("smtp://mail.example.org:587", "would send people's sign-in links unencrypted"),
        ("smtp://10.0.0.1", "would send people's sign-in links unencrypted"),
        ("smtp://mail.example.org?tls=perhaps", "can end only with ?tls=starttls or ?tls=none"),
        ("smtp://mail.example.org?starttls", "can end only with ?tls=starttls or ?tls=none"),
        ("smtp://mail.example.org?tls=whole", "can end only with ?tls=starttls or ?tls=none"),
        ("smtps://mail.example.org?tls=none", "can end only with ?tls=starttls or ?tls=none"),
    ],
)
def test_what_cannot_work_or_lies_open_is_refused_and_not_repeated(url: str, rule: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(rule)}") as error:
        parse_smtp_url(url)
    assert "hunter" not in str(error.value)
