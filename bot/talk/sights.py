"""What pages may show somebody: each view knows how it is seen. Through the same access rules and the same ladder as
everything that is said."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.model import Person
from bot.ports import Records
from bot.talk.turn import World

Sight = TypeVar("Sight", covariant=True)


class View(Protocol[Sight]):
    async def see(self, db: Records, world: World, viewer: Person | None) -> Sight:
        """What this viewer is shown. Raises Refusal where it is not theirs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership that somebody is in. `waiting` is their invitation while a round is open, whether or not they have
    replied, or empty."""

    partnership: str
    name: str
    role: str
    waiting: str


__all__ = ["Place", "Sight", "View"]
