"""The summary of a round as one card. Pure: it shows published results only, so what disclosure allows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Part,
    SmallText,
    Text,
    Words,
)
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, RoundKind
from bot.language.commands import ListOutcomes, ShowComments, ShowResults
from bot.membership.roster import SentenceBuilder
from bot.messages.hub import hub_button
from bot.questions.bank import OWN_QUESTION
from bot.reports import result_text, signal_text
from bot.reports.summary import RoundSummary, changed_text

THREAD_PREFIX = "round:"  # of the thread key of every summary
MAX_DONE = 3  # actions in a channel's summary


def card(t: Translator, summary: RoundSummary, say: SentenceBuilder, more: Sequence[Chart] = ()) -> Card:
    """Return the summary: how many replied, what changed, what stands out, the numbers, the chart, the next
    round. `more` are further charts, for a page, which has room."""
    period, scored = _period_text(summary), _scored(t, summary)
    parts: list[Part] = [*_findings(t, summary), *_actions(t, summary), _numbers(t, summary)]
    parts += [chart for chart in (summary.chart, *more) if chart]
    parts += _outcomes(t, summary)
    buttons = [
        Button(t("More: {theme}", theme=title), say(ShowResults(theme, period)))
        for theme, title in summary.titles.items()
        if theme in scored and theme != OWN_QUESTION  # nothing more can be shown of others
    ]
    if summary.comments:  # not in this card: comments expire, and are kept away from scores
        buttons.insert(0, Button(t("What people wrote"), say(ShowComments(period))))
    if summary.outcomes:
        buttons.append(Button(t("More: shared outcomes"), say(ListOutcomes())))
    parts += [Buttons(tuple(buttons))] if buttons else []
    parts += [Text(next_round(t, summary.next_round_at))]
    parts += [SmallText(_small_print(t, summary))] if scored else []
    return Card(title(t, summary), tuple(parts), thread_key(summary.round.id))


def post(t: Translator, summary: RoundSummary, say: SentenceBuilder) -> Card:
    """Return the summary for a channel: what was found, the scores of the themes, the chart, the next round.
    The rest is one press away, in the summary that `card` returns."""
    parts: list[Part] = [*_findings(t, replace(summary, last=None)), *_alerted(t, summary)]
    parts.append(scores(t, summary))
    parts += _done(t, summary.did)
    parts += [summary.chart] if summary.chart else []
    page = hub_button(t, say, summary.round.partnership, summary.round).page
    more = [Button(t("All results"), say(ShowResults(period=_period_text(summary))), "primary", page=page)]
    if summary.comments:
        more.append(Button(t("What people wrote"), say(ShowComments(_period_text(summary)))))
    parts += [Text(_next_in_brief(t, summary.next_round_at)), Buttons(tuple(more))]
    parts += [SmallText(_brief_print(t, summary))] if _scored(t, summary) else []
    return Card(title(t, summary), tuple(parts), thread_key(summary.round.id))


def brief(t: Translator, summary: RoundSummary, say: SentenceBuilder) -> Card:
    """Return the summary for one person: what changed and stands out, the numbers. Channels get all of it."""
    whole = Button(t("See the whole summary"), say(ShowResults(period=_period_text(summary))), "primary")
    hub = hub_button(t, say, summary.round.partnership, summary.round)
    parts = (*_findings(t, summary), _numbers(t, summary), Buttons((whole, hub)))
    return Card(title(t, summary), parts, thread_key(summary.round.id))


def scores(t: Translator, summary: RoundSummary) -> KeyValues:
    """Return the scores and what must be known of them. How many replied stands above, so that only another
    number is said again."""
    return KeyValues(
        tuple(
            (_name(summary, reading), _score(t, summary, reading)) for reading in _headline_readings(summary)
        )
    )


def score_notes(t: Translator, summary: RoundSummary) -> list[str]:
    """Return what must be known of the scores that `scores` shows, a sentence or two each."""
    readings = _headline_readings(summary)
    notes = [result_text.range_in_brief(t, reading) for reading in readings]
    notes += [result_text.first_impression_note(t, reading) for reading in readings]
    notes += [result_text.withheld(t, reading) for reading in readings if result_text.is_inexact(reading)]
    return [*dict.fromkeys(filter(None, notes))]


def detail(
    t: Translator, summary: RoundSummary, theme: str, charts: Sequence[Chart], buttons: Sequence[Button]
) -> Card:
    """Return all results of one theme in this round."""
    readings = [reading for reading in summary.readings if reading.theme == theme]
    changed = changed_text(t, summary, readings)
    parts: list[Part] = [Text(changed)] if changed else []
    for reading in readings:
        details = Text("\n".join(result_text.details(t, reading)))
        parts += [KeyValues((_row(t, summary, reading),)), details]
    for signal in summary.signals:
        if signal.theme == theme and not signal.kind.for_coordinators:
            headline = signal_text.headline(t, summary.titles[theme], signal)
            told = signal_text.details(t, summary.titles[theme], signal)
            parts += [Heading(headline), Text(" ".join(filter(None, told)))]
    parts += [*charts, *([Buttons(tuple(buttons))] if buttons else [])]
    return Card(f"{summary.titles[theme]} · {title(t, summary)}", (*parts, SmallText(_scale(t))))


def comments(t: Translator, written: tuple[str, ...], *, asked: bool = True) -> Card:
    """Return the comments, away from the scores, or why there are none: nobody was `asked` for them where so
    few could reply. This card is never stored, for comments expire."""
    heading = t("What people wrote")
    if not asked:
        return Card(heading, (Text(t("We did not ask for comments, because so few people could reply.")),))
    if not written:
        why = t(
            "There are no comments to show. Either too few people replied or wrote, or we deleted "
            "them after 90 days."
        )
        return Card(heading, (Text(why),))
    return Card(
        heading,
        (
            BulletList(written),
            SmallText(t("In random order and without names. We delete comments after 90 days.")),
        ),
    )


def thread_key(round_: str) -> str:
    """Return the thread key of the summary of a round."""
    return f"{THREAD_PREFIX}{round_}"


def title(t: Translator, summary: RoundSummary) -> str:
    if summary.round.kind is RoundKind.AD_HOC:
        return t("{partnership}: what you said", partnership=summary.partnership)
    return t("{partnership}: round {number}", partnership=summary.partnership, number=summary.round.number)


def nothing_yet(
    t: Translator, partnership: str, next_round_at: datetime | None, closes_at: datetime | None = None
) -> Card:
    """Say when the open round closes, or without one when the next opens."""
    words = next_round(t, next_round_at)
    if closes_at:
        closes = t.reader_moment(closes_at)
        words = t.rich("A round is open. Results can come after it closes: {when}.", when=closes)
    return Card(t("{partnership}: no results yet", partnership=partnership), (Text(words),))


def nothing_of(t: Translator, theme: str) -> Card:
    return Card(
        t("No results yet"),
        (Text(t("No closed round has asked about “{theme}”.", theme=theme)),),
    )


def next_round(t: Translator, at: datetime | None) -> Words:
    if at is None:
        return t("No rounds are planned.")
    return t.rich("The next round opens on {when}.", when=t.reader_moment(at))


def _next_in_brief(t: Translator, at: datetime | None) -> Words:
    return t.rich("Next round: {when}.", when=t.reader_moment(at)) if at else next_round(t, None)


def replied(t: Translator, summary: RoundSummary) -> str:
    now = t("{n} of {invited} replied.", n=summary.round.replies, invited=summary.round.invited)
    if summary.last is None:
        return now
    last = t("Last round it was {n} of {invited}.", n=summary.last.replies, invited=summary.last.invited)
    return f"{now} {last}"


def _period_text(summary: RoundSummary) -> str:
    """Return the period of this round, so that its buttons show this round even if there are newer ones."""
    return f"round {summary.round.number}" if summary.round.number else ""


def _scored(t: Translator, summary: RoundSummary) -> set[str]:
    """Return the themes of which a score is shown."""
    return {reading.theme for reading in summary.readings if result_text.score_text(t, reading)}


def _findings(t: Translator, summary: RoundSummary) -> list[Part]:
    """Return how many replied, what changed and what stands out; if no score is shown at all, the reasons."""
    parts: list[Part] = [Text(replied(t, summary)), *map(Text, summary.asked)]
    parts += [Text(summary.yearly)] if summary.yearly else []
    if not _scored(t, summary):
        return parts + [Text(reason) for reason in _withheld(t, summary)]
    changed = changed_text(t, summary, summary.readings)
    yardsticks: list[Part] = [Text(words) for words in (changed, summary.usual) if words]
    return [*parts, *yardsticks, *_standing_out(t, summary)]


def _numbers(t: Translator, summary: RoundSummary) -> KeyValues:
    return KeyValues(tuple(_row(t, summary, reading) for reading in summary.readings))


def _headline_readings(summary: RoundSummary) -> Sequence[QuestionResult]:
    """Return the results of the themes' anchors; of a round without any, all."""
    return [reading for reading in summary.readings if reading.anchor] or summary.readings


