"""What is for good: a partnership ends, a person is forgotten."""

from datetime import datetime

from bot.core.context import AppContext
from bot.core.email import EmailOptOut, Mailbox
from bot.core.events import UserDeactivated
from bot.core.models import JoinCode, Member, MembershipStatus, Partnership, Person, Role, Round, RoundState
from bot.core.ports import Transaction
from bot.partners import access, leaving, notices
from bot.partners.roster import Roster, steps_in
from bot.rounds import answers, closing

THERE = (MembershipStatus.INVITED, MembershipStatus.WAITING, MembershipStatus.ACTIVE)


async def end(context: AppContext, db: Transaction, partnership: Partnership, now: datetime) -> None:
    """Nobody is asked any more, nobody can join, and all who were in are told. An open round is called
    off unread; one that is being closed at this moment is closed as it would have been."""
    roster = await access.held_roster(db, partnership)
    for round_ in await db.find(Round, id=partnership.round, state=RoundState.OPEN):
        await closing.call_off(context, db, round_, now)
    for member in roster.present:
        if member.standing is not MembershipStatus.ACTIVE:
            await leaving.go(context, db, member)
    await db.remove(JoinCode, partnership=partnership.id)
    await db.update_if_unchanged(partnership, ended_at=now, rhythm="", next_round_at=None)
    await db.add(*notices.owe(context.ids, now, "ended", roster, roster.those_in(), partnership.id))


async def forget(context: AppContext, db: Transaction, person: Person, now: datetime) -> None:
    """Delete somebody, and all that is kept about them, in every partnership. This cannot be refused, so
    where the last coordinator goes, those who may name another are told; where nobody is left, the
    partnership ends."""
    for member in await db.find(Member, person=person.id):
        partnership = await db.get(Partnership, member.partnership)
        roster = await access.held_roster(db, partnership)
        if member.standing is MembershipStatus.ACTIVE:
            await answers.withdraw(context, db, member)
        await leaving.erase_place(db, member)
        await leaving.go_along(db, roster, member)
        if not partnership.ended_at:
            await _without(context, db, await access.roster(db, partnership.id), member, now)
    for box in await db.find(Mailbox, person=person.id):
        await db.remove(EmailOptOut, id=box.digest)
    await leaving.erase_person(db, person)


async def gone(context: AppContext, db: Transaction, event: UserDeactivated, now: datetime) -> None:
    """Somebody's account was closed: they leave every partnership, as in `forget`, and are not written to.
    Whoever comes back is known again, and joins anew."""
    for person in await db.find(Person, address=event.user):
        for member in await db.find(Member, person=person.id, standing=THERE):
            partnership = await db.get(Partnership, member.partnership)
            roster = await access.held_roster(db, partnership)
            await leaving.go(context, db, member)
            await leaving.go_along(db, roster, member)
            if not partnership.ended_at:
                await _without(context, db, await access.roster(db, partnership.id), member, now)
        for known in await db.find(Person, id=person.id):  # but for whoever was only invited
            await db.update_if_unchanged(known, home=None)


async def _without(context: AppContext, db: Transaction, roster: Roster, gone: Member, now: datetime) -> None:
    left = roster.those_in()
    if not left:
        await end(context, db, roster.partnership, now)
    elif gone.role is Role.COORDINATOR and not roster.those_in(Role.COORDINATOR):
        told = [each for each in left if steps_in(each, left)]
        await db.add(*notices.owe(context.ids, now, "no-coordinator", roster, told, roster.partnership.id))
