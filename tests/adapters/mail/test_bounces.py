"""Reports of what did not arrive, as mail servers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.bounces import bounced_key

KEY = "k7f2mq4xw3zr5tb6"
FAILED = """\
Final-Recipient: rfc822; cerys@kitchen.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <cerys@kitchen.example>: unknown user
"""


def report(note: str = FAILED, about: str = "", back: str = "", kind: str = "text/rfc822-headers") -> bytes:
    text = f"""\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: accord@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
{about}
{note}
--XX
Content-Type: {kind}

{back}
--XX--
"""
    return text.replace("\n", "\r\n").encode()


HEADERS = f"Subject: Round 26\nMessage-ID: <{KEY}@example.org>\n\n"


@pytest.mark.parametrize(
    ("about", "back", "kind"),
    [
        (f"Original-Envelope-Id: {KEY}\n", "", "text/rfc822-headers"),
        (f"Original-Envelope-Id: {KEY.upper()}\n", "", "text/rfc822-headers"),
        ("", HEADERS, "text/rfc822-headers"),
        ("", f"{HEADERS}Five questions.\n", "message/rfc822"),
        ("Original-Envelope-Id: another's, with spaces\n", HEADERS, "message/rfc822"),
    ],
)
def test_a_bounce_names_the_key_in_its_envelope_or_its_headers(about: str, back: str, kind: str) -> None:
    assert bounced_key(report(about=about, back=back, kind=kind)) == KEY


@pytest.mark.parametrize(
    "note",
    [
        FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1"),
        FAILED.replace("failed", "delivered").replace("5.1.1", "2.0.0"),
        FAILED.replace("5.1.1", "5.2.2"),
        FAILED.replace("5.1.1", "4.7.0"),
        "Final-Recipient: rfc822; cerys@kitchen.example\n",
    ],
)
def test_a_delay_and_a_full_mailbox_are_not_permanent(note: str) -> None:
    assert bounced_key(report(note, f"Original-Envelope-Id: {KEY}\n")) is None


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"Subject: Re: Round 26\r\nIn-Reply-To: <k7f2mq4xw3zr5tb6@example.org>\r\n\r\nThank you\r\n",
        report(),
        report(back="Subject: something else\nMessage-ID: <NOT.ours@example.org>\n\n"),
        b"Content-Type: multipart/report; boundary=XX\r\n\r\n--XX\r\n",
        b"Content-Type: multipart/report\r\n\r\n",
    ],
)
def test_any_other_mail_is_no_bounce(message: bytes) -> None:
    assert bounced_key(message) is None


@given(st.binary(), st.integers(0, 900))
def test_no_report_can_break_the_parser(noise: bytes, place: int) -> None:
    whole = report(about=f"Original-Envelope-Id: {KEY}\n", back=HEADERS)
    assert bounced_key(whole[:place] + noise + whole[place:]) in {None, KEY} or noise
    bounced_key(noise)
    bounced_key(whole[:place])
