"""Invitations to members whom somebody else added: they are asked on their platform, or by e-mail."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core import email, sanitise
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.email import Mailbox
from bot.core.errors import Refusal
from bot.core.events import UserSeen
from bot.core.i18n import Translator
from bot.core.models import Address, Member, MembershipStatus, Organisation, Person, Role, web_address
from bot.core.ports import Transaction
from bot.language.commands import AddMember, ListMembers
from bot.membership import deliveries, mailboxes
from bot.membership.roster import Roster, SentenceBuilder

ASK_AGAIN_AFTER = timedelta(days=1)  # before the same invitation is sent to a mailbox once more
MAX_UNANSWERED = 50  # mailboxes: limits how many strangers a partnership can write to


@dataclass(frozen=True, slots=True)
class HandoverLink:
    """A login link to hand over, which is valid until `until`. `was_in` says that it replaces the way in
    of a member."""

    path: str
    until: datetime
    was_in: bool


@dataclass(frozen=True, slots=True)
class AddedMember:
    """A member was added. Without a link to hand over they are asked on their platform or by e-mail; for
    e-mail, `by_name` is the sentence that creates a link instead."""

    name: str
    organisation: str
    way_in: HandoverLink | None = None
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class AddRequest:
    """The circumstances in which a lead or a coordinator adds members. `roster` is locked; `mentions` are
    the people whom the sentence names by their platform address."""

    context: AppContext
    db: Transaction
    roster: Roster
    actor: Member
    now: datetime
    t: Translator
    say: SentenceBuilder
    mentions: tuple[UserSeen, ...] = ()


async def invite(
    request: AddRequest, person: Person, member: Member, organisation: Organisation
) -> AddedMember:
    """Enqueue the question whether they want to join."""
    if person.home is None:  # their workspace had uninstalled Accord, and has installed it again
        person = await request.db.update_if_unchanged(person, home=person.address)
    people = {**request.roster.people, person.id: person}
    roster = Roster(request.roster.partnership, request.roster.organisations, (member,), people)
    await request.db.add(
        *deliveries.new_deliveries(
            request.context.ids,
            request.now,
            DeliveryKind.CONFIRM_MEMBERSHIP,
            roster,
            [member],
            member.id,
        )
    )
    return AddedMember(roster.name_of(member), organisation.name)


async def invite_by_email(
    request: AddRequest, name: str, address: str, organisation: Organisation
) -> AddedMember:
    """Add a person at an e-mail address and invite them there. Raises Refusal.

    Without a name they are called by a number until they give one: nobody may see their address."""
    context, t = request.context, request.t
    name = sanitise.validate_name(name, t) if name else _numbered_name(request)
    by_name, alternatives = _link_instead(request, name, organisation)
    if not context.sends_email:
        raise Refusal(t("Accord is not set up to send email here. Add them by name instead."), alternatives)
    if await mailboxes.is_opted_out(request.db, context.crypto, address):
        raise Refusal(
            t("Someone at this address asked for no email from Accord. Add them by name instead."),
            alternatives,
        )
    await _limit_unanswered(request)
    person = new_person(request, web_address(context.ids.new()), name)
    box = mailboxes.new_mailbox(context.crypto, context.ids, person.id, address, request.actor.person)
    person = replace(person, home=box.address)
    member = new_member(request, person, organisation)
    await request.db.add(person, box, member)
    return replace(await invite(request, person, member, organisation), by_name=by_name)


async def invite_by_email_again(
    request: AddRequest, member: Member, organisation: Organisation
) -> AddedMember:
    """Send the invitation to a member's mailbox once more. Raises Refusal."""
    name, person, t = request.roster.name_of(member), request.roster.person(member), request.t
    by_name, alternatives = _link_instead(request, name, organisation)
    if member.standing is MembershipStatus.ACTIVE:
        raise already_joined(request, name)
    if not email.is_mailbox_address(person.home):
        raise Refusal(
            t("We cannot reach {name} by email any more. Give them a link instead.", name=name), alternatives
        )
    earlier = await request.db.find(Delivery, kind=DeliveryKind.CONFIRM_MEMBERSHIP, subject=member.id)
    if any(delivery.late_at - deliveries.LATE_AFTER > request.now - ASK_AGAIN_AFTER for delivery in earlier):
        raise Refusal(
            t("We sent {name} an email in the last day. Wait a day, or give them a link.", name=name),
            alternatives,
        )
    return replace(await invite(request, person, member, organisation), by_name=by_name)


def already_joined(request: AddRequest, name: str, ways: tuple[tuple[str, str], ...] = ()) -> Refusal:
    """Return the refusal to add somebody who has joined. `ways` are further buttons."""
    return Refusal(request.t("{name} has already joined.", name=name), (*ways, _show_members(request)))


def new_person(request: AddRequest, address: Address, name: str) -> Person:
    """Return a person with the partnership's time zone and language. On the web their address holds their
    id."""
    id = address.key if address == web_address(address.key) else request.context.ids.new()
    partnership = request.roster.partnership
    return Person(id, address, address, name, partnership.zone, partnership.language)


def new_member(request: AddRequest, person: Person, organisation: Organisation) -> Member:
    return Member(
        request.context.ids.new(),
        organisation.partnership,
        organisation.id,
        person.id,
        Role.MEMBER,
        MembershipStatus.INVITED,
        request.now,
    )


def _link_instead(
    request: AddRequest, name: str, organisation: Organisation
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the sentence that creates a link to hand over, and the button that a refusal offers for it."""
    by_name = request.say(AddMember(name, organisation.name))
    return by_name, ((request.t("Get a link to give them"), by_name),)


def _show_members(request: AddRequest) -> tuple[str, str]:
    return request.t("Show the members"), request.say(ListMembers())


async def _limit_unanswered(request: AddRequest) -> None:
    people = [member.person for member in request.roster.present]
    if await request.db.count(Mailbox, person=people, confirmed=False) >= MAX_UNANSWERED:
        raise Refusal(
            request.t(
                "{most} people who were added by email have not opened it yet. "
                "Wait for some of them, or remove some.",
                most=MAX_UNANSWERED,
            ),
            (_show_members(request),),
        )


def _numbered_name(request: AddRequest) -> str:
    taken = {sanitise.fold(request.roster.name_of(member)) for member in request.roster.members}
    names = (request.t("Newcomer {n}", n=n) for n in range(1, len(taken) + 2))
    return next(name for name in names if sanitise.fold(name) not in taken)
