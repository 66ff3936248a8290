"""How people answered, point by point, as a chart: what it draws and what it says. Pure.

Only readings that hold their counts are drawn: the ladder keeps them from ten answers on.
"""

from collections.abc import Sequence

from bot.core.cards import Bar, Chart
from bot.core.i18n import Translator
from bot.core.models import QuestionResult


def answer_bars(
    t: Translator, name: str, asked: Sequence[tuple[str, QuestionResult]], scale: tuple[str, ...]
) -> Chart | None:
    """A bar for each of these questions, given with its words, in their order; None where no counts are kept.
    `scale` holds the words for the five points, lowest first."""
    shown = [(words, reading, reading.counts) for words, reading in asked if reading.counts]
    if not shown:
        return None
    title = _title(t, [counts for _, _, counts in shown], scale)
    subtitle = t("How many people chose each point.")
    said = (_said(t, words, reading, counts, scale) for words, reading, counts in shown)
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        alt=" ".join([f"{title}.", *said]),
        language=t.code,
        bars=tuple(Bar(words, counts) for words, _, counts in shown),
        scale=scale,
    )


def _title(t: Translator, every: Sequence[tuple[int, ...]], scale: tuple[str, ...]) -> str:
    """How many chose one of the two highest points; of several questions, to how many more than half did."""
    high, highest = scale[-2:]
    if len(every) == 1:
        ((*_, four, five),) = every
        return t(
            "{n} of {answered} said “{high}” or “{highest}”",
            n=four + five, answered=sum(every[0]), high=high, highest=highest,
        )  # fmt: skip
    most = sum(2 * (four + five) > sum(counts) for counts in every for *_, four, five in [counts])
    if not most:
        return t(
            "To none of {all} questions did more than half say “{high}” or “{highest}”",
            all=len(every),
            high=high,
            highest=highest,
        )
    return t(
        "More than half said “{high}” or “{highest}” to {n} of {all} questions",
        n=most, all=len(every), high=high, highest=highest,
    )  # fmt: skip


def _said(
    t: Translator, words: str, reading: QuestionResult, counts: tuple[int, ...], scale: tuple[str, ...]
) -> str:
    """A bar in words, with the points that nobody chose."""
    points = ", ".join(f"{point} {count}" for point, count in zip(scale, counts, strict=True))
    return t(
        "“{question}”: {points} ({n} of {invited} answered).",
        question=words, points=points, n=reading.scored, invited=reading.invited,
    )  # fmt: skip
