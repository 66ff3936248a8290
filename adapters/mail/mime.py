"""Build an e-mail from a card, in plain text and in HTML that says the same. Pure, once the template is read.

Buttons cannot be pressed in an e-mail: in their place stands one link, to the page where they can.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from textwrap import wrap
from unicodedata import category

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from adapters import text
from bot.core import sanitise
from bot.core.cards import (
    BulletList,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Link,
    Part,
    ShareLink,
    SmallText,
    TextBox,
)
from bot.core.email import Envelope
from bot.core.hub_paths import leading_to
from bot.core.i18n import Translator
from bot.messages import privacy

LINE_WIDTH = 76  # characters: RFC 5322 asks for at most 78
MAX_SUBJECT = 150
CONTROLS = (Buttons, TextBox)


class UnfoldedHeader(UniqueUnstructuredHeader):
    """A header that loses its meaning when it is encoded, which is what Python does to a long word."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id"):
    _HEADERS.map_to_type(_name, UnfoldedHeader)  # type: ignore[arg-type]  # the registry makes a BaseHeader of it
ASCII, UNICODE = SMTP.clone(header_factory=_HEADERS), SMTPUTF8.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class MailSender:
    """The sender of all e-mails, and the address of our pages."""

    name: str
    address: str
    public_url: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def build_message(
    card: Card, envelope: Envelope, sender: MailSender, key: str, now: datetime
) -> EmailMessage:
    """Build the message. `key` is the delivery's, so that a message has the same id however often it is
    sent."""
    message = EmailMessage(policy=ASCII if envelope.address.isascii() else UNICODE)
    stop = sender.public_url + envelope.stop
    message["From"] = Address(sender.name, addr_spec=sender.address)
    user, _, domain = envelope.address.rpartition("@")
    message["To"] = Address(envelope.name if envelope.way_in else "", user, domain)
    message["Subject"] = sanitise.one_line(card.title)[:MAX_SUBJECT]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{key}@{sender.domain}>"
    # Prevent automatic replies: https://www.rfc-editor.org/rfc/rfc3834, and the header that Exchange knows.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["List-Unsubscribe"] = f"<{stop}>"
    # One-click unsubscribing needs HTTPS: https://www.rfc-editor.org/rfc/rfc8058
    if stop.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    card = _replace_controls(card, envelope)
    message.set_content(_plain(card, envelope, sender), cte="quoted-printable")
    message.add_alternative(_html(card, envelope, sender), subtype="html", cte="quoted-printable")
    message["Content-Language"] = envelope.t.code
    return message


def _replace_controls(card: Card, envelope: Envelope) -> Card:
    """Return the card with links in place of its buttons: one to each page of the hub that a button opens,
    and one to the page where the others can be pressed. Without links if the mailbox is not known to belong
    to somebody. They hold one secret, so the second that is opened works where the first did."""
    parts, t = [basic for part in card.parts for basic in text.basic_parts(part)], envelope.t
    controls = [position for position, part in enumerate(parts) if isinstance(part, CONTROLS)]
    if envelope.way_in:
        label = t("Continue on your page") if controls else t("Open your page")
        place = controls[0] if controls else len(parts)
        pages = [
            button for part in parts if isinstance(part, Buttons) for button in part.options if button.page
        ]
        parts[place:place] = [
            *(Link(button.label, leading_to(envelope.way_in, button.page)) for button in pages),
            Link(label, envelope.way_in),
        ]
    return replace(card, parts=tuple(part for part in parts if not isinstance(part, CONTROLS)))


def _plain(card: Card, envelope: Envelope, sender: MailSender) -> str:
    body = text.draw(card, sender.public_url)
    footer = [
        *_small_print(envelope),
        f"{_privacy_label(envelope.t)}: {sender.public_url}{privacy.PATH}",
        f"{_unsubscribe_label(envelope.t)}: {sender.public_url}{envelope.stop}",
    ]
    return _wrap_lines("\n\n".join([body, "--", *footer])) + "\n"


def _html(card: Card, envelope: Envelope, sender: MailSender) -> str:
    html = _template().render(
        card=text.plain_card(text.without_tables(card)),
        kind=_kind,
        t=envelope.t,
        public_url=sender.public_url,
        privacy_path=privacy.PATH,
        privacy_label=_privacy_label(envelope.t),
        unsubscribe_path=envelope.stop,
        unsubscribe_label=_unsubscribe_label(envelope.t),
        footer=list(_small_print(envelope)),
    )
    return _strip_unsafe(html)


def _small_print(envelope: Envelope) -> Iterator[str]:
    t = envelope.t
    if envelope.way_in:
        day = t.full_day(envelope.until)
        yield t("This link is only for {name}. It works once, until {day}.", name=envelope.name, day=day)
        yield t("Please do not answer by replying to this email, because other people could read it.")
        yield t(
            "You get this email because a partnership that uses Accord added you, or because you "
            "gave us this address."
        )


def _privacy_label(t: Translator) -> str:
    return t("What happens to your data")


def _unsubscribe_label(t: Translator) -> str:
    return t("Stop emails from Accord")


_KINDS: dict[type[Part], str] = {
    KeyValues: "key_values",
    BulletList: "bullet_list",
    Chart: "chart",
    Link: "link",
    SmallText: "small_text",
    Heading: "heading",
    ShareLink: "share_link",
}


def _kind(part: Part) -> str:
    return _KINDS.get(type(part), "text")


def _wrap_lines(words: str) -> str:
    """Wrap the lines to LINE_WIDTH. A URL is never broken."""
    lines = []
    for line in words.split("\n"):
        fit = _strip_unsafe(line)
        indent = fit[: len(fit) - len(fit.lstrip())]
        lines += wrap(
            fit, LINE_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def _strip_unsafe(words: str) -> str:
    """Remove characters that turn the direction of writing, cannot be seen or cannot be sent."""
    return "".join(char for char in words if char == "\n" or category(char) not in sanitise.UNSAFE_CATEGORIES)


@cache
def _template() -> Template:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template("message.html")
