"""The shared outcomes of a partnership: charts beside the trend of the themes, and every entry."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.core.cards import Chart
from bot.core.models import Role, RoundKind
from bot.core.outcomes import MAX_OUTCOMES, OutcomeValue, SharedOutcome
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import newest_closed
from bot.membership import permissions
from bot.membership.outcomes import author_name, may_enter
from bot.membership.roster import Roster
from bot.messages.outcomes import enterer_text
from bot.reports import charts
from bot.reports.outcome_chart import finding, usual_text
from bot.reports.outcome_reports import chart_of_outcomes
from bot.reports.outcome_text import BETTER, amount, newest_value
from bot.rounds.outcomes import OutcomeHistory, load_histories

NO_VALUE = "–"
NEWEST_ENTRIES = 8  # of an outcome, unless all are asked for


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in words. `state` says that a later one replaced it, or that it took back the one before."""

    on: date
    value: str
    author: str
    entered_on: str
    state: str


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """An outcome with its entries, newest first; `has_more` if there are earlier ones. `finding` says whether
    the newest value is beyond chance, and `usual` where values usually are."""

    id: str
    name: str
    newest: str
    better: str
    source: str
    enterer: str
    finding: str
    usual: str
    entries: tuple[EntryLine, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class RemovedOutcome:
    """An outcome that somebody removed."""

    name: str
    on: str


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """All outcomes, the chart of their values, and that of the themes as the newest round published it."""

    outcomes: tuple[ShownOutcome, ...]
    chart: Chart | None
    themes: Chart | None
    removed: tuple[RemovedOutcome, ...]
    may_add: bool
    may_enter: bool


@dataclass(frozen=True, slots=True)
class OutcomesView:
    """The shared outcomes of a partnership, with the newest entries of each or with `all_entries`."""

    all_entries: bool = False
    part: ClassVar[HubPart] = HubPart.OUTCOMES

    async def load(self, request: HubRequest) -> OutcomesPage:
        t, id, member = request.reader.t, request.reader.partnership.id, request.reader.member
        histories = await load_histories(request.db, id)
        roster = await permissions.load_roster(request.db, id)
        removed = [
            outcome for outcome in await request.db.find(SharedOutcome, partnership=id) if outcome.removed_at
        ]
        return OutcomesPage(
            tuple(
                _shown(request, roster, history, None if self.all_entries else NEWEST_ENTRIES)
                for history in histories
            ),
            chart_of_outcomes(t, histories),
            await _trend(request) if HubPart.THEMES in request.reader.parts else None,
            tuple(
                RemovedOutcome(outcome.name, t.full_day(outcome.removed_at))
                for outcome in removed
                if outcome.removed_at
            ),
            member is not None and member.role is Role.COORDINATOR and len(histories) < MAX_OUTCOMES,
            member is not None and any(may_enter(history.outcome, roster, member) for history in histories),
        )


async def _trend(request: HubRequest) -> Chart | None:
    """Return the trend of the themes as the newest scheduled round published it."""
    for newest in await newest_closed(request, 1, RoundKind.SCHEDULED):
        return await charts.published_trend(
            request.context, request.db, newest, request.reader.t, charts.WHOLE
        )
    return None


def _shown(request: HubRequest, roster: Roster, history: OutcomeHistory, most: int | None) -> ShownOutcome:
    """Return an outcome with at most so many entries, or with all."""
    t, outcome = request.reader.t, history.outcome
    newest_first = [
        (entry, entry is not entries[-1])
        for entries in reversed(history.by_date.values())
        for entry in reversed(entries)
    ]
    return ShownOutcome(
        outcome.id,
        outcome.name,
        newest_value(t, history.newest),
        t(BETTER[outcome.better]),
        outcome.source,
        enterer_text(t, roster, outcome),
        finding(t, history),
        usual_text(t, history),
        tuple(_line(request, roster, outcome, *entry) for entry in newest_first[:most]),
        most is not None and len(newest_first) > most,
    )


def _line(
    request: HubRequest, roster: Roster, outcome: SharedOutcome, entry: OutcomeValue, is_replaced: bool
) -> EntryLine:
    t = request.reader.t
    author, entered_on = author_name(roster, entry), t.full_day(entry.entered_at)
    if entry.value is None:
        return EntryLine(entry.on, NO_VALUE, author, entered_on, t("takes back the value"))
    value = amount(t, entry.value, outcome.unit)
    return EntryLine(entry.on, value, author, entered_on, t("corrected later") if is_replaced else "")
