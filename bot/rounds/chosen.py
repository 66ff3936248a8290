"""The closed rounds of a time that somebody asked about."""

from collections.abc import Callable

from bot.analysis.signals import closed_at
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Partnership, Round, RoundState
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.language.periods import Period

Fits = Callable[[Round], bool]


async def closed(
    db: Transaction, partnership: Partnership, period: Period | None, fits: Fits, t: Translator
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


def _within(round_: Round, period: Period, t: Translator) -> bool:
    if period.number:
        return round_.number == period.number
    return period.first <= local_date(closed_at(round_), t.zone) <= period.last
