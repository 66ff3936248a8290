"""Whose e-mail goes where: given, confirmed, switched off and on, found not to arrive."""

from collections.abc import Mapping
from datetime import date

from bot.core.deliveries import Delivery
from bot.core.email import EmailOptOut, Mailbox, MutedReason, VisibleMailbox
from bot.core.errors import NotFound
from bot.core.models import Member, Person, web_address
from bot.core.ports import Crypto, Ids, Transaction
from bot.membership import people
from bot.membership.roster import Roster


def new_mailbox(crypto: Crypto, ids: Ids, person: str, address: str, typed_by: str) -> Mailbox:
    id = ids.new()
    return Mailbox(id, person, crypto.encrypt(id, address), _digests(crypto, address)[0], typed_by)


def reveal_address(crypto: Crypto, box: Mailbox) -> str:
    """Empty where it was sealed under a secret that we no longer have."""
    try:
        return crypto.decrypt(box.id, box.sealed)
    except NotFound:
        return ""


async def current_mailbox(db: Transaction, person: Person) -> Mailbox | None:
    """The one that its owner uses, or would if they were in."""
    theirs = await db.find(Mailbox, person=person.id)
    return next((each for each in theirs if each.confirmed or each.address == person.home), None)


async def owned_addresses(db: Transaction, crypto: Crypto, person: Person) -> list[tuple[str, Mailbox]]:
    """All of somebody's, each after its address, for their own eyes."""
    return [(reveal_address(crypto, each), each) for each in await db.find(Mailbox, person=person.id)]


async def is_opted_out(db: Transaction, crypto: Crypto, address: str) -> bool:
    """Whether whoever reads there wants nothing from Accord."""
    return bool(await db.count(EmailOptOut, id=_digests(crypto, address)))


async def invited_at(db: Transaction, crypto: Crypto, roster: Roster, address: str) -> Member | None:
    """Whoever is present and was added by this address. What people gave themselves is nobody's to find."""
    same = await db.find(Mailbox, digest=_digests(crypto, address))
    theirs = {each.person for each in same if each.typed_by != each.person}
    return next((each for each in roster.present if each.person in theirs), None)


async def typed_by_viewer(
    db: Transaction, crypto: Crypto, roster: Roster, address: str, viewer: Person
) -> Member | None:
    """The present member whose address this is, for whoever typed it."""
    same = await db.find(Mailbox, digest=_digests(crypto, address), typed_by=viewer.id)
    return next((each for each in roster.present if each.person in {box.person for box in same}), None)


async def visible_mailboxes(
    db: Transaction, crypto: Crypto, roster: Roster, viewer: Person, *, coordinates: bool
) -> Mapping[str, VisibleMailbox]:
    """By member: what this viewer may see of those who are present."""
    found: dict[str, VisibleMailbox] = {}
    members = {each.person: each for each in roster.present}
    for box in await db.find(Mailbox, person=list(members)):
        typed_it = box.typed_by == viewer.id
        silence = box.silence if typed_it or coordinates else None
        if typed_it or silence:
            found[members[box.person].id] = VisibleMailbox(
                reveal_address(crypto, box) if typed_it else "", silence
            )
    return found


async def await_confirmation(db: Transaction, box: Mailbox) -> None:
    """In the place of another that its owner gave and never confirmed; not of one that is in use."""
    person = await db.get(Person, box.person)
    for other in await db.find(Mailbox, person=box.person, confirmed=False):
        if other.address != person.home:
            await db.remove(Mailbox, id=other.id)
    await db.add(box)


async def confirm(db: Transaction, box: Mailbox) -> None:
    """Its owner reads there: from now on they are written to there, and nowhere else."""
    for other in await db.find(Mailbox, person=box.person):
        if other.id != box.id:
            await db.remove(Mailbox, id=other.id)
    await switch_on(db, await db.update_if_unchanged(box, confirmed=True))


async def switch_on(db: Transaction, box: Mailbox) -> None:
    await db.remove(EmailOptOut, id=box.digest)
    await db.update_if_unchanged(box, silence=None)
    await people.set_home(db, await db.get(Person, box.person), box.address)


async def switch_off(db: Transaction, box: Mailbox, today: date) -> None:
    """Its reader wants no more, and nobody else can sign them up again."""
    await db.upsert(EmailOptOut(box.digest, today))
    await mute(db, box, MutedReason.OFF)


async def mute(db: Transaction, box: Mailbox, why: MutedReason) -> None:
    """What its owner is owed lies on their page instead."""
    await db.update_if_unchanged(box, silence=why)
    person = await db.get(Person, box.person)
    if person.home == box.address:
        await people.set_home(db, person, web_address(person.id))


async def delete_mailboxes(db: Transaction, person: Person) -> None:
    """All addresses of somebody's."""
    for box in await db.find(Mailbox, person=person.id):
        await db.remove(Delivery, to=box.address)
        await db.remove(Mailbox, id=box.id)


def _digests(crypto: Crypto, address: str) -> list[str]:
    return list(crypto.lookup_hashes(address.casefold()))
