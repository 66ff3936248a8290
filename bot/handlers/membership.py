"""Handlers for membership: join, approve, decline, add, confirm, remove, leave, roles, the roster."""

from dataclasses import replace

from bot.core import email, retention
from bot.core.cards import Card
from bot.core.models import Address, Role, Round, RoundState
from bot.handlers.request import MemberRequest, Request
from bot.language import commands as c
from bot.membership import joining, leaving, link_renewal, mailboxes, people, permissions, roles
from bot.membership import roster as rosters
from bot.membership.adding import add_member, platform_address
from bot.membership.invitations import AddRequest
from bot.membership.roster import Roster
from bot.messages import adding as adding_messages
from bot.messages import join_requests
from bot.messages import membership as messages
from bot.notifications.failed import find_failed

COUNTED_STATES = (RoundState.OPEN, RoundState.CLOSING, RoundState.CLOSED)


async def join(request: Request, command: c.JoinPartnership) -> Card:
    """Ask to join. A refused code is no Refusal, which would take back that it was counted."""
    context, db, now, t = request.context, request.db, request.now, request.t
    code = await joining.find_code(context, db, request.message, command.code, now, t)
    if code is None:
        return join_requests.unknown_code(t)
    person = request.speaker or await people.create(db, context.ids, request.message)
    member = await joining.join(context, db, person, code, command.organisation, now, t)
    return join_requests.asked_to_join(t, member)


async def approve(request: Request, command: c.ApproveMember) -> Card:
    speaker = request.require_speaker()
    roster, approved = await joining.approve(
        request.context, request.db, speaker, command, request.now, request.t
    )
    others = [member for member in roster.waiting if member not in approved]
    say = await permissions.sentence_builder(request.db, speaker, roster.partnership)
    return join_requests.approved(request.t, roster, approved, others, say)


async def choose_organisation(request: Request, command: c.ChooseOrganisation) -> Card:
    roster, member = await joining.find_request(
        request.db, request.require_speaker(), command.member, request.t
    )
    organisations = roster.other_organisations(member)
    return join_requests.choose_organisation(request.t, roster, member, organisations)


async def list_requests(request: MemberRequest, _: c.ListRequests) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    return join_requests.requests_one_by_one(request.t, roster, roster.waiting)


async def decline(request: Request, command: c.DeclineMember) -> Card:
    speaker = request.require_speaker()
    roster, member = await joining.decline(
        request.context, request.db, speaker, command.member, request.now, request.t
    )
    if member.person == speaker.id:
        return messages.not_joined(request.t, roster, member)
    others = [other for other in roster.waiting if other.id != member.id]
    say = await permissions.sentence_builder(request.db, speaker, roster.partnership)
    return join_requests.turned_down(request.t, roster, member, others, say)


async def confirm(request: Request, command: c.ConfirmMembership) -> Card:
    speaker = await people.update_from_message(request.db, request.require_speaker(), request.message)
    roster, member = await joining.confirm(request.db, speaker, command, request.now, request.t)
    say = await permissions.sentence_builder(request.db, speaker, roster.partnership)
    return messages.welcome(request.t, roster, member, say)


async def add(request: MemberRequest, command: c.AddMember) -> Card:
    wanted = replace(command, who=_resolve_me(request, command.who))
    adding = await _add_request(request, platform_address(wanted.who))
    return adding_messages.added(request.t, await add_member(adding, wanted))


async def renew_link(request: MemberRequest, command: c.RenewLoginLink) -> Card:
    """Make a new sign-in link for a member, once the speaker has confirmed it."""
    adding = await _add_request(request)
    name = await _resolve_name(request, adding.roster, command.who)
    target = rosters.find_member(
        adding.roster, name, request.t, lambda other: adding.say(c.RenewLoginLink(other))
    )
    link_renewal.require_renewable(adding, target)
    if command.sure:
        return adding_messages.added(request.t, await link_renewal.renew(adding, target))
    return adding_messages.confirm_renewal(
        request.t,
        adding.roster.name_of(target),
        await link_renewal.is_elsewhere_too(request.db, target),
        adding.say(c.RenewLoginLink(rosters.id_or_token(target), "now")),
    )


