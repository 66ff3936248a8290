"""The few ways things go wrong. A `Refusal` is told to the person, the rest to whoever runs Accord."""

from datetime import timedelta


class AccordError(Exception):
    """Base of every error raised on purpose."""


class Refusal(AccordError):
    """Understood, and not done. The message is a translated sentence for the person: what was not done,
    why, and what to say instead. `ways` are sentences to offer as buttons: (label, sentence)."""

    def __init__(self, reason: str, ways: tuple[tuple[str, str], ...] = ()):
        super().__init__(reason)
        self.ways = ways


class SendFailed(AccordError):
    """A platform did not take a message. `permanent`: no later attempt can succeed. `retry_after`: the
    whole workspace must be left alone that long."""

    def __init__(self, reason: str, *, permanent: bool = False, retry_after: timedelta | None = None):
        super().__init__(reason)
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
