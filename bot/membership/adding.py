"""Adding members: they are invited on their platform or by e-mail, or given a link to Accord's own pages."""

import re
from dataclasses import replace

from bot.core import email, sanitise
from bot.core.errors import Refusal
from bot.core.i18n import language_code
from bot.core.models import Address, Member, MembershipStatus, Organisation, Person, Role, web_address
from bot.core.ports import WebMessage
from bot.core.timezones import zone_or_default
from bot.language.commands import AddMember, ApproveMember, DeclineMember
from bot.membership import invitations, joining, login_links, mailboxes, people
from bot.membership import roster as rosters
from bot.membership.invitations import AddedMember, AddRequest, HandoverLink
from bot.rounds import answers

PLATFORM_ADDRESS = re.compile(r"[a-z]{2,20}:[^:\s]{1,100}:\S{1,200}")  # adapters write a mention like this


async def add_member(request: AddRequest, command: AddMember) -> AddedMember:
    """Add a member to a partnership, or invite one again who has not confirmed yet. Raises Refusal."""
    organisation = rosters.find_organisation(
        request.roster,
        command.organisation,
        request.t,
        lambda other: request.say(AddMember(command.who, other)),
    )
    _require_may_add(request, organisation)
    member = rosters.find_already_present(
        request.roster,
        organisation,
        command.who,
        request.t,
        lambda other: request.say(AddMember(other, organisation.name)),
    )
    if member:
        return await _add_again(request, member, organisation)
    if PLATFORM_ADDRESS.fullmatch(command.who):
        return await _add_by_address(request, command.who, organisation)
    if mailbox := email.parse_mailbox(command.who):
        return await _add_by_email(request, *mailbox, organisation)
    return await _add_by_name(request, command.who, organisation)


def _require_may_add(request: AddRequest, organisation: Organisation) -> None:
    if organisation.standing is not MembershipStatus.ACTIVE:
        raise Refusal(
            request.t(
                "Nobody was added: {name} waits for a coordinator's approval itself.", name=organisation.name
            )
        )
    if request.actor.role is not Role.COORDINATOR and organisation.id != request.actor.organisation:
        raise Refusal(
            request.t(
                "Nobody was added: a lead can do that in their own organisation only. Ask a coordinator."
            )
        )


async def _add_by_address(request: AddRequest, address_text: str, organisation: Organisation) -> AddedMember:
    """Add somebody on a chat platform, and invite them there."""
    address = Address.parse(address_text)
    person = await request.db.first(Person, address=address)
    if person is None:
        if address.platform in {web_address("").platform, email.mailbox_address("").platform}:
            raise Refusal(request.t("Nobody was added: I do not know whom you mean. Say their name instead."))
        person = _mentioned_person(request, address)
        await request.db.add(person)
    former = request.roster.membership_of(person)
    member = await joining.upsert_member(
        request.db, former, invitations.new_member(request, person, organisation)
    )
    return await invitations.invite(request, person, member, organisation)


async def _add_by_email(
    request: AddRequest, name: str, address: str, organisation: Organisation
) -> AddedMember:
    member = await mailboxes.invited_at(request.db, request.context.crypto, request.roster, address)
    if member is None:
        return await invitations.invite_by_email(request, name, address, organisation)
    _require_may_invite_again(request, member, organisation)
    return await invitations.invite_by_email_again(request, member, organisation)


async def _add_by_name(request: AddRequest, name: str, organisation: Organisation) -> AddedMember:
    """Add somebody without a chat platform, with a link to Accord's pages that is handed to them."""
    name = sanitise.validate_name(name, request.t)
    if "@" in name:
        raise Refusal(request.t("Nobody was added: this is no e-mail address. Look how it is written."))
    if ":" in name:
        raise Refusal(
            request.t("Nobody was added: I do not know whom you mean. Say their name, without a colon.")
        )
    person = invitations.new_person(request, web_address(request.context.ids.new()), name)
    await request.db.add(person, invitations.new_member(request, person, organisation))
    return await _with_link(request, person, organisation)


