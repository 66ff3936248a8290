"""Joining a partnership: people and organisations ask, coordinators decide. Members who were added decide for
themselves."""

from datetime import datetime

from bot.context import AppContext
from bot.core import sanitise
from bot.core.deliveries import DeliveryKind
from bot.core.errors import Refusal
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import JoinCode, Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.core.ports import Ids, Transaction
from bot.language.commands import ApproveMember, ConfirmMembership, DeclineMember
from bot.language.parser import format_command
from bot.membership import (
    deliveries,
    leaving,
    organisations,
    people,
    permissions,
    usage_limits,
    weekly_summaries,
)
from bot.membership import roster as rosters
from bot.membership.roster import Roster
from bot.membership.usage_limits import REFUSED_CODES

Decision = tuple[Roster, Member]


async def find_code(
    context: AppContext, db: Transaction, message: Message, code: str, now: datetime, t: Translator
) -> JoinCode | None:
    """Return a join code, or None if it is unknown or too old, which is counted against the sender and their
    network. Raises Refusal if too many were.

    A code is counted before it is looked up, so that guesses at the same moment do not pass together."""
    counters = [
        await usage_limits.count_use(context, db, REFUSED_CODES, source, now)
        for source in usage_limits.sources_of(message)
    ]
    for counter in counters:
        if counter.used > REFUSED_CODES.most:
            raise Refusal(
                t(
                    "Too many wrong codes have come from here. Check the code with your coordinator. {when}",
                    when=usage_limits.when_to_go_on(t, counter, now),
                )
            )
    found = await db.first(JoinCode, id=code.casefold())
    if found is None or found.expires_at <= now:
        return None
    for counter in counters:
        await db.update_if_unchanged(counter, used=counter.used - 1)
    return found


async def join(
    context: AppContext,
    db: Transaction,
    person: Person,
    code: JoinCode,
    organisation_name: str,
    now: datetime,
    t: Translator,
) -> Member:
    """Ask to join a partnership for an organisation, and notify every coordinator. Return the membership that
    waits. Raises Refusal."""
    partnership = await db.get(Partnership, code.partnership)
    roster = await permissions.lock_roster(db, partnership)
    former = roster.membership_of(person)
    _require_not_present(former, t)
    organisation, role = await _find_or_create_organisation(
        db, context.ids, roster, sanitise.validate_name(organisation_name, t)
    )
    new = Member(
        context.ids.new(),
        partnership.id,
        organisation.id,
        person.id,
        role,
        MembershipStatus.WAITING,
        now,
    )
    member = await upsert_member(db, former, new)
    coordinators = roster.active_members(Role.COORDINATOR)
    await db.add(
        *deliveries.new_deliveries(
            context.ids, now, DeliveryKind.JOIN_REQUEST, roster, coordinators, member.id
        )
    )
    return member


async def approve(
    context: AppContext,
    db: Transaction,
    speaker: Person,
    command: ApproveMember,
    now: datetime,
    t: Translator,
) -> tuple[Roster, list[Member]]:
    """Approve members who wait, and with its first member an organisation. Return the roster as it was
    before, and the members. Those of several who have been decided about are passed over. Raises
    Refusal."""
    ids = command.member.split(",")
    roster, member = await find_request(db, speaker, ids[0], t)
    approved = [other for other in roster.waiting if other.id in ids]
    if not approved:
        name = roster.name_of(member)
        raise Refusal(t("{name} is not waiting for approval any more.", name=name))
    chosen = _chosen_organisation(roster, command, t) if command.organisation else None
    for member in approved:
        await _approve(db, roster, member, chosen, now)
    await db.add(
        *(
            delivery
            for member in approved
            for delivery in deliveries.new_deliveries(
                context.ids, now, DeliveryKind.WELCOME, roster, [member], member.id
            )
        )
    )
    return roster, approved


def _chosen_organisation(roster: Roster, command: ApproveMember, t: Translator) -> Organisation:
    return rosters.find_organisation(
        roster,
        command.organisation,
        t,
        lambda other: format_command(ApproveMember(command.member, other)),
    )


async def _approve(
    db: Transaction, roster: Roster, member: Member, chosen: Organisation | None, now: datetime
) -> None:
    """Make a member active, in the `chosen` organisation if there is one. There they are a plain member: they
    did not bring it."""
    organisation = chosen or roster.organisation(member)
    role = member.role if organisation.id == member.organisation else Role.MEMBER
    approved = await db.update_if_unchanged(
        member, organisation=organisation.id, role=role, standing=MembershipStatus.ACTIVE, since_at=now
    )
    await weekly_summaries.enrol(db, approved, now)
    present = await db.get(Organisation, organisation.id)  # the first of several has brought it
    if present.standing is MembershipStatus.WAITING:
        await db.update_if_unchanged(present, standing=MembershipStatus.ACTIVE)
    if organisation.id != member.organisation:
        await leaving.drop_empty_organisation(db, roster, member)


