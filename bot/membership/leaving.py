"""Leaving a partnership, and removing members and organisations from it.

The answers of a member who goes while a round is open are deleted: docs/method.md 6.6."""

from collections.abc import Sequence
from datetime import datetime

from bot.context import AppContext
from bot.core.deliveries import ConversationLimit, Delivery, DeliveryKind, ThreadRoot, root_id
from bot.core.email import Mailbox
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import (
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Person,
    Role,
    Round,
    web_address,
)
from bot.core.ports import Transaction, WebMessage
from bot.language import parser
from bot.language.commands import ChangeRole, EndPartnership
from bot.membership import deliveries, login_links, mailboxes, outcomes
from bot.membership.roster import (
    Roster,
    id_or_token,
    name_coordinators,
    only_coordinators_of_others,
)
from bot.rounds import answers, redaction

MAX_SUCCESSORS = 4  # of the last coordinator who are offered, leads first


async def require_removable(
    db: Transaction, roster: Roster, actor: Member, target: Member | Organisation, t: Translator
) -> list[Member]:
    """Return the members who go if a member or an organisation is removed. Raises Refusal.

    A lead can remove only members of their own organisation, and no coordinator. Members who were invited to
    an open round cannot be removed."""
    going = roster.members_of(target) if isinstance(target, Organisation) else [target]
    require_may_remove(roster, actor, target, going, t)
    require_coordinator_left(roster, going, t)
    others = [member for member in going if member.id != actor.id]
    if round_ := await answers.open_round_of(db, roster.partnership, others):
        raise Refusal(
            t(
                "A round is open until {when}. Removing them now would delete any answers they gave. "
                "Remove them after that.",
                when=t.moment(round_.closes_at),
            )
        )
    return going


async def remove(
    context: AppContext,
    db: Transaction,
    roster: Roster,
    actor: Member,
    target: Member | Organisation,
    now: datetime,
    t: Translator,
) -> None:
    """Remove a member, or an organisation with all its members, and notify those who were in or had asked to
    join. Raises Refusal as `require_removable` does."""
    going = await require_removable(db, roster, actor, target, t)
    for member in going:
        await end_membership(context, db, member)
    if isinstance(target, Organisation):
        await db.update_if_unchanged(target, standing=MembershipStatus.LEFT)
    else:
        await drop_empty_organisation(db, roster, target)
    others = [member for member in going if member.id != actor.id]
    recipients = [member for member in others if member.standing is MembershipStatus.ACTIVE]
    await db.add(
        *deliveries.new_deliveries(
            context.ids, now, DeliveryKind.MEMBER_REMOVED, roster, recipients, roster.partnership.id
        ),
        *deliveries.declined_requests(context.ids, now, roster, others),
    )


def require_may_remove(
    roster: Roster, actor: Member, target: Member | Organisation, going: Sequence[Member], t: Translator
) -> None:
    """Raise Refusal where a lead would remove members of another organisation, or a coordinator."""
    if actor.role is Role.COORDINATOR:
        return
    organisation = target if isinstance(target, Organisation) else roster.organisation(target)
    if organisation.id != actor.organisation:
        raise only_coordinators_of_others(roster, t)
    if any(member.role is Role.COORDINATOR for member in going):
        raise Refusal(
            t(
                "Only a coordinator can remove a coordinator. {coordinators}",
                coordinators=name_coordinators(roster, t),
            )
        )


def require_coordinator_left(roster: Roster, going: Sequence[Member], t: Translator) -> None:
    """Raise Refusal where the last coordinators would go. A partnership without one may lose anybody."""
    coordinators = {member.id for member in roster.active_members(Role.COORDINATOR)}
    if not coordinators or not coordinators <= {member.id for member in going}:
        return
    leads, members = roster.active_members(Role.LEAD), roster.active_members(Role.MEMBER)
    remaining = [member for member in (*leads, *members) if member not in going]
    choices = tuple(
        (
            t("Make {name} a coordinator", name=roster.label(member)),
            parser.format_command(ChangeRole(id_or_token(member), Role.COORDINATOR)),
        )
        for member in remaining[:MAX_SUCCESSORS]
    )
    end = (t("End the partnership"), parser.format_command(EndPartnership()))
    raise Refusal(
        t("The partnership would have no coordinator. Choose another one first, or end it for everyone.")
        if choices
        else t("The partnership would have no coordinator. You can end it for everyone instead."),
        (*choices, end),
    )


async def end_membership(context: AppContext, db: Transaction, member: Member) -> None:
    """End a membership, and withdraw the member's answers from an open round. Of a request to join nothing
    stays: whose code it was is not theirs to know.

    People who were only ever invited have not agreed that anything is stored about them. So they are
    deleted, unless they are in another partnership."""
    if member.standing is MembershipStatus.ACTIVE:
        await answers.withdraw(context, db, member)
        await db.update_if_unchanged(member, standing=MembershipStatus.LEFT)
        return
    await delete_membership(db, member)
    if member.standing is MembershipStatus.INVITED and not await db.count(Member, person=member.person):
        await delete_person(db, await db.get(Person, member.person))


async def drop_empty_organisation(db: Transaction, roster: Roster, gone: Member) -> None:
    """Let an organisation that waits for approval leave with its last member. `roster` is the one that still
    has that member."""
    organisation = roster.organisation(gone)
    if organisation.standing is MembershipStatus.WAITING and roster.members_of(organisation) == [gone]:
        await db.update_if_unchanged(organisation, standing=MembershipStatus.LEFT)


async def delete_membership(db: Transaction, member: Member) -> list[str]:
    """Delete a membership with everything that names it, and their name from what was published. Returns the
    rounds that had published it."""
    rounds = await redaction.redact_name(db, member)
    await _forget_questions(db, member)
    await db.remove(Delivery, member=member.id)
    await db.remove(Delivery, subject=member.id)
    await db.remove(Invitation, member=member.id)
    await outcomes.forget_member(db, member)
    for other in await db.find(Member, partnership=member.partnership, new_link_by=member.id):
        await db.update_if_unchanged(other, new_link_by="")
    await db.remove(Member, id=member.id)
    return rounds


async def _forget_questions(db: Transaction, member: Member) -> None:
    """Forget where a member's questions were asked."""
    asked = await db.find(Delivery, member=member.id, kind=DeliveryKind.CHECK_IN)
    keys = [answers.thread_key(round_.id) for round_ in await db.find(Round, partnership=member.partnership)]
    await db.remove(
        ThreadRoot, id=[root_id(to, key) for to in {delivery.to for delivery in asked} for key in keys]
    )


async def delete_person(db: Transaction, person: Person) -> None:
    """Delete everything stored about a person, except their memberships."""
    await login_links.revoke(db, person)
    await mailboxes.delete_mailboxes(db, person)
    for box in await db.find(Mailbox, typed_by=person.id):
        await db.update_if_unchanged(box, typed_by="")
    homes = {person.address, person.home or person.address, web_address(person.id)}
    await db.remove(Delivery, to=homes)
    await db.remove(ConversationLimit, id=[str(home) for home in homes])
    await db.remove(WebMessage, to=homes)
    await db.remove(Person, id=person.id)