def _score(t: Translator, summary: RoundSummary, reading: QuestionResult) -> str:
    score = result_text.score_text(t, reading) or t("not shown")
    if bounds := result_text.bounds_text(t, reading):
        score = f"{score} ({bounds})"
    answered = _answered(t, reading) if reading.scored != summary.round.replies else ""
    return " · ".join(filter(None, (score, answered, *_remarks(t, reading))))


def _alerted(t: Translator, summary: RoundSummary) -> list[Part]:
    """Return what the alerts are about. They stand below the summary in chats, and above it on pages."""
    if not summary.alerted:
        return []
    return [Text(t("Stands out, in a message of its own: {themes}.", themes=t.join(summary.alerted)))]


def _done(t: Translator, did: Sequence[str]) -> list[Part]:
    """Return the first actions that were reported."""
    if not did:
        return []
    left = len(did) - MAX_DONE
    more = (t.n("{n} more", "{n} more", left),) if left > 0 else ()
    return [Heading(t("You said, we did")), BulletList((*did[:MAX_DONE], *more))]


def _brief_print(t: Translator, summary: RoundSummary) -> str:
    """Return what the scores are that the post shows."""
    return " ".join([_scale(t), *score_notes(t, summary)])


def _row(t: Translator, summary: RoundSummary, reading: QuestionResult) -> tuple[str, str]:
    score = result_text.score_text(t, reading) or t("not shown")
    remarks = (score, result_text.range_text(t, reading), _answered(t, reading), *_remarks(t, reading))
    return _name(summary, reading), " · ".join(filter(None, remarks))


