"""The numbers of a chart in words: a table for each panel, and a text for each mark. Pure."""

from collections.abc import Mapping

from bot.core.cards import Bar, Cell, Chart, Mark, MarkTexts, Number, Panel, Point, Table
from bot.core.i18n import Translator
from bot.reports.answer_bars import bar_text
from bot.reports.gap_chart import gap_text
from bot.reports.trend_chart import score_text

MarkWords = Mapping[Mark, str]


def chart_tables(t: Translator, chart: Chart) -> tuple[Table, ...]:
    """Return a table for each panel that has points, the newest at the top, and one for all bars. `t` is in
    the language of the chart."""
    words = dict(chart.legend)
    tables = [_panel_table(t, panel, words) for panel in chart.panels if panel.points]
    return (*tables, *([_bar_table(t, chart)] if chart.bars else []))


def mark_texts(t: Translator, chart: Chart) -> MarkTexts:
    """Return the texts of the marks in each panel, oldest first, and then of each bar: what a mark shows, in
    words. A point that is not shown has no mark."""
    words = dict(chart.legend)
    of_panels = (
        tuple(_mark_text(t, panel, point, words) for point in panel.points if point.value is not None)
        for panel in chart.panels
    )
    return (*of_panels, *((bar_text(t, bar, chart.scale),) for bar in chart.bars))


def _panel_table(t: Translator, panel: Panel, words: MarkWords) -> Table:
    """Return the points of a panel, with the columns that its kind has. A column of marks is left out if
    none means anything."""
    points = panel.points[::-1]
    columns: list[tuple[str, list[Cell]]] = [
        (t("Date"), [t.full_day(point.on) for point in points]),
        (_value_name(t, panel), [_value_cell(t, panel, point) for point in points]),
    ]
    if panel.unit is None and panel.sides is None:
        columns.append((t("Range"), [_range(t, point) for point in points]))
    if panel.unit is None:
        columns.append((t("Gave a score"), [_gave_score(t, point.scored, point.invited) for point in points]))
    marks = [". ".join(_marked(t, point, words)) for point in points]
    if any(marks):
        columns.append((t("Mark"), [*marks]))
    rows = tuple(tuple(cells[at] for _, cells in columns) for at in range(len(points)))
    return Table(panel.title, tuple(name for name, _ in columns), rows)


def _bar_table(t: Translator, chart: Chart) -> Table:
    header = (t("Question"), *chart.scale, t("Gave a score"))
    return Table(chart.subtitle, header, tuple(_bar_row(t, bar) for bar in chart.bars))


def _bar_row(t: Translator, bar: Bar) -> tuple[Cell, ...]:
    counts = (Number(count, str(count)) for count in bar.counts)
    return (bar.title, *counts, _gave_score(t, sum(bar.counts), bar.invited))


def _mark_text(t: Translator, panel: Panel, point: Point, words: MarkWords) -> str:
    """Return what a point shows: `Trust, 2 March 2026: 3.4, range 3.1 to 3.7, 12 of 16 gave a score. Up,
    beyond chance.`"""
    facts = [f"{panel.title}, {t.full_day(point.on)}: {_value(t, panel, point)}"]
    if point.low is not None and point.high is not None:
        facts.append(t("range {low} to {high}", low=t.number(point.low), high=t.number(point.high)))
    if point.invited:
        facts.append(t("{n} of {invited} gave a score", n=point.scored, invited=point.invited))
    return " ".join(f"{sentence}." for sentence in (", ".join(facts), *_marked(t, point, words)))


def _value_name(t: Translator, panel: Panel) -> str:
    if panel.sides:
        return t("Gap")
    return t("Score") if panel.unit is None else t("Value")


def _value_cell(t: Translator, panel: Panel, point: Point) -> Cell:
    """Return a number if it is exact; else words."""
    words = _value(t, panel, point)
    is_number = point.value is not None and not point.band and not panel.sides
    return Number(point.value or 0, words) if is_number else words


def _value(t: Translator, panel: Panel, point: Point) -> str:
    if panel.sides:
        return gap_text(t, point.value)
    if panel.unit is None:
        return score_text(t, point) or t("not shown")
    return "" if point.value is None else t.quantity(point.value)


def _range(t: Translator, point: Point) -> str:
    """Return the range, or in a few words why there is none. Records of earlier versions lack it."""
    if point.low is not None and point.high is not None:
        return t("{low} to {high}", low=t.number(point.low), high=t.number(point.high))
    if not point.invited:
        return t("not recorded")
    is_exact = point.value is not None and not point.band
    return t("everyone gave a score") if is_exact and point.scored == point.invited else t("not shown")


def _gave_score(t: Translator, scored: int, invited: int) -> str:
    """Return how many gave a score, of how many if that is known."""
    return t("{n} of {invited}", n=scored, invited=invited) if invited else str(scored)


def _marked(t: Translator, point: Point, words: MarkWords) -> list[str]:
    """Return what the look of a mark means; nothing if there is no mark, or if it is not in the legend."""
    if point.value is None:
        return []
    meanings = [words[point.mark]] if point.mark in words else []
    return [*meanings, *([t("Hollow: under half gave a score")] if point.hollow else [])]
