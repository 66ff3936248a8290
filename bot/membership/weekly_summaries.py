"""Who gets a weekly summary: people who lead an organisation in a partnership or coordinate one, unless they
switched it off."""

from datetime import datetime, timedelta

from bot.core.models import Member, MembershipStatus, Person, Role, WeeklySummary
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.membership.permissions import Membership

# A coordinator may do all that a lead may. Members act on results too, but not on a partnership's behalf.
ROLES = (Role.LEAD, Role.COORDINATOR)
WEEK = timedelta(days=7)


async def led_by(db: Transaction, person: Person) -> list[Membership]:
    """Return the memberships in which a person leads or coordinates, by partnership name."""
    memberships = await permissions.memberships_of(db, person)
    return [membership for membership in memberships if membership.member.role in ROLES]


async def enrol(db: Transaction, member: Member, now: datetime) -> None:
    """Let a member have weekly summaries if their role has them. What they chose before stays. Raises
    AlreadyExists."""
    leads = member.role in ROLES and member.standing is MembershipStatus.ACTIVE
    if leads and not await db.count(WeeklySummary, id=member.person):
        await db.add(WeeklySummary(member.person, now, now, now))


async def switch(db: Transaction, person: Person, *, on: bool, now: datetime) -> None:
    """Switch weekly summaries on or off. What happened while they were off is not told, but for the last
    week. Raises AlreadyExists."""
    next_at = now if on else None
    summary = await db.first(WeeklySummary, id=person.id)
    if summary is None:
        await db.add(WeeklySummary(person.id, next_at, now, now))
    elif (summary.next_at is None) is on:
        until_at = max(summary.until_at, now - WEEK)
        await db.update_if_unchanged(summary, next_at=next_at, until_at=until_at)


async def is_on(db: Transaction, person: Person) -> bool | None:
    """Return True if a person gets weekly summaries, False if they switched them off, and None if no role of
    theirs has them."""
    if not await led_by(db, person):
        return None
    summary = await db.first(WeeklySummary, id=person.id)
    return summary is None or summary.next_at is not None
