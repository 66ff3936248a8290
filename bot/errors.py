"""The few ways things go wrong. A `Refusal` is told to the person, the rest to whoever runs Accord."""

from datetime import timedelta
from enum import StrEnum


class AccordError(Exception):
    """Base of every error raised on purpose."""


class Refusal(AccordError):
    """Understood, and not done. The message is a translated sentence for the person: what was not done,
    why, and what to say instead. `ways` are sentences to offer as buttons: (label, sentence)."""

    def __init__(self, reason: str, ways: tuple[tuple[str, str], ...] = ()):
        super().__init__(reason)
        self.ways = ways


class Trouble(StrEnum):
    """Why a message did not arrive, as its row keeps it: `talk/phrases/undelivered.py` says it to a
    coordinator, in their language."""

    BUSY = "busy"
    SILENT = "silent"
    MUDDLED = "muddled"
    GONE = "gone"
    RETURNED = "returned"
    SHUT_OUT = "shut out"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_PLATFORM = "no platform"
    FAULT = "fault"
    LATE = "late"


class SendFailed(AccordError):
    """A platform did not take a message. `reason` is for whoever runs Accord and names nobody. `trouble` is
    what a coordinator is told. `permanent`: no later attempt can succeed. `retry_after`: the whole workspace
    must be left alone that long; where Accord is shut out of one, that is a while and not for ever, for it
    may be let in again."""

    def __init__(
        self,
        reason: str,
        *,
        trouble: Trouble | None = None,
        permanent: bool = False,
        retry_after: timedelta | None = None,
    ):
        super().__init__(reason)
        self.trouble = trouble or (Trouble.REFUSED if permanent else Trouble.BUSY)
        self.permanent = permanent
        self.retry_after = retry_after


class AlreadyThere(AccordError):
    """A record with this id, or another unique value of it, exists: somebody, perhaps we, was first."""


class Missing(AccordError):
    """No such record."""


class Stale(AccordError):
    """A record changed since it was read. Nothing was written: read again, or leave it to whoever was
    first."""


class Unavailable(AccordError):
    """The database cannot be reached or written to. Nothing was done; it may be tried again."""
