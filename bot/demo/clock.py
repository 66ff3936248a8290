"""The demo's clock: set while history is made, then running, advanced or set back on request. Pure, given a
real one."""

from collections.abc import Callable
from datetime import datetime, timedelta


class DemoClock:
    """Implements ports.Clock. It stands still until it is started."""

    def __init__(self, real: Callable[[], datetime], at: datetime):
        self._real, self._at = real, at
        self._ahead: timedelta | None = None

    def now(self) -> datetime:
        return self._at if self._ahead is None else self._real() + self._ahead

    def set_to(self, moment: datetime) -> None:
        """Set the clock forward, never back."""
        self._at = max(moment, self._at)

    def start(self) -> None:
        self._ahead = self._at - self._real()

    def restart_at(self, moment: datetime) -> None:
        """Run from a moment, which may lie in the past."""
        self._at = moment
        self.start()

    def advance(self, by: timedelta) -> None:
        """Move the clock forward, whether it stands or runs."""
        self._at += by
        self._ahead = None if self._ahead is None else self._ahead + by
