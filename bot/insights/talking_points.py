"""From a signal to a conversation: which question the partnership may put to itself. Pure.

The questions are data, in `prompts/talking/`; `load` takes the files' texts, not the files. A pattern says in
a word or two what calls for them: `trust down`, `few replies`.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from bot.insights.signals import Kind, Signal
from bot.rounds.pages import BankError, ByLanguage, Line, SourcesPage, Table, Translations, read
from bot.rounds.questions import Words
from bot.rounds.wording import long_words

FRESH = timedelta(days=365)  # none comes back sooner
# An alert of one kind comes at most every fourth round: seven times in a year of fortnights. Power that goes
# down and power that is uneven are two kinds, and share their questions.
LEAST = {
    **{f"{theme} {kind}": 7 for theme in ("trust", "purpose", "power") for kind in ("down", "up", "split")},
    "power down": 14,
    "few replies": 7,
    "service users": 7,
    "whole system": 7,
}
PACKS = {"service-users": "service users", "whole-system": "whole system"}  # by theme, where it reads low
MOST_CHARACTERS = 180
MOST_WORDS = 16  # in a sentence
MOST_LONG_WORDS = 2


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """`sources` are full citations."""

    id: str
    pattern: str
    text: Words
    sources: tuple[str, ...]


def pattern(signal: Signal) -> str:
    """What the signal calls for; empty where nobody needs to talk."""
    match signal.kind:
        case Kind.DOWN | Kind.UNEVEN:
            return f"{signal.theme} down"
        case Kind.UP | Kind.SPLIT:
            return f"{signal.theme} {signal.kind}"
        case Kind.FEW:
            return "few replies"
        case _:
            return ""


def talking_point(
    points: Sequence[TalkingPoint], pattern: str, used: Sequence[tuple[date, str]], today: date
) -> TalkingPoint | None:
    """The one whose turn it is: never used, in the order written, or else used longest ago. None where all
    were used within a year. `used` are days and ids, of this partnership, in any order."""
    last = {id: day for day, id in sorted(used)}
    rested = [
        point
        for point in points
        if point.pattern == pattern and today - last.get(point.id, date.min) >= FRESH
    ]
    return min(rested, key=lambda point: last.get(point.id, date.min), default=None)


def of_pack(points: Sequence[TalkingPoint], theme: str, lows: Sequence[date]) -> TalkingPoint | None:
    """The one for a pack's theme that reads low; the last of `lows` is the day, the others are those on which
    it did before, oldest first. Nothing is kept of such talking points: which were used follows from the
    days."""
    used: list[tuple[date, str]] = []
    point = None
    for day in lows:
        if point := talking_point(points, PACKS.get(theme, ""), used, day):
            used.append((day, point.id))
    return point


class PointTable(Table):
    id: Line
    pattern: Line
    text: ByLanguage
    sources: Annotated[list[Line], Field(min_length=1)]


class TalkingPage(Table):
    translations: Translations
    point: Annotated[list[PointTable], Field(min_length=1)]


def load(files: Mapping[str, str], sources: str) -> tuple[TalkingPoint, ...]:
    """All that these files hold: name to TOML, and the TOML of the sources. Raises BankError with every
    problem found."""
    known = read(SourcesPage, "sources.toml", sources).root
    problems: list[str] = []
    pages: dict[str, TalkingPage] = {}
    for file, text in sorted(files.items()):
        try:
            pages[file] = read(TalkingPage, file, text)
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
            point.id, point.pattern, Words(point.text), tuple(known[source] for source in point.sources)
        )
        for _, point in every
    )


def _faults(file: str, page: TalkingPage, point: PointTable, known: Container[str]) -> Iterator[str]:
    start = file.removesuffix(".toml")
    if not re.fullmatch(rf"{re.escape(start)}\.[a-z]+(-[a-z]+)*", point.id):
        yield f"its id must be its file, a dot and a word, like {start}.small"
    if point.pattern not in LEAST:
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
    for each, least in LEAST.items():
        if counts[each] < least:
            yield f"“{each}” has {counts[each]} talking points, and a year needs {least}."
