"""The evidence log as one table: a row for each entry and theme, without the names of who wrote it. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bot.analysis.before_after import BeforeAfter
from bot.analysis.disclosure import round_to_tenth
from bot.analysis.evidence import EvidenceEntry, ThemeEvidence
from bot.analysis.evidence_strength import EvidenceStrength
from bot.core.models import Partnership
from bot.reports.dataset.columns import Column, ColumnType, Layout
from bot.reports.dataset.evidence_rows import (
    COMPARISONS,
    EVIDENCE,
    POINTS,
    comparison_record,
    evidence_record,
)

TEXT, DECIMAL = ColumnType.TEXT, ColumnType.DECIMAL
NOT_COMPARED = ThemeEvidence(BeforeAfter("none", (), ()), EvidenceStrength(0))  # before the first round

EVIDENCE_TABLE = Layout(
    "evidence",
    "Evidence log",
    "One row for each note or finished action and each theme, with the results of the same number of rounds"
    " before and after. They are compared; nothing is said about why they differ. The theme is none until the"
    " first round has closed.",
    (
        Column("partnership", "Partnership", TEXT, "The id of the partnership.", required=True),
        Column(
            "partnership_name", "Partnership name", TEXT, "The name of the partnership today.", required=True
        ),
        *EVIDENCE.columns,
        *COMPARISONS.columns,
        Column(
            "before_least", "Least mean before", DECIMAL,
            "The mean of the rounds before; where results are only bounds, the least that it can be. Empty if"
            " strength is 0.",
            POINTS, least=1, most=5,
        ),
        Column(
            "before_most", "Greatest mean before", DECIMAL, "The most that it can be.", POINTS, least=1,
            most=5,
        ),
        Column(
            "after_least", "Least mean after", DECIMAL, "The same of the rounds after.", POINTS, least=1,
            most=5,
        ),
        Column(
            "after_most", "Greatest mean after", DECIMAL, "The most that it can be.", POINTS, least=1, most=5
        ),
        Column(
            "lost", "Why points were lost", TEXT,
            "The reasons, with semicolons between them. Empty if no point was lost.",
        ),
    ),
    ("partnership", "entry", "theme"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EvidenceTableRow:
    """A theme before and after an entry. The fields are those of `EVIDENCE_TABLE`; without a point of
    strength there are no means, and no difference."""

    partnership: str
    partnership_name: str
    entry: str
    kind: str
    date: date
    words: str
    did: str
    how: str
    took: str
    followed: str
    theme: str
    strength: int
    rounds_before: int
    rounds_after: int
    scored_before: int
    scored_after: int
    invited_before: int
    invited_after: int
    difference_least: float | None
    difference_most: float | None
    low: float | None
    high: float | None
    other_changes: int
    before_least: float | None
    before_most: float | None
    after_least: float | None
    after_most: float | None
    lost: str


def evidence_table(
    partnership: Partnership, entries: Sequence[EvidenceEntry]
) -> tuple[EvidenceTableRow, ...]:
    """Return the rows of these entries, in their order, and in that of themes."""
    return tuple(
        _row(partnership, entry, evidence)
        for entry in entries
        for evidence in entry.themes or (NOT_COMPARED,)
    )


def _row(partnership: Partnership, entry: EvidenceEntry, evidence: ThemeEvidence) -> EvidenceTableRow:
    described, compared = asdict(evidence_record(entry)), asdict(comparison_record(evidence))
    del described["themes"]
    lost = "; ".join(compared.pop("lost"))
    before, after = evidence.compared.before, evidence.compared.after
    is_shown = compared["low"] is not None
    return EvidenceTableRow(
        partnership=partnership.id,
        partnership_name=partnership.name,
        **described,
        **compared,
        before_least=_mean([round_.low for round_ in before]) if is_shown else None,
        before_most=_mean([round_.high for round_ in before]) if is_shown else None,
        after_least=_mean([round_.low for round_ in after]) if is_shown else None,
        after_most=_mean([round_.high for round_ in after]) if is_shown else None,
        lost=lost,
    )


def _mean(means: Sequence[float]) -> float:
    return round_to_tenth(sum(means) / len(means))
