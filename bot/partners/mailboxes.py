"""Whose e-mail goes where: given, confirmed, switched off and on, found not to arrive."""

from collections.abc import Mapping
from datetime import date

from bot.errors import Missing
from bot.mail import Mailbox, NoMail, Seen, Silence
from bot.model import Address, Delivery, DeliveryState, Member, Person, on_the_web
from bot.partners.roster import Roster
from bot.ports import Ids, Records, Sealer


def new(seals: Sealer, ids: Ids, person: str, address: str, typed_by: str) -> Mailbox:
    id = ids.new()
    return Mailbox(id, person, seals.hide(id, address), _digests(seals, address)[0], typed_by)


def address(seals: Sealer, box: Mailbox) -> str:
    """Empty where it was sealed under a secret that we no longer have."""
    try:
        return seals.reveal(box.id, box.sealed)
    except Missing:
        return ""


async def current(db: Records, person: Person) -> Mailbox | None:
    """The one that its owner uses, or would if they were in."""
    theirs = await db.find(Mailbox, person=person.id)
    return next((each for each in theirs if each.confirmed or each.address == person.home), None)


async def owned(db: Records, seals: Sealer, person: Person) -> list[tuple[str, Mailbox]]:
    """All of somebody's, each after its address, for their own eyes."""
    return [(address(seals, each), each) for each in await db.find(Mailbox, person=person.id)]


async def refuses(db: Records, seals: Sealer, address: str) -> bool:
    """Whether whoever reads there wants nothing from Accord."""
    return bool(await db.count(NoMail, id=_digests(seals, address)))


async def invited_at(db: Records, seals: Sealer, roster: Roster, address: str) -> Member | None:
    """Whoever is present and was added by this address. What people gave themselves is nobody's to find."""
    same = await db.find(Mailbox, digest=_digests(seals, address))
    theirs = {each.person for each in same if each.typed_by != each.person}
    return next((each for each in roster.present if each.person in theirs), None)


async def typed(db: Records, seals: Sealer, roster: Roster, address: str, viewer: Person) -> Member | None:
    """The present member whose address this is, for whoever typed it."""
    same = await db.find(Mailbox, digest=_digests(seals, address), typed_by=viewer.id)
    return next((each for each in roster.present if each.person in {box.person for box in same}), None)


async def seen(
    db: Records, seals: Sealer, roster: Roster, viewer: Person, *, coordinates: bool
) -> Mapping[str, Seen]:
    """By member: what this viewer may see of those who are present."""
    found: dict[str, Seen] = {}
    members = {each.person: each for each in roster.present}
    for box in await db.find(Mailbox, person=list(members)):
        typed_it = box.typed_by == viewer.id
        silence = box.silence if typed_it or coordinates else None
        if typed_it or silence:
            found[members[box.person].id] = Seen(address(seals, box) if typed_it else "", silence)
    return found


async def await_confirmation(db: Records, box: Mailbox) -> None:
    """In the place of another that its owner gave and never confirmed; not of one that is in use."""
    person = await db.get(Person, box.person)
    for other in await db.find(Mailbox, person=box.person, confirmed=False):
        if other.address != person.home:
            await db.remove(Mailbox, id=other.id)
    await db.add(box)


async def confirm(db: Records, box: Mailbox) -> None:
    """Its owner reads there: from now on they are written to there, and nowhere else."""
    for other in await db.find(Mailbox, person=box.person):
        if other.id != box.id:
            await db.remove(Mailbox, id=other.id)
    await switch_on(db, await db.change(box, confirmed=True))


async def switch_on(db: Records, box: Mailbox) -> None:
    await db.remove(NoMail, id=box.digest)
    await db.change(box, silence=None)
    await write_to(db, await db.get(Person, box.person), box.address)


async def switch_off(db: Records, box: Mailbox, today: date) -> None:
    """Its reader wants no more, and nobody else can sign them up again."""
    await db.put(NoMail(box.digest, today))
    await fall_silent(db, box, Silence.OFF)


async def fall_silent(db: Records, box: Mailbox, why: Silence) -> None:
    """What its owner is owed lies on their page instead."""
    await db.change(box, silence=why)
    person = await db.get(Person, box.person)
    if person.home == box.address:
        await write_to(db, person, on_the_web(person.id))


async def write_to(db: Records, person: Person, home: Address) -> Person:
    """From now on there, also what is owed already."""
    if person.home == home:
        return person
    members = [each.id for each in await db.find(Member, person=person.id)]
    for each in await db.find(Delivery, member=members, state=DeliveryState.WAITING):
        if each.to == person.home:
            await db.change(each, to=home, lane=home.lane, due_at=each.due_at)
    return await db.change(person, home=home)


async def forget(db: Records, person: Person) -> None:
    """All addresses of somebody's."""
    for box in await db.find(Mailbox, person=person.id):
        await db.remove(Delivery, to=box.address)
        await db.remove(Mailbox, id=box.id)


def _digests(seals: Sealer, address: str) -> list[str]:
    return list(seals.hashes(address.casefold()))
