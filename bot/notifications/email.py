"""E-mail: permission to send, envelopes, bounces, and the notifications that go to mailboxes only."""

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
MAX_A_DAY = 4  # of each kind that people can ask for: the mailbox may be a stranger's
STOP_PURPOSE, CONFIRM_PURPOSE = "stop", "yes"  # purposes of signed links


async def may_send(db: Transaction, delivery: Delivery) -> bool:
    """Return True if a delivery may still be sent to its mailbox: it is its owner's home and confirmed, or
    its owner is invited there, or is asked whether the mailbox is theirs."""
    box = await db.first(Mailbox, id=delivery.to.key)
    if box is None:
        return False
    if delivery.kind == DeliveryKind.CONFIRM_MAILBOX:
        return not box.confirmed
    person = await db.get(Person, box.person)
    return person.home == box.address and (box.confirmed or delivery.kind == DeliveryKind.CONFIRM_MEMBERSHIP)


async def envelope(context: AppContext, mailbox: str, key: str) -> Envelope:
    """Return the envelope of the message that is sent to a mailbox under this key. Raises SendFailed.

    It holds a login link only if the mailbox is its owner's home: before, its reader may be a stranger."""
    async with context.store.read_only() as db:
        box = await db.first(Mailbox, id=mailbox)
        if box is None:
            raise SendFailed("no such mailbox any more", failure=FailureReason.UNREACHABLE, permanent=True)
        person = await db.get(Person, box.person)
    try:
        address = context.crypto.decrypt(box.id, box.sealed)
    except NotFound as error:
        reason = "The address was sealed under a secret key that is gone."
        raise SendFailed(reason, failure=FailureReason.FAULT, permanent=True) from error
    login_link, last = login_links.for_email(context.crypto, box, key, context.clock.now())
    return Envelope(
        address,
        person.name,
        context.translator(person),
        way_in=login_link if person.home == box.address else "",
        until=last,
        stop=f"/mail/stop/{context.crypto.sign(STOP_PURPOSE, box.id)}",
    )


async def record_bounce(store: Store, mailbox: str, key: str) -> None:
    """Mute a mailbox that does not exist according to the mail server. For a reminder nothing is stored: it
    would tell that its recipient had not replied."""
    async with store.transaction() as db:
        if await db.count(Delivery, id=key, kind=DeliveryKind.REMINDER):
            return
        if box := await db.first(Mailbox, id=mailbox):
            with suppress(Stale):  # it was confirmed or switched off at this moment
                await mailboxes.mute(db, box, MutedReason.RETURNED)


async def record_late_bounce(store: Store, key: str) -> bool:
    """Record that a message came back after a mail server had accepted it. Return False if Accord did not
    send it, or no longer has its mailbox."""
    async with store.read_only() as db:
        delivery = await db.first(Delivery, id=key)
        if delivery is None or delivery.kind == DeliveryKind.REMINDER:
            return False
        box = await db.first(Mailbox, id=delivery.to.key)
    if box is None:
        return False
    await record_bounce(store, box.id, key)
    async with store.transaction() as db:
        with suppress(Stale):  # it is being sent again
            await db.update_if_unchanged(
                delivery, state=DeliveryState.GIVEN_UP, error=FailureReason.RETURNED.value
            )
    return True


async def ask_for_confirmation(db: Transaction, ids: Ids, box: Mailbox, now: datetime) -> bool:
    """Enqueue the question whether a mailbox is its owner's. Return False if they asked for it too often
    today."""
    return await _enqueue(db, ids, DeliveryKind.CONFIRM_MAILBOX, box, now)


async def send_login_link(db: Transaction, ids: Ids, box: Mailbox, now: datetime) -> bool:
    """Enqueue a login link to a mailbox. Return False if its owner asked for too many today, or is not
    written to there any more."""
    owner = await db.get(Person, box.person)
    return owner.home == box.address and await _enqueue(db, ids, DeliveryKind.LOGIN_LINK, box, now)


async def _enqueue(db: Transaction, ids: Ids, kind: DeliveryKind, box: Mailbox, now: datetime) -> bool:
    member = (await db.find(Member, person=box.person))[0]
    recent = await db.find(Delivery, kind=kind, subject=box.person)
    if sum(delivery.late_at > now for delivery in recent) >= MAX_A_DAY:
        return False
    await db.add(
        new_delivery(
            ids.new(),
            kind,
            to=box.address,
            subject=box.person,
            partnership=member.partnership,
            due_at=now,
            late_at=now + LATE_AFTER,
            member=member.id,
        )
    )
    return True


async def _confirm_mailbox(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    box = await db.get(Mailbox, delivery.to.key)
    yes = f"/mail/yes/{context.crypto.sign(CONFIRM_PURPOSE, box.id)}"
    return messages.is_this_yours(context.translator(await db.get(Person, box.person)), yes)


async def _login_link(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    return messages.let_in(context.translator(await db.get(Person, delivery.subject)))


# Failures of these are not shown to coordinators: they would tell who was about to reply.
COMPOSERS: Mapping[DeliveryKind, Composer] = {
    DeliveryKind.CONFIRM_MAILBOX: _confirm_mailbox,
    DeliveryKind.LOGIN_LINK: _login_link,
}
