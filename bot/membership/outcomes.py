"""The members who enter a shared outcome, and those who have entered values."""

from bot.core.models import Member, Organisation, Role
from bot.core.outcomes import LEADS_ONLY, OutcomeValue, SharedOutcome
from bot.core.ports import Transaction
from bot.membership.roster import Roster, id_or_token

OUTCOME_TOKEN = "outcome:"  # noqa: S105  before the id of an outcome, by which forms name it


def may_enter(outcome: SharedOutcome, roster: Roster, member: Member) -> bool:
    """Return True if a member may enter values of an outcome: the member or organisation that is named,
    anybody if none is; leads and coordinators always."""
    if member.role is not Role.MEMBER or not outcome.entered_by:
        return True
    return outcome.entered_by in (id_or_token(member), id_or_token(roster.organisation(member)))


def named_to_enter(outcome: SharedOutcome, roster: Roster) -> Member | Organisation | None:
    """Return the present member or organisation that is named to enter an outcome, or None."""
    present: list[Member | Organisation] = [*roster.present, *roster.partners]
    return next((target for target in present if id_or_token(target) == outcome.entered_by), None)


def author_name(roster: Roster, entry: OutcomeValue) -> str:
    """Return the name of the member who entered a value, also if they have left; empty if they were
    erased."""
    author = next((member for member in roster.members if member.id == entry.author), None)
    return roster.name_of(author) if author else ""


async def forget_member(db: Transaction, member: Member) -> None:
    """Take a member out of the outcomes of their partnership; values that they entered stay."""
    outcomes = await db.find(SharedOutcome, partnership=member.partnership)
    entries = await db.find(OutcomeValue, outcome=[outcome.id for outcome in outcomes], author=member.id)
    await db.update_all_if_unchanged(entries, author="")
    named = [outcome for outcome in outcomes if outcome.entered_by == id_or_token(member)]
    await db.update_all_if_unchanged(named, entered_by=LEADS_ONLY)
