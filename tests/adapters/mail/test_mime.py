"""A card as an e-mail: what mail programs read of it, and that it stays one whatever it is made of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.mime import MailSender, build_message
from bot.core import email, sanitise
from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Link,
    Mention,
    Number,
    Panel,
    RichText,
    SmallText,
    Table,
    Text,
    TextBox,
    Timestamp,
)
from bot.core.email import Envelope
from bot.core.i18n import Translator
from bot.core.models import Address
from tests.adapters.mail.conftest import HEAD, envelope
from tests.support.scenario import WELSH

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PRIVACY = "What happens to your data: https://accord.example.org/privacy\n\n"
HOSTILE = "Eve\r\nBcc: all@kitchen.example\r\n\r\n<script>alert(1)</script> \u202efdp.exe\u2069 <b>&amp;"
QUESTION = Card(
    "Partners do what they say they will do.",
    (
        Text("Harbour Together: 5 questions, under a minute. Open until Monday 9 March, 17:00."),
        SmallText("1 of 5 · How true is this of us now?"),
        Buttons((Button("Mostly", "answer k7f2.1 4"),)),
        TextBox("Your comment", "comment k7f2", "Send"),
        SmallText("Confidential while the round is open, anonymous once it has closed."),
    ),
)


def sent(card: Card, to: Envelope | None = None, head: MailSender = HEAD, key: str = "d1") -> bytes:
    return build_message(card, to or envelope(), head, key, NOW).as_bytes()


def read(raw: bytes) -> EmailMessage:
    """As a mail program does."""
    return message_from_bytes(raw, policy=SMTPUTF8)


def plain(raw: bytes) -> str:
    part = read(raw).get_body(("plain",))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def html(raw: bytes) -> str:
    part = read(raw).get_body(("html",))
    assert part
    return str(part.get_content())


def test_a_question_in_plain_text_has_one_link_where_its_buttons_were() -> None:
    assert plain(sent(QUESTION)) == (
        "Partners do what they say they will do.\n\nHarbour Together: 5 questions, under a minute. "
        "Open until Monday 9 March,\n17:00.\n\n1 of 5 · How true is this of us now?\n\n  Continue on "
        "your page: https://accord.example.org/me/open/key\n\nConfidential while the round is "
        "open, anonymous once it has closed.\n\n--\n\nThis link is only for Cerys. It works once, "
        "until 16 March 2026.\n\nPlease do not answer by replying to this email, because other "
        "people could\nread it.\n\nYou get this email because a partnership that uses Accord added you, or\n"
        "because you gave us this address.\n\n"
        f"{PRIVACY}Stop emails from Accord: "
        "https://accord.example.org/mail/stop/cerys\n"
    )


def test_headers_name_the_message_and_how_to_unsubscribe() -> None:
    message = read(sent(QUESTION))
    assert {name: str(value) for name, value in message.items() if name != "Content-Type"} == {
        "From": "Accord <accord@example.org>",
        "To": "Cerys <cerys@kitchen.example>",
        "Subject": "Partners do what they say they will do.",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Message-ID": "<d1@example.org>",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "List-Unsubscribe": "<https://accord.example.org/mail/stop/cerys>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }
    assert message.get_content_type() == "multipart/alternative"


def test_a_long_unsubscribe_address_is_not_folded() -> None:
    long = replace(envelope(), stop=f"/mail/stop/{'s' * 300}")
    line = next(each for each in sent(QUESTION, long).split(b"\r\n") if each.startswith(b"List-Unsubscribe:"))
    assert line == f"List-Unsubscribe: <https://accord.example.org/mail/stop/{'s' * 300}>".encode()


def test_one_click_unsubscribing_needs_https() -> None:
    message = read(sent(QUESTION, head=MailSender("", "accord@example.org", "http://127.0.0.1:8000")))
    assert (message["List-Unsubscribe-Post"], str(message["From"])) == (None, "accord@example.org")


def test_the_message_id_depends_on_the_key_alone() -> None:
    ids = [read(sent(QUESTION, key=key))["Message-ID"] for key in ("d1", "d1", "d2")]
    assert ids == ["<d1@example.org>", "<d1@example.org>", "<d2@example.org>"]


def test_an_unconfirmed_mailbox_gets_neither_a_name_nor_a_link() -> None:
    stranger = replace(envelope(), way_in="")
    card = Card("Is this your email address?", (Text("If so, open the link."), Link("Yes", "/mail/yes/k")))
    raw = sent(card, stranger)
    assert str(read(raw)["To"]) == "cerys@kitchen.example"
    assert plain(raw) == (
        "Is this your email address?\n\nIf so, open the link.\n\n  Yes: "
        "https://accord.example.org/mail/yes/k\n\n--\n\n"
        f"{PRIVACY}Stop emails from Accord: "
        "https://accord.example.org/mail/stop/cerys\n"
    )
    assert "Cerys" not in html(raw)


def test_a_card_without_buttons_ends_with_a_link_to_the_page() -> None:
    chart = Chart("trend:r1", "Trust is steady", "", "From 3.4 to 3.6.", (Panel("Trust", ()),))
    card = Card("Round 26", (Text("13 of 16 replied."), KeyValues((("Trust", "3.6"), ("Roles", ""))), chart))
    assert plain(sent(card)).split("\n\n")[1:5] == [
        "13 of 16 replied.",
        "  Trust: 3.6\n  Roles",
        "Trust is steady\nFrom 3.4 to 3.6.",
        "  Open your page: https://accord.example.org/me/open/key",
    ]


def test_html_says_the_same_and_fetches_nothing() -> None:
    chart = Chart("trend:r1", "Trust is steady", "", "From 3.4 to 3.6.", (Panel("Trust", ()),))
    parts = (
        *QUESTION.parts,
        KeyValues((("Trust", "3.6"), ("Roles", ""))),
        BulletList(("Late papers.",)),
        chart,
    )
    page = html(sent(Card("Round 26", parts)))
    for words in (
        *("Harbour Together: 5", "1 of 5", "Continue on your page", "Confidential", "<strong>Trust<", "3.6<"),
        *(
            "Roles",
            "Late papers.",
            "Trust is steady",
            "From 3.4 to 3.6.",
            "16 March 2026",
            "What happens to your data",
            "Stop emails",
        ),
    ):
        assert page.count(words) == 1
    assert page.count("https://") == page.count('href="https://accord.example.org/') == 3
    assert "answer k7f2" not in page
    assert not any(each in page for each in ("<img", "<link", "url(", "<script", "src="))


def test_welsh_readers_get_it_in_welsh() -> None:
    welsh = replace(envelope(), t=Translator("cy", catalogue=WELSH["cy"]))
    raw = sent(Card("Rownd newydd: gŵyl y môr", (Text("Pŵer a chydbwysedd."),)), welsh)
    message = read(raw)
    assert (message["Subject"], message["Content-Language"]) == ("Rownd newydd: gŵyl y môr", "cy")
    assert "Pŵer a chydbwysedd." in plain(raw)
    assert '<html lang="cy">' in html(raw)
    assert "No more e-mail" not in plain(raw)
    assert raw.isascii()


def test_hostile_words_stay_words() -> None:
    raw = sent(Card(HOSTILE, (Text(HOSTILE), KeyValues(((HOSTILE, HOSTILE),)), BulletList((HOSTILE,)))))
    message = read(raw)
    assert message["Bcc"] is None
    assert str(message["Subject"]).strip().startswith("Eve Bcc: all@kitchen.example <script>")
    page, text = html(raw), plain(raw)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == page.count("&lt;b&gt;&amp;amp;") == 6
    assert not {"\u202e", "\u2069", "\r"} & {*page.replace("\r\n", "\n"), *text}


@pytest.mark.parametrize("name", ["Siân Ŵyn", 'Cerys "Puw", <x@y.example>', "Cerys" * 40, "ار" * 30, "💬"])
def test_any_name_can_be_written_to(name: str) -> None:
    raw = sent(QUESTION, replace(envelope(), name=name), MailSender(name, "a@b.example", "https://h"))
    headers = message_from_bytes(raw)
    shown = [str(make_header(decode_header(headers[each]))) for each in ("From", "To")]
    assert [parseaddr(each) for each in shown] == [(name, "a@b.example"), (name, "cerys@kitchen.example")]


def test_a_non_ascii_address_is_kept() -> None:
    raw = sent(QUESTION, envelope(address="siôn@xn--bd-hva.example"))
    assert "siôn@xn--bd-hva.example".encode() in raw
    assert str(read(raw)["To"]) == "Cerys <siôn@xn--bd-hva.example>"


WORDS = st.text(max_size=200)


@given(title=WORDS, words=WORDS, name=WORDS, local=st.text("abc.'+-_/=", min_size=1, max_size=64))
def test_every_card_is_one_message_to_one_recipient(title: str, words: str, name: str, local: str) -> None:
    address = email.normalise(f"{local}@kitchen.example") or "cerys@kitchen.example"
    to = Envelope(
        address, sanitise.display_name(name), Translator(), "/me/open/k", date(2026, 3, 16), "/mail/stop/k"
    )
    raw = sent(Card(title, (Text(words), SmallText(title))), to)
    message = read(raw)
    assert [each.addr_spec for each in message["To"].addresses] == [address]
    assert sorted(message.keys()) == sorted(read(sent(QUESTION)).keys())
    assert message.defects == []
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert all(len(line) <= 76 or " " not in line.strip() for line in plain(raw).split("\n"))


def test_a_heading_is_a_heading_in_html_too() -> None:
    raw = sent(Card("Help", (Heading("Asking <b>"), Text("Type ask."))))
    assert ">Asking &lt;b&gt;</h2>" in html(raw)
    assert "Asking <b>\n\nType ask." in plain(raw)


def test_mentions_are_names_and_moments_are_named() -> None:
    at = datetime(2026, 3, 16, 9, tzinfo=UTC)
    mention = Mention(Address("slack", "T1", "U1"), "Ben")
    words = RichText((mention, " by ", Timestamp(at, "09:00, London time")))
    card = Card("Rich", (Text(words), BulletList((words,)), KeyValues((("Who", words),))))
    assert plain(sent(card)).count("Ben by 09:00, London time") == 3
    assert html(sent(card)).count("Ben by 09:00, London time") == 3


def test_a_table_is_words() -> None:
    table = Table("Scores", ("Round", "Trust"), (("Round 2", Number(3.6, "3.6")), ("Round 1", "")))
    assert "Scores\n  Round 2: Trust 3.6\n  Round 1:\n" in plain(sent(Card("Trends", (table,))))
    assert "Trust 3.6" in html(sent(Card("Trends", (table,))))


def test_a_button_that_opens_a_page_of_the_hub_is_a_link_that_signs_in() -> None:
    hub = Button("Open the hub", "hub round 3", page="/p/harbour/rounds/3")
    written = plain(sent(Card("Results", (Buttons((Button("More", "results"), hub)),))))
    assert "Open the hub:\n  https://accord.example.org/me/open/key?to=/p/harbour/rounds/3" in written
    assert "Continue on your page: https://accord.example.org/me/open/key\n" in written
