"""All errors that Accord raises, and the location of an error for logs. Pure.

A `Refusal` is shown to the person, the others are for operators. `locate_error` never gives an error's own
words: they may hold an answer, or a name.
"""

from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath
from traceback import walk_tb


class AccordError(Exception):
    """Base of every error raised on purpose."""


class Refusal(AccordError):
    """A command was understood, but not done. The message is translated for the person: what was not done,
    why, and what to do instead. `ways` are commands to offer as buttons: (label, sentence)."""

    def __init__(self, reason: str, ways: tuple[tuple[str, str], ...] = ()):
        super().__init__(reason)
        self.ways = ways


class NotPermitted(Refusal):
    """The speaker's role does not allow a command, in whatever words."""


class FailureReason(StrEnum):
    """The reason why a message did not arrive. The values are stored; `bot/messages/undelivered.py` words
    them for coordinators."""

    BUSY = "busy"
    TIMEOUT = "silent"
    INVALID_RESPONSE = "muddled"
    NOT_FOUND = "gone"
    RETURNED = "returned"
    FORBIDDEN = "shut out"
    NOT_ADDED = "not added"
    DISABLED = "disabled"
    NOT_PERMITTED = "not permitted"
    BLOCKED = "blocked"
    WRITES_BLOCKED = "writes blocked"
    NOT_ALLOWED = "not allowed"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_PLATFORM = "no platform"
    FAULT = "fault"
    LATE = "late"


class SendFailed(AccordError):
    """A platform did not take a message. `reason` is for operators and names nobody; `failure` is shown to
    coordinators. If it is `permanent`, no later attempt can succeed. For the time `retry_after` nothing is
    sent to the whole workspace; a workspace that forbids Accord is tried again later, for it may allow it
    again."""

    def __init__(
        self,
        reason: str,
        *,
        failure: FailureReason | None = None,
        permanent: bool = False,
        retry_after: timedelta | None = None,
    ):
        super().__init__(reason)
        self.failure = failure or (FailureReason.REFUSED if permanent else FailureReason.BUSY)
        self.permanent = permanent
        self.retry_after = retry_after


class AlreadyExists(AccordError):
    """There is a record with this id, or with another of its unique values, already."""


class NotFound(AccordError):
    """There is no such record."""


class NotSignedIn(AccordError):
    """A browser asked to act for a person whom it is not signed in for."""


class InvalidToken(AccordError):
    """A program's token is unknown, has expired or was revoked."""


class MissingScope(AccordError):
    """A program's token is valid, but does not open what it asked for."""


class RateLimited(AccordError):
    """Something was done too often. It may be tried again after `retry_after`."""

    def __init__(self, retry_after: timedelta):
        super().__init__(f"Too often; again after {retry_after}")
        self.retry_after = retry_after


class SignInFailed(AccordError):
    """A provider of OpenID Connect did not prove who is there. The message is for operators and names nobody.
    If it is `temporary`, a later attempt may succeed."""

    def __init__(self, reason: str, *, temporary: bool = False):
        super().__init__(reason)
        self.temporary = temporary


class Stale(AccordError):
    """A record changed since it was read. Nothing was written: read it again, or leave it to the other
    writer."""


class Unavailable(AccordError):
    """The database cannot be reached or written to. Nothing was done; a later attempt may succeed."""


class SecretKeyMissing(Unavailable):
    """A round needs a secret key that is not set for this process. Another process may have it."""


TEMPORARY = ".accord-"  # begins the name of a folder that is deleted again
_ROOT = PurePath(__file__).parents[2]
_PACKAGES = {"bot", "adapters", "storage"}


def locate_error(error: BaseException) -> str:
    """Return the kind of an error and the last line of Accord's own code that it came through: `KeyError at
    bot/notifications/rounds.py:71`."""
    kind = type(error).__name__
    for frame, line in reversed([*walk_tb(error.__traceback__)]):
        file = PurePath(frame.f_code.co_filename)
        if file.is_relative_to(_ROOT) and file.relative_to(_ROOT).parts[0] in _PACKAGES:
            return f"{kind} at {file.relative_to(_ROOT).as_posix()}:{line}"
    return kind


def describe_file_error(error: OSError, place: PurePath | str) -> str:
    """Return which file or folder cannot be used, and why. It is `place` if the error names none; of a folder
    of our own that is deleted again, it is the folder around it."""
    path = PurePath(error.filename2 or error.filename or place)
    hidden = [part for part in (path, *path.parents) if part.name.startswith(TEMPORARY)]
    return f"{hidden[-1].parent if hidden else path} cannot be used ({error.strerror})"
