"""Sanitise names and other text that people type, so that it can be shown to others. Pure.

Control characters, invisible characters and those that change the direction of writing are dropped: with them
a name can pass for another or spoil the line it is in.
"""

import unicodedata

from bot.core.errors import Refusal
from bot.core.i18n import Translator

LONGEST_NAME = 80
MAX_QUOTED = 40  # characters of what was typed that a refusal repeats
UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, format, surrogate, private, unassigned


def one_line(text: str) -> str:
    """Return the text in one line, with single spaces and without unsafe characters."""
    if text.isascii() and text.isprintable():  # most names; those of a large roster are compared each time
        return " ".join(text.split())
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    safe = "".join(char for char in spaced if unicodedata.category(char) not in UNSAFE_CATEGORIES)
    return " ".join(safe.split())


def fold(text: str) -> str:
    """Return a key that is equal for names that look the same to people."""
    return unicodedata.normalize("NFKC", one_line(text)).casefold()


def quoted(text: str) -> str:
    """Return what a refusal repeats of what was typed."""
    return one_line(text)[:MAX_QUOTED]


def display_name(text: str) -> str:
    """Return a name from a platform. It is never refused, for nobody typed it here; empty if nothing safe is
    left of it."""
    return one_line(text)[:LONGEST_NAME].strip()


def validate_name(text: str, t: Translator, least: int = 2) -> str:
    """Return a name that a person typed. Raises Refusal."""
    safe = one_line(text)
    if not least <= len(safe) <= LONGEST_NAME or not any(char.isalnum() for char in safe):
        raise Refusal(
            t(
                "A name needs {least} to {most} characters, with at least one letter or number. "
                "Choose another name.",
                least=least,
                most=LONGEST_NAME,
            )
        )
    return safe


def validate_text(text: str, t: Translator, most: int) -> str:
    """Return a few sentences that a person typed. Raises Refusal."""
    safe = one_line(text)
    if not 1 <= len(safe) <= most:
        raise Refusal(t("Use between 1 and {most} characters, then try again.", most=most))
    return safe
