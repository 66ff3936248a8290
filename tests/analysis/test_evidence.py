"""The entries of an evidence log, and its gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.analysis.evidence import (
    EntryKind,
    EvidenceEntry,
    EvidenceFacts,
    EvidenceGaps,
    OtherChange,
    ThemeGap,
    evidence_entries,
    evidence_gaps,
)
from bot.analysis.evidence_strength import LostPoint
from bot.core.followups import Action, ActionOutcome, EvidenceDetail, EvidencePart, Note, Rebase
from bot.core.models import QuestionResult, Round
from tests.analysis.series_factory import HOLLOW, PLAIN, closed, past, round_

ZONE = "Europe/London"
REWORDED = replace(PLAIN, question="trust.reliable@2")


def note(number: int, after_round: int, days: int = 1) -> Note:
    on = (closed(after_round) + timedelta(days=days)).date()
    return Note(f"note {number}", "harbour", on, f"Change {number}", number)


def action(number: int, after_round: int, did: ActionOutcome | None = ActionOutcome.YES) -> Action:
    at = closed(after_round) + timedelta(days=1)
    return Action(
        f"action {number}", "harbour", number, f"Work {number}", at, did=did, did_at=at if did else None
    )


def facts(
    readings: Sequence[QuestionResult | float] = (3.4,) * 5 + (3.8,) * 5,
    notes: Sequence[Note] = (),
    actions: Sequence[Action] = (),
    rebases: Sequence[Rebase] = (),
    details: Sequence[EvidenceDetail] = (),
) -> EvidenceFacts:
    histories: Mapping[str, list[tuple[Round, QuestionResult]]] = (
        {"trust": past(readings)} if readings else {}
    )
    return EvidenceFacts(ZONE, notes, actions, rebases, details, histories)


def gaps(of: EvidenceFacts, rounds: int = 10) -> EvidenceGaps:
    return evidence_gaps(of, evidence_entries(of), [round_(number) for number in range(1, rounds + 1)], ())


def lost(entry: EvidenceEntry) -> tuple[LostPoint, ...]:
    (evidence,) = entry.themes
    return evidence.strength.lost


def test_notes_and_actions_that_were_done_are_entries_newest_first() -> None:
    done = [
        action(1, 2),
        action(2, 3, ActionOutcome.PARTLY),
        action(3, 4, ActionOutcome.NO),
        action(4, 5, None),
    ]
    entries = evidence_entries(facts(notes=[note(1, 1), note(2, 3)], actions=done))
    assert [(entry.kind, entry.number, entry.did) for entry in entries] == [
        (EntryKind.NOTE, 2, None),
        (EntryKind.ACTION, 2, ActionOutcome.PARTLY),
        (EntryKind.ACTION, 1, ActionOutcome.YES),
        (EntryKind.NOTE, 1, None),
    ]


def test_an_action_is_dated_where_the_partnership_is() -> None:
    late = replace(action(1, 1), did_at=closed(1).replace(month=7, hour=23, minute=30))
    (entry,) = evidence_entries(facts(actions=[late]))
    assert entry.on == date(2026, 7, 6)


def test_an_entry_alone_in_its_time_has_full_strength() -> None:
    (entry,) = evidence_entries(facts(notes=[note(1, 5)]))
    (evidence,) = entry.themes
    assert (evidence.strength.points, evidence.others) == (3, ())
    assert evidence.compared.difference is not None
    assert evidence.compared.difference.least > 0.3


def test_other_changes_in_the_time_of_the_rounds_are_named_in_their_order() -> None:
    rebase = Rebase("rebase", "harbour", "power", closed(8), "half of us are new", "ana")
    entries = evidence_entries(
        facts(notes=[note(1, 5), note(2, 5), note(3, 9)], actions=[action(1, 2)], rebases=[rebase])
    )
    (evidence,) = next(entry for entry in entries if entry.id == "note 1").themes
    assert evidence.others == (
        OtherChange(EntryKind.ACTION, (closed(2) + timedelta(days=1)).date(), 1),
        OtherChange(EntryKind.NOTE, (closed(5) + timedelta(days=1)).date(), 2),
        OtherChange(EntryKind.BASELINE, closed(8).date(), theme="power"),
        OtherChange(EntryKind.NOTE, (closed(9) + timedelta(days=1)).date(), 3),
    )
    assert evidence.strength.lost == (LostPoint.OTHER_CHANGES,)


def test_changes_before_and_after_that_time_do_not_matter() -> None:
    readings = (3.4,) * 8 + (3.8,) * 8
    notes = [note(1, 8), note(2, 1), note(3, 15)]
    entry = next(entry for entry in evidence_entries(facts(readings, notes)) if entry.id == "note 1")
    assert lost(entry) == ()


def test_a_description_belongs_to_its_entry_and_blanks_are_known() -> None:
    detail = EvidenceDetail("d1", "harbour", "note 1", EvidencePart.TOOK, "Two days", "member:m", closed(9))
    removed = replace(detail, id="d2", part=EvidencePart.HOW, words="")
    entries = evidence_entries(facts(notes=[note(1, 5), note(2, 5)], details=[detail, removed]))
    second, first = entries
    assert first.parts == {EvidencePart.TOOK: detail, EvidencePart.HOW: removed}
    assert first.missing_parts == (EvidencePart.HOW, EvidencePart.FOLLOWED)
    assert second.missing_parts == tuple(EvidencePart)


def test_without_rounds_and_entries_there_is_nothing_to_miss() -> None:
    assert gaps(facts(()), rounds=0) == EvidenceGaps()


def test_a_theme_without_any_entry_is_a_gap_and_so_are_quiet_rounds() -> None:
    assert gaps(facts()) == EvidenceGaps(quiet=10, themes=(("trust", ThemeGap.NO_ENTRY),))
    assert gaps(facts(notes=[note(1, 5)])).quiet == 0
    assert gaps(facts(notes=[note(1, 4)])).quiet == 6


def test_evidence_with_a_point_left_is_no_gap() -> None:
    of = facts(notes=[note(1, 5)])
    assert gaps(of) == EvidenceGaps(blank=dict.fromkeys(EvidencePart, 1))


def test_why_a_theme_has_no_evidence() -> None:
    early, old = facts((3.4,) * 5 + (3.8,) * 2, [note(1, 5)]), facts((3.4,) * 6, [note(1, 2)])
    assert gaps(early).themes == (("trust", ThemeGap.FEW_AFTER),)
    assert [entry.number for entry in gaps(early).too_early] == [1]
    assert gaps(old).themes == (("trust", ThemeGap.FEW_BEFORE),)
    assert [entry.number for entry in gaps(old).too_old] == [1]
    reworded = facts([*[PLAIN] * 4, *[REWORDED] * 4], [note(1, 4)])
    assert gaps(reworded).themes == (("trust", ThemeGap.REWORDED),)


def test_a_theme_whose_comparisons_have_no_point_left_is_a_gap() -> None:
    readings = [REWORDED, PLAIN, PLAIN, PLAIN, HOLLOW, PLAIN, PLAIN, PLAIN]
    of = facts(readings, [note(1, 4), note(2, 4)])
    assert [entry.themes[0].strength.points for entry in evidence_entries(of)] == [0, 0]
    assert gaps(of).themes == (("trust", ThemeGap.NO_POINTS),)


def test_packs_that_no_round_asked_about_are_gaps() -> None:
    of = facts()
    assert evidence_gaps(of, (), (), ("leadership",)).unasked == ("leadership",)
