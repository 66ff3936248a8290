"""The registry of notifications: every kind of delivery with the function that composes its card."""

from collections.abc import Mapping
from dataclasses import replace

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.email import is_mailbox_address
from bot.core.models import Member, Person
from bot.core.ports import Transaction
from bot.notifications import email, membership, rounds, webhooks, weekly
from bot.notifications.composer import Composer

COMPOSERS: Mapping[DeliveryKind, Composer] = {
    **dict.fromkeys(rounds.COMPOSERS, rounds.compose),
    DeliveryKind.QUESTION_CLOSED: rounds.question_closed,
    **membership.COMPOSERS,
    **weekly.COMPOSERS,
    **email.COMPOSERS,
    **webhooks.COMPOSERS,
}


async def compose(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Return the card of a delivery, which names its language, or None if it is not needed or not allowed
    any more.

    Raises ValueError for a kind that this version does not know, and SendFailed where the recipient cannot
    be written to at that address any more."""
    kind = DeliveryKind(delivery.kind)
    for_mailbox = kind not in rounds.COMPOSERS and is_mailbox_address(delivery.to)
    if for_mailbox and not await email.may_send(db, delivery):
        return None
    card = await COMPOSERS[kind](context, db, delivery)
    if card is None or card.language:  # as the cards of rounds have it, of which some go to channels
        return card
    return replace(card, language=context.translator(await _recipient(db, delivery)).code)


async def _recipient(db: Transaction, delivery: Delivery) -> Person:
    """Return the person that a delivery goes to. Only somebody who was declined is no member any more."""
    member = await db.first(Member, id=delivery.member)
    return await db.get(Person, member.person if member else delivery.subject)
