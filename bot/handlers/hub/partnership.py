"""The first page of a partnership's hub: how it is going, in one screen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.analysis.published import PublishedContent
from bot.analysis.theme_state import ThemeState, theme_states
from bot.core.models import MembershipStatus, Organisation, Round, RoundKind, RoundState
from bot.core.timezones import local_date
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import RoundLine, load_rates, newest_closed, round_line
from bot.membership import permissions
from bot.messages.privacy import contact_text
from bot.reports.reading_rows import OddNumber, ReadingRow, notes_on, odd_in_rows, reading_row
from bot.reports.summary import RoundSummary, changed_text, summary_of
from bot.reports.theme_state_text import since_text, variation_text, watched_text
from bot.reports.titles import published_title
from bot.rounds import actions
from bot.rounds.publishing import load_published


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A core theme after the newest scheduled round, and its state in words."""

    theme: str
    title: str
    row: ReadingRow
    state: ThemeState
    variation: str
    since: str
    watched: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """Something that the partnership plans to do. `owner` is a name, or empty."""

    number: int
    words: str
    owner: str
    by: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class NewestResults:
    """The newest round of which something was published: in words, as rows, and as a chart. `notes` are the
    few things that must be known of its numbers."""

    line: RoundLine
    summary: RoundSummary
    words: tuple[str, ...]
    themes: tuple[ThemeRow, ...]
    odd: tuple[OddNumber, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnershipPage:
    """The first page of a partnership. `closes_at` is None unless a round is open; `extra` is an extra round
    that closed after the newest scheduled one. `rates` are closed rounds, oldest first. `controllers` decide
    about the data; empty for readers who are not members."""

    purpose: str
    closes_at: datetime | None
    next_round_at: datetime | None
    newest: NewestResults | None
    extra: RoundLine | None
    rates: tuple[RoundLine, ...]
    actions: tuple[OpenAction, ...]
    controllers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartnershipView:
    """The first page of a partnership's hub."""

    part: ClassVar[HubPart] = HubPart.OVERVIEW

    async def load(self, request: HubRequest) -> PartnershipPage:
        partnership = request.reader.partnership
        newest = next(iter(await newest_closed(request, 1)), None)
        scheduled = next(iter(await newest_closed(request, 1, RoundKind.SCHEDULED)), None)
        shown, extra = scheduled or newest, newest
        if extra == shown:
            extra = None
        open_round = await request.db.first(Round, id=partnership.round, state=RoundState.OPEN)
        return PartnershipPage(
            partnership.purpose,
            open_round.closes_at if open_round else None,
            partnership.next_round_at,
            await _newest_results(request, shown) if shown else None,
            round_line(request.reader.t, request.context.bank, extra) if extra else None,
            await load_rates(request),
            await _open_actions(request),
            await _controllers(request),
        )


async def _newest_results(request: HubRequest, round_: Round) -> NewestResults:
    t, bank = request.reader.t, request.context.bank
    published = await load_published(request.context, request.db, round_)
    summary = summary_of(request.context, round_, published, (), t)
    themes = theme_rows(request, published)
    rows = [theme.row for theme in themes]
    return NewestResults(
        round_line(t, bank, round_),
        summary,
        tuple(filter(None, (changed_text(t, summary, summary.readings), summary.usual))),
        themes,
        odd_in_rows(t, rows),
        notes_on(t, [row.reading for row in rows]),
    )


def theme_rows(request: HubRequest, published: PublishedContent) -> tuple[ThemeRow, ...]:
    """Return a row for each core theme that a scheduled round asked about."""
    t, bank = request.reader.t, request.context.bank
    anchors = {reading.theme: reading for reading in published.readings if reading.anchor}
    return tuple(
        ThemeRow(
            state.theme,
            title := published_title(bank, published, state.theme, t),
            reading_row(t, title, anchors[state.theme]),
            state,
            variation_text(t, state),
            since_text(t, state),
            watched_text(t, state),
        )
        for state in theme_states(published)
        if state.theme in anchors
    )


async def _open_actions(request: HubRequest) -> tuple[OpenAction, ...]:
    """Return the open actions. A member who left or was erased is not named."""
    partnership = request.reader.partnership
    found = await actions.open_actions(request.db, partnership.id)
    if not found:
        return ()
    roster = await permissions.load_roster(request.db, partnership.id)
    names = roster.names_by_token()
    today = local_date(request.now, partnership.zone)
    return tuple(
        OpenAction(
            action.number,
            action.words,
            names.get(action.owner, ""),
            action.by,
            action.by is not None and action.by < today,
        )
        for action in found
    )


async def _controllers(request: HubRequest) -> tuple[tuple[str, str], ...]:
    """Return the name of each organisation, and where it is asked about data, for members."""
    if request.reader.member is None:
        return ()
    organisations = await request.db.find(
        Organisation, partnership=request.reader.partnership.id, standing=MembershipStatus.ACTIVE
    )
    return tuple(sorted((each.name, contact_text(request.reader.t, each)) for each in organisations))
