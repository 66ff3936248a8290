"""A closed round and what it published, without a store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.analysis.published import PublishedContent
from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.questions.bank import OWN_QUESTION
from bot.reports.dataset.result_rows import ResultRow, result_rows
from tests.questions.product_bank import BANK

TRUST, POWER = "trust.reliable@1", "power.voice@1"
CLOSED = datetime(2026, 3, 9, 9, 30, 15, 123456, tzinfo=UTC)
HOSTILE = "=HYPERLINK(\"http://x\"), 'Harbour'\n"
ROUND = Round(
    "r12", "harbour", RoundKind.SCHEDULED, 12, (TRUST, POWER), CLOSED - timedelta(days=5), CLOSED, CLOSED,
    RoundState.CLOSED, closed_at=CLOSED, invited=14, replies=12,
)  # fmt: skip
OWN_ROUND = replace(
    ROUND, id="r13", kind=RoundKind.AD_HOC, number=0, questions=(OWN_QUESTION,), own="@Agree?"
)
FEW = QuestionResult("q", "r12", "harbour", "trust", TRUST, anchor=True, scored=4, invited=14)
WHOLE = QuestionResult(
    "q2", "r12", "harbour", "power", POWER, anchor=True, scored=12, invited=14, mean=3.4, low=3.0, high=3.9,
    spread=1.1, counts=(1, 1, 4, 4, 2), agreement="fair", split=False, low_share="some", gap=-0.4,
    uneven=False,
)  # fmt: skip
OWN = replace(FEW, id="q3", theme=OWN_QUESTION, question=OWN_QUESTION, anchor=False)


def published(*readings: QuestionResult, name: str = "Harbour Together") -> PublishedContent:
    return PublishedContent(name, readings)


def rows_of(*readings: QuestionResult, of: Round = ROUND, name: str = "Harbour Together") -> list[ResultRow]:
    return [*result_rows(BANK, of, published(*readings, name=name))]