def _name(summary: RoundSummary, reading: QuestionResult) -> str:
    return summary.titles[reading.theme] if reading.anchor else summary.texts[reading.question]


def _remarks(t: Translator, reading: QuestionResult) -> tuple[str, str]:
    return (
        t("views are split") if reading.split else "",
        t("many chose Can't say") if reading.unsure else "",
    )


def _answered(t: Translator, reading: QuestionResult) -> str:
    return t("{n} of {invited} gave a score", n=reading.scored, invited=reading.invited)


def _standing_out(t: Translator, summary: RoundSummary) -> list[Part]:
    """Return what else stands out, gravest first, with a talking point."""
    parts: list[Part] = []
    if summary.stands_out:
        parts += [Heading(t("What stands out")), BulletList(summary.stands_out)]
    if summary.talking_point:
        parts.append(Text(t("To talk about: {question}", question=summary.talking_point)))
    return parts


def _actions(t: Translator, summary: RoundSummary) -> list[Part]:
    did: list[Part] = [Heading(t("You said, we did")), BulletList(summary.did)] if summary.did else []
    to_do: list[Part] = [Heading(t("What we will do")), BulletList(summary.to_do)] if summary.to_do else []
    return did + to_do


def _outcomes(t: Translator, summary: RoundSummary) -> list[Part]:
    """Return the shared outcomes as they were at the close, apart from the scores."""
    return [Heading(t("Shared outcomes")), BulletList(summary.outcomes)] if summary.outcomes else []


def _small_print(t: Translator, summary: RoundSummary) -> str:
    """Return what the numbers are, what was withheld and why, and who joined and left."""
    ranges = [result_text.range_note(t, reading) for reading in summary.readings]
    early = [result_text.first_impression_note(t, reading) for reading in summary.readings]
    notes = [*dict.fromkeys(ranges), *dict.fromkeys(early), *_withheld(t, summary), summary.roster]
    return " ".join([_scale(t), *filter(None, notes)])


def _withheld(t: Translator, summary: RoundSummary) -> list[str]:
    reasons = (result_text.withheld(t, reading) for reading in summary.readings)
    return [*dict.fromkeys(filter(None, reasons))]


def _scale(t: Translator) -> str:
    return t("Scores run from 1 (not at all) to 5 (fully).")
