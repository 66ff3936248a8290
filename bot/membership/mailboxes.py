"""Mailboxes of people: given, confirmed, switched on and off, and muted."""

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
    """Return an unconfirmed mailbox of a person. `typed_by` is the id of the person who typed the address."""
    id = ids.new()
    return Mailbox(id, person, crypto.encrypt(id, address), digests(crypto, address)[0], typed_by)


def reveal_address(crypto: Crypto, box: Mailbox) -> str:
    """Return a mailbox's address, or "" if it was sealed under a secret that Accord no longer has."""
    try:
        return crypto.decrypt(box.id, box.sealed)
    except NotFound:
        return ""


async def current_mailbox(db: Transaction, person: Person) -> Mailbox | None:
    """Return the mailbox that a person uses: the confirmed one, or one at which they were invited."""
    boxes = await db.find(Mailbox, person=person.id)
    return next((box for box in boxes if box.confirmed or box.address == person.home), None)


async def owned_addresses(db: Transaction, crypto: Crypto, person: Person) -> list[tuple[str, Mailbox]]:
    """Return all of a person's mailboxes, each after its address. Only they themselves may see them."""
    return [(reveal_address(crypto, box), box) for box in await db.find(Mailbox, person=person.id)]


async def is_opted_out(db: Transaction, crypto: Crypto, address: str) -> bool:
    """Return True if the reader of an address wants no e-mail from Accord."""
    return bool(await db.count(EmailOptOut, id=digests(crypto, address)))


async def invited_at(db: Transaction, crypto: Crypto, roster: Roster, address: str) -> Member | None:
    """Return the present member who was added by this address, or None. Addresses that people gave themselves
    are not searched: nobody else may find them."""
    boxes = await db.find(Mailbox, digest=digests(crypto, address))
    people_added = {box.person for box in boxes if box.typed_by != box.person}
    return next((member for member in roster.present if member.person in people_added), None)


async def typed_by_viewer(
    db: Transaction, crypto: Crypto, roster: Roster, address: str, viewer: Person
) -> Member | None:
    """Return the present member with this address if the viewer typed it, else None."""
    boxes = await db.find(Mailbox, digest=digests(crypto, address), typed_by=viewer.id)
    owners = {box.person for box in boxes}
    return next((member for member in roster.present if member.person in owners), None)


async def visible_mailboxes(
    db: Transaction, crypto: Crypto, roster: Roster, viewer: Person, *, coordinates: bool
) -> Mapping[str, VisibleMailbox]:
    """Return what a viewer may see of the mailboxes of present members, by member."""
    visible: dict[str, VisibleMailbox] = {}
    members = {member.person: member for member in roster.present}
    for box in await db.find(Mailbox, person=list(members)):
        is_typist = box.typed_by == viewer.id
        silence = box.silence if is_typist or coordinates else None
        if is_typist or silence:
            visible[members[box.person].id] = VisibleMailbox(
                reveal_address(crypto, box) if is_typist else "", silence
            )
    return visible


async def await_confirmation(db: Transaction, box: Mailbox) -> None:
    """Store a mailbox that its owner has to confirm. It replaces another unconfirmed one, but not one that is
    in use."""
    person = await db.get(Person, box.person)
    for other in await db.find(Mailbox, person=box.person, confirmed=False):
        if other.address != person.home:
            await db.remove(Mailbox, id=other.id)
    await db.add(box)


async def confirm(db: Transaction, box: Mailbox) -> None:
    """Mark a mailbox as confirmed, write to its owner there, and delete their other mailboxes."""
    for other in await db.find(Mailbox, person=box.person):
        if other.id != box.id:
            await db.remove(Mailbox, id=other.id)
    await switch_on(db, await db.update_if_unchanged(box, confirmed=True))


async def switch_on(db: Transaction, box: Mailbox) -> None:
    """Write to the owner of a mailbox there from now on, also if its reader had opted out."""
    await db.remove(EmailOptOut, id=box.digest)
    await db.update_if_unchanged(box, silence=None)
    await people.set_home(db, await db.get(Person, box.person), box.address)


async def switch_off(db: Transaction, box: Mailbox, today: date) -> None:
    """Opt the reader of a mailbox out of e-mail. Nobody else can sign them up again."""
    await db.upsert(EmailOptOut(box.digest, today))
    await mute(db, box, MutedReason.OFF)


async def mute(db: Transaction, box: Mailbox, reason: MutedReason) -> None:
    """Stop writing to a mailbox. Its owner gets their messages on their page instead."""
    await db.update_if_unchanged(box, silence=reason)
    person = await db.get(Person, box.person)
    if person.home == box.address:
        await people.set_home(db, person, web_address(person.id))


async def delete_mailboxes(db: Transaction, person: Person) -> None:
    """Delete all mailboxes of a person, with the deliveries to them."""
    for box in await db.find(Mailbox, person=person.id):
        await db.remove(Delivery, to=box.address)
        await db.remove(Mailbox, id=box.id)


def digests(crypto: Crypto, address: str) -> list[str]:
    """Return the keyed hashes by which an address is found, that of the newest secret key first."""
    return list(crypto.lookup_hashes(address.casefold()))
