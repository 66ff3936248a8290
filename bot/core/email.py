"""E-mail, as far as the product knows it: whose mailbox is whose, and what in a line is an address. Pure.

An address lies sealed, in one place. Everywhere else a person's e-mail is an `Address` whose key is the id of
their mailbox: so it can get into no roster, log, error or row besides.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core import sanitise
from bot.core.i18n import Translator
from bot.core.models import Address

LONGEST = 254  # bytes: RFC 5321, 4.5.3.1.3
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_APART = r"\s@<>()\[\],:;\"\\|"  # what no address holds unquoted
_ADDRESS = re.compile(rf"(?<![^{_APART}])[^{_APART}]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}")
_AROUND = re.compile(r"mailto:|[<>()|\"“”]")


def mailbox_address(mailbox: str) -> Address:
    """Where somebody is written to who has this mailbox: there is one workspace."""
    return Address("mail", "accord", mailbox)


def is_mailbox_address(address: Address | None) -> bool:
    return address is not None and address == mailbox_address(address.key)


class MutedReason(StrEnum):
    """Why nothing is written to a mailbox any more."""

    OFF = "off"  # whoever reads it said so
    RETURNED = "returned"  # what is sent there does not arrive


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An e-mail address of somebody's. `sealed` is the address and `digest` a keyed hash of it, to find it
    again; besides its owner only whoever typed it (`typed_by`, a person) is ever shown it. It is `confirmed`
    once a link that was sent there was opened. `links` counts how often the links sent there were shut.
    It is written to while it is its owner's home."""

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
    """What somebody else may see of a member's mailbox. The address is empty unless they typed it."""

    address: str
    silence: MutedReason | None


@dataclass(frozen=True, slots=True)
class EmailOptOut:
    """An e-mail address, as a keyed hash, whose reader said on this day to write there no more: nobody else
    can sign it up again."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes around a card on its way to a mailbox. `way_in` is the path of a link to its reader's own
    pages, which works once and up to the day `until`; empty where it is not known yet who reads there. `stop`
    is the path where no more mail is wished for."""

    address: str
    name: str
    t: Translator
    way_in: str
    until: date
    stop: str


def parse_mailbox(text: str) -> tuple[str, str] | None:
    """The name, which may be empty, and the e-mail address in `Cerys Puw <cerys@kitchen.example>`, or None
    where there is not exactly one address."""
    found = {normalise(each) for each in _ADDRESS.findall(unicodedata.normalize("NFC", text))}
    if len(found) != 1 or not (address := found.pop()):
        return None
    name = sanitise.one_line(_AROUND.sub(" ", _ADDRESS.sub(" ", unicodedata.normalize("NFC", text))))
    if "@" in name:
        return None
    return name if any(each.isalnum() for each in name) else "", address


def normalise(address: str) -> str:
    """As it is kept: the domain in ASCII, which every mail server takes; empty where it cannot be one."""
    local, _, domain = address.rpartition("@")
    dotted = local.startswith(".") or local.endswith(".") or ".." in local
    try:
        whole = f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        return ""
    return "" if dotted or sanitise.one_line(whole) != whole or len(whole.encode()) > LONGEST else whole


def contains_email_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None
