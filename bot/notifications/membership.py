"""Composes the notifications about membership.

Each card is composed when it is sent. Each function returns None if its card is not needed or not allowed
any more."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.models import Channel, Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.membership.roster import Roster
from bot.messages import join_requests, removals
from bot.messages import membership as messages
from bot.notifications.composer import Composer


class MemberRecipient(NamedTuple):
    member: Member
    person: Person
    partnership: Partnership


async def join(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a coordinator who waits for approval. If several asked at about the same time, the message about
    the newest request tells of all."""
    recipient = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    if not recipient or recipient.member.role is not Role.COORDINATOR:
        return None
    roster = await permissions.load_roster(db, delivery.partnership)
    unsent = await db.find(
        Delivery, member=delivery.member, kind=DeliveryKind.JOIN_REQUEST, state=DeliveryState.WAITING
    )
    subjects = {other.subject for other in unsent}
    announced = [member.id for member in roster.waiting if member.id in {delivery.subject, *subjects}]
    if announced[-1:] != [delivery.subject]:
        return None
    say = await permissions.sentence_builder(db, recipient.person, recipient.partnership)
    return join_requests.requests(context.translator(recipient.person), roster, roster.waiting, say)


async def confirm(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Ask a member who was added to confirm: they are not active before."""
    if (recipient := await _recipient(db, delivery, MembershipStatus.INVITED)) is None:
        return None
    member, person, partnership = recipient
    organisation = await db.get(Organisation, member.organisation)
    roster = Roster(partnership, (organisation,), (member,), {person.id: person})  # they may be thousands
    return messages.please_confirm(context.translator(person), roster, member)


async def welcome(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Welcome a member who was approved."""
    if (recipient := await _recipient(db, delivery, MembershipStatus.ACTIVE)) is None:
        return None
    member, person, partnership = recipient
    say = await permissions.sentence_builder(db, person, partnership)
    return messages.welcome(
        context.translator(person), await permissions.load_roster(db, partnership.id), member, say
    )


async def declined(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a person that their request to join was declined."""
    person = await db.first(Person, id=delivery.subject)
    return join_requests.declined(context.translator(person)) if person else None


async def removed(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a person that they were removed."""
    recipient = await _recipient(db, delivery, MembershipStatus.LEFT)
    return recipient and messages.removed(context.translator(recipient.person), recipient.partnership)


async def no_coordinator(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a member who may name a coordinator that there is none."""
    recipient = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    if recipient is None:
        return None
    _, person, partnership = recipient
    if (await permissions.load_roster(db, partnership.id)).active_members(Role.COORDINATOR):
        return None
    say = await permissions.sentence_builder(db, person, partnership)
    return messages.no_coordinator(context.translator(person), partnership, say)


async def link_renewed(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a member that somebody made a new sign-in link for them."""
    recipient = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    if recipient is None or recipient.member.new_link_at is None:
        return None
    roster = await permissions.load_roster(db, delivery.partnership)
    t = context.translator(recipient.person)
    return messages.link_renewed(t, roster, recipient.member, recipient.member.new_link_at)


async def app_removed(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a coordinator which members cannot be written to, since their workspace removed Accord."""
    recipient = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    if not recipient or recipient.member.role is not Role.COORDINATOR:
        return None
    roster = await permissions.load_roster(db, delivery.partnership)
    if not (members := roster.removed_from(delivery.subject)):
        return None
    names = [
        channel.name
        for channel in await db.find(Channel, partnership=delivery.partnership)
        if channel.address.lane == delivery.subject
    ]
    say = await permissions.sentence_builder(db, recipient.person, recipient.partnership)
    return removals.app_removed(context.translator(recipient.person), roster, members, names, say)


async def channel_closed(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a coordinator that nothing can be posted in a channel any more, unless it was chosen again."""
    recipient = await _recipient(db, delivery, MembershipStatus.ACTIVE)
    if not recipient or recipient.member.role is not Role.COORDINATOR:
        return None
    if await db.count(Channel, partnership=delivery.partnership, name=delivery.subject):
        return None
    return removals.channel_closed(context.translator(recipient.person), delivery.subject)


async def ended(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell a member that their partnership has ended."""
    recipient = await _recipient(db, delivery, MembershipStatus.ACTIVE, ended=True)
    return recipient and messages.ended(context.translator(recipient.person), recipient.partnership)


async def _recipient(
    db: Transaction, delivery: Delivery, standing: MembershipStatus, ended: bool = False
) -> MemberRecipient | None:
    """Return the recipient of a delivery, or None if their membership no longer has this status, or their
    partnership has ended against expectation."""
    member = await db.first(Member, id=delivery.member, standing=standing)
    if member is None:
        return None
    partnership = await db.get(Partnership, member.partnership)
    if (partnership.ended_at is not None) is not ended:
        return None
    return MemberRecipient(member, await db.get(Person, member.person), partnership)


COMPOSERS: Mapping[DeliveryKind, Composer] = {
    DeliveryKind.JOIN_REQUEST: join,
    DeliveryKind.CONFIRM_MEMBERSHIP: confirm,
    DeliveryKind.WELCOME: welcome,
    DeliveryKind.REQUEST_DECLINED: declined,
    DeliveryKind.MEMBER_REMOVED: removed,
    DeliveryKind.NO_COORDINATOR: no_coordinator,
    DeliveryKind.PARTNERSHIP_ENDED: ended,
    DeliveryKind.LOGIN_LINK_RENEWED: link_renewed,
    DeliveryKind.APP_REMOVED: app_removed,
    DeliveryKind.CHANNEL_CLOSED: channel_closed,
}
