"""Match phrases that people type, in English and in every other language of Accord. Pure.

A phrase is a message of the catalogue, so a translator writes what people type in another language. `|`
stands between alternatives, `[...]` may be left out, and `{name}` takes a value: `since {start}`, `[on|next]
{weekday}`, `minute[s]|min[s]`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from bot.core.i18n import Translator

_ALTERNATIVES = re.compile(r"\|(?![^\[]*\])")  # no bar within brackets
_WORDS = re.compile(r"(?:\[[^\]]*\]|[^ \[])+")
_OPTIONAL_WORDS = re.compile(r"\[(?P<choices>[^\]]*)\]")
_PARTS = re.compile(r"\[(?P<optional>[^\]]*)\]|\{(?P<name>\w+)\}|(?P<text>[^\[{]+)")


def match_phrase(phrase: str, text: str, t: Translator, **values: str) -> dict[str, str] | None:
    """Return the values that `text` has in the phrase, in any language; None if it is another phrase.
    `values` holds a regular expression for each placeholder; a value that was left out is
    empty. `text` is in lower case, with one blank between words."""
    for wording in t.wordings(phrase):
        for pattern in _patterns(wording.lower(), tuple(values.items())):
            if match := pattern.fullmatch(f" {text}"):
                return {name: value or "" for name, value in match.groupdict().items()}
    return None


def alternatives(phrase: str, t: Translator) -> tuple[str, ...]:
    """Return the alternatives of a phrase, in all languages."""
    return tuple(chain.from_iterable(map(_ALTERNATIVES.split, t.wordings(phrase))))


@lru_cache(maxsize=1024)
def _patterns(wording: str, values: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], ...]:
    """Compile each alternative on its own, for a pattern may name a group only once."""
    return tuple(re.compile(_regex(words, dict(values))) for words in _ALTERNATIVES.split(wording))


def _regex(alternative: str, values: Mapping[str, str]) -> str:
    """Return the pattern of some words. Each takes the blank before it along, also where it is left out."""
    regex = ""
    for word in _WORDS.findall(alternative):
        if optional := _OPTIONAL_WORDS.fullmatch(word):
            regex += f"(?: {_any_of(optional['choices'], values)})?"
        else:
            regex += f" {_word_regex(word, values)}"
    return regex


def _word_regex(word: str, values: Mapping[str, str]) -> str:
    regex = ""
    for part in _PARTS.finditer(word):
        if part["optional"]:
            regex += f"{_any_of(part['optional'], values)}?"
        elif part["name"]:
            regex += f"(?P<{part['name']}>{values[part['name']]})"
        else:
            regex += re.escape(part["text"])
    return regex


def _any_of(choices: str, values: Mapping[str, str]) -> str:
    return f"(?:{'|'.join(_word_regex(choice, values) for choice in choices.split('|'))})"
