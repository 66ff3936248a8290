"""The few ways things go wrong. A `Refusal` is told to the person, the rest to whoever runs Accord.

What may be said of a fault of ours where others can read it, in a log or a row. Pure.

Never the error's own words: they may hold what somebody answered, or who they are.
"""

from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath
from traceback import walk_tb


class AccordError(Exception):
    """Base of every error raised on purpose."""


class Refusal(AccordError):
    """Understood, and not done. The message is a translated sentence for the person: what was not done,
    why, and what to say instead. `ways` are sentences to offer as buttons: (label, sentence)."""

    def __init__(self, reason: str, ways: tuple[tuple[str, str], ...] = ()):
        super().__init__(reason)
        self.ways = ways


class FailureReason(StrEnum):
    """Why a message did not arrive, as its row keeps it: `messages/undelivered.py` says it to a
    coordinator, in their language."""

    BUSY = "busy"
    TIMEOUT = "silent"
    INVALID_RESPONSE = "muddled"
    NOT_FOUND = "gone"
    RETURNED = "returned"
    FORBIDDEN = "shut out"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_PLATFORM = "no platform"
    FAULT = "fault"
    LATE = "late"


class SendFailed(AccordError):
    """A platform did not take a message. `reason` is for whoever runs Accord and names nobody. `failure` is
    what a coordinator is told. `permanent`: no later attempt can succeed. `retry_after`: the whole workspace
    must be left alone that long; where Accord is shut out of one, that is a while and not for ever, for it
    may be let in again."""

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
    """A record with this id, or another unique value of it, exists: somebody, perhaps we, was first."""


class NotFound(AccordError):
    """No such record."""


class NotSignedIn(AccordError):
    """A browser asked to act for a person whom it is not signed in for."""


class Stale(AccordError):
    """A record changed since it was read. Nothing was written: read again, or leave it to whoever was
    first."""


class Unavailable(AccordError):
    """The database cannot be reached or written to. Nothing was done; it may be tried again."""


_ROOT = PurePath(__file__).parents[2]
_PACKAGES = {"bot", "adapters", "storage"}


def locate_error(error: BaseException) -> str:
    """Which error, and the last line of ours that it came through: `KeyError at
    bot/notifications/rounds.py:71`."""
    kind = type(error).__name__
    for frame, line in reversed([*walk_tb(error.__traceback__)]):
        file = PurePath(frame.f_code.co_filename)
        if file.is_relative_to(_ROOT) and file.relative_to(_ROOT).parts[0] in _PACKAGES:
            return f"{kind} at {file.relative_to(_ROOT).as_posix()}:{line}"
    return kind
