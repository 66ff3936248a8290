"""Who somebody is, wherever they speak from."""

from bot.core import sanitise
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.events import AppReinstalled, AppUninstalled, Message, UserSeen
from bot.core.i18n import language_code
from bot.core.models import Address, Member, Person, web_address
from bot.core.ports import Ids, Transaction
from bot.core.timezones import FALLBACK, zone_or_default

LANGUAGE = "en"  # until a platform tells us better


async def find_person(db: Transaction, address: Address) -> Person | None:
    found = await db.find(Person, address=address)
    return found[0] if found else None


async def get_or_create(db: Transaction, ids: Ids, said: Message) -> Person:
    """Somebody speaks to us for the first time, and wants to be known. On the web their address holds
    their id."""
    id = said.sender.key if said.sender == web_address(said.sender.key) else ids.new()
    zone, language = zone_or_default(said.zone, FALLBACK), said.language or LANGUAGE
    person = Person(
        id, said.sender, said.sender, sanitise.display_name(said.name), zone, language_code(language)
    )
    await db.add(person)
    return person


async def update_from_message(db: Transaction, person: Person, said: Message) -> Person:
    """Somebody whom others added, and whose name we were never told, speaks themselves. Their zone and
    language were those of the partnership until now."""
    name = sanitise.display_name(said.name)
    if not name or person.name:
        return person
    language = language_code(said.language) or person.language
    return await db.update_if_unchanged(
        person, name=name, zone=zone_or_default(said.zone, person.zone), language=language
    )


async def user_seen(db: Transaction, event: UserSeen) -> None:
    """Store what a platform reports about a person we know: where to write to them, name and time zone. They
    choose their language themselves."""
    if person := await find_person(db, event.user):
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
    whether a mailbox is theirs stays where it is: it is about that mailbox."""
    if person.home == home:
        return person
    members = [member.id for member in await db.find(Member, person=person.id)]
    for delivery in await db.find(Delivery, member=members, state=DeliveryState.WAITING):
        if delivery.kind != DeliveryKind.CONFIRM_MAILBOX:
            await db.update_if_unchanged(delivery, to=home, lane=home.lane, due_at=delivery.due_at)
    return await db.update_if_unchanged(person, home=home)


async def app_uninstalled(db: Transaction, event: AppUninstalled) -> None:
    """A workspace threw Accord out: until its people arrive again, nothing is sent to them."""
    lane = f"{event.platform}:{event.workspace}"
    for person in await db.find(Person):
        if person.home and person.home.lane == lane:
            await db.update_if_unchanged(person, home=None)


async def app_reinstalled(db: Transaction, event: AppReinstalled) -> None:
    for person in await db.find(Person, home=None):
        if person.address.lane == f"{event.platform}:{event.workspace}":
            await db.update_if_unchanged(person, home=person.address)


def uses_the_web(person: Person) -> bool:
    """Whether somebody has no platform but Accord's own pages."""
    return person.address == web_address(person.id)
