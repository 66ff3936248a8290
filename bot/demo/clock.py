"""The demo's clock: set while history is made, then running, and moved on at will. Pure, given a real one."""

from collections.abc import Callable
from datetime import datetime, timedelta


class DemoClock:
    """Implements ports.Clock. Stands still until it is let go, and never goes back."""

    def __init__(self, real: Callable[[], datetime], at: datetime):
        self._real, self._at = real, at
        self._ahead: timedelta | None = None

    def now(self) -> datetime:
        return self._at if self._ahead is None else self._real() + self._ahead

    def stand_at(self, moment: datetime) -> None:
        self._at = max(moment, self._at)

    def let_go(self) -> None:
        self._ahead = self._at - self._real()

    def move(self, by: timedelta) -> None:
        """On, whether it stands or runs."""
        self._at += by
        self._ahead = None if self._ahead is None else self._ahead + by
