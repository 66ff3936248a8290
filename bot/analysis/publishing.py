"""Make what a closed round publishes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.analysis import trend
from bot.analysis.bands import interval_of, is_banded
from bot.analysis.baseline import BaselineSegment
from bot.analysis.disclosure import POWER_THEME
from bot.analysis.outcome_process import NewestValue
from bot.analysis.published import (
    CountedRounds,
    PublishedAction,
    PublishedContent,
    PublishedNote,
    PublishedRebase,
    RosterChange,
    TrendLine,
)
from bot.analysis.signals import ResultHistory, Signal, closed_at, newest_stretch
from bot.analysis.statistics import TOLERANCE
from bot.analysis.talking_points import PACK_PATTERNS, choose_for_pack
from bot.core.followups import Action, Note, Rebase
from bot.core.models import QuestionResult, Round
from bot.core.timezones import DAY
from bot.questions.bank import OWN_QUESTION, QuestionBank, ThemeKind
from bot.questions.talking_points import TalkingPoint

MIDDLE = 3  # of the scale
KEPT_NOTES = 12  # the newest; a chart has room for half as many, and readers' zones differ by a day

ThemeHistories = Mapping[str, ResultHistory]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The stored facts that a round is published from.

    `readings` are its results, `past` those of the anchors up to it, with those of this round. `alert_points`
    are the talking points of its alerts, by kind and theme. `low_days` are the days on which a pack had a low
    score, up to this round, by theme. `names` are those of members and organisations, by token."""

    round: Round
    partnership: str
    readings: Sequence[QuestionResult]
    past: ResultHistory
    rebases: Sequence[Rebase]
    notes: Sequence[Note]
    signals: Sequence[Signal]
    alert_points: Mapping[tuple[str, str], str]
    low_days: Mapping[str, Sequence[date]]
    did: Sequence[Action]
    to_do: Sequence[Action]
    names: Mapping[str, str]
    roster: RosterChange | None
    next_round_at: datetime | None
    outcomes: Sequence[NewestValue] = ()
    asked_for: str = ""


def publish(facts: RoundFacts, bank: QuestionBank, points: Sequence[TalkingPoint]) -> PublishedContent:
    """Return everything that may be shown of a closed round."""
    order = facts.round.questions
    last = round_before(facts.past, facts.round)
    histories = by_theme(facts.past)
    low = [
        theme
        for theme in dict.fromkeys(reading.theme for reading in facts.readings if is_low(reading))
        if theme in PACK_PATTERNS
    ]
    lines = trend_lines(bank, facts.past, facts.rebases)
    return PublishedContent(
        partnership=facts.partnership,
        readings=tuple(sorted(facts.readings, key=lambda reading: order.index(reading.question))),
        before=tuple(reading for round_, reading in facts.past if last and round_.id == last.id),
        last=last,
        titles=_titles(bank, facts.readings),
        signals=tuple(facts.signals),
        low=tuple(low),
        suggestions=tuple(
            signal
            for signal in facts.signals
            if signal.kind.suggests_baseline and (signal.kind, signal.theme) in facts.alert_points
        ),
        talking_point=_talking_point(facts, low, points),
        counted=_counted(bank, facts),
        roster=facts.roster,
        trend=lines,
        gaps=trend.gap_points(_moments(histories.get(POWER_THEME, ()))),
        notes=notes_within(lines, facts.notes),
        rebases=rebases_within(lines, facts.rebases, facts.names),
        did=tuple(_published_action(action, facts.names) for action in facts.did),
        to_do=tuple(_published_action(action, facts.names) for action in facts.to_do),
        names=facts.names,
        next_round_at=facts.next_round_at,
        outcomes=tuple(facts.outcomes),
        asked_for=facts.asked_for,
    )


def _counted(bank: QuestionBank, facts: RoundFacts) -> tuple[CountedRounds, ...]:
    """Return how many rounds of each core theme count since its newest baseline began."""
    histories = by_theme(facts.past)
    return tuple(
        count_rounds(
            core.id,
            newest_stretch(
                histories[core.id], [rebase for rebase in facts.rebases if rebase.theme == core.id]
            ),
        )
        for core in bank.of_kind(ThemeKind.CORE)
        if core.id in histories
    )


def trend_lines(bank: QuestionBank, past: ResultHistory, rebases: Sequence[Rebase]) -> tuple[TrendLine, ...]:
    """Return the trends of all core themes; none if no scheduled round has closed."""
    histories = by_theme(past)
    return tuple(
        trend.trend_line(
            core.id,
            _moments(histories.get(core.id, ())),
            [rebase for rebase in rebases if rebase.theme == core.id],
        )
        for core in bank.of_kind(ThemeKind.CORE)
        if past
    )


