"""Queries for closed rounds: the results that trends and signals are made of, and the rounds of a period."""

from collections.abc import Callable

from bot.analysis.signals import closed_at
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.language.periods import Period


async def scheduled_results(db: Transaction, round_: Round) -> list[tuple[Round, QuestionResult]]:
    """Return the anchor results of all closed scheduled rounds up to this one, oldest first. An ad hoc round
    has no history."""
    if round_.kind is RoundKind.AD_HOC:
        return []
    rounds = await db.find(
        Round, partnership=round_.partnership, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    upto = {earlier.id: earlier for earlier in rounds if earlier.number <= round_.number}
    results = await db.find(QuestionResult, partnership=round_.partnership, anchor=True)
    history = [(upto[result.round], result) for result in results if result.round in upto]
    return sorted(history, key=lambda pair: pair[0].number)


RoundFilter = Callable[[Round], bool]


async def closed_rounds(
    db: Transaction, partnership: Partnership, period: Period | None, fits: RoundFilter, t: Translator
) -> list[Round]:
    """Return the closed rounds that pass the filter `fits`, oldest first.

    With a period, only those that closed in it, by dates in the listener's time zone. Raises Refusal where
    there are none in it."""
    rounds = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    fitting = sorted(filter(fits, rounds), key=closed_at)
    if period is None:
        return fitting
    in_period = [round_ for round_ in fitting if _closed_within(round_, period, t)]
    if in_period:
        return in_period[-period.newest :]
    if not fitting:
        raise Refusal(t("No round like that has closed yet."))
    first, last = (t.full_day(closed_at(round_)) for round_ in (fitting[0], fitting[-1]))
    raise Refusal(
        t(
            "No round like that closed then. The first closed on {first} and the last on {last}.",
            first=first,
            last=last,
        )
    )


def _closed_within(round_: Round, period: Period, t: Translator) -> bool:
    if period.number:
        return round_.number == period.number
    return period.first <= local_date(closed_at(round_), t.zone) <= period.last
