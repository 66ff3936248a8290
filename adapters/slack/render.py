"""Render a card as Block Kit. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, count
from types import MappingProxyType
from typing import Any, assert_never

from adapters.slack import block_kit
from adapters.slack.block_kit import BOX, LINK, OPEN, SAY, Block, TextBoxValue, fallback_text, truncate
from adapters.text import basic_parts, table_rows
from bot.core.cards import (
    ANY_INVITATION,
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
    plain_run,
    runs_of,
)

FilesByChart = Mapping[Chart, str]
"""Charts that were uploaded to Slack, each with the id of its file."""
NONE: FilesByChart = MappingProxyType({})
NAME = 40  # characters of a name that leave room for its value beside it
_ANY_INVITATION = repr(ANY_INVITATION)[1:-1]


@dataclass(frozen=True, slots=True)
class BlockLimits:
    """The number of blocks that a surface takes, and of characters, and whether it takes a table."""

    blocks: int
    words: int
    tables: bool = False


# Slack counts the words of a message's blocks, and does not say how: it has refused 11,300 characters.
# https://github.com/slackapi/bolt-js/issues/2867
MESSAGE = BlockLimits(50, 8_000, tables=True)
VIEW = BlockLimits(100, 30_000)  # a modal, or somebody's home


def render_message(
    card: Card, public_url: str, files: FilesByChart = NONE, workspace: str = ""
) -> dict[str, Any]:
    """Return `text` and `blocks` of a message. People of the `workspace` are mentioned, others named."""
    blocks = render_blocks([card], public_url, files, workspace=workspace)
    return {"text": fallback_text(card), "blocks": blocks}


def render_blocks(
    cards: Sequence[Card],
    public_url: str,
    files: FilesByChart = NONE,
    surface: BlockLimits = MESSAGE,
    workspace: str = "",
) -> list[Block]:
    """Return the blocks of cards, one below the other."""
    builder = _BlockBuilder(public_url, files, workspace, surface.words, takes_tables=surface.tables)
    for card in cards:
        builder.add_card(card)
    blocks, most = builder.blocks, surface.blocks
    return blocks if len(blocks) <= most else [*blocks[: most - 1], block_kit.context("…")]


def _shared_repr(card: Card) -> str:
    """Return what is the same for everybody who is sent a card, so that it can be drawn once for all."""
    return repr(card).replace(card.check_in, _ANY_INVITATION) if card.check_in else repr(card)


@dataclass(slots=True)
class _BlockBuilder:
    """Collects blocks. `left` is how many more characters fit."""

    public_url: str
    files: FilesByChart
    workspace: str
    left: int
    takes_tables: bool
    blocks: list[Block] = field(default_factory=list)
    _prose: Block | None = None  # the rich text block that more words are added to
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add_card(self, card: Card) -> None:
        if self.blocks:
            self.blocks.append(block_kit.DIVIDER)
        self._add_title(card)
        drawing = sha256(_shared_repr(card).encode("utf-8", "replace")).hexdigest()[:8]
        for part in chain.from_iterable(map(basic_parts, card.parts)):
            if elements := self._add_part(part):
                rows = [
                    elements[i : i + block_kit.IN_A_ROW] for i in range(0, len(elements), block_kit.IN_A_ROW)
                ]
                ids = (block_kit.block_id(card.thread_key, drawing, next(self._numbers)) for _ in rows)
                self.blocks += [block_kit.actions(id, row) for id, row in zip(ids, rows, strict=True)]

    def _add_part(self, part: BasicPart) -> list[Block]:
        """Add the blocks of a part; return its buttons, which follow in rows."""
        match part:
            case Heading(words):
                self._add_text(words, bold=True)
            case Text(words):
                self._add_text(words)
            case SmallText(words):
                self.blocks += [block_kit.context(text) for text in self._take(words)]
            case KeyValues(rows):
                self._add_list([self._row(name, value) for name, value in rows])
            case BulletList(items):
                self._add_list([self._elements(item) for item in items])
            case Table() | Chart():
                self._add_data(part)
            case Buttons(options):
                return [button for option in options for button in self._sentence_button(option)]
            case TextBox():
                return self._box_button(part)
            case Link() | ShareLink():
                return self._add_link(part)
            case _:  # never
                assert_never(part)
        return []

    def _add_title(self, card: Card) -> None:
        """Add the title. The title of a question is no header, since it would be cut sooner."""
        self._spend(card.title)
        if len(card.title) <= block_kit.HEADER and not _asks(card):
            self.blocks.append(block_kit.header(card.title))
        else:
            self.blocks.append(
                block_kit.rich_text(
                    [block_kit.line([block_kit.text(truncate(card.title, block_kit.PARAGRAPH), bold=True)])]
                )
            )

    def _add_text(self, words: Words, *, bold: bool = False) -> None:
        if elements := self._elements(words, bold=bold):
            self._add_prose(
                block_kit.line(block_kit.after("\n", elements) if self._prose_is_last() else elements)
            )

    def _add_list(self, items: Sequence[list[Block]]) -> None:
        if lines := [block_kit.line(elements) for elements in items if elements]:
            self._add_prose(block_kit.bullets(lines))

    def _row(self, name: str, value: Words) -> list[Block]:
        names = self._elements(name, bold=True)
        values = self._elements(value) if value else []
        between = "\n" if len(name) > NAME else "  "
        return [*names, *(block_kit.after(between, values) if values else [])]

    def _elements(self, words: Words, *, bold: bool = False) -> list[Block]:
        """Return the elements of words, as far as they fit."""
        return [element for run in runs_of(words) for element in self._run(run, bold=bold)]

    def _run(self, run: Run, *, bold: bool) -> Iterator[Block]:
        for text in self._take(plain_run(run)):
            match run:
                case Mention(address) if (address.platform, address.workspace) == ("slack", self.workspace):
                    yield block_kit.user(address.key)
                case Timestamp(at):
                    yield block_kit.date(at, text)
                case _:
                    yield block_kit.text(text, bold=bold)

    def _add_data(self, part: Table | Chart) -> None:
        if isinstance(part, Table):
            self._add_table(part)
        else:
            self._add_chart(part)

    def _add_table(self, table: Table) -> None:
        """Add a table, or its words where Slack takes none: a message has one, other surfaces have none."""
        self._add_text(table.caption, bold=True)
        is_first = all(block["type"] != "table" for block in self.blocks)
        if self.takes_tables and is_first and block_kit.fits_table(table):
            self.blocks.append(block_kit.table(table))
        else:
            self._add_list([self._row(name, value) for name, value in table_rows(table).rows])

    def _add_chart(self, chart: Chart) -> None:
        if file := self.files.get(chart):
            self.blocks.append(block_kit.image(file, chart.alt))
        else:
            self._add_list([self._row(chart.title, chart.alt)])

    def _add_prose(self, element: Block) -> None:
        """Add words to the rich text block above if there is one, so that a long roster is not cut for its
        many parts."""
        if self._prose_is_last():
            self.blocks[-1]["elements"].append(element)
        else:
            self._prose = block_kit.rich_text([element])
            self.blocks.append(self._prose)

    def _prose_is_last(self) -> bool:
        return self._prose is not None and self.blocks[-1] is self._prose

    def _spend(self, words: str) -> None:
        self.left = max(0, self.left - min(len(words), block_kit.PARAGRAPH))

    def _take(self, words: str) -> list[str]:
        """Return as much of the words as fits. The first words that do not fit end with dots; none follow
        them."""
        if not self.left:
            return []
        most = block_kit.PARAGRAPH - 2  # a line or a gap may stand before them
        if len(words) < self.left:
            text = truncate(words, most)
            self.left -= len(text)
        else:
            text, self.left = truncate(f"{words}…", min(most, self.left)), 0
        return [text]

    def _sentence_button(self, button: Button) -> list[Block]:
        """Return the button, or nothing if its sentence does not fit: half of it could mean something
        else."""
        if len(button.says) > block_kit.VALUE:
            return []
        if button.form:
            value = f"{button.form} {button.partnership}".strip()
            drawn = block_kit.button(self._id(OPEN), button.label, value=value)
        else:
            drawn = block_kit.button(self._id(SAY), button.label, value=button.says)
        if button.kind != "secondary":  # which Slack draws where there is no style
            drawn["style"] = button.kind
        if button.confirm:
            drawn["confirm"] = block_kit.confirmation(button.label, button.confirm, button.kind, button.back)
        return [drawn]

    def _add_link(self, link: Link | ShareLink) -> list[Block]:
        """Add the message to pass on, or return the button of a link."""
        if isinstance(link, ShareLink):
            self._add_text(link.with_address(self.public_url))
            return []
        url = f"{self.public_url}{link.path}"
        return [block_kit.button(self._id(LINK), link.label, url=url)] if len(url) <= block_kit.URL else []

    def _box_button(self, box: TextBox) -> list[Block]:
        value = TextBoxValue.of(box).value()
        fits = len(value) <= block_kit.VALUE
        style = {"style": "danger"} if box.dangerous else {}
        return [block_kit.button(self._id(BOX), f"{box.label}…", value=value, **style)] if fits else []

    def _id(self, kind: str) -> str:
        return block_kit.action_id(kind, next(self._numbers))


def _asks(card: Card) -> bool:
    return any(isinstance(part, Buttons) and part.scale for part in card.parts)
