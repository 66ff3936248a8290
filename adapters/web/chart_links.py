"""Addresses of charts: nobody can guess them, and they expire. Pure.

The address itself is the right to see the picture, because chat platforms fetch pictures without signing in.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData

from adapters.web.cookies import signer

LASTING = timedelta(days=90)


class ChartLinks:
    def __init__(self, secret_keys: Sequence[str]):
        self._signer = signer(secret_keys, "picture")

    def path(self, of: str, language: str, now: datetime) -> str:
        """The same all day, so that a browser need not fetch the picture again."""
        until = (now + LASTING).toordinal()
        return f"/charts/{self._signer.dumps([of, language, until])!s}.png"

    def read(self, signed: str, now: datetime) -> tuple[str, str] | None:
        """What is drawn, and in which language; None where the address is not ours, or has expired."""
        try:
            found: Any = self._signer.loads(signed)
            of, language, until = found
        except (BadData, TypeError, ValueError):
            return None
        return (of, language) if now.toordinal() <= until else None
