"""People and organisations go: by themselves, or taken out. Whoever goes while a round is open takes
their answers in it along: SCIENCE.md 6.6."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.pacing import Conversation
from bot.errors import Refusal
from bot.mail import Mailbox
from bot.model import Delivery, Invitation, Member, Organisation, Person, Role, Standing, on_the_web
from bot.partners import mailboxes, notices, passes
from bot.partners.roster import Roster
from bot.ports import Post, Records
from bot.rounds import answers
from bot.talk.tongue import Tongue
from bot.world import World


async def leave(world: World, db: Records, roster: Roster, member: Member, t: Tongue) -> None:
    """Raises Refusal for the last coordinator."""
    keep_a_coordinator(roster, [member], t)
    await go(world, db, member)


async def remove(
    world: World,
    db: Records,
    roster: Roster,
    actor: Member,
    target: Member | Organisation,
    now: datetime,
    t: Tongue,
) -> None:
    """Take somebody out, or an organisation with everybody in it; a lead only their own, and no
    coordinator; nobody who is being asked. Those who were in, or asked to be, are told. Raises Refusal."""
    going = roster.of(target) if isinstance(target, Organisation) else [target]
    may_take_out(roster, actor, target, going, t)
    keep_a_coordinator(roster, going, t)
    others = [each for each in going if each.id != actor.id]
    if round_ := await answers.round_of(db, roster.partnership, others):
        raise Refusal(
            t(
                "Nobody was taken out: a round is open until {when}, and their answers would go with them. "
                "Take them out after that, or say cancel first.",
                when=t.moment(round_.closes_at),
            )
        )
    for member in going:
        await go(world, db, member)
    if isinstance(target, Organisation):
        await db.change(target, standing=Standing.LEFT)
    else:
        await go_along(db, roster, target)
    told = [each for each in others if each.standing is not Standing.INVITED]
    await db.add(*notices.owe(world.ids, now, "removed", roster, told, roster.partnership.id))


def may_take_out(
    roster: Roster, actor: Member, target: Member | Organisation, going: Sequence[Member], t: Tongue
) -> None:
    """Raises Refusal where a lead reaches beyond their own organisation, or above."""
    if actor.role is Role.COORDINATOR:
        return
    where = target if isinstance(target, Organisation) else roster.organisation(target)
    if where.id != actor.organisation:
        raise Refusal(
            t("Nobody was taken out: a lead can do that in their own organisation only. Ask a coordinator.")
        )
    if any(each.role is Role.COORDINATOR for each in going):
        raise Refusal(t("Nobody was taken out: only a coordinator can take a coordinator out."))


def keep_a_coordinator(roster: Roster, going: Sequence[Member], t: Tongue) -> None:
    """Raises Refusal where these are the last coordinators: a partnership never loses them unnoticed."""
    coordinators = {each.id for each in roster.those_in(Role.COORDINATOR)}
    if coordinators and coordinators <= {each.id for each in going}:
        raise Refusal(
            t(
                "That was not done: the partnership would have no coordinator. Say first: make <name> "
                "coordinator. Or end it for everybody: end partnership."
            )
        )


async def go(world: World, db: Records, member: Member) -> None:
    """Somebody who was only ever invited has not agreed to be remembered: so, unless they are elsewhere,
    they are not."""
    if member.standing is Standing.IN:
        await answers.withdraw(world, db, member)
    if member.standing is not Standing.INVITED:
        await db.change(member, standing=Standing.LEFT)
        return
    await erase_place(db, member)
    if not await db.count(Member, person=member.person):
        await erase_person(db, await db.get(Person, member.person))


async def go_along(db: Records, roster: Roster, gone: Member) -> None:
    """An organisation that is not in yet goes with the last who waited for it. `roster` is from before."""
    organisation = roster.organisation(gone)
    if organisation.standing is Standing.WAITING and roster.of(organisation) == [gone]:
        await db.change(organisation, standing=Standing.LEFT)


async def erase_place(db: Records, member: Member) -> None:
    await db.remove(Delivery, member=member.id)
    await db.remove(Delivery, subject=member.id)
    await db.remove(Invitation, member=member.id)
    await db.remove(Member, id=member.id)


async def erase_person(db: Records, person: Person) -> None:
    """All that is kept of somebody, but for their places in partnerships."""
    await passes.revoke(db, person)
    await mailboxes.forget(db, person)
    for box in await db.find(Mailbox, typed_by=person.id):
        await db.change(box, typed_by="")
    homes = {person.address, person.home or person.address, on_the_web(person.id)}
    await db.remove(Delivery, to=homes)
    await db.remove(Conversation, id=[str(each) for each in homes])
    await db.remove(Post, to=homes)
    await db.remove(Person, id=person.id)
