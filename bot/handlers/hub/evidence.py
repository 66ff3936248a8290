"""The evidence log of a partnership: what was tried, and what was measured before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.analysis.evidence import EvidenceEntry, evidence_entries, evidence_gaps
from bot.core.errors import NotFound
from bot.core.followups import Action, Note
from bot.core.models import Member, MembershipStatus, Organisation
from bot.core.timezones import local_date
from bot.handlers.hub.access import HubPart, HubRequest
from bot.membership.profiles import CHOICES
from bot.reports.evidence_gaps import gap_lines
from bot.reports.evidence_text import (
    PART_TITLES,
    ComparisonTable,
    author_note,
    comparison_table,
    entry_label,
    missing_text,
)
from bot.rounds.evidence import load_facts
from bot.rounds.names import names_of
from bot.rounds.outcomes import load_histories

PAGE_SIZE = 10  # entries on a page


@dataclass(frozen=True, slots=True)
class DescribedPart:
    """A part of the description of an entry. `note` says who wrote it, or removed it, which leaves no
    words."""

    title: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as its page shows it. `anchor` names it in addresses, as `note-3`, and in those of its forms;
    `missing` says which parts of its description nobody has written."""

    anchor: str
    label: str
    on: date
    words: str
    parts: tuple[DescribedPart, ...]
    missing: str
    compared: ComparisonTable


@dataclass(frozen=True, slots=True)
class RemovedEntry:
    """A note or an action that somebody removed."""

    label: str
    on: date


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A page of the log, newest entries first: page `number` of `pages`. `profile` says in a line where;
    `gaps` names what has no evidence yet."""

    entries: tuple[ShownEntry, ...]
    number: int
    pages: int
    profile: str
    gaps: tuple[str, ...]
    removed: tuple[RemovedEntry, ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A page of the evidence log, numbered from 1."""

    part: ClassVar[HubPart] = HubPart.EVIDENCE
    number: int = 1

    async def load(self, request: HubRequest) -> EvidencePage:
        t, bank, partnership = request.reader.t, request.context.bank, request.reader.partnership
        facts, rounds, unasked = await load_facts(request.db, partnership, bank)
        entries = evidence_entries(facts)
        pages = max(1, -(-len(entries) // PAGE_SIZE))
        if not 1 <= self.number <= pages:
            raise NotFound
        gaps = evidence_gaps(facts, entries, rounds, unasked)
        titles = {theme.id: theme.title.in_language(t.code) for theme in bank.themes}
        first = (self.number - 1) * PAGE_SIZE
        shown = entries[first : first + PAGE_SIZE]
        authors = {detail.author for entry in shown for detail in entry.parts.values()}
        names = await names_of(request.db, authors)
        return EvidencePage(
            tuple(_shown(request, entry, titles, names) for entry in shown),
            self.number,
            pages,
            await _profile(request),
            gap_lines(
                t,
                gaps,
                titles,
                await load_histories(request.db, partnership.id),
                local_date(request.now, partnership.zone),
            ),
            await _removed(request),
        )


def _shown(
    request: HubRequest, entry: EvidenceEntry, titles: Mapping[str, str], names: Mapping[str, str]
) -> ShownEntry:
    t = request.reader.t
    parts = tuple(
        DescribedPart(t(title), detail.words, author_note(t, detail, names))
        for part, title in PART_TITLES.items()
        if (detail := entry.parts.get(part))
    )
    return ShownEntry(
        f"{entry.kind}-{entry.number}",
        entry_label(t, entry),
        entry.on,
        entry.words,
        parts,
        missing_text(t, entry),
        comparison_table(t, entry, titles),
    )


async def _profile(request: HubRequest) -> str:
    """Return the profile of the partnership as it is today, in one line."""
    t, partnership = request.reader.t, request.reader.partnership
    words = [t(value) for name in CHOICES if (value := getattr(partnership, name))]
    partners = await request.db.count(
        Organisation, partnership=partnership.id, standing=MembershipStatus.ACTIVE
    )
    members = await request.db.count(Member, partnership=partnership.id, standing=MembershipStatus.ACTIVE)
    size = (
        t.n("{n} organisation", "{n} organisations", partners),
        t.n("{n} member", "{n} members", members),
    )
    return " · ".join((*words, *size))


async def _removed(request: HubRequest) -> tuple[RemovedEntry, ...]:
    """Return the notes and actions that were removed, newest first."""
    t, partnership = request.reader.t, request.reader.partnership
    notes = await request.db.find(Note, partnership=partnership.id)
    actions = await request.db.find(Action, partnership=partnership.id)
    removed = [
        *((note.removed_at, t("Note {n}", n=note.number)) for note in notes if note.removed_at),
        *((action.removed_at, t("Action {n}", n=action.number)) for action in actions if action.removed_at),
    ]
    return tuple(
        RemovedEntry(label, local_date(at, partnership.zone)) for at, label in sorted(removed, reverse=True)
    )
