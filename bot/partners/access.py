"""Which partnership a sentence is about, and whether the speaker may say it. What may be done depends on
who speaks."""

from collections import Counter

from bot.core.errors import Refusal
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import Channel, Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.core.ports import Transaction
from bot.language import parser
from bot.language.commands import ChangeRole
from bot.language.sentences import Rank, Sentence
from bot.partners.roster import Roster, Say, steps_in

RANK = {Role.MEMBER: Rank.MEMBER, Role.LEAD: Rank.LEAD, Role.COORDINATOR: Rank.COORDINATOR}

Place = tuple[Member, Partnership]


async def places(db: Transaction, person: Person) -> list[Place]:
    """The partnerships that somebody is in, by name."""
    members = {
        m.partnership: m for m in await db.find(Member, person=person.id, standing=MembershipStatus.ACTIVE)
    }
    lasting = await db.find(Partnership, id=list(members), ended_at=None)
    return sorted(((members[p.id], p) for p in lasting), key=lambda place: place[1].name.casefold())


async def everywhere(db: Transaction, person: Person) -> list[tuple[Member, Partnership, Organisation]]:
    """Every place that is kept of somebody, also where they left."""
    return [
        (each, await db.get(Partnership, each.partnership), await db.get(Organisation, each.organisation))
        for each in await db.find(Member, person=person.id)
    ]


async def place(db: Transaction, person: Person, named: str, said: Message, t: Translator) -> Place:
    """The one that is meant: the one named, else the only one, else the one whose channel this is.
    Whoever must choose need not type the sentence again."""
    mine = await places(db, person)
    if not mine:
        raise Refusal(
            t("You are not in a partnership yet. Join with a code, or say: start partnership <name>.")
        )
    if named:
        return _named(mine, named, t)
    if len(mine) == 1:
        return mine[0]
    here = {channel.partnership for channel in await db.find(Channel, address=said.place)}
    if found := [each for each in mine if each[1].id in here]:
        return found[0]
    ways = tuple((each.name, f"in {_calls(mine, each)}: {said.text}") for _, each in mine)
    raise Refusal(
        t("Nothing was done yet: you are in more than one partnership. Which one do you mean?"), ways
    )


async def saying(db: Transaction, person: Person, partnership: Partnership) -> Say:
    """Fills buttons for somebody so that what they say is about this partnership, wherever it is said."""
    mine = await places(db, person)
    others = [each for _, each in mine if each.id != partnership.id]
    named = _calls(mine, partnership) if others else ""
    return lambda command: parser.format_command(command, named)


async def rank(db: Transaction, person: Person | None) -> Rank:
    """The most that somebody may say anywhere, to offer them sentences that fit."""
    mine = await places(db, person) if person else []
    return max((RANK[member.role] for member, _ in mine), default=Rank.ANYBODY)


async def require(db: Transaction, sentence: Sentence, member: Member, t: Translator) -> None:
    """Raises Refusal where the speaker's role does not reach. Where there is no coordinator, others may
    name one."""
    if RANK[member.role] >= sentence.rank:
        return
    if sentence.command is ChangeRole:
        everybody = await db.find(Member, partnership=member.partnership, standing=MembershipStatus.ACTIVE)
        if steps_in(member, everybody):
            return
    if sentence.rank is Rank.LEAD:
        raise Refusal(
            t("That was not done: only a lead or a coordinator can. Say members to see who that is.")
        )
    raise Refusal(t("That was not done: only a coordinator can. Say members to see who that is."))


async def roster(db: Transaction, partnership: str) -> Roster:
    members = await db.find(Member, partnership=partnership)
    people = await db.find(Person, id=[each.person for each in members])
    return Roster(
        await db.get(Partnership, partnership),
        tuple(await db.find(Organisation, partnership=partnership)),
        tuple(members),
        {each.id: each for each in people},
    )


async def held_roster(db: Transaction, partnership: Partnership) -> Roster:
    """The roster, for somebody who is about to change it: until this transaction ends, others who are
    wait here. Else two coordinators could leave at the same moment, each seeing the other stay. Raises
    Stale."""
    await db.update_if_unchanged(partnership, name=partnership.name)
    return await roster(db, partnership.id)


def _named(mine: list[Place], named: str, t: Translator) -> Place:
    """By name, by how the name begins, or by id, which is what buttons say where names are alike."""
    wanted = named.casefold()
    exact = [each for each in mine if wanted in (each[1].id.casefold(), each[1].name.casefold())]
    close = exact or [each for each in mine if each[1].name.casefold().startswith(wanted)]
    if len(close) == 1:
        return close[0]
    names = t.join([each.name for _, each in mine])
    raise Refusal(
        t(
            "Nothing was done: “{named}” is not one of your partnerships. You are in {names}.",
            named=named,
            names=names,
        )
    )


def _calls(mine: list[Place], partnership: Partnership) -> str:
    """What to call a partnership so that nobody takes it for another of the same person's."""
    names = Counter(each.name.casefold() for _, each in mine)
    return partnership.name if names[partnership.name.casefold()] == 1 else partnership.id