def notes_within(lines: Sequence[TrendLine], notes: Sequence[Note]) -> tuple[PublishedNote, ...]:
    """Return the newest notes of the time of a trend, oldest first."""
    within = [note for note in notes if note.words and _is_within(lines, note.on)]
    newest = sorted(within, key=lambda note: (note.on, note.id))[-KEPT_NOTES:]
    return tuple(PublishedNote(note.id, note.on, note.words) for note in newest)


def rebases_within(
    lines: Sequence[TrendLine], rebases: Sequence[Rebase], names: Mapping[str, str]
) -> tuple[PublishedRebase, ...]:
    """Return the newest rebases of the time of a trend, oldest first."""
    within = [rebase for rebase in rebases if _is_within(lines, rebase.from_at.date())]
    newest = sorted(within, key=lambda rebase: (rebase.from_at, rebase.theme))[-KEPT_NOTES:]
    return tuple(
        PublishedRebase(
            rebase.theme,
            rebase.from_at,
            rebase.reason,
            _named(member_token(rebase.author), names),
            rebase.said_at,
        )
        for rebase in newest
    )


def by_theme(past: ResultHistory) -> ThemeHistories:
    """Return the results of each core theme."""
    return {
        theme: [(round_, reading) for round_, reading in past if reading.theme == theme]
        for theme in dict.fromkeys(reading.theme for _, reading in past)
    }


def round_before(past: ResultHistory, round_: Round) -> Round | None:
    """Return the scheduled round before this one, or None."""
    earlier = (past_round for past_round, _ in past if past_round.number < round_.number)
    return max(earlier, key=lambda past_round: past_round.number, default=None)


def is_low(reading: QuestionResult) -> bool:
    """Return True if the score, with all of its range, lies below the middle of the scale."""
    if (interval := interval_of(reading)) is None:
        return False
    top = interval[1] if reading.high is None or is_banded(reading) else reading.high
    return top < MIDDLE - TOLERANCE


def stands_out(content: PublishedContent) -> tuple[Signal, ...]:
    """Return the signals that a summary names beside the changes, gravest first."""
    return tuple(
        signal for signal in content.signals if not signal.kind.for_coordinators and not signal.kind.is_change
    )


def count_rounds(theme: str, newest: BaselineSegment) -> CountedRounds:
    """Return how many rounds of a theme count since its newest baseline began."""
    return CountedRounds(
        theme,
        len(newest.counting),
        newest.rounds[-1] is not None,
        newest.compared_rounds,
        newest.compares_with_first,
        newest.change,
    )


def member_token(id: str) -> str:
    """Return the token that stands for a member in what is published, as in a roster."""
    return f"member:{id}"


def _talking_point(facts: RoundFacts, low: Sequence[str], points: Sequence[TalkingPoint]) -> str:
    """Return the id of the talking point of the gravest alert of this round, else that of a pack with a low
    score."""
    known = {point.id for point in points}
    for signal in facts.signals:
        id = facts.alert_points.get((signal.kind, signal.theme))
        if id in known and not signal.kind.for_coordinators:
            return str(id)
    for theme in low:
        if point := choose_for_pack(points, theme, facts.low_days.get(theme, ())):
            return point.id
    return ""


def _titles(bank: QuestionBank, readings: Sequence[QuestionResult]) -> Mapping[str, Mapping[str, str]]:
    """Return the titles, by language, of the core themes and of those that were asked about."""
    asked = (reading.theme for reading in readings if reading.theme != OWN_QUESTION)
    core = (theme.id for theme in bank.of_kind(ThemeKind.CORE))
    return {
        id: dict(theme.title.texts) for id in dict.fromkeys((*core, *asked)) if (theme := bank.find_theme(id))
    }


def _published_action(action: Action, names: Mapping[str, str]) -> PublishedAction:
    return PublishedAction(
        action.id,
        action.number,
        action.words,
        action.by,
        _named(action.owner, names),
        action.did,
        _named(action.settled_by, names),
        plan_year=action.plan_year,
    )


def _named(token: str, names: Mapping[str, str]) -> str:
    """Return the token if it has a name."""
    return token if token in names else ""


def _moments(own: ResultHistory) -> list[tuple[datetime, QuestionResult]]:
    return [(closed_at(round_), reading) for round_, reading in own]


def _is_within(lines: Sequence[TrendLine], on: date) -> bool:
    """Return True if a day is within the trends, give or take the day by which time zones differ."""
    moments = [point.closed_at for line in lines for point in line.points]
    return bool(moments) and min(moments).date() - DAY <= on <= max(moments).date() + DAY
