"""The names that tokens of a roster stand for, such as `member:<id>`."""

from collections.abc import Collection, Iterable

from bot.analysis.publishing import member_token
from bot.core.models import Member, MembershipStatus, Organisation, Person
from bot.core.ports import Transaction

PRESENT = (MembershipStatus.INVITED, MembershipStatus.WAITING, MembershipStatus.ACTIVE)


async def names_of(
    db: Transaction, tokens: Iterable[str], standings: Collection[MembershipStatus] = tuple(MembershipStatus)
) -> dict[str, str]:
    """Return the names of members and organisations by token, unless they have been erased."""
    ids = [token.partition(":")[2] for token in tokens if token]
    members = await db.find(Member, id=ids, standing=[*standings])
    organisations = await db.find(Organisation, id=ids, standing=[*standings])
    people = {person.id: person for person in await db.find(Person, id=[member.person for member in members])}
    return {
        **{
            member_token(member.id): people[member.person].name or str(people[member.person].address)
            for member in members
        },
        **{f"organisation:{organisation.id}": organisation.name for organisation in organisations},
    }
