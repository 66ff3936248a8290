"""Cards and pages as HTML. Pure, once the templates are read.

The markup lies in `templates/`, where everything is escaped; here is decided which part takes which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.core.cards import (
    BulletList,
    Buttons,
    Card,
    Chart,
    KeyValues,
    Link,
    Part,
    SmallText,
    Text,
    TextBox,
)
from bot.core.i18n import Translator
from bot.core.ports import Ids, WebMessage

HERE = Path(__file__).parent
NO_BREAK = "\N{NO-BREAK SPACE}"
SHORT = 24  # letters
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class FormState:
    """Where a page's forms go. Each gets an event id of its own, so that a double press is heard once."""

    action: str
    csrf: str
    ids: Ids

    def nonce(self) -> str:
        return self.ids.new()


class Templates:
    """The templates."""

    def __init__(self) -> None:
        self._env = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals["asset"] = asset

    def page(self, name: str, t: Translator, **words: Any) -> str:
        return self._env.get_template(name).render(t=t, n=t.n, **words)

    def pen(
        self, t: Translator, form: FormState, picture: Callable[[Chart], str], here: str = ""
    ) -> "CardRenderer":
        """`here` is the public address, for links that are handed over."""
        parts = self._env.get_template("parts.html").make_module(
            {"t": t, "n": t.n, "form": form, "asset": asset, "here": here}
        )
        return CardRenderer(parts, t, picture)


@cache
def templates() -> Templates:
    """Read once."""
    return Templates()


@dataclass(frozen=True, slots=True)
class CardRenderer:
    """Draws the cards of one page, in one language, for one browser."""

    parts: Any
    t: Translator
    picture: Callable[[Chart], str]

    def card(self, card: Card, level: int = 2) -> Markup:
        """`level` is that of the heading."""
        drawn: Markup = self.parts.card(card.title, level, [self._part(part) for part in card.parts])
        return drawn

    def posts(self, posts: Sequence[WebMessage], in_full: int) -> list[Markup]:
        """So many of the newest in full, the others folded down to their titles."""
        old = len(posts) - in_full
        return [self._post(post, folded=place < old) for place, post in enumerate(posts)]

    def _post(self, post: WebMessage, *, folded: bool) -> Markup:
        parts = [self._part(part, folded=folded) for part in post.card.parts]
        drawn: Markup = self.parts.post(post, self.t.moment(post.posted_at), parts, folded)
        return drawn

    def _part(self, part: Part, *, folded: bool = False) -> Markup:
        drawn: Markup
        match part:
            case Text(words):
                drawn = self.parts.text(words)
            case SmallText(words):
                drawn = self.parts.quiet(words)
            case KeyValues(rows):
                drawn = self.parts.facts([(name, breaking_at_dots(value)) for name, value in rows])
            case BulletList(items):
                drawn = self.parts.listing(items)
            case Chart():
                drawn = self.parts.chart(part, self.picture(part), chart_table(part, self.t), folded)
            case Buttons(options, scale):
                drawn = self.parts.buttons(options, scale)
            case TextBox():
                drawn = self.parts.text_box(part)
            case Link(label, path, one_time):
                drawn = self.parts.link(label, path, one_time)
            case _:  # never
                assert_never(part)
        return drawn


def breaking_at_dots(words: str) -> str:
    """What stands between dots is short, and is not torn apart where a line ends."""
    pieces = words.split(" · ")
    whole = [each.replace(" ", NO_BREAK) if len(each) <= SHORT else each for each in pieces]
    return f"{NO_BREAK}· ".join(whole) if len(pieces) > 1 else words


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The same that a picture shows, as a table for whoever cannot see it: what stands over its columns, and
    its rows, each with its name."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def chart_table(chart: Chart, t: Translator) -> ChartTable:
    """A row for each bar; of panels over time, one for each day, the newest first."""
    if chart.bars:
        rows = tuple((bar.title, tuple(map(str, bar.counts))) for bar in chart.bars)
        return ChartTable((t("Question"), *chart.scale), rows)
    days = sorted({point.on for panel in chart.panels for point in panel.points}, reverse=True)
    values = [{point.on: point.value for point in panel.points} for panel in chart.panels]
    rows = tuple((t.full_day(day), tuple(_number(panel.get(day), t) for panel in values)) for day in days)
    return ChartTable((t("Date"), *(panel.title for panel in chart.panels)), rows)


def _number(value: float | None, t: Translator) -> str:
    return "–" if value is None else t.number(value)


@cache
def asset(name: str) -> str:
    """The path of a static file, which changes when the file does."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:8]}"
