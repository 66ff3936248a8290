"""Draws charts into pages, with their numbers as tables, and caches them."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog
from cachetools import LRUCache
from markupsafe import Markup

from adapters.web.render import Templates
from bot.core.cards import Chart, MarkTexts, Table
from bot.core.errors import locate_error
from bot.core.i18n import Translator
from bot.reports.chart_numbers import chart_tables, mark_texts

log = structlog.get_logger()


class PictureRenderer(Protocol):
    async def png(
        self, chart: Chart, *, narrow: bool = False, dark: bool = False, small: bool = False
    ) -> bytes:
        """Return a PNG at twice the size it is shown at: for a narrow screen, or for a dark page. A `small`
        one is for a platform that limits the size of pictures."""

    async def svg(self, chart: Chart, texts: MarkTexts = (), *, narrow: bool = False) -> str:
        """Return an SVG element to stand inline in a page."""


class Figures:
    """Draws a chart once, for all readers of its language. Keeps the last `most`; one of three themes over
    40 rounds takes about 100 KB."""

    def __init__(self, chart_renderer: PictureRenderer, templates: Templates, most: int = 128) -> None:
        self._chart_renderer = chart_renderer
        self._templates = templates
        self._figures: LRUCache[Chart, Markup] = LRUCache(most)

    async def figure(self, chart: Chart, t: Translator) -> Markup:
        """Return a chart for a page that has `charts.css` and `charts.js`. `t` is in the language of the
        chart. If it cannot be drawn, its numbers are there without it."""
        if (figure := self._figures.get(chart)) is not None:
            return figure
        texts = mark_texts(t, chart)
        try:
            drawings = await asyncio.gather(
                self._chart_renderer.svg(chart, texts), self._chart_renderer.svg(chart, narrow=True)
            )
        except Exception as error:  # noqa: BLE001  a page is worth more than its picture
            log.warning("a chart was not drawn", chart=chart.name, reason=locate_error(error))
            return self._render(chart, t, (), has_marks=False)
        figure = self._figures[chart] = self._render(chart, t, drawings, has_marks=any(texts))
        return figure

    def _render(self, chart: Chart, t: Translator, drawings: Sequence[str], *, has_marks: bool) -> Markup:
        return Markup(  # noqa: S704  from a template, which escapes
            self._templates.page(
                "figure.html",
                t,
                chart=chart,
                drawings=[Markup(drawing) for drawing in drawings],  # noqa: S704  ours
                tables=[(table, _numeric_columns(table)) for table in chart_tables(t, chart)],
                has_marks=has_marks,
            )
        )


def _numeric_columns(table: Table) -> list[bool]:
    return [table.is_numeric(column) for column in range(len(table.header))]