async def _add_request(request: MemberRequest, address: Address | None = None) -> AddRequest:
    """Return the circumstances of a change by the speaker, with the roster locked: all of it, or what
    concerns an address."""
    db, partnership, actor = request.db, request.partnership, request.member
    return AddRequest(
        request.context,
        db,
        await permissions.lock_roster_around(db, partnership, actor, address)
        if address
        else await permissions.lock_roster(db, partnership),
        actor,
        request.now,
        request.t,
        await request.sentence_builder(),
        request.message.mentions,
    )


async def remove(request: MemberRequest, command: c.RemoveMember) -> Card:
    """Take a member or an organisation out, once the speaker has confirmed it."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await request.sentence_builder()
    name = await _resolve_name(request, roster, command.who)
    target = rosters.find_present(roster, name, request.t, lambda other: say(c.RemoveMember(other)))
    if not command.sure:
        going = await leaving.require_removable(request.db, roster, request.member, target, request.t)
        remove_now = say(c.RemoveMember(rosters.id_or_token(target), "now"))
        return messages.confirm_remove(request.t, roster, target, going, remove_now, say)
    await leaving.remove(request.context, request.db, roster, request.member, target, request.now, request.t)
    return messages.taken_out(request.t, roster.name_of(target))


async def change_role(request: MemberRequest, command: c.ChangeRole) -> Card:
    """Give a member a role. Taking the role of coordinator from somebody needs a confirmation."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await request.sentence_builder()
    role = Role(command.role.lower())
    name = await _resolve_name(request, roster, command.who)
    target = rosters.find_member(roster, name, request.t, lambda other: say(c.ChangeRole(other, role)))
    roles.require_changeable(roster, request.member, target, role, request.t)
    if roles.takes_coordination(target, role) and not command.sure:
        change_now = say(c.ChangeRole(rosters.id_or_token(target), role, "now"))
        other = "" if target.id == request.member.id else roster.name_of(target)
        return messages.confirm_role(request.t, other, change_now, say)
    await roles.change_role(request.db, roster, request.member, target, role, request.now, request.t)
    return messages.made(request.t, roster.name_of(target), role)


async def list_members(request: MemberRequest, _: c.ListMembers) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    rounds = await request.db.latest(
        Round, "opened_at", 1, partnership=request.partnership.id, state=COUNTED_STATES
    )
    say = await request.sentence_builder()
    since = rounds[0].opened_at if rounds else None
    is_coordinator = request.member.role is Role.COORDINATOR
    visible = await mailboxes.visible_mailboxes(
        request.db, request.context.crypto, roster, request.speaker, coordinates=is_coordinator
    )
    links = {
        member.id: member.new_link_at
        for member in roster.present
        if member.new_link_at and member.new_link_at > request.now - retention.NEW_LINKS_SHOWN
    }
    if not is_coordinator:
        return messages.roster(request.t, roster, since, say, visible, links, role=request.member.role)
    failed = await find_failed(request.db, request.partnership, request.now)
    missed, role = failed.members, Role.COORDINATOR
    return messages.roster(request.t, roster, since, say, visible, links, role=role, missed=missed)


async def leave(request: MemberRequest, command: c.LeavePartnership) -> Card:
    """Take the speaker out of the partnership, once they have confirmed it."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    leaving.require_coordinator_left(roster, [request.member], request.t)
    if not command.sure:
        say = await request.sentence_builder()
        return messages.leaving(request.t, request.partnership, say(c.LeavePartnership("now")))
    await leaving.end_membership(request.context, request.db, request.member)
    return messages.left(request.t, request.partnership)


async def _resolve_name(request: MemberRequest, roster: Roster, name: str) -> str:
    """Replace an e-mail address by the member it stands for, if the speaker typed it before; and `me`."""
    if mailbox := email.parse_mailbox(name):
        member = await mailboxes.typed_by_viewer(
            request.db, request.context.crypto, roster, mailbox[1], request.speaker
        )
        return rosters.id_or_token(member) if member else name
    return _resolve_me(request, name)


def _resolve_me(request: MemberRequest, name: str) -> str:
    return rosters.id_or_token(request.member) if name.casefold() == "me" else name
