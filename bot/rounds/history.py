"""The closed scheduled rounds of a partnership, and what they measured: trends and signals are made of it.

The closed rounds of a time that somebody asked about."""

from collections.abc import Callable

from bot.analysis.signals import ResultHistory, closed_at
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.language.periods import Period


async def scheduled_results(db: Transaction, round_: Round) -> list[tuple[Round, QuestionResult]]:
    """The anchors' readings of all scheduled rounds up to this one. An ad hoc round stands alone."""
    if round_.kind is RoundKind.AD_HOC:
        return []
    rounds = await db.find(
        Round, partnership=round_.partnership, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    upto = {each.id: each for each in rounds if each.number <= round_.number}
    readings = await db.find(QuestionResult, partnership=round_.partnership, anchor=True)
    found = [(upto[each.round], each) for each in readings if each.round in upto]
    return sorted(found, key=lambda pair: pair[0].number)


def round_before(past: ResultHistory, round_: Round) -> Round | None:
    """The scheduled round before this one."""
    earlier = (each for each, _ in past if each.number < round_.number)
    return max(earlier, key=lambda each: each.number, default=None)


def results_before(past: ResultHistory, round_: Round) -> dict[str, QuestionResult]:
    """The anchors' readings of the scheduled round before this one, by question."""
    earlier = round_before(past, round_)
    return {reading.question: reading for each, reading in past if earlier and each.id == earlier.id}


RoundFilter = Callable[[Round], bool]


async def closed_rounds(
    db: Transaction, partnership: Partnership, period: Period | None, fits: RoundFilter, t: Translator
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
