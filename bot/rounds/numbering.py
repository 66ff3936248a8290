"""The numbers of a partnership's notes and actions, by which members name them."""

from typing import TypeVar

from bot.core.followups import Action, Note
from bot.core.models import Member, Partnership
from bot.core.ports import Transaction

_MAX_DIGITS = 6

Numbered = TypeVar("Numbered", Action, Note)


async def next_number(db: Transaction, kind: type[Numbered], partnership: Partnership) -> int:
    """Return the number of the next note or action. Removed ones keep theirs."""
    newest = await db.latest(kind, "number", 1, partnership=partnership.id)
    return newest[0].number + 1 if newest else 1


async def find_numbered(
    db: Transaction, kind: type[Numbered], member: Member, number: str
) -> Numbered | None:
    """Return the note or action with a number, as it was typed, in a member's partnership; None if there is
    none."""
    parsed = int(number) if number.isdecimal() and len(number) <= _MAX_DIGITS else 0
    return await db.first(kind, partnership=member.partnership, number=parsed, removed_at=None)
