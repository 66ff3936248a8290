"""A card as Block Kit. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from types import MappingProxyType
from typing import Any, assert_never

from adapters.slack import action_ids, block_kit
from adapters.slack.action_ids import BOX, LINK, SAY, TextBoxValue
from adapters.slack.block_kit import Block, fallback_text, truncate
from bot.core.cards import (
    BulletList,
    Button,
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

FilesByChart = Mapping[Chart, str]
"""Charts that lie at Slack already, each with the id of its file."""
NONE: FilesByChart = MappingProxyType({})
NAME = 40  # characters of a name that leave room for its value beside it


@dataclass(frozen=True, slots=True)
class BlockLimits:
    """How many blocks it takes, and how many characters of words."""

    blocks: int
    words: int


# Slack counts the words of a message's blocks, and does not say how: it has refused 11,300 characters.
# https://github.com/slackapi/bolt-js/issues/2867
MESSAGE = BlockLimits(50, 8_000)
VIEW = BlockLimits(100, 30_000)  # a modal, or somebody's home


def render_message(card: Card, public_url: str, pictures: FilesByChart = NONE) -> dict[str, Any]:
    """`text` and `blocks` of a message."""
    return {"text": fallback_text(card), "blocks": render_blocks([card], public_url, pictures)}


def render_blocks(
    cards: Sequence[Card], public_url: str, pictures: FilesByChart = NONE, surface: BlockLimits = MESSAGE
) -> list[Block]:
    """One card under the other."""
    sheet = _BlockBuilder(public_url, pictures, surface.words)
    for card in cards:
        sheet.put(card)
    drawn, most = sheet.blocks, surface.blocks
    return drawn if len(drawn) <= most else [*drawn[: most - 1], block_kit.context("…")]


@dataclass(slots=True)
class _BlockBuilder:
    """What has been drawn so far, and how many more characters fit."""

    public_url: str
    pictures: FilesByChart
    left: int
    blocks: list[Block] = field(default_factory=list)
    _prose: Block | None = None  # the block that what is only words still goes into
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def put(self, card: Card) -> None:
        if self.blocks:
            self.blocks.append(block_kit.DIVIDER)
        self._title(card)
        drawing = sha256(repr(card).encode("utf-8", "replace")).hexdigest()[:8]
        for part in card.parts:
            if elements := self._part(part):
                rows = [
                    elements[i : i + block_kit.IN_A_ROW] for i in range(0, len(elements), block_kit.IN_A_ROW)
                ]
                ids = (action_ids.block_id(card.thread_key, drawing, next(self._numbers)) for _ in rows)
                self.blocks += [block_kit.actions(id, row) for id, row in zip(ids, rows, strict=True)]

    def _part(self, part: Part) -> list[Block]:
        """Draws it; returns the buttons in it, which are drawn after."""
        match part:
            case Text(words):
                self._write(words)
            case SmallText(words):
                self.blocks += [block_kit.context(said) for said in self._take(words)]
            case KeyValues(rows):
                self._list([self._row(name, value) for name, value in rows])
            case BulletList(items):
                self._list([[(said, False) for said in self._take(item)] for item in items])
            case Chart():
                self._chart(part)
            case Buttons(options):
                return [drawn for option in options for drawn in self._say(option)]
            case TextBox():
                return self._box(part)
            case Link(label, path):
                url = {"url": f"{self.public_url}{path}"}
                return (
                    [block_kit.button(self._id(LINK), label, **url)]
                    if len(url["url"]) <= block_kit.URL
                    else []
                )
            case _:  # never
                assert_never(part)
        return []

    def _title(self, card: Card) -> None:
        """A question is a sentence and not a heading, which would be cut sooner."""
        self._spend(card.title)
        if len(card.title) <= block_kit.HEADER and not _asks(card):
            self.blocks.append(block_kit.header(card.title))
        else:
            self.blocks.append(
                block_kit.rich_text([block_kit.line((truncate(card.title, block_kit.PARAGRAPH), True))])
            )

    def _write(self, words: str) -> None:
        for said in self._take(words):
            below = self._goes_on()
            self._add(block_kit.line((f"\n{said}" if below else said, False)))

    def _list(self, items: Sequence[list[tuple[str, bool]]]) -> None:
        if lines := [block_kit.line(*runs) for runs in items if runs]:
            self._add(block_kit.bullets(lines))

    def _row(self, name: str, value: str) -> list[tuple[str, bool]]:
        runs = [(said, True) for said in self._take(name)]
        between = "\n" if len(name) > NAME else "  "
        return [*runs, *((between + said, False) for said in (self._take(value) if value else []))]

    def _chart(self, chart: Chart) -> None:
        if file := self.pictures.get(chart):
            self._spend(chart.title)
            self.blocks.append(block_kit.image(file, chart.title, chart.alt))
        else:
            self._list([self._row(chart.title, chart.alt)])

    def _add(self, element: Block) -> None:
        """What is only words becomes one block, so that a long roster is not cut for its many parts."""
        if self._goes_on():
            self.blocks[-1]["elements"].append(element)
        else:
            self._prose = block_kit.rich_text([element])
            self.blocks.append(self._prose)

    def _goes_on(self) -> bool:
        return self._prose is not None and self.blocks[-1] is self._prose

    def _spend(self, words: str) -> None:
        self.left = max(0, self.left - min(len(words), block_kit.PARAGRAPH))

    def _take(self, words: str) -> list[str]:
        """As much of it as fits; the first that does not ends with dots, and nothing follows it."""
        if not self.left:
            return []
        most = block_kit.PARAGRAPH - 2  # a line or a gap may stand before them
        if len(words) < self.left:
            said = truncate(words, most)
            self.left -= len(said)
        else:
            said, self.left = truncate(f"{words}…", min(most, self.left)), 0
        return [said]

    def _say(self, button: Button) -> list[Block]:
        """Left out where its sentence does not fit: half of it could mean something else."""
        if len(button.says) > block_kit.VALUE:
            return []
        drawn = block_kit.button(self._id(SAY), button.label, value=button.says)
        if button.kind != "secondary":  # which Slack draws where there is no style
            drawn["style"] = button.kind
        if button.confirm:
            drawn["confirm"] = block_kit.confirmation(button.label, button.confirm, button.kind)
        return [drawn]

    def _box(self, box: TextBox) -> list[Block]:
        value = TextBoxValue(box.label, box.says, box.submit, box.most).value()
        fits = len(value) <= block_kit.VALUE
        return [block_kit.button(self._id(BOX), f"{box.label}…", value=value)] if fits else []

    def _id(self, kind: str) -> str:
        return action_ids.action_id(kind, next(self._numbers))


def _asks(card: Card) -> bool:
    return any(isinstance(part, Buttons) and part.scale for part in card.parts)
