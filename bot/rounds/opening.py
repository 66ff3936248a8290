"""The records that a round begins with. Pure.

Reminders exist for everybody from the start, and each looks at the moment of sending whether it is needed: a
table of who must be reminded would be one of who replied.
"""

from dataclasses import dataclass
from functools import cache

from bot.core.deliveries import Delivery
from bot.core.models import Invitation, Member, Partnership, Person, Round
from bot.core.ports import Ids
from bot.rounds.hours import next_working_moment
from bot.rounds.reminding import pauses, reminders


@dataclass(frozen=True, slots=True)
class Insiders:
    """Who is in some partnerships. `people` by id; `regions` by organisation."""

    members: tuple[Member, ...]
    people: dict[str, Person]
    regions: dict[str, str]

    def asked(self, round_: Round) -> list[tuple[Member, Person]]:
        """Those who are put a round's questions: its partnership's members who do not pause."""
        mine = [(m, self.people[m.person]) for m in self.members if m.partnership == round_.partnership]
        return [(member, person) for member, person in mine if not pauses(person, round_.opened_at)]

    def regions_of(self, partnership: Partnership) -> set[str]:
        """Whose public holidays a partnership's members keep."""
        return {self.regions[m.organisation] for m in self.members if m.partnership == partnership.id}


def begin(round_: Round, known: Insiders, ids: Ids) -> list[Round | Invitation | Delivery]:
    """The round, an invitation for everybody who is asked, and the messages owed to them, each due in their
    own working hours. Whoever cannot be written to yet is invited all the same, and finds the questions by
    saying check-in."""
    due, days = cache(next_working_moment), cache(reminders)  # few zones, many people
    records: list[Round | Invitation | Delivery] = [round_]
    for member, person in known.asked(round_):
        region = known.regions[member.organisation]
        invitation = Invitation(ids.new(), round_.id, member.id)
        records.append(invitation)
        if (home := person.home) is None:
            continue
        owed = [("ask", due(person.zone, round_.opened_at, region), round_.closes_at)]
        owed += [("remind", each.due_at, each.late_at) for each in days(round_, person.zone, region)]
        records += [
            Delivery(
                ids.new(),
                home.lane,
                home,
                kind,
                invitation.id,
                due_at,
                late_at,
                round_.partnership,
                member.id,
            )
            for kind, due_at, late_at in owed
        ]
    return records
