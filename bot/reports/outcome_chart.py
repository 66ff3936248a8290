"""The chart of shared outcomes, with its title and description. Pure.

A value beyond chance is marked in either direction alike. Which one is better is said beside the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.analysis.outcome_process import OutcomeProcess, limit_decimals, outcome_process
from bot.core.cards import Chart, ControlLimits, Mark, Panel, Point
from bot.core.i18n import Translator
from bot.reports.outcome_text import newest_value, title_with_unit
from bot.reports.trend_chart import marked_days
from bot.rounds.outcomes import OutcomeHistory

SHOWN, SHOWN_OF_SEVERAL = 40, 20  # values of an outcome, the newest; limits come from all


@dataclass(frozen=True, slots=True)
class _DrawnOutcome:
    """A panel with the history and the process behind it."""

    panel: Panel
    history: OutcomeHistory
    process: OutcomeProcess

    @property
    def newest_direction(self) -> int:
        return self.process.directions[-1]


def outcome_chart(t: Translator, name: str, histories: Sequence[OutcomeHistory]) -> Chart | None:
    """Return the chart of these outcomes, a panel each; None if none has a value."""
    with_values = [history for history in histories if history.values]
    if not with_values:
        return None
    shown = SHOWN if len(with_values) == 1 else SHOWN_OF_SEVERAL
    outcomes = [_drawn(history, shown) for history in with_values]
    title, subtitle = _title(t, outcomes), _subtitle(t, outcomes)
    marks = {point.mark for outcome in outcomes for point in outcome.panel.points}
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        alt=" ".join([f"{title}.", subtitle, *(_panel_text(t, outcome) for outcome in outcomes)]),
        panels=tuple(outcome.panel for outcome in outcomes),
        legend=_legend(t) if "special" in marks else (),
        language=t.code,
    )


def finding(t: Translator, history: OutcomeHistory) -> str:
    """Return what the newest value of an outcome shows: `down, beyond chance`; empty if there are too few."""
    process = outcome_process([value for _, value in history.values])
    if not process.is_firm:
        return ""
    direction = process.directions[-1]
    if not direction:
        return t("about as usual")
    return t("up, beyond chance") if direction > 0 else t("down, beyond chance")


def usual_text(t: Translator, history: OutcomeHistory) -> str:
    """Return where the values of an outcome usually are, by the limits of its chart."""
    values = [value for _, value in history.values]
    limits = outcome_process(values).limits
    if limits is None or limits.lower is None or limits.upper is None:
        return t("With fewer than four values, it is not known what is usual.")
    words = _limits_text(t, values, ControlLimits(0, 0, limits.mean, limits.lower, limits.upper))
    return f"{words} {t('With fewer than 13 values, this is a first estimate.')}" if limits.trial else words


def _drawn(history: OutcomeHistory, shown: int) -> _DrawnOutcome:
    process = outcome_process([value for _, value in history.values])
    first = max(0, len(history.values) - shown)
    points = tuple(
        Point(on, value, "special" if direction else "common")
        for (on, value), direction in zip(history.values[first:], process.directions[first:], strict=True)
    )
    segment, limits = process.limits, list[ControlLimits]()
    if segment and segment.lower is not None and segment.upper is not None:
        limits.append(ControlLimits(0, len(points) - 1, segment.mean, segment.lower, segment.upper))
    outcome = history.outcome
    panel = Panel(title_with_unit(outcome), points, tuple(limits), unit=outcome.unit)
    return _DrawnOutcome(panel, history, process)


def _title(t: Translator, outcomes: Sequence[_DrawnOutcome]) -> str:
    if len(outcomes) == 1:
        return _finding(t, outcomes[0])
    moved = [_finding(t, outcome) for outcome in outcomes if outcome.newest_direction]
    if moved:
        return "; ".join(moved)
    if any(outcome.process.is_firm for outcome in outcomes):
        return t("No outcome has moved beyond chance")
    return t("Too few values yet to tell what is chance")


def _finding(t: Translator, outcome: _DrawnOutcome) -> str:
    history = outcome.history
    return f"{history.outcome.name}: {finding(t, history) or newest_value(t, history.newest)}"


def _subtitle(t: Translator, outcomes: Sequence[_DrawnOutcome]) -> str:
    days = [point.on for outcome in outcomes for point in outcome.panel.points]
    start, end = t.full_day(min(days)), t.full_day(max(days))
    sentences = [
        t("The value of {day}.", day=start)
        if len(days) == 1
        else t("Values from {start} to {end}.", start=start, end=end)
    ]
    limits = [outcome.process.limits for outcome in outcomes if outcome.process.limits]
    if limits:
        sentences.append(t("Dashed lines: where values usually are."))
    if any(segment.trial for segment in limits):
        sentences.append(t("With fewer than 13 values, these lines are a first estimate."))
    return " ".join(sentences)


def _legend(t: Translator) -> tuple[tuple[Mark, str], ...]:
    return ("special", t("Beyond chance")), ("common", t("Usual ups and downs"))


def _panel_text(t: Translator, outcome: _DrawnOutcome) -> str:
    """Return a panel in words: every value in order, the limits, and the values that are marked."""
    panel = outcome.panel
    values = [point.value for point in panel.points if point.value is not None]
    sentences = [
        t(
            "{outcome}, oldest first: {values}.",
            outcome=panel.title,
            values="; ".join(map(t.quantity, values)),
        )
    ]
    sentences += [_limits_text(t, values, limits) for limits in panel.limits]
    if special := marked_days(t, panel, [point.mark == "special" for point in panel.points]):
        sentences.append(t("Beyond chance: {when}.", when=special))
    return " ".join(sentences)


def _limits_text(t: Translator, values: Sequence[float], limits: ControlLimits) -> str:
    lower = limits.lower if min(values) < 0 else max(0, limits.lower)  # a count is never below 0
    places = limit_decimals([lower, limits.upper, *values])
    low, high, mean = (t.quantity(round(value, places)) for value in (lower, limits.upper, limits.mean))
    if min(values) == max(values):
        return t("No variation yet: always {mean}.", mean=mean)
    return t("Usually {low} to {high}, around {mean}.", low=low, high=high, mean=mean)
