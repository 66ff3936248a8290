"""The evidence log as rows."""

from dataclasses import fields

import jsonschema_rs

from bot.analysis.evidence import evidence_entries
from bot.core.followups import EvidenceDetail, EvidencePart
from bot.reports.dataset.columns import row_schema
from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE, EvidenceTableRow, evidence_table
from bot.reports.dataset.json_text import json_row
from tests.analysis.series_factory import closed
from tests.analysis.test_evidence import action, facts, note
from tests.reports.dataset.test_outcome_rows import HARBOUR

HOW = EvidenceDetail("d1", "harbour", "note 1", EvidencePart.HOW, "=They talk", "member:m", closed(9))
GONE = EvidenceDetail("d2", "harbour", "note 1", EvidencePart.TOOK, "", "member:m", closed(9))
STRONG = facts(notes=[note(1, 5)], details=[HOW, GONE])


def rows(*of: object) -> tuple[EvidenceTableRow, ...]:
    return evidence_table(HARBOUR, evidence_entries(*of))  # type: ignore[arg-type]


def test_a_row_of_evidence_has_the_columns_that_are_described() -> None:
    assert tuple(field.name for field in fields(EvidenceTableRow)) == EVIDENCE_TABLE.names


def test_an_entry_has_a_row_for_each_theme_with_range_and_numbers_of_scores() -> None:
    (row,) = rows(STRONG)
    assert (row.entry, row.kind, row.words, row.theme, row.strength, row.lost) == (
        "note-1",
        "note",
        "Change 1",
        "trust",
        3,
        "",
    )
    assert (row.how, row.took, row.followed) == ("=They talk", "", "")
    assert (row.rounds_before, row.rounds_after, row.scored_before, row.invited_after) == (5, 5, 60, 80)
    assert (row.before_least, row.before_most, row.after_least, row.after_most) == (3.4, 3.4, 3.8, 3.8)
    assert (row.difference_least, row.difference_most) == (0.4, 0.4)
    assert row.low is not None
    assert row.high is not None
    assert row.low < 0.4 < row.high


def test_without_strength_a_row_has_no_means() -> None:
    first, second = rows(facts((3.4,) * 4, [note(1, 2)], [action(1, 3)]))
    for row in (first, second):
        assert (row.strength, row.lost, row.before_least, row.after_most, row.low) == (
            0,
            "not compared",
            None,
            None,
            None,
        )


def test_before_the_first_round_a_row_has_no_theme() -> None:
    (row,) = rows(facts((), [note(1, 2)]))
    assert (row.theme, row.rounds_before, row.strength, row.other_changes) == ("none", 0, 0, 0)


def test_rows_are_as_their_schema_says_and_hold_no_name_and_no_formula() -> None:
    validator = jsonschema_rs.Draft202012Validator(row_schema(EVIDENCE_TABLE))
    some = [*rows(STRONG), *rows(facts((), [note(1, 2)])), *rows(facts(notes=[note(1, 5), note(2, 5)]))]
    for row in some:
        assert [error.message for error in validator.iter_errors(json_row(EVIDENCE_TABLE, row))] == []
    text = csv_file(EVIDENCE_TABLE, some)
    assert "'=They talk" in text
    assert "member:" not in text
