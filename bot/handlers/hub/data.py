"""The views of files: results, shared outcomes and the evidence log as rows. The API reads them too."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.analysis.evidence import evidence_entries
from bot.core.errors import AccordError, NotFound
from bot.core.models import Round, RoundState
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import find_round
from bot.reports.dataset.checksum import combined_checksum, round_checksum
from bot.reports.dataset.columns import Layout
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE, EvidenceTableRow, evidence_table
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from bot.reports.dataset.load import closed_rounds_in_order, load_round_rows, load_rows
from bot.reports.dataset.outcome_rows import OutcomeRow, outcome_rows
from bot.reports.dataset.result_rows import ResultRow
from bot.rounds.evidence import load_facts
from bot.rounds.outcomes import load_histories

LAYOUTS = {HubPart.ROUNDS: RESULTS, HubPart.OUTCOMES: OUTCOMES, HubPart.EVIDENCE: EVIDENCE_TABLE}


class Unchanged(AccordError):
    """The reader has the newest version already. Holds its checksum."""

    def __init__(self, checksum: str):
        super().__init__(f"What has the checksum {checksum} has not changed.")
        self.checksum = checksum


@dataclass(frozen=True, slots=True)
class RoundData:
    """The results of one round that is over. A cancelled one has neither rows nor a checksum."""

    round: Round
    rows: tuple[ResultRow, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class ResultsData:
    """The results of all closed rounds, oldest first."""

    rows: tuple[ResultRow, ...]
    checksum: str

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day that the rows cover, in UTC; None if there are none."""
        return (self.rows[0].opened.date(), self.rows[-1].closed.date()) if self.rows else None


@dataclass(frozen=True, slots=True)
class DataPageView:
    """The page about all files. Returns the layouts of those that the reader may have."""

    part: ClassVar[HubPart] = HubPart.ROUNDS

    async def load(self, request: HubRequest) -> tuple[Layout, ...]:
        return tuple(layout for part, layout in LAYOUTS.items() if part in request.reader.parts)


@dataclass(frozen=True, slots=True)
class RoundDataView:
    """One round that is over. Raises Unchanged if its checksum is among those `known` to the reader."""

    part: ClassVar[HubPart] = HubPart.ROUNDS
    address: str
    known: frozenset[str] = frozenset()

    async def load(self, request: HubRequest) -> RoundData:
        db, context, partnership = request.db, request.context, request.reader.partnership
        round_ = await find_round(db, partnership.id, self.address)
        if round_.state is RoundState.CANCELLED:
            return RoundData(round_, (), "")
        if round_.state is not RoundState.CLOSED:
            raise NotFound
        checksum = context.checksums.get(round_.id, "")
        if checksum in self.known:
            raise Unchanged(checksum)
        rows = await load_round_rows(context, db, round_)
        context.checksums[round_.id] = checksum = round_checksum(rows)
        if checksum in self.known:
            raise Unchanged(checksum)
        return RoundData(round_, rows, checksum)


@dataclass(frozen=True, slots=True)
class ResultsDataView:
    """All closed rounds of a partnership. Raises Unchanged if their checksum is among those `known` to the
    reader."""

    part: ClassVar[HubPart] = HubPart.ROUNDS
    known: frozenset[str] = frozenset()

    async def load(self, request: HubRequest) -> ResultsData:
        db, context, partnership = request.db, request.context, request.reader.partnership
        rounds = await closed_rounds_in_order(db, partnership.id)
        remembered = [context.checksums.get(round_.id, "") for round_ in rounds]
        if all(remembered) and (checksum := combined_checksum(remembered)) in self.known:
            raise Unchanged(checksum)
        by_round = await load_rows(context, db, rounds)
        checksums = [round_checksum(rows) for rows in by_round]
        context.checksums.update(zip((round_.id for round_ in rounds), checksums, strict=True))
        if (checksum := combined_checksum(checksums)) in self.known:
            raise Unchanged(checksum)
        return ResultsData(tuple(row for rows in by_round for row in rows), checksum)


@dataclass(frozen=True, slots=True)
class OutcomesDataView:
    """All entries of the partnership's shared outcomes."""

    part: ClassVar[HubPart] = HubPart.OUTCOMES

    async def load(self, request: HubRequest) -> tuple[OutcomeRow, ...]:
        partnership = request.reader.partnership
        return outcome_rows(partnership, await load_histories(request.db, partnership.id))


@dataclass(frozen=True, slots=True)
class EvidenceDataView:
    """All entries of the evidence log, newest first."""

    part: ClassVar[HubPart] = HubPart.EVIDENCE

    async def load(self, request: HubRequest) -> tuple[EvidenceTableRow, ...]:
        partnership = request.reader.partnership
        facts, _, _ = await load_facts(request.db, partnership, request.context.bank)
        return evidence_table(partnership, evidence_entries(facts))
