"""What leaves by e-mail: to whom it may, in what envelope, and what is owed to mailboxes alone."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, new_delivery
from bot.core.email import Envelope, Mailbox, MutedReason
from bot.core.errors import FailureReason, NotFound, SendFailed, Stale
from bot.core.models import Member, Person
from bot.core.ports import Ids, Store, Transaction
from bot.membership import login_links, mailboxes
from bot.messages import email as messages
from bot.notifications.composer import Composer

LATE_AFTER = timedelta(days=1)
MAX_A_DAY = 4  # of each of those that somebody may ask for: whose mailbox it is, is not known before
STOP_PURPOSE, CONFIRM_PURPOSE = "stop", "yes"  # purposes of signed links


async def may_send(db: Transaction, delivery: Delivery) -> bool:
    """Whether this may still be sent to its mailbox: its owner is written to there and has read there
    before, or is invited there for the first time, or is asked whether it is theirs."""
    for box in await db.find(Mailbox, id=delivery.to.key):
        if delivery.kind == DeliveryKind.CONFIRM_MAILBOX:
            return not box.confirmed
        person = await db.get(Person, box.person)
        return person.home == box.address and (
            box.confirmed or delivery.kind == DeliveryKind.CONFIRM_MEMBERSHIP
        )
    return False


async def envelope(context: AppContext, mailbox: str, key: str) -> Envelope:
    """For the message that is sent to a mailbox under this key. Raises SendFailed."""
    async with context.store.read_only() as db:
        for box in await db.find(Mailbox, id=mailbox):
            person = await db.get(Person, box.person)
            try:
                address = context.crypto.decrypt(box.id, box.sealed)
            except NotFound as error:
                gone = "The address was sealed under a secret key that is gone."
                raise SendFailed(gone, failure=FailureReason.FAULT, permanent=True) from error
            way_in, last = login_links.for_email(context.crypto, box, key, context.clock.now())
            known = person.home == box.address
            stop = f"/mail/stop/{context.crypto.sign(STOP_PURPOSE, box.id)}"
            return Envelope(
                address, person.name, context.translator(person), way_in if known else "", last, stop
            )
    raise SendFailed("no such mailbox any more", failure=FailureReason.UNREACHABLE, permanent=True)


async def record_bounce(store: Store, mailbox: str, key: str) -> None:
    """The server said that the mailbox of this message does not exist. Where that was a reminder, nothing is
    noted: it would tell that somebody had not replied."""
    async with store.transaction() as db:
        if await db.count(Delivery, id=key, kind=DeliveryKind.REMINDER):
            return
        for box in await db.find(Mailbox, id=mailbox):
            with suppress(Stale):  # it was opened, or switched off, at this moment
                await mailboxes.mute(db, box, MutedReason.RETURNED)


async def record_late_bounce(store: Store, key: str) -> bool:
    """A message that a server took has come back later; whether we know of it."""
    async with store.read_only() as db:
        sent = [each for each in await db.find(Delivery, id=key) if each.kind != DeliveryKind.REMINDER]
        boxes = await db.find(Mailbox, id=[each.to.key for each in sent])
    for box in boxes:
        await record_bounce(store, box.id, key)
        async with store.transaction() as db:
            with suppress(Stale):  # being sent once more
                await db.update_if_unchanged(
                    sent[0], state=DeliveryState.GIVEN_UP, error=FailureReason.RETURNED.value
                )
    return bool(boxes)


async def ask_for_confirmation(db: Transaction, ids: Ids, box: Mailbox, now: datetime) -> bool:
    """Owe the question whether the address is its owner's; False where they had it asked too often today."""
    return await _enqueue(db, ids, DeliveryKind.CONFIRM_MAILBOX, box, now)


async def send_login_link(db: Transaction, ids: Ids, box: Mailbox, now: datetime) -> bool:
    """Owe a new way in to whoever reads there; False where they had enough of them today, or nothing is sent
    there any more."""
    owner = await db.get(Person, box.person)
    return owner.home == box.address and await _enqueue(db, ids, DeliveryKind.LOGIN_LINK, box, now)


async def _enqueue(db: Transaction, ids: Ids, kind: DeliveryKind, box: Mailbox, now: datetime) -> bool:
    place = (await db.find(Member, person=box.person))[0]
    today = [each for each in await db.find(Delivery, kind=kind, subject=box.person) if each.late_at > now]
    if len(today) >= MAX_A_DAY:
        return False
    await db.add(
        new_delivery(
            ids.new(),
            kind,
            to=box.address,
            subject=box.person,
            partnership=place.partnership,
            due_at=now,
            late_at=now + LATE_AFTER,
            member=place.id,
        )
    )
    return True


async def _checks(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    box = await db.get(Mailbox, delivery.to.key)
    yes = f"/mail/yes/{context.crypto.sign(CONFIRM_PURPOSE, box.id)}"
    return messages.is_this_yours(context.translator(await db.get(Person, box.person)), yes)


async def _lets_in(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    return messages.let_in(context.translator(await db.get(Person, delivery.subject)))


# Of no concern to a partnership: that one of these failed would tell who was about to reply.
COMPOSERS: Mapping[DeliveryKind, Composer] = {
    DeliveryKind.CONFIRM_MAILBOX: _checks,
    DeliveryKind.LOGIN_LINK: _lets_in,
}
