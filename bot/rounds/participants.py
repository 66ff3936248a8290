"""The members of partnerships who can be asked.

Somebody whose workspace, or who themselves, has removed Accord is not invited to a new round, unless they are
signed in to their own pages. In an open round they stay invited, and what they answered counts: else somebody
who may remove Accord for others could pick whose answers are left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.models import (
    BrowserSession,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Round,
    web_address,
)
from bot.core.ports import Transaction
from bot.rounds.reminders import is_paused


@dataclass(frozen=True, slots=True)
class Participants:
    """The active members of some partnerships. `people` by id; `regions` by organisation; `signed_in_until`
    by person, for those who cannot be written to."""

    members: tuple[Member, ...]
    people: dict[str, Person]
    regions: dict[str, str]
    signed_in_until: Mapping[str, datetime] = field(default_factory=dict)

    def invitees(self, round_: Round) -> list[tuple[Member, Person]]:
        """Return the members of a round's partnership who can be asked and do not pause, with their
        persons."""
        return [
            (member, person)
            for member in self.members
            if member.partnership == round_.partnership
            and not is_paused(person := self.people[member.person], round_.opened_at)
            and _can_answer(person, self.signed_in_until, round_.opened_at)
        ]

    def regions_of(self, partnership: Partnership) -> set[str]:
        """Return the regions whose public holidays a partnership's members keep."""
        return {
            self.regions[member.organisation]
            for member in self.members
            if member.partnership == partnership.id
        }


async def participants(db: Transaction, partnerships: list[str]) -> Participants:
    """Load the active members of these partnerships."""
    members = await db.find(Member, partnership=partnerships, standing=MembershipStatus.ACTIVE)
    people = await db.find(Person, id=[member.person for member in members])
    organisations = await db.find(Organisation, partnership=partnerships)
    return Participants(
        tuple(members),
        {person.id: person for person in people},
        {organisation.id: organisation.region for organisation in organisations},
        await _signed_in_until(db, people),
    )


async def _signed_in_until(db: Transaction, people: Iterable[Person]) -> dict[str, datetime]:
    """Return until when people are signed in to their own pages, for those who cannot be written to."""
    removed = [person.id for person in people if person.home is None]
    sessions: Sequence[BrowserSession] = await db.find(BrowserSession, person=removed) if removed else ()
    until: dict[str, datetime] = {}
    for session in sessions:
        until[session.person] = max(session.expires_at, until.get(session.person, session.expires_at))
    return until


def _can_answer(person: Person, signed_in_until: Mapping[str, datetime], at: datetime) -> bool:
    uses_the_web = person.address == web_address(person.id)
    return person.home is not None or uses_the_web or signed_in_until.get(person.id, at) > at
