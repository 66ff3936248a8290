"""The closed rounds of a time that somebody asked about."""

from collections.abc import Callable

from bot.errors import Refusal
from bot.insights.signals import closed_at
from bot.model import Partnership, Round, RoundState
from bot.ports import Records
from bot.talk.periods import Period
from bot.talk.tongue import Tongue
from bot.zones import day_of

Fits = Callable[[Round], bool]


async def closed(
    db: Records, partnership: Partnership, period: Period | None, fits: Fits, t: Tongue
) -> list[Round]:
    """Those that fit, oldest first; of a period, by the listener's days. Raises Refusal where none closed in
    it."""
    every = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    fitting = sorted(filter(fits, every), key=closed_at)
    if period is None:
        return fitting
    found = [each for each in fitting if _within(each, period, t)]
    if found:
        return found[-period.newest :]
    if not fitting:
        raise Refusal(t("Nothing was looked up: no such round has closed yet."))
    first, last = (t.full_day(closed_at(each)) for each in (fitting[0], fitting[-1]))
    raise Refusal(
        t(
            "Nothing was looked up: no such round closed then. The first closed on {first}, the last on "
            "{last}.",
            first=first,
            last=last,
        )
    )


def _within(round_: Round, period: Period, t: Tongue) -> bool:
    if period.number:
        return round_.number == period.number
    return period.first <= day_of(closed_at(round_), t.zone) <= period.last
