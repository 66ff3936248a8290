"""The evidence log: its entries, what was measured around each, and what is missing. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain

from bot.analysis.before_after import (
    MIN_COMPARED,
    AskedRound,
    BeforeAfter,
    asked_rounds,
    compare_before_after,
)
from bot.analysis.evidence_strength import EvidenceStrength, evidence_strength
from bot.analysis.signals import ResultHistory, closed_at
from bot.core.followups import Action, ActionOutcome, EvidenceDetail, EvidencePart, Note, Rebase
from bot.core.models import Round
from bot.core.timezones import DAY, local_date, midnight

QUIET_ROUNDS = 6  # closed rounds without a new entry, after which the log says so


class EntryKind(StrEnum):
    """The kinds of entries; a new baseline is none, but it is another change beside one."""

    NOTE = "note"
    ACTION = "action"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class OtherChange:
    """Another change that was noted in the time of the rounds that are compared. `number` is that of a note
    or an action, `theme` that of a new baseline."""

    kind: EntryKind
    on: date
    number: int = 0
    theme: str = ""


@dataclass(frozen=True, slots=True)
class ThemeEvidence:
    """A theme before and after an entry, with its strength, and the other changes in that time."""

    compared: BeforeAfter
    strength: EvidenceStrength
    others: tuple[OtherChange, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """A note, or an action that was done (`did` says how far), dated `on`, a day where the partnership is.
    `parts` is its description, and `themes` has each core theme that any round asked about."""

    id: str
    kind: EntryKind
    number: int
    on: date
    words: str
    did: ActionOutcome | None = None
    parts: Mapping[EvidencePart, EvidenceDetail] = field(default_factory=dict)
    themes: tuple[ThemeEvidence, ...] = ()

    @property
    def missing_parts(self) -> tuple[EvidencePart, ...]:
        return tuple(part for part in EvidencePart if part not in self.parts or not self.parts[part].words)


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """The stored facts that a log is made of: notes and actions that were not removed, in any order;
    `histories` are the results of the anchor of each core theme, oldest first, without themes that no round
    asked about. Days are those in `zone`."""

    zone: str
    notes: Sequence[Note] = ()
    actions: Sequence[Action] = ()
    rebases: Sequence[Rebase] = ()
    details: Sequence[EvidenceDetail] = ()
    histories: Mapping[str, ResultHistory] = field(default_factory=dict)


def evidence_entries(facts: EvidenceFacts) -> tuple[EvidenceEntry, ...]:
    """Return the entries, newest first, each with its description and what was measured around it."""
    dated = [*_dated(facts)]
    changes = [(entry.id, OtherChange(entry.kind, entry.on, entry.number)) for entry in dated]
    changes += [
        (
            rebase.id,
            OtherChange(EntryKind.BASELINE, local_date(rebase.from_at, facts.zone), theme=rebase.theme),
        )
        for rebase in facts.rebases
    ]
    ordered = sorted(changes, key=lambda change: (change[1].on, change[1].kind, change[1].number))
    asked = {theme: asked_rounds(history) for theme, history in facts.histories.items()}
    return tuple(_with_themes(entry, facts.zone, asked, ordered) for entry in dated)


def _dated(facts: EvidenceFacts) -> Iterator[EvidenceEntry]:
    """Yield the entries, newest first, with nothing measured."""
    done = [
        (EntryKind.ACTION, local_date(action.did_at, facts.zone), action)
        for action in facts.actions
        if action.did_at and action.did in {ActionOutcome.YES, ActionOutcome.PARTLY}
    ]
    items: list[tuple[EntryKind, date, Note | Action]] = [
        *done,
        *((EntryKind.NOTE, note.on, note) for note in facts.notes),
    ]
    for kind, on, item in sorted(items, key=lambda item: (item[1], item[0], item[2].number), reverse=True):
        parts = {detail.part: detail for detail in facts.details if detail.entry == item.id}
        did = item.did if isinstance(item, Action) else None
        yield EvidenceEntry(item.id, kind, item.number, on, item.words, did, parts)


def _with_themes(
    entry: EvidenceEntry,
    zone: str,
    asked: Mapping[str, Sequence[AskedRound]],
    changes: Sequence[tuple[str, OtherChange]],
) -> EvidenceEntry:
    """Return an entry with each theme, given the rounds that asked about it, around its day."""
    others = [change for id, change in changes if id != entry.id]
    begins, ends = midnight(entry.on, zone), midnight(entry.on + DAY, zone)
    themes = []
    for theme, rounds in asked.items():
        compared = compare_before_after(theme, rounds, begins, ends)
        noted = _in_time_of(compared, others, zone)
        themes.append(ThemeEvidence(compared, evidence_strength(compared, len(noted)), noted))
    return EvidenceEntry(
        entry.id, entry.kind, entry.number, entry.on, entry.words, entry.did, entry.parts, tuple(themes)
    )


def _in_time_of(compared: BeforeAfter, others: Sequence[OtherChange], zone: str) -> tuple[OtherChange, ...]:
    """Return the changes from the opening of the first round that is compared to the close of the last.
    `others` are in the order of their days."""
    if compared.difference is None:
        return ()
    first, last = (
        local_date(compared.before[0].opened_at, zone),
        local_date(compared.after[-1].closed_at, zone),
    )
    begin = bisect_left(others, first, key=lambda change: change.on)
    return tuple(others[begin : bisect_right(others, last, begin, key=lambda change: change.on)])


class ThemeGap(StrEnum):
    """The reason why no entry tells anything about a theme, from what comes first to what comes last."""

    NO_ENTRY = "no entry"
    FEW_BEFORE = "few before"
    FEW_AFTER = "few after"
    REWORDED = "reworded"
    NO_POINTS = "no points"


@dataclass(frozen=True, slots=True)
class EvidenceGaps:
    """The gaps of a log. `quiet` is the number of scheduled rounds that closed since the newest entry,
    if that is long ago. `themes` have a reason each; `too_early` are entries with too few rounds since, and
    `too_old` those with too few before. `blank` counts the entries that lack a part of their description.
    `unasked` are packs about which no round has asked."""

    quiet: int = 0
    themes: tuple[tuple[str, ThemeGap], ...] = ()
    too_early: tuple[EvidenceEntry, ...] = ()
    too_old: tuple[EvidenceEntry, ...] = ()
    blank: Mapping[EvidencePart, int] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()


def evidence_gaps(
    facts: EvidenceFacts, entries: Sequence[EvidenceEntry], rounds: Sequence[Round], unasked: Sequence[str]
) -> EvidenceGaps:
    """Return the gaps of a log. `rounds` are the closed scheduled rounds."""
    newest = midnight(entries[0].on, facts.zone) if entries else None
    since = sum(newest is None or closed_at(round_) >= newest for round_ in rounds)
    blank = {part: sum(part in entry.missing_parts for entry in entries) for part in EvidencePart}
    return EvidenceGaps(
        since if since >= QUIET_ROUNDS else 0,
        tuple((theme, gap) for theme in facts.histories if (gap := _theme_gap(theme, entries)) is not None),
        tuple(entry for entry in entries if _is_short(entry, after=True)),
        tuple(entry for entry in entries if _is_short(entry, after=False)),
        {part: number for part, number in blank.items() if number},
        tuple(unasked),
    )


def _theme_gap(theme: str, entries: Sequence[EvidenceEntry]) -> ThemeGap | None:
    """Return why no comparison of a theme has a point left; None if one has."""
    own = [
        evidence
        for evidence in chain.from_iterable(entry.themes for entry in entries)
        if evidence.compared.theme == theme
    ]
    if any(evidence.strength.points for evidence in own):
        return None
    if not own:
        return ThemeGap.NO_ENTRY
    if any(evidence.compared.difference for evidence in own):
        return ThemeGap.NO_POINTS
    newest = own[0].compared
    if newest.is_reworded:
        return ThemeGap.REWORDED
    return ThemeGap.FEW_AFTER if len(newest.after) < MIN_COMPARED else ThemeGap.FEW_BEFORE


def _is_short(entry: EvidenceEntry, *, after: bool) -> bool:
    """Return True if no theme is compared because each has too few rounds after the entry; or before, though
    there are enough after."""
    if not entry.themes or any(evidence.compared.difference for evidence in entry.themes):
        return False
    few_after = all(len(evidence.compared.after) < MIN_COMPARED for evidence in entry.themes)
    return few_after if after else not few_after
