"""What is for good: a partnership ends, a person is forgotten."""

from datetime import datetime

from bot.context import AppContext
from bot.core.deliveries import DeliveryKind
from bot.core.email import EmailOptOut, Mailbox
from bot.core.events import UserDeactivated
from bot.core.models import JoinCode, Member, MembershipStatus, Partnership, Person, Role, Round, RoundState
from bot.core.ports import Transaction
from bot.membership import leaving, notices, permissions
from bot.membership.roster import Roster, may_step_in
from bot.rounds import answers, closing

PRESENT = (MembershipStatus.INVITED, MembershipStatus.WAITING, MembershipStatus.ACTIVE)


async def end_partnership(
    context: AppContext, db: Transaction, partnership: Partnership, now: datetime
) -> None:
    """Nobody is asked any more, nobody can join, and all who were in are told. An open round is called
    off unread; one that is being closed at this moment is closed as it would have been."""
    roster = await permissions.lock_roster(db, partnership)
    for round_ in await db.find(Round, id=partnership.round, state=RoundState.OPEN):
        await closing.cancel(context, db, round_, now)
    for member in roster.present:
        if member.standing is not MembershipStatus.ACTIVE:
            await leaving.end_membership(context, db, member)
    await db.remove(JoinCode, partnership=partnership.id)
    await db.update_if_unchanged(partnership, ended_at=now, rhythm="", next_round_at=None)
    await db.add(
        *notices.new_notices(
            context.ids, now, DeliveryKind.PARTNERSHIP_ENDED, roster, roster.active_members(), partnership.id
        )
    )


async def erase(context: AppContext, db: Transaction, person: Person, now: datetime) -> None:
    """Delete somebody, and all that is kept about them, in every partnership. This cannot be refused, so
    where the last coordinator goes, those who may name another are told; where nobody is left, the
    partnership ends."""
    for member in await db.find(Member, person=person.id):
        partnership = await db.get(Partnership, member.partnership)
        roster = await permissions.lock_roster(db, partnership)
        if member.standing is MembershipStatus.ACTIVE:
            await answers.withdraw(context, db, member)
        await leaving.delete_membership(db, member)
        await leaving.drop_empty_organisation(db, roster, member)
        if not partnership.ended_at:
            await _remove_memberships(
                context, db, await permissions.load_roster(db, partnership.id), member, now
            )
    for box in await db.find(Mailbox, person=person.id):
        await db.remove(EmailOptOut, id=box.digest)
    await leaving.delete_person(db, person)


async def deactivate(context: AppContext, db: Transaction, event: UserDeactivated, now: datetime) -> None:
    """Somebody's account was closed: they leave every partnership, as in `forget`, and are not written to.
    Whoever comes back is known again, and joins anew."""
    for person in await db.find(Person, address=event.user):
        for member in await db.find(Member, person=person.id, standing=PRESENT):
            partnership = await db.get(Partnership, member.partnership)
            roster = await permissions.lock_roster(db, partnership)
            await leaving.end_membership(context, db, member)
            await leaving.drop_empty_organisation(db, roster, member)
            if not partnership.ended_at:
                await _remove_memberships(
                    context, db, await permissions.load_roster(db, partnership.id), member, now
                )
        for known in await db.find(Person, id=person.id):  # but for whoever was only invited
            await db.update_if_unchanged(known, home=None)


async def _remove_memberships(
    context: AppContext, db: Transaction, roster: Roster, gone: Member, now: datetime
) -> None:
    left = roster.active_members()
    if not left:
        await end_partnership(context, db, roster.partnership, now)
    elif gone.role is Role.COORDINATOR and not roster.active_members(Role.COORDINATOR):
        told = [each for each in left if may_step_in(each, left)]
        await db.add(
            *notices.new_notices(
                context.ids, now, DeliveryKind.NO_COORDINATOR, roster, told, roster.partnership.id
            )
        )
