"""Load and check talking points: questions that a partnership may discuss after a signal. Pure.

They are data, in `prompts/talking/`; `load_talking_points` takes the texts of the files, not the files. A
pattern names the signal they are for: `trust down`, `few replies`.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from bot.questions.bank import LocalisedText
from bot.questions.rules import long_words
from bot.questions.schema import (
    BankError,
    LineText,
    PromptTable,
    SourcesFile,
    TextByLanguage,
    Translations,
    parse_file,
)

# An alert of one kind comes at most every fourth round: seven times in a year of fortnights. Power that goes
# down and power that is uneven are two kinds that share their questions.
MIN_POINTS = {
    **{f"{theme} {kind}": 7 for theme in ("trust", "purpose", "power") for kind in ("down", "up", "split")},
    "power down": 14,
    "few replies": 7,
    "service users": 7,
    "whole system": 7,
    "keeping going": 7,
}
MOST_CHARACTERS = 180
MOST_WORDS = 16  # in a sentence
MOST_LONG_WORDS = 2


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A question to discuss. `sources` are full citations."""

    id: str
    pattern: str
    text: LocalisedText
    sources: tuple[str, ...]


class TalkingPointEntry(PromptTable):
    id: LineText
    pattern: LineText
    text: TextByLanguage
    sources: list[LineText] = Field(default_factory=list)


class TalkingPointFile(PromptTable):
    """`sources` are those of a whole pattern; a point may name its own instead."""

    translations: Translations
    sources: dict[str, list[LineText]] = Field(default_factory=dict)
    point: Annotated[list[TalkingPointEntry], Field(min_length=1)]

    def sources_of(self, point: TalkingPointEntry) -> list[LineText]:
        return point.sources or self.sources.get(point.pattern, [])


def load_talking_points(files: Mapping[str, str], sources: str) -> tuple[TalkingPoint, ...]:
    """Load talking points from TOML texts by file name, and the TOML of the sources. Raises BankError with
    every problem."""
    citations = parse_file(SourcesFile, "sources.toml", sources).root
    problems: list[str] = []
    pages: dict[str, TalkingPointFile] = {}
    for file, text in sorted(files.items()):
        try:
            pages[file] = parse_file(TalkingPointFile, file, text)
        except BankError as error:
            problems += error.problems
    points = [(file, point) for file, page in pages.items() for point in page.point]
    for file, point in points:
        problems += (
            f"{file}, {point.id}: {fault}." for fault in _faults(file, pages[file], point, citations)
        )
    ids = Counter(point.id for _, point in points)
    problems += (f"{id} is there {times} times." for id, times in ids.items() if times > 1)
    if len(pages) == len(files):
        problems += _too_few(Counter(point.pattern for _, point in points))
    if problems:
        raise BankError(*problems)
    return tuple(
        TalkingPoint(
            point.id,
            point.pattern,
            LocalisedText(point.text),
            tuple(citations[source] for source in pages[file].sources_of(point)),
        )
        for file, point in points
    )


def _faults(
    file: str, page: TalkingPointFile, point: TalkingPointEntry, citations: Container[str]
) -> Iterator[str]:
    start = file.removesuffix(".toml")
    if not re.fullmatch(rf"{re.escape(start)}\.[a-z]+(-[a-z]+)*", point.id):
        yield f"its id must be its file, a dot and a word, like {start}.small"
    if point.pattern not in MIN_POINTS:
        yield f"there is no pattern “{point.pattern}”"
    yield from _source_faults(page, point, citations)
    for language, text in point.text.items():
        if language not in {"en", *page.translations}:
            yield f"it is there in “{language}”, which “translations” does not name"
        if len(text) > MOST_CHARACTERS:
            yield f"text.{language} has {len(text)} characters, and at most {MOST_CHARACTERS} are read"
    english = point.text["en"]
    if (words := max(len(sentence.split()) for sentence in re.split(r"(?<=[.?!:])\s", english))) > MOST_WORDS:
        yield f"a sentence has {words} words, and at most {MOST_WORDS} are read at a glance"
    if len(long := long_words(english)) > MOST_LONG_WORDS:
        yield f"it has {len(long)} long words ({', '.join(long)}), and at most {MOST_LONG_WORDS} are plain"


def _source_faults(
    page: TalkingPointFile, point: TalkingPointEntry, citations: Container[str]
) -> Iterator[str]:
    if not page.sources_of(point):
        yield f"neither it nor its pattern “{point.pattern}” names a source"
    for source in page.sources_of(point):
        if source not in citations:
            yield f"its source “{source}” is not in sources.toml"


def _too_few(counts: Counter[str]) -> Iterator[str]:
    for pattern, least in MIN_POINTS.items():
        if counts[pattern] < least:
            yield f"“{pattern}” has {counts[pattern]} talking points, and a year needs {least}."
