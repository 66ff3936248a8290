"""Finds how far a partnership is set up from what is there: nothing is ticked by hand."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core import sanitise
from bot.core.models import Member, Partnership, Round, RoundState
from bot.core.ports import Transaction
from bot.membership.roster import Roster

ASKED = (RoundState.OPEN, RoundState.CLOSING, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class SetUp:
    """The state of setting up a partnership. `organisation` is the name of the viewer's own one, or empty if
    it has none yet; `members` counts the active ones; `has_asked` is True once a round has opened."""

    partnership: Partnership
    organisation: str
    members: int
    has_asked: bool

    @property
    def has_enough_members(self) -> bool:
        """Return True if a round could open."""
        return self.members >= self.partnership.threshold

    @property
    def is_planned(self) -> bool:
        """Return True if the next round has a date. A schedule that has stopped has none."""
        return self.partnership.next_round_at is not None

    @property
    def is_done(self) -> bool:
        return bool(self.organisation) and self.has_enough_members and self.is_planned and self.has_asked


async def load_set_up(db: Transaction, roster: Roster, viewer: Member, unnamed: Collection[str]) -> SetUp:
    """Load it for a member. `unnamed` are the names, in all languages, of an organisation that its founder
    has not named."""
    partnership, name = roster.partnership, roster.organisation(viewer).name
    is_named = sanitise.fold(name) not in map(sanitise.fold, unnamed)
    asked = await db.count(Round, partnership=partnership.id, state=ASKED)
    return SetUp(partnership, name if is_named else "", len(roster.active_members()), asked > 0)
