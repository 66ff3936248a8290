"""Parse sentences into commands, and format commands as sentences. Pure. The table is `sentences/`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from itertools import chain

from bot.core.i18n import N_, Translator
from bot.language.commands import Command, TypeAnswer
from bot.language.sentences import SENTENCES, Rank, Sentence

MAX_LENGTH = 2_000  # characters of a sentence; the longest is a comment
MAX_WORDS, ALIKE = 12, 0.8  # what a suggestion goes by: comparing words takes its time
ENGLISH = Translator()

_PREAMBLE = re.compile(
    r"\A(?:(?:/accord|@accord|accord[,:]|please|show me(?: the)?)[,:]?\s+)+", re.IGNORECASE
)
_END_MARKS = " \n?!."
# Placeholders for names, dates and numbers, which never end in a mark.
NAMED_VALUES = {"code", "date", "n", "period", "rhythm", "since", "theme", "time", "topic", "what"}
_PLEASE = N_("please")
_NUMBERS = re.compile(r"[\W\d]*\d[\W\d]*")
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]|:skin-tone-\\d:")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its command, and the name of the partnership if it began with one: `in <name>: ...`."""

    sentence: Sentence
    command: Command
    partnership: str = ""


def parse(text: str, t: Translator = ENGLISH) -> ParsedSentence | None:
    """Parse a sentence; aliases in any language of `t`. Returns None if it is not understood, or longer than
    `MAX_LENGTH`.

    It may begin with `/accord`, `@Accord`, `please` or `show me`, and end in `please`, `?`, `!` or `.`,
    unless that belongs to somebody's own words. A question never confirms anything: `cancel now?` means
    `cancel`."""
    if len(text) > MAX_LENGTH:
        return None
    text = _PREAMBLE.sub("", normalise(text))
    prefix = re.fullmatch(r"in\s+(?P<name>[^:]+?)\s*:\s*(?P<rest>.+)", text, re.IGNORECASE | re.DOTALL)
    partnership, text = (prefix["name"], _PREAMBLE.sub("", prefix["rest"])) if prefix else ("", text)
    confirms, stripped = not text.endswith("?"), _SKIN_TONES.sub("", text.rstrip(_END_MARKS))
    return (
        _find_before_please(text, partnership, t, confirms=confirms)
        or _find_sentence(text, partnership, t)
        or _find_sentence(stripped, partnership, t, confirms=confirms)
        or _find_typed_answer(stripped, partnership, t)
    )


def _find_before_please(
    text: str, partnership: str, t: Translator, *, confirms: bool
) -> ParsedSentence | None:
    """Parse a sentence before `please`, unless it ends in somebody's own words."""
    if (before := _please_regex(t.wordings(_PLEASE)).sub("", text)) == text:
        return None
    parsed = _find_sentence(before, partnership, t, confirms=confirms)
    return parsed if parsed and not _has_own_words(parsed.command) else None


def _has_own_words(command: Command) -> bool:
    """Return True if a command holds words of the person who typed it, which may end in anything."""
    values = {field.name for field in fields(command) if getattr(command, field.name)}
    return not values <= {*NAMED_VALUES, "sure", "who"}


def _find_typed_answer(text: str, partnership: str, t: Translator) -> ParsedSentence | None:
    """Parse an answer in words with its number beside it: `4 mostly`, `Mostly (4)`."""
    parsed = _find_sentence(_NUMBERS.sub(" ", text).strip(), partnership, t)
    return parsed if parsed and isinstance(parsed.command, TypeAnswer) else None


