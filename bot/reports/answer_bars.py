"""The chart of answers: a bar for each question, with the number of people at each point. Pure.

Only results that hold their counts are drawn: disclosure control keeps them from ten answers on.
"""

from collections.abc import Sequence

from bot.core.cards import Bar, Chart
from bot.core.i18n import Translator
from bot.core.models import QuestionResult


def answer_bars(
    t: Translator, name: str, asked: Sequence[tuple[str, QuestionResult]], scale: tuple[str, ...]
) -> Chart | None:
    """Return a chart with a bar for each question, given with its words, in their order; None if no result
    holds counts. `scale` holds the words for the five points, lowest first."""
    shown = [(words, reading, reading.counts) for words, reading in asked if reading.counts]
    if not shown:
        return None
    title = _title(t, [counts for _, _, counts in shown], scale)
    subtitle = t("How many people chose each point.")
    bars = tuple(Bar(words, counts, reading.invited) for words, reading, counts in shown)
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        alt=" ".join([f"{title}.", *(bar_text(t, bar, scale) for bar in bars)]),
        language=t.code,
        bars=bars,
        scale=scale,
    )


def _title(t: Translator, counts_by_question: Sequence[tuple[int, ...]], scale: tuple[str, ...]) -> str:
    """Return how many people chose one of the two highest points; for several questions, at how many of them
    more than half did."""
    high, highest = scale[-2:]
    if len(counts_by_question) == 1:
        ((*_, four, five),) = counts_by_question
        return t(
            "{n} of {answered} said “{high}” or “{highest}”",
            n=four + five, answered=sum(counts_by_question[0]), high=high, highest=highest,
        )  # fmt: skip
    most = sum(
        2 * (four + five) > sum(counts) for counts in counts_by_question for *_, four, five in [counts]
    )
    if not most and len(counts_by_question) == 2:
        return t("On both questions, half or fewer said “{high}” or “{highest}”", high=high, highest=highest)
    if not most:
        return t(
            "On all {all} questions, half or fewer said “{high}” or “{highest}”",
            all=len(counts_by_question), high=high, highest=highest,
        )  # fmt: skip
    return t(
        "On {n} of {all} questions, more than half said “{high}” or “{highest}”",
        n=most, all=len(counts_by_question), high=high, highest=highest,
    )  # fmt: skip


def bar_text(t: Translator, bar: Bar, scale: tuple[str, ...]) -> str:
    """Return a bar in words, including points that nobody chose."""
    points = ", ".join(f"{point} {count}" for point, count in zip(scale, bar.counts, strict=True))
    return t(
        "“{question}”: {points} ({n} of {invited} gave a score).",
        question=bar.title, points=points, n=sum(bar.counts), invited=bar.invited,
    )  # fmt: skip
