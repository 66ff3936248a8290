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
from bot.membership.roster import Roster, SentenceBuilder, may_step_in

RANK_BY_ROLE = {Role.MEMBER: Rank.MEMBER, Role.LEAD: Rank.LEAD, Role.COORDINATOR: Rank.COORDINATOR}

Membership = tuple[Member, Partnership]


async def memberships_of(db: Transaction, person: Person) -> list[Membership]:
    """The partnerships that somebody is in, by name."""
    members = {
        m.partnership: m for m in await db.find(Member, person=person.id, standing=MembershipStatus.ACTIVE)
    }
    lasting = await db.find(Partnership, id=list(members), ended_at=None)
    return sorted(((members[p.id], p) for p in lasting), key=lambda place: place[1].name.casefold())


async def all_memberships_of(
    db: Transaction, person: Person
) -> list[tuple[Member, Partnership, Organisation]]:
    """Every place that is kept of somebody, also where they left."""
    return [
        (each, await db.get(Partnership, each.partnership), await db.get(Organisation, each.organisation))
        for each in await db.find(Member, person=person.id)
    ]


async def resolve_partnership(
    db: Transaction, person: Person, named: str, said: Message, t: Translator
) -> Membership:
    """The one that is meant: the one named, else the only one, else the one whose channel this is.
    Whoever must choose need not type the sentence again."""
    mine = await memberships_of(db, person)
    if not mine:
        raise Refusal(
            t("You are not in a partnership yet. Join with a code, or say: start partnership <name>.")
        )
    if named:
        return _by_name(mine, named, t)
    if len(mine) == 1:
        return mine[0]
    here = {channel.partnership for channel in await db.find(Channel, address=said.place)}
    if found := [each for each in mine if each[1].id in here]:
        return found[0]
    ways = tuple((each.name, f"in {_short_name(mine, each)}: {said.text}") for _, each in mine)
    raise Refusal(
        t("Nothing was done yet: you are in more than one partnership. Which one do you mean?"), ways
    )


async def sentence_builder(db: Transaction, person: Person, partnership: Partnership) -> SentenceBuilder:
    """Fills buttons for somebody so that what they say is about this partnership, wherever it is said."""
    mine = await memberships_of(db, person)
    others = [each for _, each in mine if each.id != partnership.id]
    named = _short_name(mine, partnership) if others else ""
    return lambda command: parser.format_command(command, named)


async def highest_rank(db: Transaction, person: Person | None) -> Rank:
    """The most that somebody may say anywhere, to offer them sentences that fit."""
    mine = await memberships_of(db, person) if person else []
    return max((RANK_BY_ROLE[member.role] for member, _ in mine), default=Rank.ANYBODY)


async def require_role(db: Transaction, sentence: Sentence, member: Member, t: Translator) -> None:
    """Raises Refusal where the speaker's role does not reach. Where there is no coordinator, others may
    name one."""
    if RANK_BY_ROLE[member.role] >= sentence.rank:
        return
    if sentence.command is ChangeRole:
        everybody = await db.find(Member, partnership=member.partnership, standing=MembershipStatus.ACTIVE)
        if may_step_in(member, everybody):
            return
    if sentence.rank is Rank.LEAD:
        raise Refusal(
            t("That was not done: only a lead or a coordinator can. Say members to see who that is.")
        )
    raise Refusal(t("That was not done: only a coordinator can. Say members to see who that is."))


async def load_roster(db: Transaction, partnership: str) -> Roster:
    members = await db.find(Member, partnership=partnership)
    people = await db.find(Person, id=[each.person for each in members])
    return Roster(
        await db.get(Partnership, partnership),
        tuple(await db.find(Organisation, partnership=partnership)),
        tuple(members),
        {each.id: each for each in people},
    )


async def lock_roster(db: Transaction, partnership: Partnership) -> Roster:
    """The roster, for somebody who is about to change it: until this transaction ends, others who are
    wait here. Else two coordinators could leave at the same moment, each seeing the other stay. Raises
    Stale."""
    await db.get_for_update(Partnership, partnership.id)
    return await load_roster(db, partnership.id)


def _by_name(mine: list[Membership], named: str, t: Translator) -> Membership:
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


def _short_name(mine: list[Membership], partnership: Partnership) -> str:
    """What to call a partnership so that nobody takes it for another of the same person's."""
    names = Counter(each.name.casefold() for _, each in mine)
    return partnership.name if names[partnership.name.casefold()] == 1 else partnership.id
