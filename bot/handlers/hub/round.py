"""One round, exactly as it was published, and the comments in it, which are no part of that record."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.analysis.published import PublishedContent
from bot.analysis.signals import closed_at
from bot.context import AppContext
from bot.core.cards import Chart
from bot.core.i18n import Translator
from bot.core.models import Comment, QuestionResult, Round, RoundState
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import RoundLine, find_round, round_line
from bot.reports import charts
from bot.reports.dataset.checksum import round_checksum
from bot.reports.dataset.result_rows import result_rows
from bot.reports.reading_rows import OddNumber, ReadingRow, notes_on, odd_in_rows, reading_row
from bot.reports.summary import RoundSummary, changed_text, summary_of
from bot.reports.who_asked import who_asked
from bot.rounds.publishing import load_published


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """What a closed round published: in words, as a row for each question, and as charts. `notes` are the few
    things that must be known of its numbers. `partnership` is its name then."""

    summary: RoundSummary
    words: tuple[str, ...]
    rows: tuple[ReadingRow, ...]
    odd: tuple[OddNumber, ...]
    notes: tuple[str, ...]
    charts: tuple[Chart, ...]
    partnership: str
    number: int
    closed_at: datetime
    checksum: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round. `record` is None unless it has closed. `comments` is the number of those that can still be
    read; they are no part of the record."""

    line: RoundLine
    record: RoundRecord | None
    comments: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round, by its `address`: the number of a scheduled one, the id of an ad hoc one."""

    address: str
    part: ClassVar[HubPart] = HubPart.ROUNDS

    async def load(self, request: HubRequest) -> RoundPage:
        round_ = await find_round(request.db, request.reader.partnership.id, self.address)
        line = round_line(request.reader.t, request.context.bank, round_)
        if round_.state is not RoundState.CLOSED:
            return RoundPage(line, None, 0)
        is_for_reader = HubPart.COMMENTS in request.reader.parts
        comments = await request.db.count(Comment, round=round_.id) if is_for_reader else 0
        return RoundPage(line, await _load_record(request, round_), comments)


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """The comments of a round, in random order, and when the first of them is deleted. Nobody was `asked` for
    any where so few could reply."""

    line: RoundLine
    comments: tuple[str, ...]
    expires_at: datetime | None
    asked: bool


@dataclass(frozen=True, slots=True)
class CommentsView:
    """The comments of a closed round, away from its scores."""

    address: str
    part: ClassVar[HubPart] = HubPart.COMMENTS

    async def load(self, request: HubRequest) -> CommentsPage:
        round_ = await find_round(request.db, request.reader.partnership.id, self.address)
        # In the order of ids, which are random. There are none before the round closes.
        comments = await request.db.find(Comment, round=round_.id)
        return CommentsPage(
            round_line(request.reader.t, request.context.bank, round_),
            tuple(comment.words for comment in comments),
            min((comment.expires_at for comment in comments), default=None),
            round_.takes_comments,
        )


async def _load_record(request: HubRequest, round_: Round) -> RoundRecord:
    t, context = request.reader.t, request.context
    published = await load_published(context, request.db, round_)
    asked = await who_asked(context, request.db, round_, t, published)
    summary = summary_of(context, round_, published, (), t, asked)
    rows = [reading_row(t, _name(summary, reading), reading) for reading in published.readings]
    return RoundRecord(
        summary,
        tuple(filter(None, (changed_text(t, summary, summary.readings), summary.usual))),
        tuple(rows),
        odd_in_rows(t, rows),
        (*notes_on(t, published.readings), *filter(None, (summary.roster,))),
        _charts(context, round_, published, summary, t),
        published.partnership,
        round_.number,
        closed_at(round_),
        round_checksum(result_rows(context.bank, round_, published)),
    )


def _charts(
    context: AppContext, round_: Round, published: PublishedContent, summary: RoundSummary, t: Translator
) -> tuple[Chart, ...]:
    found = (
        summary.chart,
        charts.answers(context, round_, published, t),
        charts.gap(context, round_, published, t),
    )
    return tuple(dict.fromkeys(chart for chart in found if chart))


def _name(summary: RoundSummary, reading: QuestionResult) -> str:
    """Return the theme of an anchor, with the question that all of them ask; else the question."""
    question = summary.texts[reading.question]
    return f"{summary.titles[reading.theme]}: {question}" if reading.anchor else question
