"""What people are told unasked about who is in a partnership. Each card is composed when it leaves, and
looks again whether it is still needed and may still be seen."""

from collections.abc import Mapping

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.models import Member, MembershipStatus, Partnership, Person, Role
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.messages import membership as messages
from bot.notifications.composer import Composer

RecipientContext = tuple[Member, Person, Partnership]


async def join(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To a coordinator: somebody waits for approval."""
    listener = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    waiting = await db.find(Member, id=delivery.subject, standing=MembershipStatus.WAITING)
    if not listener or not waiting or listener[0].role is not Role.COORDINATOR:
        return None
    roster = await permissions.load_roster(db, delivery.partnership)
    return messages.wants_to_join(context.translator(listener[1]), roster, waiting[0])


async def confirm(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To somebody who was added: they are not in before they say so."""
    if (listener := await _recipient(db, delivery, MembershipStatus.INVITED)) is None:
        return None
    roster = await permissions.load_roster(db, delivery.partnership)
    return messages.please_confirm(context.translator(listener[1]), roster, listener[0])


async def welcome(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To somebody who was approved."""
    if (listener := await _recipient(db, delivery, MembershipStatus.ACTIVE)) is None:
        return None
    member, person, partnership = listener
    say = await permissions.sentence_builder(db, person, partnership)
    return messages.welcome(
        context.translator(person), await permissions.load_roster(db, partnership.id), member, say
    )


async def declined(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To somebody who asked to join and was not let in."""
    listener = await _recipient(db, delivery, MembershipStatus.LEFT)
    return listener and messages.declined(context.translator(listener[1]), listener[2])


async def removed(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To somebody whom others took out."""
    listener = await _recipient(db, delivery, MembershipStatus.LEFT)
    return listener and messages.removed(context.translator(listener[1]), listener[2])


async def no_coordinator(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To those who may name a coordinator now that there is none."""
    listener = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    if not listener or (await permissions.load_roster(db, delivery.partnership)).active_members(
        Role.COORDINATOR
    ):
        return None
    say = await permissions.sentence_builder(db, listener[1], listener[2])
    return messages.no_coordinator(context.translator(listener[1]), listener[2], say)


async def ended(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """To everybody who was in a partnership that has ended."""
    listener = await _recipient(db, delivery, MembershipStatus.ACTIVE, ended=True)
    return listener and messages.ended(context.translator(listener[1]), listener[2])


async def _recipient(
    db: Transaction, delivery: Delivery, standing: MembershipStatus, ended: bool = False
) -> RecipientContext | None:
    """Whom a delivery is for, if their standing, and their partnership, are still such that it concerns
    them."""
    for member in await db.find(Member, id=delivery.member, standing=standing):
        partnership = await db.get(Partnership, member.partnership)
        if (partnership.ended_at is not None) is ended:
            return member, await db.get(Person, member.person), partnership
    return None


COMPOSERS: Mapping[DeliveryKind, Composer] = {
    DeliveryKind.JOIN_REQUEST: join,
    DeliveryKind.CONFIRM_MEMBERSHIP: confirm,
    DeliveryKind.WELCOME: welcome,
    DeliveryKind.REQUEST_DECLINED: declined,
    DeliveryKind.MEMBER_REMOVED: removed,
    DeliveryKind.NO_COORDINATOR: no_coordinator,
    DeliveryKind.PARTNERSHIP_ENDED: ended,
}
