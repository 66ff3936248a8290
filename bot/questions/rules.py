"""Rules for the wording of questions: short enough for a phone, plain enough for everybody. Pure.

Readability formulas weigh the length of sentences and the share of long words, and need a hundred words to
mean anything. A question has ten, so both are limited directly. A word is long from three syllables on,
counted as Gunning did for his fog index: the endings -es, -ed and -ing do not count, nor do words that these
readers see every day.
"""

import re
from collections.abc import Iterator

from bot.core.errors import Refusal
from bot.core.i18n import Translator

MOST_CHARACTERS = 90
MOST_WORDS = 12
MOST_LONG_WORDS = 1
MOST_OWN_CHARACTERS = 140
EVERYDAY = frozenset({"every", "everyone", "organisation", "partnership", "together"})


def wording_problems(text: str, language: str) -> Iterator[str]:
    """Yield what is wrong with a question of the bank. Words are counted in English alone."""
    if len(text) > MOST_CHARACTERS:
        yield f"has {len(text)} characters, and at most {MOST_CHARACTERS} fit a phone"
    if language != "en":
        return
    if (words := len(text.split())) > MOST_WORDS:
        yield f"has {words} words, and at most {MOST_WORDS} are read at a glance"
    if len(long := long_words(text)) > MOST_LONG_WORDS:
        yield f"has {len(long)} long words ({', '.join(long)}), and at most {MOST_LONG_WORDS} is plain"


def long_words(text: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z]+", text.lower())
    return tuple(word for word in words if word not in EVERYDAY and _syllables(word) >= 3)


def validate_own_question(text: str, t: Translator) -> str:
    """Return a partnership's own question or statement as it will be asked. Raises Refusal."""
    question = text.strip()
    if not any(sign.isalpha() for sign in question):
        example = t("How fair was the budget decision?")
        raise Refusal(t("A question needs words. Type for example: ask “{own}”", own=example))
    if len(question.splitlines()) > 1:
        raise Refusal(t("Your question has more than one line. Type it again in one line."))
    if not question.isprintable():
        raise Refusal(t("Your question has a character that we cannot show. Type it again by hand."))
    if len(question) > MOST_OWN_CHARACTERS:
        raise Refusal(
            t(
                "Your question has {n} characters. Shorten it to {most} or fewer.",
                n=len(question),
                most=MOST_OWN_CHARACTERS,
            )
        )
    return question


def _syllables(word: str) -> int:
    """Count groups of vowels, without a silent e and without the endings that Gunning leaves out."""
    stem = re.sub(r"(?<=[a-z]{3})(es|ed|ing|e)$", "", re.sub(r"e(?=(ful|less|ly|ment)$)", "", word))
    return len(re.findall(r"[aeiouy]+", stem))
