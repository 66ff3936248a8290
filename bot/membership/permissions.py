"""Memberships and permissions: the partnership that a sentence is about, and the role that it needs."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bot.core.errors import NotPermitted, Refusal
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import (
    Address,
    Channel,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
)
from bot.core.ports import Transaction
from bot.language import parser
from bot.language.commands import ChangeRole, ShowMenu
from bot.language.sentences import Rank, Sentence
from bot.membership.roster import Roster, SentenceBuilder, may_step_in, name_coordinators

RANK_BY_ROLE = {Role.MEMBER: Rank.MEMBER, Role.LEAD: Rank.LEAD, Role.COORDINATOR: Rank.COORDINATOR}


class Membership(NamedTuple):
    member: Member
    partnership: Partnership


async def memberships_of(db: Transaction, person: Person) -> list[Membership]:
    """Return the active memberships of a person in partnerships that have not ended, by partnership name."""
    members = await db.find(Member, person=person.id, standing=MembershipStatus.ACTIVE)
    member_of = {member.partnership: member for member in members}
    partnerships = await db.find(Partnership, id=list(member_of), ended_at=None)
    memberships = [Membership(member_of[partnership.id], partnership) for partnership in partnerships]
    return sorted(memberships, key=lambda membership: membership.partnership.name.casefold())


async def all_memberships_of(
    db: Transaction, person: Person
) -> list[tuple[Member, Partnership | None, Organisation]]:
    """Return every stored membership of a person, also of partnerships that they left. The partnership is
    None while they wait for approval: they may have guessed its code, so its name is not theirs to know."""
    return [
        (
            member,
            None
            if member.standing is MembershipStatus.WAITING
            else await db.get(Partnership, member.partnership),
            await db.get(Organisation, member.organisation),
        )
        for member in await db.find(Member, person=person.id)
    ]


async def resolve_partnership(
    db: Transaction, person: Person, name: str, message: Message, t: Translator
) -> Membership:
    """Return the membership that a sentence is about: in the partnership it names, else the only one, else
    the one in whose channel it was typed.

    Raises Refusal. If the person must choose, it offers the same sentence for each partnership."""
    memberships = await memberships_of(db, person)
    if not memberships:
        raise Refusal(
            t(
                "You have not joined a partnership yet. "
                "Ask a coordinator for a code, or start one of your own."
            ),
            ((t("Join or start a partnership"), parser.format_command(ShowMenu())),),
        )
    if name:
        return _by_name(memberships, name, message, t)
    if len(memberships) == 1:
        return memberships[0]
    here = {channel.partnership for channel in await db.find(Channel, address=message.place)}
    for membership in memberships:
        if membership.partnership.id in here:
            return membership
    raise Refusal(
        t("You belong to more than one partnership. Choose the one you mean."),
        _choices(memberships, message.text),
    )


async def sentence_builder(db: Transaction, person: Person, partnership: Partnership) -> SentenceBuilder:
    """Return a function that formats commands as sentences about this partnership, which a person can send
    from anywhere."""
    return sentences_about(partnership, [other for _, other in await memberships_of(db, person)])


def sentences_about(partnership: Partnership, own: Sequence[Partnership]) -> SentenceBuilder:
    """As `sentence_builder`, for a person whose `own` partnerships are known."""
    is_only_one = all(other.id == partnership.id for other in own)
    name = "" if is_only_one else _unambiguous_name(own, partnership)
    return lambda command: parser.format_command(command, name)


async def highest_rank(db: Transaction, person: Person | None) -> Rank:
    """Return the highest rank that a person has in any partnership, to offer them sentences that fit."""
    memberships = await memberships_of(db, person) if person else []
    return max((RANK_BY_ROLE[member.role] for member, _ in memberships), default=Rank.ANYBODY)


async def require_role(db: Transaction, sentence: Sentence, member: Member, t: Translator) -> None:
    """Raise Refusal where a member's role does not allow a sentence. If there is no coordinator, others may
    name one."""
    if RANK_BY_ROLE[member.role] >= sentence.rank:
        return
    if sentence.command is ChangeRole:
        everybody = await db.find(Member, partnership=member.partnership, standing=MembershipStatus.ACTIVE)
        if may_step_in(member, everybody):
            return
    coordinators = name_coordinators(await load_roster(db, member.partnership), t)
    if sentence.rank is Rank.LEAD:
        raise NotPermitted(
            t("Only a lead or a coordinator can do this. {coordinators}", coordinators=coordinators)
        )
    raise NotPermitted(t("Only a coordinator can do this. {coordinators}", coordinators=coordinators))


async def load_roster(db: Transaction, partnership: str) -> Roster:
    """Load the roster of the partnership with this id."""
    (roster,) = await load_rosters(db, [await db.get(Partnership, partnership)])
    return roster


async def load_rosters(db: Transaction, partnerships: Sequence[Partnership]) -> list[Roster]:
    """Load the rosters of these partnerships, in their order, with as many queries as for one."""
    if not partnerships:
        return []
    members: dict[str, list[Member]] = {partnership.id: [] for partnership in partnerships}
    organisations: dict[str, list[Organisation]] = {partnership.id: [] for partnership in partnerships}
    for member in await db.find(Member, partnership=list(members)):
        members[member.partnership].append(member)
    for organisation in await db.find(Organisation, partnership=list(members)):
        organisations[organisation.partnership].append(organisation)
    ids = {member.person for of_one in members.values() for member in of_one}
    people = {person.id: person for person in await db.find(Person, id=list(ids))}
    return [
        Roster(
            partnership,
            tuple(organisations[partnership.id]),
            tuple(members[partnership.id]),
            {member.person: people[member.person] for member in members[partnership.id]},
        )
        for partnership in partnerships
    ]


async def lock_roster(db: Transaction, partnership: Partnership) -> Roster:
    """Load the roster and lock it for a change: until this transaction ends, other changes wait.

    Without the lock two coordinators could leave at the same moment, each seeing the other stay."""
    await db.get_for_update(Partnership, partnership.id)
    return await load_roster(db, partnership.id)


async def lock_roster_around(
    db: Transaction, partnership: Partnership, actor: Member, address: Address
) -> Roster:
    """Load and lock what an actor needs to know to add whoever is at an address: the organisations, the
    coordinators and their own membership. Loading everybody for each of thousands would take hours."""
    await db.get_for_update(Partnership, partnership.id)
    members = {actor.id: actor}
    if person := await db.first(Person, address=address):
        own = await db.find(Member, person=person.id)
        members |= {member.id: member for member in own if member.partnership == partnership.id}
    coordinators = await db.find(Member, partnership=partnership.id, role=Role.COORDINATOR)
    members |= {member.id: member for member in coordinators}
    people = await db.find(Person, id=[member.person for member in members.values()])
    organisations = await db.find(Organisation, partnership=partnership.id)
    return Roster(
        partnership,
        tuple(organisations),
        tuple(members.values()),
        {person.id: person for person in people},
    )


def _by_name(memberships: list[Membership], name: str, message: Message, t: Translator) -> Membership:
    """Return the membership in the partnership with this name, a name that begins so, or this id, which
    buttons hold where names are alike. Raises Refusal, which offers the same sentence for each."""
    wanted = name.casefold()
    exact = [membership for membership in memberships if wanted in _names(membership.partnership)]
    matches = exact or [
        membership for membership in memberships if membership.partnership.name.casefold().startswith(wanted)
    ]
    if len(matches) == 1:
        return matches[0]
    _, _, sentence = message.text.partition(":")
    raise Refusal(
        t("“{named}” is not one of your partnerships. Choose the one you mean.", named=name),
        _choices(memberships, sentence.strip()),
    )


def _choices(memberships: list[Membership], sentence: str) -> tuple[tuple[str, str], ...]:
    """Return a button's label and the sentence about each partnership."""
    own = [partnership for _, partnership in memberships]
    return tuple(
        (partnership.name, f"in {_unambiguous_name(own, partnership)}: {sentence}") for partnership in own
    )


def _names(partnership: Partnership) -> tuple[str, str]:
    return partnership.id.casefold(), partnership.name.casefold()


def _unambiguous_name(own: Sequence[Partnership], partnership: Partnership) -> str:
    """Return a partnership's name, or its id if another one of the same person has this name."""
    names = Counter(other.name.casefold() for other in own)
    return partnership.name if names[partnership.name.casefold()] == 1 else partnership.id
