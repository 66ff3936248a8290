"""People and organisations ask to come in, and coordinators decide; those who were added decide for
themselves."""

from datetime import datetime

from bot.errors import Refusal
from bot.model import Code, Member, Organisation, Partnership, Person, Role, Standing
from bot.partners import access, leaving, notices, people
from bot.partners.roster import Roster
from bot.ports import Ids, Records
from bot.talk import names
from bot.talk.commands import Confirm, Decline
from bot.talk.grammar import say
from bot.talk.tongue import Tongue
from bot.world import World

Decided = tuple[Roster, Member]


async def join(
    world: World, db: Records, person: Person, code: str, called: str, now: datetime, t: Tongue
) -> tuple[Partnership, Organisation]:
    """Somebody asks to join for the organisation that is called so; every coordinator is told. Raises
    Refusal."""
    codes = [each for each in await db.find(Code, id=code.casefold()) if each.expires_at > now]
    if not codes:
        raise Refusal(
            t(
                "You have not joined: I do not know this code, or it is too old. Ask a coordinator for "
                "a new one; they get it by saying invite."
            )
        )
    partnership = await db.get(Partnership, codes[0].partnership)
    roster = await access.held_roster(db, partnership)
    was = roster.place_of(person)
    _must_be_new(was, t)
    organisation, role = await _organisation(db, world.ids, roster, names.name(called, t))
    place = (partnership.id, organisation.id, person.id)
    member = await settle(db, was, Member(world.ids.new(), *place, role, Standing.WAITING, now))
    coordinators = roster.those_in(Role.COORDINATOR)
    await db.add(*notices.owe(world.ids, now, "join", roster, coordinators, member.id))
    return partnership, organisation


async def approve(world: World, db: Records, speaker: Person, id: str, now: datetime, t: Tongue) -> Decided:
    """A coordinator lets a member in, and with the first of its members an organisation. Raises Refusal."""
    roster, member, decides = await _request(db, speaker, id, t)
    if not decides:
        raise Refusal(
            t("Nobody was approved: only a coordinator can do that. Say members to see who that is.")
        )
    if member.standing is not Standing.WAITING:
        name = roster.called(member)
        raise Refusal(t("Nobody was approved: {name} does not wait for approval any more.", name=name))
    organisation = roster.organisation(member)
    if organisation.standing is Standing.WAITING:
        await db.change(organisation, standing=Standing.IN)
    await db.change(member, standing=Standing.IN, since_at=now)
    await db.add(*notices.owe(world.ids, now, "welcome", roster, [member], member.id))
    return roster, member


async def decline(world: World, db: Records, speaker: Person, id: str, now: datetime, t: Tongue) -> Decided:
    """Whoever was added, or asked to join, decides not to; or a coordinator does not let them in. Raises
    Refusal."""
    roster, member, _ = await _request(db, speaker, id, t)
    own = member.person == speaker.id
    if member.standing is not Standing.WAITING and not (own and member.standing is Standing.INVITED):
        raise Refusal(
            t(
                "Nothing was declined: {name} does not wait for approval. To go yourself say leave; to "
                "take somebody out say: remove <name>",
                name=roster.called(member),
            )
        )
    await leaving.go(world, db, member)
    await leaving.go_along(db, roster, member)
    told = [] if own else [member]
    await db.add(*notices.owe(world.ids, now, "declined", roster, told, roster.partnership.id))
    return roster, member


async def confirm(db: Records, speaker: Person, id: str, name: str, now: datetime, t: Tongue) -> Decided:
    """Somebody who was added says that they want to be in, and on the web, if they like, by which name.
    Nobody else can say it for them. Raises Refusal."""
    roster, member, _ = await _request(db, speaker, id, t)
    if member.person != speaker.id:
        name = roster.called(member)
        raise Refusal(t("Nothing was confirmed: only {name} can do that.", name=name))
    if member.standing is not Standing.INVITED:
        raise Refusal(
            t("Nothing was confirmed: no invitation waits for you here. Say members to see who is in.")
        )
    if name and people.uses_the_web(speaker):
        await db.change(speaker, name=names.name(name, t))
    return roster, await db.change(member, standing=Standing.IN, since_at=now)


async def settle(db: Records, was: Member | None, shall: Member) -> Member:
    """Keep somebody's place in a partnership. They have one there for good, so whoever comes back gets it
    again."""
    if was is None:
        await db.add(shall)
        return shall
    return await db.change(
        was,
        organisation=shall.organisation,
        role=shall.role,
        standing=shall.standing,
        since_at=shall.since_at,
    )


async def _request(db: Records, speaker: Person, id: str, t: Tongue) -> tuple[Roster, Member, bool]:
    """The member that a button is about, and whether the speaker is a coordinator there. Whoever is
    neither that nor the member hears the same as if there were no such member. Raises Refusal."""
    for member in await db.find(Member, id=id):
        partnership = await db.get(Partnership, member.partnership)
        roster = await access.held_roster(db, partnership)
        decides = roster.place_of(speaker) in roster.those_in(Role.COORDINATOR)
        if (decides or member.person == speaker.id) and not partnership.ended_at:
            return roster, member, decides
    raise Refusal(
        t("That was not done: there is nothing to decide here any more, or it is not yours to decide.")
    )


async def _organisation(db: Records, ids: Ids, roster: Roster, name: str) -> tuple[Organisation, Role]:
    """The organisation of this name, and what somebody is who asks to join for it: whoever brings it
    leads it."""
    same = [each for each in roster.organisations if names.key(each.name) == names.key(name)]
    for organisation in sorted(same, key=lambda each: each.standing is Standing.LEFT):
        if organisation.standing is Standing.LEFT:
            return await db.change(organisation, standing=Standing.WAITING), Role.LEAD
        return organisation, Role.MEMBER
    organisation = Organisation(ids.new(), roster.partnership.id, name, Standing.WAITING)
    await db.add(organisation)
    return organisation, Role.LEAD


def _must_be_new(was: Member | None, t: Tongue) -> None:
    match was.standing if was else Standing.LEFT:
        case Standing.IN:
            raise Refusal(
                t("Nothing was done: you are in this partnership already. Say members to see who else is.")
            )
        case Standing.WAITING:
            raise Refusal(
                t("Nothing was done: you have asked already. A coordinator has to approve it first.")
            )
        case Standing.INVITED if was:
            ways = ((t("Confirm"), say(Confirm(was.id))), (t("Decline"), say(Decline(was.id))))
            raise Refusal(t("Nothing was done: you were added already. You only have to confirm it."), ways)
