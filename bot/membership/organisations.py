"""Changes to one organisation: its name, and a check before its side changes."""

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Organisation, Partnership, Round, RoundState
from bot.core.ports import Transaction
from bot.membership.roster import Roster


async def rename(
    db: Transaction, roster: Roster, organisation: Organisation, name: str, t: Translator
) -> Organisation:
    """Rename an organisation. Raises Refusal where another one has this name."""
    name = sanitise.validate_name(name, t)
    others = (other for other in roster.partners if other != organisation)
    if any(sanitise.fold(other.name) == sanitise.fold(name) for other in others):
        raise Refusal(
            t(
                "It was not renamed: another organisation here is called {name}. Choose another name.",
                name=name,
            )
        )
    return await db.update_if_unchanged(organisation, name=name)


async def has_compared_rounds(db: Transaction, partnership: Partnership) -> bool:
    """Return True if a scheduled round has closed. Then the results compare two sides, which a change of an
    organisation's side would disturb."""
    closed = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    return any(round_.number for round_ in closed)  # ad hoc rounds have no number