async def decline(
    context: AppContext, db: Transaction, speaker: Person, id: str, now: datetime, t: Translator
) -> Decision:
    """Decline one's own request or invitation, or, as a coordinator, the request of a member who waits.
    Raises Refusal."""
    roster, member, _ = await _find_decision(db, speaker, id, t)
    is_own = member.person == speaker.id
    if member.standing is not MembershipStatus.WAITING and not (
        is_own and member.standing is MembershipStatus.INVITED
    ):
        raise Refusal(
            t(
                "{name} is not waiting for approval. To leave yourself, type leave. To remove someone, "
                "type remove and their name.",
                name=roster.name_of(member),
            )
        )
    await leaving.end_membership(context, db, member)
    await leaving.drop_empty_organisation(db, roster, member)
    if not is_own:
        await db.add(*deliveries.declined_requests(context.ids, now, roster, [member]))
    return roster, member


async def confirm(
    db: Transaction, speaker: Person, command: ConfirmMembership, now: datetime, t: Translator
) -> Decision:
    """Confirm one's own invitation; people on the web may choose their name with it. Nobody else can confirm
    it for them. Raises Refusal."""
    roster, member, _ = await _find_decision(db, speaker, command.member, t)
    if member.person != speaker.id:
        raise Refusal(t("Only {name} can confirm this.", name=roster.name_of(member)))
    if member.standing is not MembershipStatus.INVITED:
        raise Refusal(t("There is no invitation for you to confirm. Type members to see who has joined."))
    if command.name and people.uses_the_web(speaker):
        await db.update_if_unchanged(speaker, name=sanitise.validate_name(command.name, t))
    return roster, await db.update_if_unchanged(member, standing=MembershipStatus.ACTIVE, since_at=now)


async def upsert_member(db: Transaction, former: Member | None, new: Member) -> Member:
    """Store a membership. A person keeps one record in a partnership, so one who comes back gets their former
    record with the values of the new one."""
    if former is None:
        await db.add(new)
        return new
    return await db.update_if_unchanged(
        former,
        organisation=new.organisation,
        role=new.role,
        standing=new.standing,
        since_at=new.since_at,
    )


async def find_request(db: Transaction, speaker: Person, id: str, t: Translator) -> tuple[Roster, Member]:
    """Return the locked roster and the member that a coordinator decides about. Raises Refusal."""
    roster, member, coordinates = await _find_decision(db, speaker, id, t)
    if not coordinates:
        raise Refusal(t("Only a coordinator can approve your request. We’ll tell you what they decide."))
    return roster, member


async def _find_decision(
    db: Transaction, speaker: Person, id: str, t: Translator
) -> tuple[Roster, Member, bool]:
    """Return the locked roster, the member that a button is about, and True if the speaker coordinates there.

    A speaker who is neither a coordinator there nor the member gets the same Refusal as for an unknown
    member."""
    if member := await db.first(Member, id=id):
        partnership = await db.get(Partnership, member.partnership)
        roster = await permissions.lock_roster(db, partnership)
        coordinates = roster.membership_of(speaker) in roster.active_members(Role.COORDINATOR)
        if (coordinates or member.person == speaker.id) and not partnership.ended_at:
            return roster, member, coordinates
    raise Refusal(t("There is nothing left to decide here, or you cannot decide it."))


async def _find_or_create_organisation(
    db: Transaction, ids: Ids, roster: Roster, name: str
) -> tuple[Organisation, Role]:
    """Return the organisation that this name means, and the role of a member who asks to join for it: the one
    who brings a new organisation, or one that had left, leads it."""
    if organisation := organisations.find_by_name(roster.organisations, name):
        if organisation.standing is not MembershipStatus.LEFT:
            return organisation, Role.MEMBER
        return await db.update_if_unchanged(organisation, standing=MembershipStatus.WAITING), Role.LEAD
    organisation = Organisation(ids.new(), roster.partnership.id, name, MembershipStatus.WAITING)
    await db.add(organisation)
    return organisation, Role.LEAD


def _require_not_present(former: Member | None, t: Translator) -> None:
    match former.standing if former else MembershipStatus.LEFT:
        case MembershipStatus.ACTIVE:
            raise Refusal(t("You have already joined this partnership. Type members to see who else has."))
        case MembershipStatus.WAITING:
            raise Refusal(
                t("You have already asked to join. A coordinator still has to approve your request.")
            )
        case MembershipStatus.INVITED if former:
            decisions = (
                (t("Confirm"), format_command(ConfirmMembership(former.id))),
                (t("Decline"), format_command(DeclineMember(former.id))),
            )
            raise Refusal(t("You have already been invited. Confirm it to join."), decisions)
