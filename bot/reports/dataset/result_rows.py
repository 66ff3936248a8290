"""The results of closed rounds as rows, one for each question. Pure.

Rows are made from what a round published and hold no more than every summary shows: docs/method.md 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.bands import approximate_step, interval_of, shown_band, shown_range
from bot.analysis.disclosure import MIN_FOR_SHAPE
from bot.analysis.published import PublishedContent
from bot.analysis.signals import closed_at
from bot.core.models import QuestionResult, Round, RoundKind
from bot.questions.bank import OWN_QUESTION, QuestionBank
from bot.reports.result_text import is_indicative, withheld_reason

EXACT_STEP = 0.1
NO_COUNTS = (None,) * 5
BANDS: Mapping[str, str] = {"low": "at most", "high": "at least"}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The result of one question. The fields are those of `RESULTS`; None where nothing is shown."""

    partnership: str
    partnership_name: str
    round: str
    number: int | None
    kind: str
    opened: datetime
    closed: datetime
    theme: str
    question: str
    question_version: int | None
    text: str
    construct: str
    anchor: bool
    invited: int
    replies: int
    scored: int
    mean: float | None
    mean_band: str
    mean_step: float | None
    low: float | None
    high: float | None
    range_type: str
    spread: float | None
    count_1: int | None
    count_2: int | None
    count_3: int | None
    count_4: int | None
    count_5: int | None
    agreement: str
    split: bool | None
    low_share: str
    gap: float | None
    uneven: bool | None
    unsure: bool
    interpretation: str
    withheld: str


def result_rows(bank: QuestionBank, round_: Round, published: PublishedContent) -> tuple[ResultRow, ...]:
    """Return the results of a closed round, in the order in which its questions were asked."""
    return tuple(_row(bank, round_, published, reading) for reading in published.readings)


def round_reference(round_: Round) -> str:
    """Return what stands for a round in the address of its page: the number of a scheduled one, the id of an
    ad hoc one."""
    return str(round_.number) if round_.kind is RoundKind.SCHEDULED else round_.id


def _row(
    bank: QuestionBank, round_: Round, published: PublishedContent, reading: QuestionResult
) -> ResultRow:
    question = bank.by_reference.get(reading.question)  # one may have gone from the bank since
    id, _, version = reading.question.partition("@")
    mean, band = _shown_mean(reading), shown_band(reading)
    low, high = shown_range(reading)
    counts = reading.counts or NO_COUNTS
    return ResultRow(
        partnership=round_.partnership,
        partnership_name=published.partnership,
        round=round_reference(round_),
        number=round_.number or None,
        kind=round_.kind.value,
        opened=round_.opened_at,
        closed=closed_at(round_),
        theme=reading.theme,
        question=id,
        question_version=int(version) if version else None,
        text=round_.own if id == OWN_QUESTION else question.text.in_language("en") if question else "",
        construct=question.construct if question else "",
        anchor=reading.anchor,
        invited=reading.invited,
        replies=round_.replies,
        scored=reading.scored,
        mean=mean,
        mean_band=BANDS.get(band, ""),
        mean_step=None if mean is None or band else _step_of(reading),
        low=low,
        high=high,
        range_type=_range_type(reading, low),
        spread=reading.spread,
        count_1=counts[0], count_2=counts[1], count_3=counts[2], count_4=counts[3], count_5=counts[4],
        agreement=reading.agreement,
        split=reading.split,
        low_share=reading.low_share,
        gap=reading.gap,
        uneven=reading.uneven,
        unsure=reading.unsure,
        interpretation=interpretation(reading),
        withheld=withheld_reason(reading) or "",
    )  # fmt: skip


def interpretation(reading: QuestionResult) -> str:
    """Return how far a result can be used: `ready`, `indicative`, or `not`."""
    if interval_of(reading) is None:
        return "not"
    return "indicative" if is_indicative(reading) else "ready"


def _shown_mean(reading: QuestionResult) -> float | None:
    """Return the mean, or the bound that stands for it."""
    low, high = interval_of(reading) or (None, None)
    return {"low": high, "high": low}.get(shown_band(reading), reading.mean)


def _step_of(reading: QuestionResult) -> float:
    return approximate_step(reading) if reading.approximate else EXACT_STEP


def _range_type(reading: QuestionResult, low: float | None) -> str:
    if low is None:
        return ""
    return "likely" if reading.scored >= MIN_FOR_SHAPE else "certain"
