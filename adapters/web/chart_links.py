"""Signed addresses of charts, which expire. Pure.

The address itself is the right to see the chart, because chat platforms fetch images without signing in.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData

from adapters.signing import serializer

VALID_FOR = timedelta(days=90)


class ChartLinks:
    def __init__(self, secret_keys: Sequence[str]):
        self._serializer = serializer(secret_keys, "picture")

    def path(self, of: str, language: str, now: datetime) -> str:
        """Return the same path all day, so that a browser need not fetch the chart again."""
        last_day = (now + VALID_FOR).toordinal()
        return f"/charts/{self._serializer.dumps([of, language, last_day])!s}.png"

    def read(self, signed: str, now: datetime) -> tuple[str, str] | None:
        """Return what is drawn, and in which language; None if the address is not ours, or has expired."""
        try:
            payload: Any = self._serializer.loads(signed)
            of, language, last_day = payload
        except (BadData, TypeError, ValueError):
            return None
        return (of, language) if now.toordinal() <= last_day else None
