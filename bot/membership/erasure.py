"""Ending a partnership, erasing a person, and deactivating one whose account was closed."""

from datetime import datetime

from bot.context import AppContext
from bot.core.deliveries import DeliveryKind, ProcessedEvent
from bot.core.email import EmailOptOut
from bot.core.events import UserDeactivated
from bot.core.models import (
    ApiToken,
    JoinCode,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
)
from bot.core.ports import Transaction
from bot.core.webhooks import Webhook
from bot.membership import data_contacts, deliveries, leaving, mailboxes, people, permissions
from bot.membership.roster import Roster, may_step_in
from bot.rounds import answers, closing

PRESENT = (MembershipStatus.INVITED, MembershipStatus.WAITING, MembershipStatus.ACTIVE)


async def end_partnership(
    context: AppContext, db: Transaction, partnership: Partnership, now: datetime
) -> None:
    """End a partnership: nobody is asked any more, nobody can join, and all active members are notified. An
    open round is cancelled; one that is being closed at this moment is closed as usual."""
    roster = await permissions.lock_roster(db, partnership)
    for round_ in await db.find(Round, id=partnership.round, state=RoundState.OPEN):
        await closing.cancel(context, db, round_, now)
    for member in roster.present:
        if member.standing is not MembershipStatus.ACTIVE:
            await leaving.end_membership(context, db, member)
    await db.remove(JoinCode, partnership=partnership.id)
    await db.remove(ApiToken, partnership=partnership.id)
    await db.remove(Webhook, partnership=partnership.id)
    partnership = await db.get(Partnership, partnership.id)  # its next date may have changed with the round
    await db.update_if_unchanged(
        partnership, ended_at=now, rhythm="", next_round_at=None, postponed_from_at=None
    )
    await db.add(
        *deliveries.new_deliveries(
            context.ids, now, DeliveryKind.PARTNERSHIP_ENDED, roster, roster.active_members(), partnership.id
        )
    )


async def erase(context: AppContext, db: Transaction, person: Person, now: datetime) -> list[str]:
    """Delete a person and everything stored about them, in every partnership. Returns the rounds that had
    published their name.

    This cannot be refused. So if the last coordinator goes, those who may name another are notified; if
    nobody is left, the partnership ends."""
    rounds: list[str] = []
    boxes = await mailboxes.owned_addresses(db, context.crypto, person)
    addresses = {address for address, box in boxes if box.confirmed}
    for member in await db.find(Member, person=person.id):
        partnership = await db.get(Partnership, member.partnership)
        roster = await permissions.lock_roster(db, partnership)
        if member.standing is MembershipStatus.ACTIVE:
            await answers.withdraw(context, db, member)
        await data_contacts.forget(db, roster, addresses)
        rounds += await leaving.delete_membership(db, member)
        await leaving.drop_empty_organisation(db, roster, member)
        if not partnership.ended_at:
            roster = await permissions.load_roster(db, partnership.id)
            await _care_for_partnership(context, db, roster, member, now)
    for _, box in boxes:
        await db.remove(EmailOptOut, id=box.digest)
    await db.remove(ProcessedEvent, id=people.greeting_id(context.crypto, person.address))
    await leaving.delete_person(db, person)
    return rounds


async def deactivate(context: AppContext, db: Transaction, event: UserDeactivated, now: datetime) -> None:
    """Let a person whose account was closed leave every partnership, and stop writing to them. They stay
    known: if they come back, they can join again."""
    person = await db.first(Person, address=event.user)
    if person is None:
        return
    for member in await db.find(Member, person=person.id, standing=PRESENT):
        partnership = await db.get(Partnership, member.partnership)
        roster = await permissions.lock_roster(db, partnership)
        await leaving.end_membership(context, db, member)
        await leaving.drop_empty_organisation(db, roster, member)
        if not partnership.ended_at:
            roster = await permissions.load_roster(db, partnership.id)
            await _care_for_partnership(context, db, roster, member, now)
    if remaining := await db.first(Person, id=person.id):  # gone if they were only ever invited
        await db.update_if_unchanged(remaining, home=None)


async def _care_for_partnership(
    context: AppContext, db: Transaction, roster: Roster, gone: Member, now: datetime
) -> None:
    """End a partnership that has lost its last member; if it has lost its last coordinator, notify those who
    may name another. `roster` is the one without `gone`."""
    remaining = roster.active_members()
    if not remaining:
        await end_partnership(context, db, roster.partnership, now)
    elif gone.role is Role.COORDINATOR and not roster.active_members(Role.COORDINATOR):
        candidates = [member for member in remaining if may_step_in(member, remaining)]
        await db.add(
            *deliveries.new_deliveries(
                context.ids, now, DeliveryKind.NO_COORDINATOR, roster, candidates, roster.partnership.id
            )
        )