def normalise(text: str) -> str:
    """Return text without characters that no database takes, and with no more than one blank between words:
    long runs of blanks would keep the patterns busy for minutes."""
    safe = "".join(char for char in text if unicodedata.category(char) not in {"Cs", "Cc"} or char.isspace())
    lines = (" ".join(line.split()) for line in safe.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def format_command(command: Command, partnership: str = "") -> str:
    """Return the sentence of a command: the inverse of `parse`."""
    parts, names = _FORMATS[type(command)]
    values = {name: getattr(command, name) for name in names}
    said = [text for text, needed in parts if not needed or any(values[name] for name in needed)]
    sentence = "".join(said).format_map(values).strip()
    return f"in {partnership}: {sentence}" if partnership else sentence


def suggest(text: str, rank: Rank, t: Translator = ENGLISH) -> tuple[Sentence, ...]:
    """Return up to three sentences that a person of this rank may use and that are most like a text that was
    not understood: by their words, also with a slip in one, where a word of few sentences counts more."""
    allowed = [sentence for sentence in SENTENCES if sentence.typable and sentence.rank <= rank]
    words_of = [_fixed_words(sentence.pattern, *_aliases(sentence, t)) for sentence in allowed]
    frequency = Counter(chain.from_iterable(words_of))
    typed = re.findall(r"\b\w{3,20}\b", text.lower())[:MAX_WORDS]
    matched = {match for word in typed for match in get_close_matches(word, frequency, n=1, cutoff=ALIKE)}
    scores = [
        _likeness(matched & words, sentence, frequency)
        for sentence, words in zip(allowed, words_of, strict=True)
    ]
    ranked = sorted(zip(scores, allowed, strict=True), key=lambda pair: -pair[0])
    best = ranked[0][0]
    return tuple(sentence for score, sentence in ranked if score and 2 * score >= best)[:3]


def _likeness(words: set[str], sentence: Sentence, frequency: Counter[str]) -> float:
    """Return a score for the words that a text and a sentence share; those of an alias count half."""
    own = _fixed_words(sentence.pattern)
    return sum((2 if word in own else 1) / frequency[word] for word in words)


def _fixed_words(*patterns: str) -> set[str]:
    return {word for pattern in patterns for word in re.findall(r"\w+", re.sub(r"<[^>]*>", "", pattern))}


def _find_sentence(
    text: str, partnership: str, t: Translator, *, confirms: bool = True
) -> ParsedSentence | None:
    for sentence in SENTENCES:
        for pattern in patterns(sentence, t):
            if match := pattern.fullmatch(text):
                values = {name: _clean(name, value) for name, value in match.groupdict().items() if value}
                if not confirms:
                    values.pop("sure", None)
                if all(values.values()):
                    return ParsedSentence(sentence, sentence.command(**values), partnership)
    return None


def patterns(sentence: Sentence, t: Translator = ENGLISH) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that a sentence is read by, in the order in which they are tried."""
    for pattern in (*_aliases(sentence, t), sentence.pattern):
        yield _regex(_full_pattern(sentence, pattern))


def _aliases(sentence: Sentence, t: Translator) -> list[str]:
    """Return the aliases of a sentence as patterns."""
    wordings = t.wordings(sentence.aliases) if sentence.aliases else ()
    return [pattern for wording in wordings for pattern in _alternatives(wording)]


@cache
def _alternatives(phrase: str) -> list[str]:
    return re.sub(r"{(\w+)}", r"<\1...>", phrase).split("|")


def _clean(name: str, value: str) -> str:
    """Return a value without blanks around it, nor a mark after the name of something that Accord knows."""
    return value.strip().rstrip(_END_MARKS) if name in NAMED_VALUES else value.strip()


def _full_pattern(sentence: Sentence, pattern: str) -> str:
    """Return a pattern of a sentence, with the word that confirms it."""
    return f"{pattern} [<sure:now>]" if sentence.confirmed else pattern


_OPTIONAL = re.compile(r" ?\[(.+?)\]")
_PLACEHOLDER = re.compile(r"<(?P<name>\w+)(?::(?P<choice>[^>]+))?(?P<many>\.\.\.)?>")


def _format_parts(pattern: str) -> list[tuple[str, list[str]]]:
    """Return the parts of a sentence as format strings. A part that may be left out comes with the values of
    which it needs one."""
    parts = [_PLACEHOLDER.sub(r"{\g<name>}", part) for part in _OPTIONAL.split(pattern)]
    return [
        (f" {part}", re.findall(r"{(\w+)}", part)) if index % 2 else (part, [])
        for index, part in enumerate(parts)
    ]


# Prepared once: a question has eight buttons with a sentence each.
_FORMATS = {
    sentence.command: (
        _format_parts(_full_pattern(sentence, sentence.pattern)),
        [field.name for field in fields(sentence.command)],
    )
    for sentence in SENTENCES
}


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the table."""
    parts = enumerate(_OPTIONAL.split(pattern))  # every second part may be left out
    regex = "".join(_optional_regex(part) if index % 2 else _words_regex(part) for index, part in parts)
    return re.compile(regex, re.IGNORECASE | re.DOTALL)


@cache
def _please_regex(wordings: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for wording in wordings for word in wording.split("|"))
    return re.compile(rf"[,\s]+(?:{words})[{re.escape(_END_MARKS)}]*\Z", re.IGNORECASE)


def _optional_regex(words: str) -> str:
    """Return the regex of a part that may be left out. If it begins with a placeholder it takes as little as
    it can, so that the parts after it get their fixed words."""
    lazy = "?" if words.startswith("<") else ""
    return rf"(?:\s+{_words_regex(words)})?{lazy}"


def _words_regex(words: str) -> str:
    return r"\s+".join(map(_word_regex, words.split()))


def _word_regex(word: str) -> str:
    placeholder = _PLACEHOLDER.search(word)
    if not placeholder:
        return re.escape(word)
    takes = placeholder["choice"] or (".+?" if placeholder["many"] else r"\S+")
    before, after = (re.escape(text).replace('"', '["“”„]') for text in word.split(placeholder[0]))
    return f"{before}(?P<{placeholder['name']}>{takes}){after}"
