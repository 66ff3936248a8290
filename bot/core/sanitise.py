"""Names and other words that people type, made fit to be shown to others. Pure, and the one place that
does so.

What is dropped: control characters, invisible ones and those that turn the direction of writing, with
which a name can pass for another or spoil the line it stands in.
"""

import unicodedata

from bot.core.errors import Refusal
from bot.core.i18n import Translator

LONGEST_NAME = 80
UNFIT = {"Cc", "Cf", "Cs", "Co", "Cn"}  # Unicode's categories: controls, formats, halves, private, unassigned


def one_line(text: str) -> str:
    """The text in one line, with single spaces and without what is unfit."""
    spaced = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", text))
    return " ".join("".join(each for each in spaced if unicodedata.category(each) not in UNFIT).split())


def fold(text: str) -> str:
    """What two names that people would take for the same have in common."""
    return unicodedata.normalize("NFKC", one_line(text)).casefold()


def display_name(text: str) -> str:
    """A name as a platform gives it: never refused, for nobody typed it to us; empty where nothing of it
    is left."""
    return one_line(text)[:LONGEST_NAME].strip()


def validate_name(text: str, t: Translator, least: int = 2) -> str:
    """A name as somebody typed it. Raises Refusal."""
    fit = one_line(text)
    if not least <= len(fit) <= LONGEST_NAME or not any(each.isalnum() for each in fit):
        raise Refusal(
            t(
                "That was not done: a name has {least} to {most} characters, with a letter or a digit "
                "among them. Say it again with another name.",
                least=least,
                most=LONGEST_NAME,
            )
        )
    return fit


def validate_text(text: str, t: Translator, most: int) -> str:
    """A few sentences as somebody typed them. Raises Refusal."""
    fit = one_line(text)
    if not 1 <= len(fit) <= most:
        raise Refusal(
            t("That was not done: I can keep 1 to {most} characters of it. Say it again, shorter.", most=most)
        )
    return fit
