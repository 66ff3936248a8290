"""Renders cards and pages as HTML. Pure, once the templates are read.

The markup is in `templates/`, where everything is escaped; this module chooses the macro for each part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, assert_never

from itsdangerous import BadData
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.signing import serializer
from bot.core.cards import (
    BasicPart,
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Examples,
    Heading,
    KeyValues,
    Link,
    Panel,
    Part,
    ShareLink,
    SmallText,
    Table,
    Text,
    TextBox,
    Words,
    cell_words,
    plain_run,
    runs_of,
)
from bot.core.i18n import Translator
from bot.core.ports import Ids, WebMessage
from bot.messages.gist import gist
from bot.settings import NO_LINKS, ServiceLinks

FOLDER = Path(__file__).parent
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MAX_UNBROKEN = 24  # letters
POST_LEVEL = 3  # of the heading of a post
STATIC = FOLDER / "static"


class ButtonLabels:
    """A button sends its sentence, which may hold ids. Its label comes back signed, so that no browser can
    put other words into somebody's mouth."""

    def __init__(self, secret_keys: Sequence[str]):
        self._serializer = serializer(secret_keys, "button labels")

    def sign(self, labels: Mapping[str, str]) -> str:
        """Return the labels by sentence as a text for a hidden field."""
        return str(self._serializer.dumps(dict(labels)))

    def find(self, signed: str, says: str) -> str:
        """Return the label of the button with this sentence; empty if we did not sign it."""
        try:
            labels: Any = self._serializer.loads(signed)
        except BadData:
            return ""
        return str(labels.get(says, ""))


@dataclass(frozen=True, slots=True)
class FormState:
    """The path that a page's forms are sent to. Each form gets a nonce, so that a double press counts
    once."""

    action: str
    csrf: str
    ids: Ids
    button_labels: ButtonLabels

    def nonce(self) -> str:
        return self.ids.new()

    def labels(self, options: Sequence[Button]) -> str:
        """Return the signed labels of a form's buttons."""
        return self.button_labels.sign({option.says: option.label for option in options})

    def label(self, box: TextBox) -> str:
        """Return the signed label of the button of a box."""
        return self.button_labels.sign({box.says: box.submit})


class Templates:
    """`demo_path` is where the demo's page is, or empty: every page links to it, and to `links`."""

    def __init__(self, demo_path: str = "", links: ServiceLinks = NO_LINKS) -> None:
        self._env = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals |= {
            "asset": asset,
            "runs_of": runs_of,
            "plain_run": plain_run,
            "cell_words": cell_words,
            "problems": (),
            "demo_path": demo_path,
            "links": links,
            "form_path": "",
        }  # problems are those of a form

    def page(self, name: str, t: Translator, **variables: Any) -> str:
        return self._env.get_template(name).render(t=t, n=t.n, **variables)

    def card_renderer(
        self,
        t: Translator,
        form: FormState,
        chart_path: Callable[[Chart], str],
        public_url: str = "",
        form_path: str = "",
    ) -> "HtmlCardRenderer":
        """`public_url` stands before links that are to be handed over, `form_path`
        before the names of forms; without it their buttons say their sentences."""
        macros = self._env.get_template("parts.html").make_module(
            {"t": t, "n": t.n, "form": form, "asset": asset, "public_url": public_url, "form_path": form_path}
        )
        return HtmlCardRenderer(macros, t, chart_path, form.nonce)


@cache
def templates(demo_path: str = "", links: ServiceLinks = NO_LINKS) -> Templates:
    """Return the templates, which are read once."""
    return Templates(demo_path, links)


