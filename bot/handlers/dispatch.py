"""What Accord does when a sentence was understood: one function a command, each thin over `partners/` and
`rounds/`.

`ANYBODY` need no partnership, `INSIDE` are about one that the speaker is in, `ASKED` about an open round
that they were invited to.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.core.cards import Card
from bot.handlers import (
    account,
    actions,
    alerts,
    check_in,
    email,
    membership,
    notes,
    partnership,
    results,
    rounds,
    schedule,
)

Handlers = Mapping[type[Any], Callable[[Any, Any], Awaitable[Card]]]


def _merge(*tables: Mapping[type[Any], Any]) -> Handlers:
    return {command: request for table in tables for command, request in table.items()}


PUBLIC = _merge(membership.PUBLIC, partnership.PUBLIC, check_in.PUBLIC, email.PUBLIC, account.PUBLIC)
MEMBER = _merge(
    *(actions.MEMBER, alerts.MEMBER, results.MEMBER, membership.MEMBER, notes.MEMBER),
    *(partnership.MEMBER, schedule.MEMBER, rounds.MEMBER, account.MEMBER),
)
INVITED = _merge(check_in.INVITED)
