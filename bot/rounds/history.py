"""The closed scheduled rounds of a partnership, and what they measured: trends and signals are made of it."""

from collections.abc import Sequence

from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Transaction

Past = Sequence[tuple[Round, QuestionResult]]  # the anchors' readings, oldest first


async def past(db: Transaction, round_: Round) -> list[tuple[Round, QuestionResult]]:
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


def last(past: Past, round_: Round) -> Round | None:
    """The scheduled round before this one."""
    earlier = (each for each, _ in past if each.number < round_.number)
    return max(earlier, key=lambda each: each.number, default=None)


def before(past: Past, round_: Round) -> dict[str, QuestionResult]:
    """The anchors' readings of the scheduled round before this one, by question."""
    earlier = last(past, round_)
    return {reading.question: reading for each, reading in past if earlier and each.id == earlier.id}
