"""What Accord does when a sentence was understood: one function a command, each thin over `partners/` and
`rounds/`.

`ANYBODY` need no partnership, `INSIDE` are about one that the speaker is in, `ASKED` about an open round
that they were invited to.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.core.cards import Card
from bot.talk.turns import (
    actions,
    alerts,
    check_in,
    looking_back,
    mail,
    membership,
    notes,
    partnership,
    rhythm,
    rounds,
    you,
)

Turns = Mapping[type[Any], Callable[[Any, Any], Awaitable[Card]]]


def _together(*tables: Mapping[type[Any], Any]) -> Turns:
    return {command: turn for table in tables for command, turn in table.items()}


ANYBODY = _together(membership.ANYBODY, partnership.ANYBODY, check_in.ANYBODY, mail.ANYBODY, you.ANYBODY)
INSIDE = _together(
    *(actions.INSIDE, alerts.INSIDE, looking_back.INSIDE, membership.INSIDE, notes.INSIDE),
    *(partnership.INSIDE, rhythm.INSIDE, rounds.INSIDE, you.INSIDE),
)
ASKED = _together(check_in.ASKED)
