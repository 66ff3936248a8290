"""The views of the API besides those of files (data.py). They return no words composed for people."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from bot.analysis.evidence import evidence_entries
from bot.analysis.signals import closed_at
from bot.core.errors import NotFound
from bot.core.models import Round, RoundState
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import find_round
from bot.reports.dataset.api_layouts import (
    ApiPartnership,
    ApiRound,
    ApiTheme,
    api_partnership,
    api_round,
    api_theme,
)
from bot.reports.dataset.evidence_rows import EvidenceRecord, evidence_record
from bot.reports.dataset.load import closed_rounds_in_order, load_rows
from bot.reports.dataset.result_rows import ResultRow
from bot.rounds.evidence import load_facts


class RoundCursor(NamedTuple):
    """The last round of a slice: the next slice begins after it."""

    closed_at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class RoundSlice:
    """Some closed rounds, oldest first, and the cursor of the next slice, or None if these are the last."""

    rounds: tuple[ApiRound, ...]
    next: RoundCursor | None


@dataclass(frozen=True, slots=True)
class FrozenRound:
    """The version of a round's results: the round, and the words of its questions, which stand in the
    results. No result is read for it."""

    round: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiPartnershipView:
    """The partnership of a token."""

    part: ClassVar[HubPart] = HubPart.OVERVIEW

    async def load(self, request: HubRequest) -> ApiPartnership:
        closed = await closed_rounds_in_order(request.db, request.reader.partnership.id)
        return api_partnership(request.reader.partnership, len(closed), closed[-1] if closed else None)


@dataclass(frozen=True, slots=True)
class ApiThemesView:
    """All themes and packs, in the order in which people are shown them."""

    part: ClassVar[HubPart] = HubPart.THEMES

    async def load(self, request: HubRequest) -> tuple[ApiTheme, ...]:
        return tuple(api_theme(theme) for theme in request.context.bank.themes)


@dataclass(frozen=True, slots=True)
class ThemeResultsView:
    """All results of a theme or pack, given as its id, oldest first."""

    theme: str
    part: ClassVar[HubPart] = HubPart.THEMES

    async def load(self, request: HubRequest) -> tuple[ResultRow, ...]:
        bank = request.context.bank
        theme = bank.find_theme(self.theme)
        if theme is None or theme.id != self.theme:
            raise NotFound
        references = {question.ref for question in (*theme.questions, *theme.retired)}
        closed = await closed_rounds_in_order(request.db, request.reader.partnership.id)
        asked = [round_ for round_ in closed if references.intersection(round_.questions)]
        by_round = await load_rows(request.context, request.db, asked)
        return tuple(row for rows in by_round for row in rows if row.theme == self.theme)


@dataclass(frozen=True, slots=True)
class ApiRoundsView:
    """At most `most` closed rounds after a cursor, or the first ones."""

    after: RoundCursor | None
    most: int
    part: ClassVar[HubPart] = HubPart.ROUNDS

    async def load(self, request: HubRequest) -> RoundSlice:
        closed = await closed_rounds_in_order(request.db, request.reader.partnership.id)
        rest = [round_ for round_ in closed if self.after is None or _cursor(round_) > self.after]
        shown = rest[: self.most]
        rows = tuple(api_round(round_) for round_ in shown)
        return RoundSlice(rows, _cursor(shown[-1]) if len(rest) > self.most else None)


@dataclass(frozen=True, slots=True)
class FrozenRoundView:
    """A view of the version of a closed round's results."""

    address: str
    part: ClassVar[HubPart] = HubPart.ROUNDS

    async def load(self, request: HubRequest) -> FrozenRound:
        round_ = await find_round(request.db, request.reader.partnership.id, self.address)
        if round_.state is not RoundState.CLOSED:
            raise NotFound
        known = request.context.bank.by_reference
        asked = [known[reference] for reference in round_.questions if reference in known]
        words = [text for question in asked for text in (question.text.in_language("en"), question.construct)]
        return FrozenRound(round_.id, (*round_.questions, *words))


@dataclass(frozen=True, slots=True)
class ApiEvidenceView:
    """All entries of the evidence log, newest first."""

    part: ClassVar[HubPart] = HubPart.EVIDENCE

    async def load(self, request: HubRequest) -> tuple[EvidenceRecord, ...]:
        facts, _, _ = await load_facts(request.db, request.reader.partnership, request.context.bank)
        return tuple(evidence_record(entry) for entry in evidence_entries(facts))


def _cursor(round_: Round) -> RoundCursor:
    return RoundCursor(closed_at(round_), round_.id)
