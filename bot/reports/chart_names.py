"""Numbers and moments in the names of charts. Pure."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_DIGITS = 16  # microseconds until the year 2286


def format_moment(moment: datetime) -> str:
    """Return the microseconds since 1970."""
    return str((moment - EPOCH) // _MICROSECOND)


def parse_moment(text: str) -> datetime | None:
    """Return the moment of a number of microseconds since 1970; None if it is no number."""
    return EPOCH + int(text) * _MICROSECOND if is_number(text) else None


def is_number(text: str) -> bool:
    """Return True if a part of a name is a number of a length that a name can have."""
    return text.isdecimal() and text.isascii() and len(text) <= _MAX_DIGITS
