"""From a signal to a conversation: which question the partnership may put to itself. Pure.

The questions are data, in `prompts/talking/`; `load` takes the files' texts, not the files. A pattern says in
a word or two what calls for them: `trust down`, `few replies`.
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
# down and power that is uneven are two kinds, and share their questions.
MIN_POINTS = {
    **{f"{theme} {kind}": 7 for theme in ("trust", "purpose", "power") for kind in ("down", "up", "split")},
    "power down": 14,
    "few replies": 7,
    "service users": 7,
    "whole system": 7,
}
MOST_CHARACTERS = 180
MOST_WORDS = 16  # in a sentence
MOST_LONG_WORDS = 2


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """`sources` are full citations."""

    id: str
    pattern: str
    text: LocalisedText
    sources: tuple[str, ...]


class TalkingPointEntry(PromptTable):
    id: LineText
    pattern: LineText
    text: TextByLanguage
    sources: Annotated[list[LineText], Field(min_length=1)]


class TalkingPointFile(PromptTable):
    translations: Translations
    point: Annotated[list[TalkingPointEntry], Field(min_length=1)]


def load_talking_points(files: Mapping[str, str], sources: str) -> tuple[TalkingPoint, ...]:
    """All that these files hold: name to TOML, and the TOML of the sources. Raises BankError with every
    problem found."""
    known = parse_file(SourcesFile, "sources.toml", sources).root
    problems: list[str] = []
    pages: dict[str, TalkingPointFile] = {}
    for file, text in sorted(files.items()):
        try:
            pages[file] = parse_file(TalkingPointFile, file, text)
        except BankError as error:
            problems += error.problems
    every = [(file, point) for file, page in pages.items() for point in page.point]
    for file, point in every:
        problems += (f"{file}, {point.id}: {fault}." for fault in _faults(file, pages[file], point, known))
    ids = Counter(point.id for _, point in every)
    problems += (f"{id} is there {times} times." for id, times in ids.items() if times > 1)
    if len(pages) == len(files):
        problems += _too_few(Counter(point.pattern for _, point in every))
    if problems:
        raise BankError(*problems)
    return tuple(
        TalkingPoint(
            point.id,
            point.pattern,
            LocalisedText(point.text),
            tuple(known[source] for source in point.sources),
        )
        for _, point in every
    )


def _faults(
    file: str, page: TalkingPointFile, point: TalkingPointEntry, known: Container[str]
) -> Iterator[str]:
    start = file.removesuffix(".toml")
    if not re.fullmatch(rf"{re.escape(start)}\.[a-z]+(-[a-z]+)*", point.id):
        yield f"its id must be its file, a dot and a word, like {start}.small"
    if point.pattern not in MIN_POINTS:
        yield f"there is no pattern “{point.pattern}”"
    for source in point.sources:
        if source not in known:
            yield f"its source “{source}” is not in sources.toml"
    for language, text in point.text.items():
        if language not in {"en", *page.translations}:
            yield f"it is there in “{language}”, which “translations” does not name"
        if len(text) > MOST_CHARACTERS:
            yield f"text.{language} has {len(text)} characters, and at most {MOST_CHARACTERS} are read"
    english = point.text["en"]
    if (words := max(len(each.split()) for each in re.split(r"(?<=[.?!:])\s", english))) > MOST_WORDS:
        yield f"a sentence has {words} words, and at most {MOST_WORDS} are read at a glance"
    if len(long := long_words(english)) > MOST_LONG_WORDS:
        yield f"it has {len(long)} long words ({', '.join(long)}), and at most {MOST_LONG_WORDS} are plain"


def _too_few(counts: Counter[str]) -> Iterator[str]:
    for each, least in MIN_POINTS.items():
        if counts[each] < least:
            yield f"“{each}” has {counts[each]} talking points, and a year needs {least}."
