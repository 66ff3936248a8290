"""The yearly look of a partnership: both long packs side by side, and the improvement plan that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.analysis.disclosure import POWER_THEME
from bot.analysis.published import PublishedContent
from bot.analysis.signals import closed_at
from bot.analysis.yearly import (
    YearChange,
    change_since,
    standing,
    topics_to_discuss,
)
from bot.core.cards import Chart
from bot.core.errors import NotFound
from bot.core.followups import Action
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.core.timezones import local_date
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import RoundLine, round_line
from bot.membership import permissions
from bot.questions.bank import ThemeKind
from bot.reports import charts, result_text
from bot.reports.reading_rows import OddNumber, ReadingRow, notes_on, odd_in_rows, reading_row
from bot.reports.sources import short_citations
from bot.reports.titles import published_title, theme_title
from bot.reports.yearly_text import change_text, not_told, plan_state, reason_text, standing_texts
from bot.rounds import yearly
from bot.rounds.publishing import load_published
from bot.rounds.yearly import YearlyLook


@dataclass(frozen=True, slots=True)
class LookLine:
    """A year's look in a list, with the titles and the closed rounds of its parts."""

    year: int
    parts: tuple[tuple[str, RoundLine], ...]


@dataclass(frozen=True, slots=True)
class LooksPage:
    """All yearly looks, newest first. `to_ask` are the titles of the parts that this year has not asked."""

    looks: tuple[LookLine, ...]
    year: int
    to_ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """The result of a question, and what is said of it beside its numbers: how far people agree, and how it
    differs from the last look."""

    row: ReadingRow
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackResults:
    """A part of a yearly look, as its round published it. `standing` says which questions stand high or low
    among the others. `chart` has the answers of the questions that show them."""

    title: str
    line: RoundLine
    rows: tuple[YearlyRow, ...]
    standing: tuple[str, ...]
    notes: tuple[str, ...]
    odd: tuple[OddNumber, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that is worth talking about, and why. `point` is what to ask each other, with its
    `sources`."""

    row: ReadingRow
    pack: str
    reason: str
    point: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action of an improvement plan. `owner` is a name, or empty if they left; `state` says in words how
    far it was done."""

    number: int
    words: str
    owner: str
    by: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Sides:
    """What may be said of lead bodies and the others: `words` on their gap, in the newest round of the year
    that published one; empty and None if none did."""

    words: str
    line: RoundLine | None


@dataclass(frozen=True, slots=True)
class YearlyPage:
    """A yearly look. `missing` are the titles of parts without results; `unknown` is what the look does not
    tell. The plan of the newest look takes further actions."""

    year: int
    parts: tuple[PackResults, ...]
    missing: tuple[str, ...]
    topics: tuple[Topic, ...]
    sides: Sides
    plan: tuple[PlannedAction, ...]
    is_newest: bool
    unknown: tuple[str, ...]
    lead_bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooksView:
    """The list of yearly looks."""

    part: ClassVar[HubPart] = HubPart.YEARLY

    async def load(self, request: HubRequest) -> LooksPage:
        t, bank, partnership = request.reader.t, request.context.bank, request.reader.partnership
        year = local_date(request.now, partnership.zone).year
        looks = await yearly.closed_looks(request.db, bank, partnership)
        to_ask = await yearly.packs_to_ask(request.db, bank, partnership, year)
        lines = tuple(
            LookLine(
                look.year,
                tuple(
                    (theme_title(bank, pack, t), round_line(t, bank, round_))
                    for pack, round_ in look.rounds.items()
                ),
            )
            for look in looks
        )
        return LooksPage(lines, year, tuple(pack.title.in_language(t.code) for pack in to_ask))


@dataclass(frozen=True, slots=True)
class YearlyView:
    """The yearly look of a calendar year, as it stands in an address."""

    year: str
    part: ClassVar[HubPart] = HubPart.YEARLY

    async def load(self, request: HubRequest) -> YearlyPage:
        looks = await yearly.closed_looks(request.db, request.context.bank, request.reader.partnership)
        look = next((look for look in looks if str(look.year) == self.year), None)
        if look is None:
            raise NotFound
        t, bank = request.reader.t, request.context.bank
        earlier = [other for other in looks if other.year < look.year]
        parts = [await _load_part(request, pack, round_, earlier) for pack, round_ in look.rounds.items()]
        results = tuple(_results_of(request, part) for part in parts)
        missing = tuple(
            pack.title.in_language(t.code)
            for pack in bank.of_kind(ThemeKind.LONG_PACK)
            if pack.id not in look.rounds
        )
        return YearlyPage(
            look.year,
            results,
            missing,
            _topics(request, look.year, parts),
            await _sides(request, look.year),
            await _plan(request, look.year),
            look is looks[0],
            _not_told(request, results, missing, compared=any(part.earlier for part in parts)),
            await _lead_bodies(request),
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a look as it was published, and how its questions differ from the newest earlier look that
    has this part, in the year `earlier`; 0 if there is none."""

    pack: str
    round: Round
    published: PublishedContent
    earlier: int
    changes: Mapping[str, YearChange]


async def _load_part(request: HubRequest, pack: str, round_: Round, looks: Sequence[YearlyLook]) -> _Part:
    """Load a part. `looks` are the earlier ones, newest first."""
    published = await load_published(request.context, request.db, round_)
    before = next((look for look in looks if pack in look.rounds), None)
    if before is None:
        return _Part(pack, round_, published, 0, {})
    earlier = await load_published(request.context, request.db, before.rounds[pack])
    readings = {reading.question: reading for reading in earlier.readings}
    changes = {
        reading.question: change
        for reading in published.readings
        if reading.question in readings and (change := change_since(reading, readings[reading.question]))
    }
    return _Part(pack, round_, published, before.year, changes)


def _not_told(
    request: HubRequest, parts: Sequence[PackResults], missing: Sequence[str], *, compared: bool
) -> tuple[str, ...]:
    replies = [(part.title, part.line.replies, part.line.invited) for part in parts]
    readings = [row.row.reading for part in parts for row in part.rows]
    held_back = sum(not result_text.score_text(request.reader.t, reading) for reading in readings)
    return not_told(request.reader.t, replies, held_back, missing, compared=compared)


def _results_of(request: HubRequest, part: _Part) -> PackResults:
    t, context = request.reader.t, request.context
    texts = _texts(request, part)
    rows = [reading_row(t, texts[reading.question], reading) for reading in part.published.readings]
    return PackResults(
        published_title(context.bank, part.published, part.pack, t),
        round_line(t, context.bank, part.round),
        tuple(YearlyRow(row, _remarks(t, part, row.reading)) for row in rows),
        standing_texts(t, standing(part.published.readings), texts),
        notes_on(t, part.published.readings),
        odd_in_rows(t, rows),
        charts.answers(context, part.round, part.published, t, part.pack),
    )


def _remarks(t: Translator, part: _Part, reading: QuestionResult) -> tuple[str, ...]:
    change = part.changes.get(reading.question)
    sentences = (
        result_text.agreement_text(t, reading),
        result_text.split_view(t, reading),
        result_text.cannot_say(t, reading),
        change_text(t, change, part.earlier) if change else "",
    )
    return tuple(filter(None, sentences))


def _texts(request: HubRequest, part: _Part) -> dict[str, str]:
    """Return the words of the questions by their references."""
    bank, language = request.context.bank, request.reader.t.code
    return {
        reading.question: bank.question(reading.question).text.in_language(language)
        for reading in part.published.readings
    }


def _topics(request: HubRequest, year: int, parts: Sequence[_Part]) -> tuple[Topic, ...]:
    t, bank = request.reader.t, request.context.bank
    changes = {question: change for part in parts for question, change in part.changes.items()}
    readings = {reading.question: reading for part in parts for reading in part.published.readings}
    texts = {question: words for part in parts for question, words in _texts(request, part).items()}
    found = topics_to_discuss(
        [part.published.readings for part in parts], changes, request.context.talking_points, year
    )
    return tuple(
        Topic(
            reading_row(t, texts[topic.question], readings[topic.question]),
            theme_title(bank, readings[topic.question].theme, t),
            reason_text(t, topic.reason),
            topic.point.text.in_language(t.code) if topic.point else "",
            tuple(
                short_citations(topic.point.sources if topic.point else bank.question(topic.question).sources)
            ),
        )
        for topic in found
    )


async def _sides(request: HubRequest, year: int) -> Sides:
    """Return what the newest scheduled round of the year says of the gap between the two sides."""
    partnership = request.reader.partnership
    gaps = [
        reading
        for reading in await request.db.find(
            QuestionResult, partnership=partnership.id, theme=POWER_THEME, anchor=True
        )
        if result_text.power_gap(request.reader.t, reading)
    ]
    rounds = await request.db.find(
        Round, id=[reading.round for reading in gaps], kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    newest = max(
        (round_ for round_ in rounds if local_date(closed_at(round_), partnership.zone).year == year),
        key=closed_at,
        default=None,
    )
    if newest is None:
        return Sides("", None)
    (reading,) = (reading for reading in gaps if reading.round == newest.id)
    t = request.reader.t
    return Sides(result_text.power_gap(t, reading), round_line(t, request.context.bank, newest))


async def _plan(request: HubRequest, year: int) -> tuple[PlannedAction, ...]:
    partnership = request.reader.partnership
    planned = await request.db.find(Action, partnership=partnership.id, plan_year=year, removed_at=None)
    roster = await permissions.load_roster(request.db, partnership.id)
    names = roster.names_by_token()
    today = local_date(request.now, partnership.zone)
    return tuple(
        PlannedAction(
            action.number,
            action.words,
            names.get(action.owner, ""),
            action.by,
            plan_state(request.reader.t, action, today),
        )
        for action in sorted(planned, key=lambda action: action.number)
    )


async def _lead_bodies(request: HubRequest) -> tuple[str, ...]:
    """Return the names of the lead bodies."""
    roster = await permissions.load_roster(request.db, request.reader.partnership.id)
    return tuple(partner.name for partner in roster.active_organisations if partner.lead_body)
