"""What is changed about one organisation: its name, and the side it stands on."""

from bot.errors import Refusal
from bot.model import Organisation, Partnership, Round, RoundState
from bot.partners.roster import Roster
from bot.ports import Records
from bot.talk import names
from bot.talk.tongue import Tongue


async def rename(
    db: Records, roster: Roster, organisation: Organisation, name: str, t: Tongue
) -> Organisation:
    """Raises Refusal where another one is called so."""
    name = names.name(name, t)
    if [each for each in roster.partners if each != organisation and names.key(each.name) == names.key(name)]:
        raise Refusal(
            t(
                "It was not renamed: another organisation here is called {name}. Choose another name.",
                name=name,
            )
        )
    return await db.change(organisation, name=name)


async def compared(db: Records, partnership: Partnership) -> bool:
    """Whether a scheduled round has been closed, so that there is a comparison of the two sides to
    disturb."""
    closed = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    return any(each.number for each in closed)
