"""Records of what a partnership shares with people who are not its members. Pure.

The rules for names in `bot/core/models.py` hold here too.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class HubShare:
    """A share link: whoever has its address reads some parts of a partnership's hub, without signing in, up
    to the end of the day `valid_until`. The id is a hash of the secret in the address. `parts` are values of
    `HubPart`. `number` counts the links of the partnership, `name` says whom it is for, and `made_by` and
    `stopped_by` are tokens of the roster, which name nobody once they are erased.

    `opened` counts how often a browser opened the address from outside the hub. Who did, and when, is not
    kept."""

    id: str
    partnership: str
    number: int
    name: str
    parts: tuple[str, ...]
    made_by: str
    made_at: datetime
    valid_until: date
    stopped_by: str = ""
    stopped_at: datetime | None = None
    opened: int = 0
