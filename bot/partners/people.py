"""Who somebody is, wherever they speak from."""

from bot.model import Address, Delivery, DeliveryState, Member, Person, on_the_web
from bot.ports import Ids, Records
from bot.talk import names
from bot.talk.events import Arrived, Removed, Returned, Said
from bot.talk.tongue import short
from bot.zones import FALLBACK, zone_or

LANGUAGE = "en"  # until a platform tells us better


async def at(db: Records, address: Address) -> Person | None:
    found = await db.find(Person, address=address)
    return found[0] if found else None


async def met(db: Records, ids: Ids, said: Said) -> Person:
    """Somebody speaks to us for the first time, and wants to be known. On the web their address holds
    their id."""
    id = said.who.key if said.who == on_the_web(said.who.key) else ids.new()
    zone, language = zone_or(said.zone, FALLBACK), said.language or LANGUAGE
    person = Person(id, said.who, said.who, names.called(said.name), zone, short(language))
    await db.add(person)
    return person


async def introduced(db: Records, person: Person, said: Said) -> Person:
    """Somebody whom others added, and whose name we were never told, speaks themselves. Their zone and
    language were those of the partnership until now."""
    name = names.called(said.name)
    if not name or person.name:
        return person
    language = short(said.language) or person.language
    return await db.change(person, name=name, zone=zone_or(said.zone, person.zone), language=language)


async def arrived(db: Records, event: Arrived) -> None:
    """Note what a platform tells us of somebody we know; what is owed to them follows them. Their language
    they choose themselves."""
    if person := await at(db, event.who):
        now = {
            "home": event.home,
            "name": names.called(event.name) or person.name,
            "zone": zone_or(event.zone, person.zone),
        }
        if news := {field: value for field, value in now.items() if value != getattr(person, field)}:
            await db.change(person, **news)
        if "home" in news:
            await _follow(db, person, event.home)


async def _follow(db: Records, person: Person, home: Address) -> None:
    members = [each.id for each in await db.find(Member, person=person.id)]
    for each in await db.find(Delivery, member=members, state=DeliveryState.WAITING):
        await db.change(each, to=home, lane=home.lane, due_at=each.due_at)


async def removed(db: Records, event: Removed) -> None:
    """A workspace threw Accord out: until its people arrive again, nothing is sent to them."""
    lane = f"{event.platform}:{event.workspace}"
    for person in await db.find(Person):
        if person.home and person.home.lane == lane:
            await db.change(person, home=None)


async def returned(db: Records, event: Returned) -> None:
    for person in await db.find(Person, home=None):
        if person.address.lane == f"{event.platform}:{event.workspace}":
            await db.change(person, home=person.address)


def uses_the_web(person: Person) -> bool:
    """Whether somebody has no platform but Accord's own pages."""
    return person.address == on_the_web(person.id)
