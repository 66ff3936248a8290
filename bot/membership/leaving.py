"""People and organisations go: by themselves, or taken out. Whoever goes while a round is open takes
their answers in it along: SCIENCE.md 6.6."""

from collections.abc import Sequence
from datetime import datetime

from bot.context import AppContext
from bot.core.deliveries import ConversationLimit, Delivery, DeliveryKind
from bot.core.email import Mailbox
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Invitation, Member, MembershipStatus, Organisation, Person, Role, web_address
from bot.core.ports import Transaction, WebMessage
from bot.membership import login_links, mailboxes, notices
from bot.membership.roster import Roster
from bot.rounds import answers


async def leave(context: AppContext, db: Transaction, roster: Roster, member: Member, t: Translator) -> None:
    """Raises Refusal for the last coordinator."""
    require_coordinator_left(roster, [member], t)
    await end_membership(context, db, member)


async def remove(
    context: AppContext,
    db: Transaction,
    roster: Roster,
    actor: Member,
    target: Member | Organisation,
    now: datetime,
    t: Translator,
) -> None:
    """Take somebody out, or an organisation with everybody in it; a lead only their own, and no
    coordinator; nobody who is being asked. Those who were in, or asked to be, are told. Raises Refusal."""
    going = roster.members_of(target) if isinstance(target, Organisation) else [target]
    require_may_remove(roster, actor, target, going, t)
    require_coordinator_left(roster, going, t)
    others = [each for each in going if each.id != actor.id]
    if round_ := await answers.open_round_of(db, roster.partnership, others):
        raise Refusal(
            t(
                "Nobody was taken out: a round is open until {when}, and their answers would go with them. "
                "Take them out after that, or say cancel first.",
                when=t.moment(round_.closes_at),
            )
        )
    for member in going:
        await end_membership(context, db, member)
    if isinstance(target, Organisation):
        await db.update_if_unchanged(target, standing=MembershipStatus.LEFT)
    else:
        await drop_empty_organisation(db, roster, target)
    told = [each for each in others if each.standing is not MembershipStatus.INVITED]
    await db.add(
        *notices.new_notices(
            context.ids, now, DeliveryKind.MEMBER_REMOVED, roster, told, roster.partnership.id
        )
    )


def require_may_remove(
    roster: Roster, actor: Member, target: Member | Organisation, going: Sequence[Member], t: Translator
) -> None:
    """Raises Refusal where a lead reaches beyond their own organisation, or above."""
    if actor.role is Role.COORDINATOR:
        return
    where = target if isinstance(target, Organisation) else roster.organisation(target)
    if where.id != actor.organisation:
        raise Refusal(
            t("Nobody was taken out: a lead can do that in their own organisation only. Ask a coordinator.")
        )
    if any(each.role is Role.COORDINATOR for each in going):
        raise Refusal(t("Nobody was taken out: only a coordinator can take a coordinator out."))


def require_coordinator_left(roster: Roster, going: Sequence[Member], t: Translator) -> None:
    """Raises Refusal where these are the last coordinators: a partnership never loses them unnoticed."""
    coordinators = {each.id for each in roster.active_members(Role.COORDINATOR)}
    if coordinators and coordinators <= {each.id for each in going}:
        raise Refusal(
            t(
                "That was not done: the partnership would have no coordinator. Say first: make <name> "
                "coordinator. Or end it for everybody: end partnership."
            )
        )


async def end_membership(context: AppContext, db: Transaction, member: Member) -> None:
    """Somebody who was only ever invited has not agreed to be remembered: so, unless they are elsewhere,
    they are not."""
    if member.standing is MembershipStatus.ACTIVE:
        await answers.withdraw(context, db, member)
    if member.standing is not MembershipStatus.INVITED:
        await db.update_if_unchanged(member, standing=MembershipStatus.LEFT)
        return
    await delete_membership(db, member)
    if not await db.count(Member, person=member.person):
        await delete_person(db, await db.get(Person, member.person))


async def drop_empty_organisation(db: Transaction, roster: Roster, gone: Member) -> None:
    """An organisation that is not in yet goes with the last who waited for it. `roster` is from before."""
    organisation = roster.organisation(gone)
    if organisation.standing is MembershipStatus.WAITING and roster.members_of(organisation) == [gone]:
        await db.update_if_unchanged(organisation, standing=MembershipStatus.LEFT)


async def delete_membership(db: Transaction, member: Member) -> None:
    await db.remove(Delivery, member=member.id)
    await db.remove(Delivery, subject=member.id)
    await db.remove(Invitation, member=member.id)
    await db.remove(Member, id=member.id)


async def delete_person(db: Transaction, person: Person) -> None:
    """All that is kept of somebody, but for their places in partnerships."""
    await login_links.revoke(db, person)
    await mailboxes.delete_mailboxes(db, person)
    for box in await db.find(Mailbox, typed_by=person.id):
        await db.update_if_unchanged(box, typed_by="")
    homes = {person.address, person.home or person.address, web_address(person.id)}
    await db.remove(Delivery, to=homes)
    await db.remove(ConversationLimit, id=[str(each) for each in homes])
    await db.remove(WebMessage, to=homes)
    await db.remove(Person, id=person.id)
