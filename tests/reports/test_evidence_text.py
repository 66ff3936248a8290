"""The evidence log in words, of which none says that one thing caused another."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bot.analysis.before_after import BeforeAfter, MeanDifference
from bot.analysis.evidence import (
    EntryKind,
    EvidenceEntry,
    EvidenceGaps,
    OtherChange,
    ThemeEvidence,
    ThemeGap,
    evidence_entries,
)
from bot.analysis.evidence_strength import EvidenceStrength, LostPoint
from bot.core.followups import ActionOutcome, EvidencePart
from bot.core.i18n import Translator
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.reports.evidence_gaps import gap_lines
from bot.reports.evidence_text import (
    comparison_row,
    comparison_table,
    entry_label,
    finding_text,
    missing_text,
    reason_text,
    signed,
)
from bot.rounds.outcomes import OutcomeHistory
from tests.analysis.series_factory import FIRST, HIDDEN, PLAIN
from tests.analysis.test_evidence import action, facts, note

T = Translator()
TITLES = {"trust": "Trust", "power": "Power balance", "leadership": "Leadership"}
HIGH = replace(PLAIN, scored=9, mean=None, band="high")
TODAY = date(2026, 11, 30)


def entry(*readings: float, notes: int = 1) -> EvidenceEntry:
    half = len(readings) // 2
    return evidence_entries(facts(readings, [note(number, half) for number in range(1, notes + 1)]))[-1]


def test_a_comparison_shows_its_range_and_how_many_gave_a_score() -> None:
    (row,) = comparison_table(T, entry(*(3.4, 3.5, 3.3, 3.4, 3.4), *(3.8, 3.9, 3.9, 3.9, 3.8)), TITLES).rows
    assert (row.theme, row.before, row.after, row.difference, row.range) == (
        "Trust",
        "3.4",
        "3.9",
        "+0.5",
        "+0.2 to +0.8",
    )
    assert (row.rounds, row.scores, row.points, row.reasons) == (
        "5 before, 5 after",
        "60 of 80, 60 of 80",
        3,
        (),
    )
    assert row.finding == "Slightly higher after"


def test_banded_results_are_shown_as_intervals() -> None:
    of = evidence_entries(facts([3.0] * 5 + [HIGH] * 5, [note(1, 5)]))
    table = comparison_table(T, of[0], TITLES)
    (row,) = table.rows
    assert (row.before, row.after, row.difference) == ("3.0", "4.4 to 5.0", "+1.4 to +2.0")
    assert table.shared == (
        "In round 6, round 7, round 8, round 9 and round 10, fewer than 60% gave a score.",
    )


def test_without_a_point_there_is_no_number() -> None:
    compared = BeforeAfter("trust", (), (), difference=MeanDifference(0.4, 0.4, 0.1, 0.7))
    row = comparison_row(T, "Trust", ThemeEvidence(compared, EvidenceStrength(0)), TITLES)
    assert (row.before, row.after, row.difference, row.range) == ("–",) * 4
    assert (row.finding, row.scores) == ("Too weak to show a number", "–")


def test_what_every_theme_shares_is_said_once() -> None:
    first = entry(*[3.4] * 4, *[3.8] * 4, notes=2)
    twice = replace(first, themes=first.themes * 2)
    table = comparison_table(T, twice, TITLES)
    assert table.shared == (
        "There are fewer than five rounds on each side.",
        "Other changes in the same time: note 2.",
    )
    assert [row.reasons for row in table.rows] == [(), ()]
    assert table.caution == ""
    alone = comparison_table(T, entry(*[3.4] * 5, *[3.8] * 5), TITLES)
    assert alone.caution == "No other change was noted in the same time, but there may have been some."


@pytest.mark.parametrize(
    ("readings", "after", "why"),
    [
        ((), 1, "No round has closed yet."),
        ((3.4, 3.4, 3.4, 3.4), 3, "Fewer than three rounds that count have closed since."),
        ((3.4, 3.4, 3.4, 3.4), 1, "Fewer than three rounds that count had closed before."),
        (
            (*[replace(PLAIN, question="trust.reliable@0")] * 3, *[PLAIN] * 3),
            3,
            "The question was reworded, and only results of the same wording are compared.",
        ),
    ],
)
def test_why_nothing_is_compared(readings: tuple[float, ...], after: int, why: str) -> None:
    (of,) = evidence_entries(facts(readings, [note(1, after)]))
    table = comparison_table(T, of, TITLES)
    assert (table.rows, table.shared) == ((), (why,))


def test_a_theme_that_is_not_compared_beside_one_that_is_says_why() -> None:
    both = facts([3.4] * 5 + [3.8] * 5, [note(1, 5)])
    hidden = facts([HIDDEN] * 10, [note(1, 5)])
    histories = {"trust": both.histories["trust"], "power": hidden.histories["trust"]}
    (of,) = evidence_entries(replace(both, histories=histories))
    shown, unseen = comparison_table(T, of, TITLES).rows
    assert shown.points == 3
    assert (unseen.finding, unseen.points, unseen.rounds) == ("Too little to compare", 0, "0 before, 0 after")


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        ((0.4, 0.4, 0.0, 0.8), "No clear difference: zero lies in the range"),
        ((0.2, 0.2, 0.1, 0.3), "About the same"),
        ((-0.4, -0.4, -0.7, -0.1), "Slightly lower after"),
        ((0.4, 0.9, 0.1, 1.2), "At least slightly higher after"),
        ((0.1, 0.9, 0.1, 1.2), "Higher after, at least a little"),
        ((-0.9, -0.1, -1.2, -0.1), "Lower after, at least a little"),
        ((-1.2, -0.6, -1.4, -0.3), "At least clearly lower after"),
        ((1.2, 1.3, 0.4, 2.0), "Sharply higher after"),
    ],
)
def test_what_is_said_of_a_difference_holds_for_all_its_values(
    difference: tuple[float, float, float, float], words: str
) -> None:
    assert finding_text(T, MeanDifference(*difference)) == words


def test_every_possible_difference_has_words() -> None:
    tenths = [tenth / 10 for tenth in range(-13, 14)]
    for least, most in product(tenths, tenths):
        if least <= most:
            assert finding_text(T, MeanDifference(least, most, least - 0.1, most + 0.1))
            assert finding_text(T, MeanDifference(least, most, least, most))


def test_each_reason_and_change_is_named() -> None:
    changes = (
        OtherChange(EntryKind.NOTE, TODAY, 3),
        OtherChange(EntryKind.ACTION, TODAY, 2),
        OtherChange(EntryKind.BASELINE, TODAY, theme="power"),
    )
    evidence = ThemeEvidence(BeforeAfter("trust", (), (), skipped=(4,)), EvidenceStrength(0), changes)
    assert [reason_text(T, lost, evidence, TITLES) for lost in LostPoint] == [
        "Fewer than three rounds that count have closed since.",
        "There are fewer than five rounds on each side.",
        "In round 4, fewer than 60% gave a score.",
        "Other changes in the same time: note 3, action 2 and a new baseline for power balance.",
        "The question was reworded, so there are fewer rounds to compare.",
    ]


def test_labels_and_signs() -> None:
    done, partly = evidence_entries(facts(actions=[action(2, 3), action(1, 2, ActionOutcome.PARTLY)]))
    assert (entry_label(T, done), entry_label(T, partly)) == ("Action 2, done", "Action 1, partly done")
    assert entry_label(T, entry(3.4, 3.4)) == "Note 1"
    assert [signed(T, value) for value in (0.44, -0.25, -0.04, 0.0)] == ["+0.4", "−0.3", "0.0", "0.0"]


def test_what_nobody_has_described_is_named() -> None:
    of = entry(3.4, 3.4)
    assert missing_text(T, of) == (
        "Not described yet: how it is thought to work, what it took and what followed, in members’ words."
    )


def history(*values: tuple[date, float | None]) -> OutcomeHistory:
    outcome = SharedOutcome("o", "harbour", "Rough sleepers", "people", BetterDirection.DOWN, "", "", FIRST)
    return OutcomeHistory(
        outcome,
        tuple(
            OutcomeValue(f"v{number}", "o", number, on, value, FIRST, "")
            for number, (on, value) in enumerate(values)
        ),
    )


def test_gaps_are_named_with_what_can_be_counted() -> None:
    early, old = entry(3.4, 3.4), entry(3.4, 3.4, notes=2)
    gaps = EvidenceGaps(
        7,
        (("trust", ThemeGap.NO_ENTRY), ("power", ThemeGap.NO_ENTRY)),
        (early,),
        (old,),
        {EvidencePart.HOW: 1, EvidencePart.TOOK: 2, EvidencePart.FOLLOWED: 1},
        ("leadership",),
    )
    assert gap_lines(T, gaps, TITLES, (), TODAY) == (
        "Nothing was noted or done in the last 7 rounds.",
        "Trust and power balance: no note or finished action to compare around.",
        "Too early to compare: note 1.",
        "Too few rounds had closed before these to compare: note 1.",
        "1 entry does not tell how it is thought to work.",
        "2 entries do not tell what they took.",
        "1 entry does not tell what people saw afterwards.",
        "No shared outcome is named: nothing tells what the partnership is for in numbers.",
        "No round has asked about leadership.",
    )


@pytest.mark.parametrize("gap", ThemeGap)
def test_each_gap_of_a_theme_has_words(gap: ThemeGap) -> None:
    (line, *_) = gap_lines(T, EvidenceGaps(themes=(("trust", gap),)), TITLES, (), TODAY)
    assert line.startswith("Trust: ")


def test_an_outcome_without_values_for_half_a_year_is_a_gap() -> None:
    old, recent = date(2026, 5, 1), date(2026, 7, 1)
    lines = gap_lines(
        T, EvidenceGaps(), TITLES, [history(), history((old, 3.0)), history((recent, 3.0))], TODAY
    )
    assert lines == (
        "Rough sleepers has no value yet.",
        "Rough sleepers has had no value since 1 May 2026, for more than half a year.",
    )
