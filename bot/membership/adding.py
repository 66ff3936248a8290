"""Adding members: they are invited on their platform or by e-mail, or given a link to Accord's own pages."""

import re
from dataclasses import replace

from bot.core import email, sanitise
from bot.core.errors import Refusal
from bot.core.i18n import language_code
from bot.core.models import Address, Member, MembershipStatus, Organisation, Person, Role, web_address
from bot.core.ports import WebMessage
from bot.core.timezones import zone_or_default
from bot.language.commands import AddMember, ApproveMember, DeclineMember, RemoveMember, RenewLoginLink
from bot.membership import invitations, joining, link_renewal, login_links, mailboxes, people
from bot.membership import roster as rosters
from bot.membership.invitations import AddedMember, AddRequest

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
    if address := platform_address(command.who):
        return await _add_by_address(request, address, organisation)
    if mailbox := email.parse_mailbox(command.who):
        return await _add_by_email(request, *mailbox, organisation)
    return await _add_by_name(request, command.who, organisation)


def _require_may_add(request: AddRequest, organisation: Organisation) -> None:
    if organisation.standing is not MembershipStatus.ACTIVE:
        raise Refusal(
            request.t(
                "{name} is waiting for a coordinator’s approval. You can add people to it after that.",
                name=organisation.name,
            )
        )
    if request.actor.role is not Role.COORDINATOR and organisation.id != request.actor.organisation:
        raise rosters.only_coordinators_of_others(request.roster, request.t)


def platform_address(who: str) -> Address | None:
    """Return the address of somebody on a chat platform, if they are named by it."""
    return Address.parse(who) if PLATFORM_ADDRESS.fullmatch(who) else None


async def _add_by_address(request: AddRequest, address: Address, organisation: Organisation) -> AddedMember:
    """Add somebody on a chat platform, and invite them there."""
    person = await request.db.first(Person, address=address)
    if person is None:
        if address.platform in {web_address("").platform, email.mailbox_address("").platform}:
            raise Refusal(request.t("We do not know who you mean. Type their name instead."))
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
        raise Refusal(request.t("Enter an email address in the right format, like name@example.com."))
    if ":" in name:
        raise Refusal(request.t("A name cannot have a colon in it. Type their name without one."))
    person = invitations.new_person(request, web_address(request.context.ids.new()), name)
    await request.db.add(person, invitations.new_member(request, person, organisation))
    return await link_renewal.with_link(request, person, organisation.name)


async def _add_again(request: AddRequest, member: Member, organisation: Organisation) -> AddedMember:
    """Invite a present member again. Those without a platform get another link, if they have not confirmed.

    Raises Refusal. For somebody who is in and may have lost their way in, it offers a new sign-in link."""
    person, name, t = request.roster.person(member), request.roster.name_of(member), request.t
    _require_may_invite_again(request, member, organisation)
    if member.standing is MembershipStatus.ACTIVE:
        can_renew = people.uses_the_web(person) and member.id != request.actor.id
        renew = (t("Make a new sign-in link"), request.say(RenewLoginLink(rosters.id_or_token(member))))
        raise invitations.already_joined(request, name, (renew,) if can_renew else ())
    if not people.uses_the_web(person) or await link_renewal.is_elsewhere_too(request.db, member):
        return await invitations.invite(request, person, member, organisation)
    await login_links.revoke(request.db, person)
    person = await people.set_home(request.db, person, person.address)
    await request.db.remove(WebMessage, to=person.address)
    return await link_renewal.with_link(request, person, organisation.name)


def _require_may_invite_again(request: AddRequest, member: Member, organisation: Organisation) -> None:
    name, t = request.roster.name_of(member), request.t
    coordinates = request.actor.role is Role.COORDINATOR
    if member.organisation != organisation.id:
        here = request.roster.organisation(member).name
        remove = request.say(RemoveMember(rosters.id_or_token(member)))
        raise Refusal(
            t(
                "{name} belongs to {here}. To move them, remove them there, then add them here.",
                name=name,
                here=here,
            ),
            ((t("Remove {name}", name=name), remove),) if coordinates else (),
        )
    if member.standing is MembershipStatus.WAITING:
        decisions = (
            (t("Approve"), request.say(ApproveMember(member.id))),
            (t("Decline"), request.say(DeclineMember(member.id))),
        )
        raise Refusal(
            t("{name} is waiting for a coordinator’s approval.", name=name), decisions if coordinates else ()
        )


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
