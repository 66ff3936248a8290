"""What is changed about one organisation: its name, and the side it stands on."""

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Organisation, Partnership, Round, RoundState
from bot.core.ports import Transaction
from bot.membership.roster import Roster


async def rename(
    db: Transaction, roster: Roster, organisation: Organisation, name: str, t: Translator
) -> Organisation:
    """Raises Refusal where another one is called so."""
    name = sanitise.validate_name(name, t)
    if [
        each
        for each in roster.partners
        if each != organisation and sanitise.fold(each.name) == sanitise.fold(name)
    ]:
        raise Refusal(
            t(
                "It was not renamed: another organisation here is called {name}. Choose another name.",
                name=name,
            )
        )
    return await db.update_if_unchanged(organisation, name=name)


async def has_compared_rounds(db: Transaction, partnership: Partnership) -> bool:
    """Whether a scheduled round has been closed, so that there is a comparison of the two sides to
    disturb."""
    closed = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    return any(each.number for each in closed)
