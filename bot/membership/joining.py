"""People and organisations ask to come in, and coordinators decide; those who were added decide for
themselves."""

from datetime import datetime

from bot.context import AppContext
from bot.core import sanitise
from bot.core.deliveries import DeliveryKind
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import JoinCode, Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.core.ports import Ids, Transaction
from bot.language.commands import ConfirmMembership, DeclineMember, JoinPartnership
from bot.language.parser import format_command
from bot.membership import leaving, notices, people, permissions
from bot.membership.roster import Roster

Decision = tuple[Roster, Member]


async def join(
    context: AppContext,
    db: Transaction,
    person: Person,
    command: JoinPartnership,
    now: datetime,
    t: Translator,
) -> tuple[Partnership, Organisation]:
    """Ask to join a partnership for an organisation, and notify every coordinator. Raises Refusal."""
    code = await db.first(JoinCode, id=command.code.casefold())
    if code is None or code.expires_at <= now:
        raise Refusal(
            t(
                "You have not joined: I do not know this code, or it is too old. Ask a coordinator for "
                "a new one; they get it by saying invite."
            )
        )
    partnership = await db.get(Partnership, code.partnership)
    roster = await permissions.lock_roster(db, partnership)
    was = roster.membership_of(person)
    _must_be_new(was, t)
    organisation, role = await _organisation(
        db, context.ids, roster, sanitise.validate_name(command.organisation, t)
    )
    place = (partnership.id, organisation.id, person.id)
    member = await upsert_member(
        db, was, Member(context.ids.new(), *place, role, MembershipStatus.WAITING, now)
    )
    coordinators = roster.active_members(Role.COORDINATOR)
    await db.add(
        *notices.new_notices(context.ids, now, DeliveryKind.JOIN_REQUEST, roster, coordinators, member.id)
    )
    return partnership, organisation


async def approve(
    context: AppContext, db: Transaction, speaker: Person, id: str, now: datetime, t: Translator
) -> Decision:
    """A coordinator lets a member in, and with the first of its members an organisation. Raises Refusal."""
    roster, member, decides = await _request(db, speaker, id, t)
    if not decides:
        raise Refusal(
            t("Nobody was approved: only a coordinator can do that. Say members to see who that is.")
        )
    if member.standing is not MembershipStatus.WAITING:
        name = roster.name_of(member)
        raise Refusal(t("Nobody was approved: {name} does not wait for approval any more.", name=name))
    organisation = roster.organisation(member)
    if organisation.standing is MembershipStatus.WAITING:
        await db.update_if_unchanged(organisation, standing=MembershipStatus.ACTIVE)
    await db.update_if_unchanged(member, standing=MembershipStatus.ACTIVE, since_at=now)
    await db.add(*notices.new_notices(context.ids, now, DeliveryKind.WELCOME, roster, [member], member.id))
    return roster, member


async def decline(
    context: AppContext, db: Transaction, speaker: Person, id: str, now: datetime, t: Translator
) -> Decision:
    """Whoever was added, or asked to join, decides not to; or a coordinator does not let them in. Raises
    Refusal."""
    roster, member, _ = await _request(db, speaker, id, t)
    own = member.person == speaker.id
    if member.standing is not MembershipStatus.WAITING and not (
        own and member.standing is MembershipStatus.INVITED
    ):
        raise Refusal(
            t(
                "Nothing was declined: {name} does not wait for approval. To go yourself say leave; to "
                "take somebody out say: remove <name>",
                name=roster.name_of(member),
            )
        )
    await leaving.end_membership(context, db, member)
    await leaving.drop_empty_organisation(db, roster, member)
    told = [] if own else [member]
    await db.add(
        *notices.new_notices(
            context.ids, now, DeliveryKind.REQUEST_DECLINED, roster, told, roster.partnership.id
        )
    )
    return roster, member


async def confirm(
    db: Transaction, speaker: Person, command: ConfirmMembership, now: datetime, t: Translator
) -> Decision:
    """Somebody who was added says that they want to be in, and on the web, if they like, by which name.
    Nobody else can say it for them. Raises Refusal."""
    roster, member, _ = await _request(db, speaker, command.member, t)
    if member.person != speaker.id:
        raise Refusal(t("Nothing was confirmed: only {name} can do that.", name=roster.name_of(member)))
    if member.standing is not MembershipStatus.INVITED:
        raise Refusal(
            t("Nothing was confirmed: no invitation waits for you here. Say members to see who is in.")
        )
    if command.name and people.uses_the_web(speaker):
        await db.update_if_unchanged(speaker, name=sanitise.validate_name(command.name, t))
    return roster, await db.update_if_unchanged(member, standing=MembershipStatus.ACTIVE, since_at=now)


async def upsert_member(db: Transaction, was: Member | None, shall: Member) -> Member:
    """Keep somebody's place in a partnership. They have one there for good, so whoever comes back gets it
    again."""
    if was is None:
        await db.add(shall)
        return shall
    return await db.update_if_unchanged(
        was,
        organisation=shall.organisation,
        role=shall.role,
        standing=shall.standing,
        since_at=shall.since_at,
    )


async def _request(db: Transaction, speaker: Person, id: str, t: Translator) -> tuple[Roster, Member, bool]:
    """The member that a button is about, and whether the speaker is a coordinator there. Whoever is
    neither that nor the member hears the same as if there were no such member. Raises Refusal."""
    for member in await db.find(Member, id=id):
        partnership = await db.get(Partnership, member.partnership)
        roster = await permissions.lock_roster(db, partnership)
        decides = roster.membership_of(speaker) in roster.active_members(Role.COORDINATOR)
        if (decides or member.person == speaker.id) and not partnership.ended_at:
            return roster, member, decides
    raise Refusal(
        t("That was not done: there is nothing to decide here any more, or it is not yours to decide.")
    )


async def _organisation(db: Transaction, ids: Ids, roster: Roster, name: str) -> tuple[Organisation, Role]:
    """The organisation of this name, and what somebody is who asks to join for it: whoever brings it
    leads it."""
    same = [each for each in roster.organisations if sanitise.fold(each.name) == sanitise.fold(name)]
    for organisation in sorted(same, key=lambda each: each.standing is MembershipStatus.LEFT):
        if organisation.standing is MembershipStatus.LEFT:
            return await db.update_if_unchanged(organisation, standing=MembershipStatus.WAITING), Role.LEAD
        return organisation, Role.MEMBER
    organisation = Organisation(ids.new(), roster.partnership.id, name, MembershipStatus.WAITING)
    await db.add(organisation)
    return organisation, Role.LEAD


def _must_be_new(was: Member | None, t: Translator) -> None:
    match was.standing if was else MembershipStatus.LEFT:
        case MembershipStatus.ACTIVE:
            raise Refusal(
                t("Nothing was done: you are in this partnership already. Say members to see who else is.")
            )
        case MembershipStatus.WAITING:
            raise Refusal(
                t("Nothing was done: you have asked already. A coordinator has to approve it first.")
            )
        case MembershipStatus.INVITED if was:
            ways = (
                (t("Confirm"), format_command(ConfirmMembership(was.id))),
                (t("Decline"), format_command(DeclineMember(was.id))),
            )
            raise Refusal(t("Nothing was done: you were added already. You only have to confirm it."), ways)
