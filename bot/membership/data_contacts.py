"""The organisations that decide together about a partnership's data, and where each is asked about it.

They are joint controllers, and people may use their rights against each of them:
https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/controllers-and-processors/
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core import email
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import MembershipStatus, Organisation, Person, Role
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.membership.roster import Roster

MAX_LENGTH = 200  # characters of a contact
OFF = "off"
NOT_IN_WEB_ADDRESSES = frozenset(
    ' "<>\\^`{|}'
)  # unless quoted: https://www.rfc-editor.org/rfc/rfc3986#section-2


@dataclass(frozen=True, slots=True)
class Controllers:
    """The controllers of one partnership that a person may see: their `own` organisation, and the `others` if
    they have joined. `role` is theirs if they have joined, else None."""

    partnership: str
    own: Organisation
    others: tuple[Organisation, ...] = ()
    role: Role | None = None

    @property
    def all(self) -> tuple[Organisation, ...]:
        return (self.own, *self.others)


async def controllers_of(db: Transaction, person: Person) -> list[Controllers]:
    """Return the controllers of each partnership that has data about a person, by its name. They are not told
    of a partnership that they only asked to join: they may have guessed its code."""
    found = []
    for member, partnership, own in await permissions.all_memberships_of(db, person):
        if partnership is None:
            continue
        if member.standing is MembershipStatus.ACTIVE:
            roster = await permissions.load_roster(db, partnership.id)
            others = tuple(roster.other_organisations(member))
            found.append(Controllers(partnership.name, own, others, member.role))
        else:
            found.append(Controllers(partnership.name, own))
    return sorted(found, key=lambda controllers: controllers.partnership.casefold())


def without_contact(roster: Roster) -> list[Organisation]:
    """Return the organisations that have not said where they are asked about data."""
    return [partner for partner in roster.active_organisations if partner.data_contact is None]


async def forget(db: Transaction, roster: Roster, addresses: Collection[str]) -> None:
    """Remove contacts that are an address of somebody who is erased. Only confirmed addresses are given:
    people could type that of somebody else."""
    theirs = {address.casefold() for address in addresses}
    for organisation in roster.organisations:
        if organisation.data_contact and organisation.data_contact.casefold() in theirs:
            await db.update_if_unchanged(organisation, data_contact=None, data_contact_at=None)


def parse_contact(text: str, t: Translator) -> str:
    """Return the email or web address in a text. Raises Refusal if it is neither."""
    name, address = email.parse_mailbox(text) or ("", "")
    contact = _web_address(text) or ("" if name else address)
    if not contact or len(contact) > MAX_LENGTH:
        raise Refusal(
            t(
                "Type an email address, or a web address that begins with https://. "
                "For example: data contact dpo@example.org"
            )
        )
    return contact


def _web_address(text: str) -> str:
    """Return a web address with https:// in small letters, or "" if the text is none."""
    try:
        parts = urlsplit(text)
    except ValueError:  # such as a [ without a ]
        return ""
    is_plain = text.isascii() and text.isprintable() and not NOT_IN_WEB_ADDRESSES.intersection(text)
    is_public = parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc
    return f"https://{text[len('https://') :]}" if is_plain and is_public else ""