async def _add_again(request: AddRequest, member: Member, organisation: Organisation) -> AddedMember:
    """Invite a present member again, or renew the link of one without a platform, who may have lost it."""
    person, name, t = request.roster.person(member), request.roster.name_of(member), request.t
    _require_may_invite_again(request, member, organisation)
    if member.standing is MembershipStatus.INVITED and not people.uses_the_web(person):
        return await invitations.invite(request, person, member, organisation)
    if not people.uses_the_web(person) or member.id == request.actor.id:
        raise Refusal(t("Nobody was added: {name} is in already. Say members to see who is.", name=name))
    await _require_may_renew(request, member, name)
    return await _renew_link(request, member, person, organisation)


def _require_may_invite_again(request: AddRequest, member: Member, organisation: Organisation) -> None:
    name, t = request.roster.name_of(member), request.t
    if member.organisation != organisation.id:
        here = request.roster.organisation(member).name
        raise Refusal(
            t("Nobody was added: {name} is with {here}. Say first: remove <name>", name=name, here=here)
        )
    if member.standing is MembershipStatus.WAITING:
        decisions = (
            (t("Approve"), request.say(ApproveMember(member.id))),
            (t("Decline"), request.say(DeclineMember(member.id))),
        )
        raise Refusal(t("Nobody was added: {name} waits for a coordinator's approval.", name=name), decisions)


async def _require_may_renew(request: AddRequest, member: Member, name: str) -> None:
    """Refuse while the member is being asked: a new link would delete their answers, or hand them over."""
    t = request.t
    if member.role is Role.COORDINATOR and request.actor.role is not Role.COORDINATOR:
        raise Refusal(
            t("Nobody was added: {name} is a coordinator, so only another one can do that.", name=name)
        )
    if await request.db.count(Member, person=member.person) > 1:
        raise Refusal(
            t(
                "Nobody was added: the way in of {name} cannot be renewed here, for it would open "
                "more than this partnership. Say remove {name}, then add them again.",
                name=name,
            )
        )
    if round_ := await answers.open_round_of(request.db, request.roster.partnership, [member]):
        raise Refusal(
            t(
                "Nobody was added: a round is open until {when}, and what {name} answered would go with "
                "the old way in. Do it after that, or say cancel first.",
                when=t.moment(round_.closes_at),
                name=name,
            )
        )


async def _renew_link(
    request: AddRequest, member: Member, person: Person, organisation: Organisation
) -> AddedMember:
    """Replace a member's links by a new one.

    Somebody else could hold the new link. So it is only worth an invitation, which the roster shows, and
    old messages are deleted."""
    was_active = member.standing is MembershipStatus.ACTIVE
    await request.db.update_if_unchanged(member, standing=MembershipStatus.INVITED, since_at=request.now)
    await login_links.revoke(request.db, person)
    person = await people.set_home(request.db, person, person.address)
    await request.db.remove(WebMessage, to=person.address)
    return await _with_link(request, person, organisation, was_active)


async def _with_link(
    request: AddRequest, person: Person, organisation: Organisation, was_active: bool = False
) -> AddedMember:
    until = request.now + login_links.VALID_FOR
    path = await login_links.create(request.db, request.context.ids, person, until)
    return AddedMember(person.name, organisation.name, HandoverLink(path, until, was_active))


def _mentioned_person(request: AddRequest, address: Address) -> Person:
    """Return a new person, with the name, time zone and language that their platform reported, if any."""
    person = invitations.new_person(request, address, "")
    for mention in request.mentions:
        if mention.user == address:
            return replace(
                person,
                name=sanitise.display_name(mention.name),
                zone=zone_or_default(mention.zone, person.zone),
                language=language_code(mention.language) or person.language,
            )
    return person
