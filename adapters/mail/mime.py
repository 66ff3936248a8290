"""A card as an e-mail, in plain text and in HTML that says the same. Pure, once the template is read.

A button cannot be pressed in an e-mail: in their place stands one link, to the page where they can.
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
from bot.core.cards import BulletList, Buttons, Card, Chart, KeyValues, Link, Part, SmallText, TextBox
from bot.core.email import Envelope
from bot.core.i18n import Translator

WIDTH = 76  # characters of a line: RFC 5322 asks for at most 78
LONGEST_SUBJECT = 150
PRESSED = (Buttons, TextBox)


class UnfoldedHeader(UniqueUnstructuredHeader):
    """A header that loses its meaning when it is encoded, which is what Python does to a long word."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id"):
    _HEADERS.map_to_type(_name, UnfoldedHeader)  # type: ignore[arg-type]  # it makes a BaseHeader of it
ASCII, UNICODE = SMTP.clone(header_factory=_HEADERS), SMTPUTF8.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class MailSender:
    """What all our letters have in common: whom they come from, and the address of our pages."""

    name: str
    address: str
    public_url: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def build_message(card: Card, envelope: Envelope, head: MailSender, key: str, now: datetime) -> EmailMessage:
    """`key` is the delivery's: the same message has the same id, however often it is sent."""
    letter = EmailMessage(policy=ASCII if envelope.address.isascii() else UNICODE)
    stop = head.public_url + envelope.stop
    letter["From"] = Address(head.name, addr_spec=head.address)
    user, _, domain = envelope.address.rpartition("@")
    letter["To"] = Address(envelope.name if envelope.way_in else "", user, domain)
    letter["Subject"] = sanitise.one_line(card.title)[:LONGEST_SUBJECT]
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{key}@{head.domain}>"
    # No holiday notice need answer: https://www.rfc-editor.org/rfc/rfc3834, and what Exchange knows instead.
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    letter["List-Unsubscribe"] = f"<{stop}>"
    # Over anything else, no mail program may press it: https://www.rfc-editor.org/rfc/rfc8058
    if stop.startswith("https://"):
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    card = _readable(card, envelope)
    letter.set_content(_plain(card, envelope, head), cte="quoted-printable")
    letter.add_alternative(_html(card, envelope, head), subtype="html", cte="quoted-printable")
    letter["Content-Language"] = envelope.t.code
    return letter


def _readable(card: Card, envelope: Envelope) -> Card:
    """The card with one link to go on with, where its buttons were. Whose mailbox it is must be known for
    that."""
    parts, t = list(card.parts), envelope.t
    pressed = [place for place, each in enumerate(parts) if isinstance(each, PRESSED)]
    if envelope.way_in:
        label = t("Continue on your page") if pressed else t("Open your page")
        parts.insert(pressed[0] if pressed else len(parts), Link(label, envelope.way_in))
    return replace(card, parts=tuple(each for each in parts if not isinstance(each, PRESSED)))


def _plain(card: Card, envelope: Envelope, head: MailSender) -> str:
    drawn = text.draw(card, head.public_url)
    foot = [*_small_print(envelope), f"{_stops(envelope.t)}: {head.public_url}{envelope.stop}"]
    return _folded("\n\n".join([drawn, "--", *foot])) + "\n"


def _html(card: Card, envelope: Envelope, head: MailSender) -> str:
    drawn = _template().render(
        card=card,
        kind=_kind,
        t=envelope.t,
        here=head.public_url,
        stop=envelope.stop,
        stops=_stops(envelope.t),
        foot=list(_small_print(envelope)),
    )
    return _fit(drawn)


def _small_print(envelope: Envelope) -> Iterator[str]:
    t = envelope.t
    if envelope.way_in:
        day = t.full_day(envelope.until)
        yield t("The link is for {name} alone and works once, until {day}.", name=envelope.name, day=day)
        yield t("Please do not answer by replying to this e-mail: others could read it.")
        yield t("You get it because a partnership that uses Accord added you, or you gave this address.")


def _stops(t: Translator) -> str:
    return t("No more e-mail from Accord")


def _kind(part: Part) -> str:
    match part:
        case KeyValues():
            return "facts"
        case BulletList():
            return "listing"
        case Chart():
            return "chart"
        case Link():
            return "link"
        case SmallText():
            return "quiet"
    return "text"


def _folded(words: str) -> str:
    """In lines that fit; an address is never broken."""
    lines = []
    for line in words.split("\n"):
        fit = _fit(line)
        indent = fit[: len(fit) - len(fit.lstrip())]
        lines += wrap(
            fit, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def _fit(words: str) -> str:
    """Without what turns the direction of writing, cannot be seen or cannot be sent."""
    return "".join(each for each in words if each == "\n" or category(each) not in sanitise.UNSAFE_CATEGORIES)


@cache
def _template() -> Template:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template("letter.html")
