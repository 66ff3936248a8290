"""People: found and created by their platform address, updated by what platforms report."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.core import sanitise
from bot.core.deliveries import EDIT_KINDS, Delivery, DeliveryKind, DeliveryState
from bot.core.events import AppReinstalled, AppUninstalled, Message, UserSeen
from bot.core.i18n import language_code
from bot.core.models import Address, Member, Person, web_address
from bot.core.ports import Crypto, Ids, Transaction
from bot.core.timezones import FALLBACK, zone_or_default

LANGUAGE = "en"  # until a platform reports another
PORTION = 100  # people of a workspace who are changed in one transaction


async def create(db: Transaction, ids: Ids, message: Message) -> Person:
    """Create the person who sent a message. On the web their address holds their id."""
    sender = message.sender
    id = sender.key if sender == web_address(sender.key) else ids.new()
    name, zone = sanitise.display_name(message.name), zone_or_default(message.zone, FALLBACK)
    person = Person(id, sender, sender, name, zone, language_code(message.language or LANGUAGE))
    await db.add(person)
    return person


async def update_from_message(db: Transaction, person: Person, message: Message) -> Person:
    """Store name, time zone and language of a person without a name, whom others had added, from their first
    message. Until then their zone and language are those of the partnership."""
    name = sanitise.display_name(message.name)
    if not name or person.name:
        return person
    language = language_code(message.language) or person.language
    return await db.update_if_unchanged(
        person, name=name, zone=zone_or_default(message.zone, person.zone), language=language
    )


async def find_first(db: Transaction, addresses: Sequence[Address]) -> tuple[Address, Person | None]:
    """Return the first of these addresses that belongs to a person, and that person; or the first address and
    None."""
    for address in addresses:
        if person := await db.first(Person, address=address):
            return address, person
    return addresses[0], None


def greeting_id(crypto: Crypto, address: Address) -> str:
    """Return the id under which is kept that an address was greeted: a keyed hash, since it may be a
    stranger's."""
    return crypto.event_hash(f"greeted:{address}")


async def user_seen(db: Transaction, event: UserSeen) -> None:
    """Store what a platform reports about a person we know: where to write to them, name and time zone. They
    choose their language themselves."""
    if person := await db.first(Person, address=event.user):
        person = await set_home(db, person, event.home)
        reported = {
            "name": sanitise.display_name(event.name) or person.name,
            "zone": zone_or_default(event.zone, person.zone),
        }
        changed = {field: value for field, value in reported.items() if value != getattr(person, field)}
        if changed:
            await db.update_if_unchanged(person, **changed)


async def set_home(db: Transaction, person: Person, home: Address) -> Person:
    """Write to a person at `home` from now on, and move the deliveries that wait for them there.

    Deliveries wait for an earlier home as well where the person had none for a while. Only the question
    whether a mailbox is theirs stays where it is, for it is about that mailbox, and so do edits of messages
    that were sent there."""
    if person.home == home:
        return person
    members = [member.id for member in await db.find(Member, person=person.id)]
    for delivery in await db.find(Delivery, member=members, state=DeliveryState.WAITING):
        if delivery.kind != DeliveryKind.CONFIRM_MAILBOX and delivery.kind not in EDIT_KINDS:
            await db.update_if_unchanged(delivery, to=home, lane=home.lane, due_at=delivery.due_at)
    return await db.update_if_unchanged(person, home=home)


async def has_spoken(db: Transaction, person: Person) -> Person:
    """Write to a person again who speaks from their own address, if we could not write to them.

    Not for what belongs to their answers, since that would tell that they replied."""
    return person if person.home else await set_home(db, person, person.address)


async def app_uninstalled(
    db: Transaction, event: AppUninstalled, before: AbstractSet[str] = frozenset()
) -> list[Person]:
    """Stop writing to people of a workspace that uninstalled Accord. Returns them, at most PORTION.

    `before` are the ids of those to whom the event stopped it before. It leaves them alone if there are no
    others: another process has written to them again since, and would for ever."""
    people = await db.in_lane(Person, "home", event.lane, PORTION)
    if all(person.id in before for person in people):
        return []
    return [await db.update_if_unchanged(person, home=None) for person in people]


async def app_reinstalled(db: Transaction, event: AppReinstalled) -> list[Person]:
    """Write again to people of a workspace that installed Accord again. Returns them, at most PORTION. With
    the last, drops what is still to be said of its removal, since an unneeded notice delays the next
    message to the same person."""
    people = await db.in_lane(Person, "address", event.lane, PORTION, home=None)
    if len(people) < PORTION:
        await db.remove(
            Delivery, kind=DeliveryKind.APP_REMOVED, subject=event.lane, state=DeliveryState.WAITING
        )
    return [await db.update_if_unchanged(person, home=person.address) for person in people]


def uses_the_web(person: Person) -> bool:
    """Return True if a person has no platform but Accord's own pages."""
    return person.address == web_address(person.id)
