"""Renders cards as Adaptive Cards. Pure."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import assert_never

from adapters.teams import elements
from adapters.teams.elements import Element
from adapters.teams.payloads import user_id
from adapters.text import basic_parts, plain_card, words_of
from bot.core.cards import (
    BasicPart,
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Link,
    Mention,
    Run,
    ShareLink,
    SmallText,
    Table,
    Text,
    TextBox,
    Timestamp,
    Words,
    cell_words,
    plain_run,
    runs_of,
)
from bot.core.models import Address

MAX_BODY_BYTES = 56 * 1024  # with what stands around it, less than the connector sends

ChartUrl = Callable[[Chart], str]
"""Returns the address at which Teams finds a small picture of a chart: unguessable, and valid for a while
only. With `&dark` at its end it is that of a dark one. It is empty if Teams cannot fetch pictures."""


Mentioned = Mapping[Address, str]
"""The names of people that a card mentions."""
_PLAIN_NAME = re.compile(r"[^\W_](?:[^\W_]|[ .,'’()-])*")  # in which Teams finds no markup


@dataclass(frozen=True, slots=True)
class CardRenderer:
    """`public_url` is put before the paths of links."""

    public_url: str
    chart_url: ChartUrl

    def render_message(self, card: Card, below: Sequence[Element] = (), tenant: str = "") -> Element:
        """Return an activity. Its summary is shown in notifications and read aloud first. People of the
        `tenant` are mentioned, others named."""
        return {
            "type": "message",
            "summary": elements.truncate(card.title, elements.LABEL),
            "attachments": [
                {"contentType": elements.CONTENT, "content": self.render_card(card, below, tenant)}
            ],
        }

    def render_card(self, card: Card, below: Sequence[Element] = (), tenant: str = "") -> Element:
        """Return an Adaptive Card that ends with the elements `below`."""
        mentioned = _mentioned(card, tenant)
        body = _truncate_body(self._render_body(card, mentioned))
        plain_body = self._render_body(plain_card(card), {})
        entities = [elements.mention_entity(user_id(to.key), name) for to, name in mentioned.items()]
        return {
            "type": "AdaptiveCard",
            "version": "1.5",
            "fallbackText": elements.truncate("\n\n".join(elements.plain_lines(plain_body))),
            "speak": elements.truncate("\n".join(elements.spoken_lines(plain_body))),
            **elements.language(card.language),
            "msteams": {"width": "full", **({"entities": entities} if entities else {})},
            "body": [*body, *below],
        }

    def _render_body(self, card: Card, mentioned: Mentioned) -> list[Element]:
        body = [elements.heading(card.title)] if card.title else []
        for position, part in enumerate(chain.from_iterable(map(basic_parts, card.parts))):
            body += self._render_part(part, f"box{position}", mentioned)
        return body

    def _render_part(self, part: BasicPart, box: str, mentioned: Mentioned) -> list[Element]:
        rendered: list[Element]
        match part:
            case Heading(words):
                rendered = [elements.subheading(words)]
            case Text(words):
                rendered = _render_words(words, mentioned)
            case SmallText(words):
                rendered = elements.small_text(words)
            case KeyValues(rows):
                facts = [(elements.escape(name), _markup(value, mentioned)) for name, value in rows]
                rendered = [elements.key_values(facts)] if facts else []
            case BulletList(items):
                rendered = [block for item in items for block in _render_words(item, mentioned, "• ")]
            case Table() | Chart():
                rendered = self._render_data(part)
            case Buttons(options, scale):
                rendered = _render_buttons(options, scale=scale)
            case TextBox(label=label, says=says, submit=submit, most=most, dangerous=dangerous):
                button = elements.sentence_button(submit, says, box, "danger" if dangerous else "secondary")
                rendered = [elements.box(box, label, most), elements.actions(button)]
            case Link() | ShareLink():
                rendered = self._render_link(part)
            case _:  # never
                assert_never(part)
        return rendered

    def _render_data(self, part: Table | Chart) -> list[Element]:
        return _render_table(part) if isinstance(part, Table) else _render_chart(part, self.chart_url(part))

    def _render_link(self, link: Link | ShareLink) -> list[Element]:
        if isinstance(link, ShareLink):
            return elements.text(link.with_address(self.public_url))
        return [elements.actions(elements.link_button(link.label, f"{self.public_url}{link.path}"))]


def has_mentions(card: Card, tenant: str) -> bool:
    """Return True if a card mentions somebody of the tenant."""
    return bool(_mentioned(card, tenant))


def _mentioned(card: Card, tenant: str) -> Mentioned:
    """Return the people to mention, each with a name that is nobody else's in this card: Teams finds a
    mention by its text."""
    runs = (run for words in words_of(card) for run in runs_of(words))
    found: dict[str, Address] = {}
    for run in runs:
        if isinstance(run, Mention) and _is_mentionable(run, tenant):
            found.setdefault(run.name, run.address)
    return {address: name for name, address in found.items()}


def _is_mentionable(mention: Mention, tenant: str) -> bool:
    place = mention.address.platform, mention.address.workspace
    return place == ("teams", tenant) and bool(_PLAIN_NAME.fullmatch(mention.name))


def _render_words(words: Words, mentioned: Mentioned, mark: str = "") -> list[Element]:
    if isinstance(words, str):
        return elements.text(mark + words)
    return elements.marked_text(mark + _markup(words, mentioned))


def _markup(words: Words, mentioned: Mentioned) -> str:
    """Return the Markdown for words, which shows them as text."""
    return "".join(_run_markup(run, mentioned) for run in runs_of(words))


def _run_markup(run: Run, mentioned: Mentioned) -> str:
    match run:
        case Mention(address, name) if mentioned.get(address) == name:
            return elements.mention(name)
        case Timestamp(at):
            return elements.moment(at)
        case _:
            return elements.escape(plain_run(run))


def _truncate_body(body: list[Element]) -> list[Element]:
    """Keep what fits into one message of Teams: a card that ends in dots beats one that is lost."""
    if len(json.dumps(body)) <= MAX_BODY_BYTES:
        return body
    sizes = accumulate(len(json.dumps(element)) for element in body)
    kept = [element for element, size in zip(body, sizes, strict=True) if size <= MAX_BODY_BYTES]
    return body if len(kept) == len(body) else [*kept, *elements.text("…")]


def _render_table(table: Table) -> list[Element]:
    rows = [[cell_words(cell) for cell in row] for row in table.rows]
    is_numeric = [table.is_numeric(column) for column in range(len(table.header))]
    return [elements.subheading(table.caption), elements.table(table.header, rows, is_numeric)]


def _render_chart(chart: Chart, url: str) -> list[Element]:
    """Render a chart as a picture, which holds its title, or in words if there is no picture to fetch."""
    if not url:
        return [*elements.text(chart.title), *elements.small_text(chart.alt)]
    return [elements.image(url, chart.alt)]


def _render_buttons(buttons: Sequence[Button], *, scale: bool) -> list[Element]:
    """Render the points of a scale one under the other, as wide as their words, and all other buttons side by
    side."""
    rendered = [_render_button(button) for button in buttons]
    return [elements.actions(button) for button in rendered] if scale else elements.action_rows(rendered)


def _render_button(button: Button) -> Element:
    if button.form:
        data = {"form": button.form, "in": button.partnership, "says": button.says}
        return elements.form_button(button.label, data, button.kind)
    action = elements.sentence_button(button.label, button.says, kind=button.kind)
    return elements.confirmed_button(button.confirm, action, button.kind) if button.confirm else action
