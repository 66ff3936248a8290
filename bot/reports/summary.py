"""Put what a closed round published into the reader's language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.analysis.published import PublishedContent
from bot.analysis.publishing import stands_out
from bot.analysis.signals import Signal, new_alerts
from bot.context import AppContext
from bot.core.cards import Chart
from bot.core.followups import Alert
from bot.core.i18n import Translator
from bot.core.models import Comment, QuestionResult, Round, RoundKind
from bot.core.ports import Transaction
from bot.reports import action_text, charts, result_text
from bot.reports.outcome_text import outcome_lines
from bot.reports.result_text import within_sentence
from bot.reports.signal_text import headline, suggestion, usual_level
from bot.reports.titles import published_title
from bot.reports.who_asked import who_asked
from bot.rounds.alerts import told_in_channels
from bot.rounds.publishing import load_published
from bot.rounds.yearly import pack_of


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """A closed round and everything that may be shown of it. `titles` are the names of its themes and `texts`
    its questions, both in the reader's language; `last` is the scheduled round before it, and `before` holds
    that round's results of the anchors. `usual` says what stands out against the usual level of each theme,
    `stands_out` what else does, `roster` how many members joined and left. `did` are the actions that
    were closed since, `to_do` those still open, `outcomes` the values of shared outcomes at the close.
    `asked` says who asked an ad hoc round, `yearly` that it is a part of the yearly look. `signals` are those
    worth a message. `alerted` names what alerts in the same channel tell: then `before`, `usual`,
    `stands_out` and `talking_point` leave it out."""

    round: Round
    partnership: str
    readings: tuple[QuestionResult, ...]
    before: Mapping[str, QuestionResult]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    comments: tuple[str, ...]
    stands_out: tuple[str, ...]
    talking_point: str
    chart: Chart | None
    next_round_at: datetime | None
    did: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()
    last: Round | None = None
    usual: str = ""
    roster: str = ""
    asked: tuple[str, ...] = ()
    yearly: str = ""
    outcomes: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    alerted: tuple[str, ...] = ()


async def summarise(context: AppContext, db: Transaction, round_: Round, t: Translator) -> RoundSummary:
    """Return the summary of a closed round in the reader's language."""
    published = await load_published(context, db, round_)
    comments = await db.find(Comment, round=round_.id)
    asked = await who_asked(context, db, round_, t, published)
    return summary_of(context, round_, published, tuple(comment.words for comment in comments), t, asked)


async def summarise_beside_alerts(
    context: AppContext, db: Transaction, round_: Round, t: Translator
) -> RoundSummary:
    """Return the summary for a channel, which leaves to the alerts of the round what they tell."""
    whole, published = await summarise(context, db, round_, t), await load_published(context, db, round_)
    alerts = await db.find(Alert, round=round_.id)
    told = told_in_channels(published.signals, alerts)
    changed = {signal.theme for signal in told if signal.kind.is_change}
    subjects = {(signal.kind, signal.theme) for signal in told}
    points = {alert.point for alert in alerts if (alert.kind, alert.theme) in subjects}
    return replace(
        whole,
        before={id: before for id, before in whole.before.items() if before.theme not in changed},
        usual=_usual(context, published, t, without=changed),
        stands_out=_stands_out(context, published, t, without=told),
        talking_point="" if published.talking_point in points else whole.talking_point,
        alerted=tuple(dict.fromkeys(_alert_subject(context, published, signal, t) for signal in told)),
    )


def summary_of(
    context: AppContext,
    round_: Round,
    published: PublishedContent,
    comments: tuple[str, ...],
    t: Translator,
    asked: tuple[str, ...] = (),
) -> RoundSummary:
    """Return the summary of what was published, with the comments that have not expired and who `asked`."""
    asked_themes = dict.fromkeys(reading.theme for reading in published.readings)
    roster, names = published.roster, published.names
    return RoundSummary(
        round=round_,
        partnership=published.partnership,
        readings=published.readings,
        before={reading.question: reading for reading in published.before},
        titles={theme: published_title(context.bank, published, theme, t) for theme in asked_themes},
        texts={
            question: context.bank.as_asked(question, round_.own).text.in_language(t.code)
            for question in round_.questions
        },
        comments=comments,
        stands_out=_stands_out(context, published, t),
        talking_point=_talking_point(context, published, t),
        chart=_chart(context, round_, published, t),
        next_round_at=published.next_round_at,
        did=tuple(action_text.published_outcome(t, action, names) for action in published.did),
        to_do=tuple(action_text.published_line(t, action, names) for action in published.to_do),
        last=published.last,
        usual=_usual(context, published, t),
        roster=result_text.roster_changes(t, roster.since, roster.joined, roster.left) if roster else "",
        asked=asked,
        yearly=_yearly(context, round_, t),
        outcomes=outcome_lines(t, published.outcomes),
        signals=new_alerts(published.signals),
    )


def _yearly(context: AppContext, round_: Round, t: Translator) -> str:
    if round_.kind is not RoundKind.AD_HOC or not pack_of(context.bank, round_):
        return ""
    return t(
        "This is a part of the yearly look. Its page in the hub has the questions worth an hour’s talk, and "
        "the improvement plan."
    )


def changed_text(t: Translator, summary: RoundSummary, readings: Sequence[QuestionResult]) -> str:
    """Return what changed since the round before, of the anchors among these results."""
    anchors = [
        (summary.titles[reading.theme], reading, summary.before.get(reading.question))
        for reading in readings
        if reading.anchor
    ]
    return result_text.changes_since(t, anchors)


def _usual(
    context: AppContext, published: PublishedContent, t: Translator, without: Collection[str] = ()
) -> str:
    """Return what stands out against the usual level of each theme, but those `without`."""
    counted = [counted for counted in published.counted if counted.theme not in without]
    titles = [published_title(context.bank, published, theme.theme, t) for theme in counted]
    return usual_level(t, dict(zip(titles, counted, strict=True)))


def _alert_subject(context: AppContext, published: PublishedContent, signal: Signal, t: Translator) -> str:
    if not signal.theme:
        return t("how many reply")
    return within_sentence(published_title(context.bank, published, signal.theme, t))


def _stands_out(
    context: AppContext, published: PublishedContent, t: Translator, without: Collection[Signal] = ()
) -> tuple[str, ...]:
    """Return the headlines of what stands out beside the changes, and suggestions of a new baseline."""
    headlines = [
        headline(t, published_title(context.bank, published, signal.theme, t), signal)
        for signal in stands_out(published)
        if signal not in without
    ]
    headlines += [
        t(
            "{theme}: the score is below the middle of the scale",
            theme=published_title(context.bank, published, theme, t),
        )
        for theme in published.low
    ]
    headlines += [
        suggestion(t, published_title(context.bank, published, signal.theme, t), signal)
        for signal in published.suggestions
    ]
    return tuple(headlines)


def _talking_point(context: AppContext, published: PublishedContent, t: Translator) -> str:
    texts = {point.id: point.text for point in context.talking_points}
    text = texts.get(published.talking_point)
    return text.in_language(t.code) if text else ""


def _chart(context: AppContext, round_: Round, published: PublishedContent, t: Translator) -> Chart | None:
    """Return the trend; for an ad hoc round, which has none, the answers."""
    if round_.kind is RoundKind.AD_HOC:
        return charts.answers(context, round_, published, t)
    return charts.trend(context, round_, published, t)
