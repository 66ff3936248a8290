"""The chart of the gap between the lead side and the others on power. Pure.

It shows the rounds whose results hold a gap: disclosure control keeps one if both sides are large enough, and
if it does not reveal the mean of either.
"""

from collections.abc import Sequence

from bot.analysis.published import TrendPoint
from bot.core.cards import Chart, Mark, Panel, Point
from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports.result_text import power_gap
from bot.reports.trend_chart import chart_point, marked_days


def gap_chart(
    t: Translator,
    name: str,
    title: str,
    rounds: Sequence[TrendPoint],
    newest: QuestionResult | None,
) -> Chart | None:
    """Return the chart of the closed scheduled rounds, oldest first; None if no round holds a gap. `newest`
    is the result of the power anchor in the newest one, if it has any; `title` is the theme's."""
    if not rounds:
        return None
    points = tuple(chart_point(t, at) for at in rounds)
    panel = Panel(title, points, sides=(t("Lead organisations score higher"), t("The others score higher")))
    headline, subtitle = _title(t, newest), _subtitle(t, rounds)
    return Chart(
        name=name,
        title=headline,
        subtitle=subtitle,
        alt=" ".join([f"{headline}.", subtitle, *_panel_text(t, panel)]),
        panels=(panel,),
        legend=_legend(t, points),
        language=t.code,
    )


def _title(t: Translator, newest: QuestionResult | None) -> str:
    return (newest and power_gap(t, newest).rstrip(".")) or t("We do not show the gap this time")


def _subtitle(t: Translator, rounds: Sequence[TrendPoint]) -> str:
    sentences = [
        t(
            "The gap between the average scores of lead organisations and the others, {start} to "
"{end}.",
            start=t.full_day(rounds[0].closed_at), end=t.full_day(rounds[-1].closed_at),
        )
    ]  # fmt: skip
    if any(point.value is None for point in rounds):
        sentences.append(t("No point means not shown, to keep answers private."))
    if any(point.hollow for point in rounds if point.value is not None):
        sentences.append(t("Hollow points: under half gave a score."))
    return " ".join(sentences)


def _legend(t: Translator, points: Sequence[Point]) -> tuple[tuple[Mark, str], ...]:
    words: tuple[tuple[Mark, str], ...] = (
        ("uneven", t("More than chance would explain")),
        ("common", t("May be chance")),
    )
    marks = {point.mark for point in points if point.value is not None}
    return tuple((mark, label) for mark, label in words if mark in marks)


def _panel_text(t: Translator, panel: Panel) -> list[str]:
    """Return the panel in words: every gap in order, and the rounds that are marked."""
    gaps = ", ".join(gap_text(t, point.value) for point in panel.points)
    sentences = [t("Oldest first: {gaps}.", gaps=gaps)]
    if uneven := marked_days(t, panel, [point.mark == "uneven" for point in panel.points]):
        sentences.append(t("More than chance would explain: {when}.", when=uneven))
    return sentences


def gap_text(t: Translator, gap: float | None) -> str:
    """Return how large a gap is and which side scored higher."""
    if gap is None:
        return t("not shown")
    if not gap:
        return t("none")
    size = t.number(abs(gap))
    return t("lead {gap} higher", gap=size) if gap > 0 else t("others {gap} higher", gap=size)