@dataclass(frozen=True, slots=True)
class HtmlCardRenderer:
    """Renders the cards of one page, in one language, for one browser."""

    macros: Any
    t: Translator
    chart_path: Callable[[Chart], str]
    new_id: Callable[[], str]

    def card(self, card: Card, level: int = 2) -> Markup:
        """`level` is that of the heading."""
        html: Markup = self.macros.card(card.title, level, *self._parts(card, level))
        return html

    def refusal(self, card: Card, level: int, field: str) -> Markup:
        """Render a card that says what is wrong with a field, whose id is `field`. The reason links to it."""
        words = next((part.words for part in card.parts if isinstance(part, Text)), card.title)
        others = tuple(part for part in card.parts if part != Text(words))
        title_id, parts = self._parts(replace(card, parts=others), level)
        reason = self.macros.reason(words, field)
        html: Markup = self.macros.card(card.title, level, title_id, [reason, *parts])
        return html

    def posts(self, posts: Sequence[WebMessage], in_full: int) -> list[Markup]:
        """Render posts that come newest first: so many in full, and the others folded down to a line."""
        return [self._post(post, folded=position >= in_full) for position, post in enumerate(posts)]

    def _post(self, post: WebMessage, *, folded: bool) -> Markup:
        title_id, parts = self._parts(post.card, POST_LEVEL, folded=folded)
        when = self.t.moment(post.posted_at)
        html: Markup = self.macros.post(post, when, title_id, parts, folded, gist(post.card))
        return html

    def _parts(self, card: Card, level: int, *, folded: bool = False) -> tuple[str, list[Markup]]:
        """Return the id of a card's heading, whose level is `level`, and its parts. Buttons are a group that
        has the name of the heading above them."""
        title_id = heading_id = f"title-{self.new_id()}"
        parts = []
        for part in card.parts:
            if isinstance(part, Heading):
                heading_id = f"title-{self.new_id()}"
            parts.append(self._part(part, level, heading_id, folded=folded))
        return title_id, parts

    def part(self, part: Part) -> Markup:
        """Render a part that stands outside a card."""
        return self._part(part, 1, "", folded=False)

    def _part(self, part: Part, level: int, heading_id: str, *, folded: bool) -> Markup:
        if isinstance(part, Examples):
            rows: Markup = self.macros.examples(part.rows, heading_id)
            return rows
        return self._basic_part(part, level, heading_id, folded=folded)

    def _basic_part(self, part: BasicPart, level: int, heading_id: str, *, folded: bool) -> Markup:
        html: Markup
        match part:
            case Heading(text):
                html = self.macros.section_title(text, level + 1, heading_id)
            case Text(text):
                html = self.macros.text(text)
            case SmallText(text):
                html = self.macros.quiet(text)
            case KeyValues(rows):
                html = self.macros.facts([(name, _breakable(value)) for name, value in rows])
            case BulletList(items):
                html = self.macros.listing(items)
            case Table() | Chart():
                html = self._data(part, folded=folded)
            case Buttons(options, scale):
                html = self.macros.buttons(options, scale, heading_id)
            case TextBox():
                html = self.macros.text_box(part)
            case Link() | ShareLink():
                html = self._link(part)
            case _:  # never
                assert_never(part)
        return html

    def _data(self, part: Table | Chart, *, folded: bool) -> Markup:
        html: Markup
        if isinstance(part, Table):
            html = self.macros.table(part, [part.is_numeric(column) for column in range(len(part.header))])
        else:
            html = self.macros.chart(part, self.chart_path(part), chart_table(part, self.t), folded)
        return html

    def _link(self, link: Link | ShareLink) -> Markup:
        html: Markup
        if isinstance(link, ShareLink):
            html = self.macros.share_link(link)
        else:
            html = self.macros.link(link.label, link.path, link.one_time)
        return html


def _breakable(words: Words) -> Words:
    return break_at_dots(words) if isinstance(words, str) else words


def break_at_dots(text: str) -> str:
    """Let a line end only at the dots between pieces: a piece is short, and is not torn apart."""
    pieces = text.split(" · ")
    whole = [piece.replace(" ", NO_BREAK_SPACE) if len(piece) <= MAX_UNBROKEN else piece for piece in pieces]
    return f"{NO_BREAK_SPACE}· ".join(whole) if len(pieces) > 1 else text


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The numbers of a chart, as a table for readers who cannot see it: the headings of its columns, and its
    rows, each with its name."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def chart_table(chart: Chart, t: Translator) -> ChartTable:
    """Return a row for each bar; of panels over time, a row for each day, the newest first."""
    if chart.bars:
        rows = tuple((bar.title, tuple(map(str, bar.counts))) for bar in chart.bars)
        return ChartTable((t("Question"), *chart.scale), rows)
    days = sorted({point.on for panel in chart.panels for point in panel.points}, reverse=True)
    columns = [_formatted(panel, t) for panel in chart.panels]
    rows = tuple((t.full_day(day), tuple([column.get(day, "–") for column in columns])) for day in days)
    return ChartTable((t("Date"), *(panel.title for panel in chart.panels)), rows)


def _formatted(panel: Panel, t: Translator) -> dict[date, str]:
    """Return the values of a panel as words, by day."""
    form = t.number if panel.unit is None else t.quantity
    return {point.on: form(point.value) for point in panel.points if point.value is not None}


@cache
def asset(name: str) -> str:
    """Return the path of a static file, which changes when the file does."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:8]}"
