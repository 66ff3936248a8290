"""What `accord check` found: each with what to do about it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import AccordError


class Level(StrEnum):
    WELL = "well"
    HEED = "heed"  # works, and may be meant; worth a look
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` is one word or two, `what` and `cure` are sentences. What is well needs no cure."""

    level: Level
    about: str
    what: str
    cure: str = ""


def well(about: str, what: str) -> Finding:
    return Finding(Level.WELL, about, what)


def heed(about: str, what: str, cure: str) -> Finding:
    return Finding(Level.HEED, about, what, cure)


def wrong(about: str, what: str, cure: str) -> Finding:
    return Finding(Level.WRONG, about, what, cure)


def unreadable(error: AccordError) -> list[Finding]:
    """Of settings that cannot work, a line each."""
    cure = "Change it, then look again: accord check"
    return [wrong("settings", line, cure) for line in str(error).splitlines()]


def nothing_is_wrong(findings: Iterable[Finding]) -> bool:
    return all(each.level is not Level.WRONG for each in findings)
