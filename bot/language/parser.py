"""What a sentence means, and which sentence means it. Pure: the table of sentences is `sentences.py`."""

import re
import unicodedata
from dataclasses import dataclass, fields
from functools import cache

from bot.language.commands import Command
from bot.language.sentences import SENTENCES, Rank, Sentence

MAX_LENGTH = 2_000  # characters of a sentence; the longest thing worth typing is a comment


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence that was understood, and the partnership it was said in, where it was named: `in <name>:
    ...`."""

    sentence: Sentence
    command: Command
    partnership: str = ""


def parse(text: str) -> ParsedSentence | None:
    """What a sentence means; None where it is not understood, or longer than `MAX_LENGTH`."""
    if len(text) > MAX_LENGTH:
        return None
    text = normalise(text)
    chosen = re.fullmatch(r"in\s+(?P<name>[^:]+?)\s*:\s*(?P<rest>.+)", text, re.IGNORECASE | re.DOTALL)
    named, text = (chosen["name"], chosen["rest"]) if chosen else ("", text)
    for sentence in SENTENCES:
        if found := _regex(sentence.pattern).fullmatch(text):
            words = {name: (value or "").strip() for name, value in found.groupdict().items()}
            return ParsedSentence(sentence, sentence.command(**words), named)
    return None


def normalise(text: str) -> str:
    """Without what no database takes, and with no more than one blank between two things: long runs of blanks
    would keep the patterns busy for minutes."""
    fit = "".join(each for each in text if unicodedata.category(each) not in {"Cs", "Cc"} or each.isspace())
    lines = (" ".join(line.split()) for line in fit.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def format_command(command: Command, partnership: str = "") -> str:
    """The sentence that means this command: the inverse of `parse`."""
    pattern, names = _FORMATS[type(command)]
    words = {name: getattr(command, name) for name in names}
    left = _OPTIONAL.sub(lambda part: f" {part[1]}" if _has_values(part[1], words) else "", pattern)
    said = _PLACEHOLDER.sub(lambda hole: words[hole["name"]], left).strip()
    return f"in {partnership}: {said}" if partnership else said


def suggest(text: str, who: Rank) -> tuple[str, ...]:
    """Up to three patterns that somebody at `who` may say and that share the most with what was not
    understood."""
    heard = set(re.findall(r"\w+", text.lower()))
    open_to = [s for s in SENTENCES if s.typable and s.rank <= who]
    scored = [(len(heard & set(re.findall(r"\w+", s.pattern))), s.pattern) for s in open_to]
    return tuple(pattern for score, pattern in sorted(scored, key=lambda pair: -pair[0]) if score)[:3]


# A question has eight buttons that each say one.
_FORMATS = {
    each.command: (each.pattern, [field.name for field in fields(each.command)]) for each in SENTENCES
}
_OPTIONAL = re.compile(r" ?\[(.+?)\]")
_PLACEHOLDER = re.compile(r"<(?P<name>\w+)(?::(?P<choice>[^>]+))?(?P<many>\.\.\.)?>")


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the table. A sentence without placeholders may end in a full stop or an
    exclamation mark, which would otherwise belong to what somebody typed."""
    parts = enumerate(_OPTIONAL.split(pattern))  # every second part may be left out
    regex = "".join(_optional_regex(part) if index % 2 else _words_regex(part) for index, part in parts)
    end = "" if "<" in pattern else r"\s*[.!]?"
    return re.compile(regex + end, re.IGNORECASE | re.DOTALL)


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


def _has_values(optional: str, words: dict[str, str]) -> bool:
    """Whether a part that may be left out has something to say."""
    return any(words[hole["name"]] for hole in _PLACEHOLDER.finditer(optional))
