"""A new sign-in link for a member on Accord's pages who cannot sign in any more, as with a new phone.

Their membership, their invitation and their answers to an open round stay as they are: a pseudonym is made of
the member's id and the round's key. Anybody who has the link can answer as that member. So everybody can see
in the roster who made it, and the member is told."""

from dataclasses import replace

from bot.core import retention
from bot.core.deliveries import DeliveryKind, deliveries_to
from bot.core.errors import Refusal
from bot.core.models import Member, MembershipStatus, Person, Role, web_address
from bot.core.ports import Transaction, WebMessage
from bot.language.commands import AddMember
from bot.membership import login_links, people
from bot.membership import roster as rosters
from bot.membership.deliveries import LATE_AFTER
from bot.membership.invitations import AddedMember, AddRequest, HandoverLink


def require_renewable(request: AddRequest, member: Member) -> None:
    """Raise Refusal unless the actor may make a new sign-in link for a member."""
    t, name = request.t, request.roster.name_of(member)
    actor, may_do_all = request.actor, request.actor.role is Role.COORDINATOR
    if not people.uses_the_web(request.roster.person(member)):
        raise Refusal(
            t("{name} signs in through their chat. They can type hub there to get a link.", name=name)
        )
    if member.id == actor.id:
        raise Refusal(t("You can make a link for another device in your settings."))
    if not may_do_all and member.organisation != actor.organisation:
        raise rosters.only_coordinators_of_others(request.roster, t)
    if not may_do_all and member.role is Role.COORDINATOR:
        raise Refusal(
            t("{name} is a coordinator. Only another coordinator can make a link for them.", name=name)
        )
    if member.standing is MembershipStatus.WAITING:
        raise Refusal(t("{name} is waiting for a coordinator’s approval.", name=name))
    if member.standing is MembershipStatus.INVITED:
        organisation = rosters.id_or_token(request.roster.organisation(member))
        add = request.say(AddMember(rosters.id_or_token(member), organisation))
        raise Refusal(
            t("{name} has not joined yet. You can add them again to get a link.", name=name),
            ((t("Get a link to give them"), add),),
        )


async def is_elsewhere_too(db: Transaction, member: Member) -> bool:
    """Return True if the member's person is known in another partnership too, which their sign-in opens."""
    return await db.count(Member, person=member.person) > 1


async def renew(request: AddRequest, member: Member) -> AddedMember:
    """Replace every way in of a member by a new link, and tell the member. Raises Refusal as
    `require_renewable` does.

    The messages on their page are deleted, for somebody else could hold the link. If the person is in another
    partnership too, only this membership gets the new way in, and they keep the old one there."""
    require_renewable(request, member)
    db, person = request.db, request.roster.person(member)
    notified = {person.address, person.home or person.address}
    if await is_elsewhere_too(db, member):
        person, member = await _separate(request, person, member)
    else:
        await login_links.revoke(db, person)
        await db.remove(WebMessage, to=person.address)
    await db.update_if_unchanged(member, new_link_by=request.actor.id, new_link_at=request.now)
    deliveries = deliveries_to(
        [(address, member.id) for address in sorted({*notified, person.address}, key=str)],
        request.context.ids.new,
        DeliveryKind.LOGIN_LINK_RENEWED,
        subject=member.id,
        partnership=member.partnership,
        due_at=request.now,
        late_at=request.now + LATE_AFTER,
    )
    await db.add(*deliveries)
    return await with_link(request, person, request.roster.organisation(member).name, was_in=True)


async def with_link(
    request: AddRequest, person: Person, organisation: str, *, was_in: bool = False
) -> AddedMember:
    """Create a link for a person without a platform, to be handed over."""
    until = request.now + retention.LOGIN_LINKS
    path = await login_links.create(request.db, request.context.ids, person, until)
    return AddedMember(person.name, organisation, HandoverLink(path, until, was_in))


async def _separate(request: AddRequest, person: Person, member: Member) -> tuple[Person, Member]:
    """Give a membership to a new person of the same name, whose sign-in opens nothing else."""
    db, id = request.db, request.context.ids.new()
    separate = replace(person, id=id, address=web_address(id))
    await db.add(separate)
    member = await db.update_if_unchanged(member, person=id)
    return await people.set_home(db, separate, separate.address), member
