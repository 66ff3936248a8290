"""The evidence log as rows that programs get. Pure.

They hold what the pages of the log show: no number where the evidence has no point, and no member's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.analysis.before_after import ComparedRound
from bot.analysis.disclosure import round_to_tenth
from bot.analysis.evidence import EntryKind, EvidenceEntry, ThemeEvidence
from bot.analysis.evidence_strength import FULL_STRENGTH
from bot.core.followups import ActionOutcome, EvidencePart
from bot.reports.dataset.columns import Column, ColumnType, Layout

TEXT, INTEGER, DECIMAL, DATE = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.DATE
POINTS, ROUNDS = "points from 1 to 5", "rounds"
WIDEST = 4  # no two means lie further apart

EVIDENCE = Layout(
    "evidence",
    "Evidence log",
    "One row for each note, and for each action that was done.",
    (
        Column("entry", "Entry", TEXT, "The kind and the number of the entry: note-3.", required=True),
        Column(
            "kind", "Kind of entry", TEXT, "note, or an action that was done.", required=True,
            values=(EntryKind.NOTE, EntryKind.ACTION),
        ),
        Column("date", "Date", DATE, "The day of the note, or on which the action was done.", required=True),
        Column("words", "Words", TEXT, "What was tried or what happened, in members' words.", required=True),
        Column(
            "did", "Done", TEXT, "How far an action was done. Empty for a note.",
            values=(ActionOutcome.YES, ActionOutcome.PARTLY),
        ),
        Column("how", "How", TEXT, "How it is thought to work. Empty if nobody has written it."),
        Column("took", "Took", TEXT, "What it took. Empty if nobody has written it."),
        Column("followed", "Followed", TEXT, "What followed. Empty if nobody has written it."),
    ),
    ("entry",),
)  # fmt: skip

COMPARISONS = Layout(
    "comparisons",
    "Before and after",
    "One row for each theme before and after an entry. Other things changed too: it says nothing about why.",
    (
        Column("theme", "Theme", TEXT, "The id of the theme.", required=True),
        Column(
            "strength", "Strength", INTEGER,
            "The strength of the evidence: it loses a point for each reason in lost. With 0 no number is"
            " shown.",
            "points", required=True, least=0, most=FULL_STRENGTH,
        ),
        Column("rounds_before", "Rounds before", INTEGER, "Rounds compared.", ROUNDS, required=True, least=0),
        Column("rounds_after", "Rounds after", INTEGER, "Rounds compared.", ROUNDS, required=True, least=0),
        Column("scored_before", "Scored before", INTEGER, "n, over these rounds.", required=True, least=0),
        Column("scored_after", "Scored after", INTEGER, "n, over these rounds.", required=True, least=0),
        Column("invited_before", "Invited before", INTEGER, "Over these rounds.", required=True, least=0),
        Column("invited_after", "Invited after", INTEGER, "Over these rounds.", required=True, least=0),
        Column(
            "difference_least", "Least difference", DECIMAL,
            "The mean after less the mean before; where results are only bounds, the least that it can be.",
            POINTS, least=-WIDEST, most=WIDEST,
        ),
        Column(
            "difference_most", "Greatest difference", DECIMAL, "The most that the difference can be.",
            POINTS, least=-WIDEST, most=WIDEST,
        ),
        Column(
            "low", "Range from", DECIMAL,
            "The low end of the range of the difference: docs/method.md has how often it is right.",
            POINTS, least=-WIDEST, most=WIDEST,
        ),
        Column(
            "high", "Range to", DECIMAL, "The high end of that range.", POINTS, least=-WIDEST, most=WIDEST,
        ),
        Column(
            "other_changes", "Other changes", INTEGER,
            "How many other notes, actions and baselines fall into the time of these rounds.",
            required=True, least=0,
        ),
    ),
    ("theme",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """A theme before and after an entry. The fields are those of `COMPARISONS`, and the reasons for which
    points were lost."""

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
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """An entry of the log. The fields are those of `EVIDENCE`, and the comparisons of its themes."""

    entry: str
    kind: str
    date: date
    words: str
    did: str
    how: str
    took: str
    followed: str
    themes: tuple[ComparisonRecord, ...]


def evidence_record(entry: EvidenceEntry) -> EvidenceRecord:
    def words(part: EvidencePart) -> str:
        return entry.parts[part].words if part in entry.parts else ""

    return EvidenceRecord(
        entry=f"{entry.kind}-{entry.number}",
        kind=entry.kind.value,
        date=entry.on,
        words=entry.words,
        did=entry.did.value if entry.did else "",
        how=words(EvidencePart.HOW),
        took=words(EvidencePart.TOOK),
        followed=words(EvidencePart.FOLLOWED),
        themes=tuple(comparison_record(evidence) for evidence in entry.themes),
    )


def comparison_record(evidence: ThemeEvidence) -> ComparisonRecord:
    compared, strength = evidence.compared, evidence.strength
    shown = compared.difference if strength.points else None
    return ComparisonRecord(
        theme=compared.theme,
        strength=strength.points,
        rounds_before=len(compared.before),
        rounds_after=len(compared.after),
        scored_before=_scored(compared.before),
        scored_after=_scored(compared.after),
        invited_before=_invited(compared.before),
        invited_after=_invited(compared.after),
        difference_least=round_to_tenth(shown.least) if shown else None,
        difference_most=round_to_tenth(shown.most) if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        other_changes=len(evidence.others),
        lost=tuple(reason.value for reason in strength.lost),
    )


def _scored(rounds: Sequence[ComparedRound]) -> int:
    return sum(round_.scored for round_ in rounds)


def _invited(rounds: Sequence[ComparedRound]) -> int:
    return sum(round_.invited for round_ in rounds)
