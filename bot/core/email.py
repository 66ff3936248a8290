"""E-mail addresses and mailboxes. Pure.

An e-mail address is stored encrypted, in one place. Everywhere else it is an `Address` whose key is the id of
the mailbox, so that it cannot get into a roster, a log, an error or another row.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core import sanitise
from bot.core.i18n import Translator
from bot.core.models import Address

MAX_BYTES = 254  # RFC 5321, 4.5.3.1.3
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_SEPARATORS = r"\s@<>()\[\],:;\"\\|"  # not in an address unless quoted
_ADDRESS = re.compile(rf"(?<![^{_SEPARATORS}])[^{_SEPARATORS}]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}")
_PUNCTUATION = re.compile(r"mailto:|[<>()|\"“”]")


def mailbox_address(mailbox: str) -> Address:
    """Return the address of a mailbox. E-mail has one workspace."""
    return Address("mail", "accord", mailbox)


def is_mailbox_address(address: Address | None) -> bool:
    return address is not None and address == mailbox_address(address.key)


class MutedReason(StrEnum):
    """Why nothing is sent to a mailbox any more."""

    OFF = "off"  # its reader asked for it
    RETURNED = "returned"  # messages bounced


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person's e-mail address. `sealed` is the encrypted address and `digest` a keyed hash of it, to find
    it again; only its owner and the person who typed it (`typed_by`) are ever shown it. It is `confirmed`
    once a link that was sent there was opened. `links` counts how often earlier links were made invalid.
    Messages are sent there while it is its owner's home."""

    id: str
    person: str
    sealed: bytes
    digest: str
    typed_by: str
    confirmed: bool = False
    silence: MutedReason | None = None
    links: int = 0

    @property
    def address(self) -> Address:
        return mailbox_address(self.id)


@dataclass(frozen=True, slots=True)
class VisibleMailbox:
    """The part of a member's mailbox that another person may see. The address is empty unless that person
    typed it."""

    address: str
    silence: MutedReason | None


@dataclass(frozen=True, slots=True)
class EmailOptOut:
    """An e-mail address, as a keyed hash, whose reader opted out on this day: nobody else can sign it up
    again."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything about a message to a mailbox but its card. `way_in` is the path of a link to its reader's
    own pages, which works once and up to the day `until`; empty until the reader has confirmed. `stop` is the
    path to opt out."""

    address: str
    name: str
    t: Translator
    way_in: str
    until: date
    stop: str


def parse_mailbox(text: str) -> tuple[str, str] | None:
    """Return the name, which may be empty, and the e-mail address in `Cerys Puw <cerys@kitchen.example>`.
    None unless there is exactly one address."""
    text = unicodedata.normalize("NFC", text)
    addresses = {normalise(address) for address in _ADDRESS.findall(text)}
    if len(addresses) != 1 or not (address := addresses.pop()):
        return None
    name = sanitise.one_line(_PUNCTUATION.sub(" ", _ADDRESS.sub(" ", text)))
    if "@" in name:
        return None
    return name if any(character.isalnum() for character in name) else "", address


def normalise(address: str) -> str:
    """Return an address as it is stored, with the domain in ASCII, which every mail server takes; empty if
    it is no address."""
    local, _, domain = address.rpartition("@")
    has_stray_dot = local.startswith(".") or local.endswith(".") or ".." in local
    try:
        ascii_address = f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        return ""
    is_printable = sanitise.one_line(ascii_address) == ascii_address
    is_short = len(ascii_address.encode()) <= MAX_BYTES
    return ascii_address if is_printable and is_short and not has_stray_dot else ""


def contains_email_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None
