"""A theme of a partnership: its questions, what each measured over time, and what to talk about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.analysis.disclosure import POWER_THEME
from bot.analysis.signals import closed_at
from bot.analysis.talking_points import PACK_PATTERNS
from bot.core.cards import Chart
from bot.core.errors import NotFound
from bot.core.i18n import N_, Translator
from bot.core.models import QuestionResult, Round, RoundKind, RoundState
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.partnership import ThemeRow, theme_rows
from bot.handlers.hub.rounds import A_YEAR, RoundLine, load_rounds, newest_closed, round_line
from bot.questions.bank import OWN_QUESTION, Question, QuestionKind, Theme, ThemeKind
from bot.reports import charts, result_text
from bot.reports.charts import TrendPart
from bot.reports.reading_rows import OddNumber, ReadingRow, notes_on, odd_in_rows, reading_row
from bot.rounds.publishing import load_published

KINDS: Mapping[QuestionKind, str] = {
    QuestionKind.ANCHOR: N_("Asked in every round"),
    QuestionKind.ROTATING: N_("Asked in turn with two others"),
    QuestionKind.PACK: N_("Asked when this theme is chosen, or comes round"),
}
PATTERNS: Mapping[str, str] = {
    "down": N_("If scores go down"),
    "split": N_("If views are split"),
    "up": N_("If scores go up"),
}


@dataclass(frozen=True, slots=True)
class PastReading:
    """The result of a question in one round, in words."""

    line: RoundLine
    row: ReadingRow


@dataclass(frozen=True, slots=True)
class QuestionHistory:
    """One version of a question, with what it stands on and what it measured, newest first. Versions are
    questions of their own, so their results are never joined. Of a question that every round asks there are
    those of a year; the pages and files of rounds have the others."""

    question: Question
    text: str
    asked: str
    readings: tuple[PastReading, ...]
    odd: tuple[OddNumber, ...]


@dataclass(frozen=True, slots=True)
class SidesGap:
    """The gap between lead organisations and the others in words, or why it is not shown; and the chart of
    the rounds that tell."""

    words: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class ThemePoint:
    """A question to talk about, and its sources."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointGroup:
    """The talking points for one occasion."""

    title: str
    points: tuple[ThemePoint, ...]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A theme. `row` is its state after the newest scheduled round, None for a pack, and `gap` is None for
    all themes but power."""

    title: str
    about: str
    is_core: bool
    row: ThemeRow | None
    chart: Chart | None
    questions: tuple[QuestionHistory, ...]
    notes: tuple[str, ...]
    gap: SidesGap | None
    points: tuple[PointGroup, ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme, by its id: a core theme, or a pack that was asked about."""

    theme: str
    part: ClassVar[HubPart] = HubPart.THEMES

    async def load(self, request: HubRequest) -> ThemePage:
        theme = request.context.bank.find_theme(self.theme)
        if theme is None or theme.id != self.theme:
            raise NotFound
        newest = await newest_closed(request, A_YEAR)
        readings, rounds = await _load_readings(request, theme, newest)
        if not readings and theme.kind is not ThemeKind.CORE:
            raise NotFound
        t = request.reader.t
        row, chart, gap = await _over_time(request, theme, newest)
        return ThemePage(
            theme.title.in_language(t.code),
            theme.about.in_language(t.code),
            theme.kind is ThemeKind.CORE,
            row,
            chart,
            _histories(request, theme, readings, rounds),
            notes_on(t, readings),
            gap,
            _points(request, theme),
        )


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack that was asked about, and the newest round that did."""

    theme: str
    title: str
    about: str
    line: RoundLine


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """The core themes as they stand, those that have no results yet, and the packs that were asked about."""

    core: tuple[ThemeRow, ...]
    without_results: tuple[Theme, ...]
    packs: tuple[PackLine, ...]


@dataclass(frozen=True, slots=True)
class ThemesView:
    """The list of themes."""

    part: ClassVar[HubPart] = HubPart.THEMES

    async def load(self, request: HubRequest) -> ThemesPage:
        t, bank = request.reader.t, request.context.bank
        rounds = await load_rounds(request)
        closed = [round_ for round_ in rounds if round_.state is RoundState.CLOSED]
        newest = {
            bank.question(question).theme: round_
            for round_ in reversed(closed)
            for question in round_.questions
            if question != OWN_QUESTION
        }
        core = await _core_rows(request, closed)
        with_results = {row.theme for row in core}
        return ThemesPage(
            core,
            tuple(theme for theme in bank.of_kind(ThemeKind.CORE) if theme.id not in with_results),
            tuple(
                PackLine(
                    theme.id,
                    theme.title.in_language(t.code),
                    theme.about.in_language(t.code),
                    round_line(t, bank, newest[theme.id]),
                )
                for theme in bank.themes
                if theme.kind is not ThemeKind.CORE and theme.id in newest
            ),
        )


async def _load_readings(
    request: HubRequest, theme: Theme, newest: Sequence[Round]
) -> tuple[list[QuestionResult], dict[str, Round]]:
    """Return the results of a theme with their rounds by id: of a question that every round asks, those of
    the newest rounds; of the others all."""
    db, partnership = request.db, request.reader.partnership.id
    rounds = {round_.id: round_ for round_ in newest}
    anchors = await db.find(
        QuestionResult, partnership=partnership, theme=theme.id, anchor=True, round=[*rounds]
    )
    others = await db.find(QuestionResult, partnership=partnership, theme=theme.id, anchor=False)
    older = {reading.round for reading in others} - {*rounds}
    rounds |= {round_.id: round_ for round_ in await db.find(Round, id=[*older], state=RoundState.CLOSED)}
    return [reading for reading in (*anchors, *others) if reading.round in rounds], rounds


def _newest_scheduled(newest_first: Sequence[Round]) -> Round | None:
    return next((round_ for round_ in newest_first if round_.kind is RoundKind.SCHEDULED), None)


async def _core_rows(request: HubRequest, rounds: Sequence[Round]) -> tuple[ThemeRow, ...]:
    if (newest := _newest_scheduled(rounds)) is None:
        return ()
    return theme_rows(request, await load_published(request.context, request.db, newest))


async def _over_time(
    request: HubRequest, theme: Theme, rounds: Sequence[Round]
) -> tuple[ThemeRow | None, Chart | None, SidesGap | None]:
    """Return the state of a core theme, its trend and, of power, the gap, as the newest scheduled round
    published them."""
    newest, t = _newest_scheduled(rounds), request.reader.t
    if newest is None or theme.kind is not ThemeKind.CORE:
        return None, None, None
    published = await load_published(request.context, request.db, newest)
    row = next((row for row in theme_rows(request, published) if row.theme == theme.id), None)
    chart = charts.trend(request.context, newest, published, t, TrendPart(theme.id))
    if theme.id != POWER_THEME or row is None:
        return row, chart, None
    gap = charts.gap(request.context, newest, published, t)
    return row, chart, SidesGap(_gap_words(t, row.row.reading), gap)


def _gap_words(t: Translator, reading: QuestionResult) -> str:
    words = result_text.power_gap(t, reading), result_text.sides_withheld(t, reading)
    return " ".join(filter(None, words)) or t(
        "We compare lead organisations with the others only where both sides have enough scores."
    )


def _histories(
    request: HubRequest, theme: Theme, readings: Sequence[QuestionResult], rounds: Mapping[str, Round]
) -> tuple[QuestionHistory, ...]:
    """Return the questions of a theme: those that may be asked now, then earlier versions that were asked."""
    asked = {reading.question for reading in readings}
    questions = [*theme.questions, *(question for question in theme.retired if question.ref in asked)]
    return tuple(
        _history(
            request,
            question,
            sorted(
                (reading for reading in readings if reading.question == question.ref),
                key=lambda reading: closed_at(rounds[reading.round]),
                reverse=True,
            ),
            rounds,
        )
        for question in questions
    )


def _history(
    request: HubRequest, question: Question, readings: Sequence[QuestionResult], rounds: Mapping[str, Round]
) -> QuestionHistory:
    t, bank = request.reader.t, request.context.bank
    lines = [round_line(t, bank, rounds[reading.round]) for reading in readings]
    rows = [reading_row(t, line.title, reading) for line, reading in zip(lines, readings, strict=True)]
    return QuestionHistory(
        question,
        question.text.in_language(t.code),
        t(KINDS[question.kind]),
        tuple(PastReading(line, row) for line, row in zip(lines, rows, strict=True)),
        odd_in_rows(t, rows[:1]),
    )


def _points(request: HubRequest, theme: Theme) -> tuple[PointGroup, ...]:
    t = request.reader.t
    titles = {f"{theme.id} {occasion}": title for occasion, title in PATTERNS.items()}
    if theme.id in PACK_PATTERNS:
        titles[PACK_PATTERNS[theme.id]] = N_("If scores are low")
    groups = (
        PointGroup(
            t(title),
            tuple(
                ThemePoint(point.text.in_language(t.code), point.sources)
                for point in request.context.talking_points
                if point.pattern == pattern
            ),
        )
        for pattern, title in titles.items()
    )
    return tuple(group for group in groups if group.points)
