"""Benchmarks of Accord. Each module has `async def measure() -> list[Figure]`.

A figure is compared with a limit that the same run measures, since times alone mean little on shared
machines. Run all with `python -m benchmarks`, or some by name. docs/performance.md says how to read them.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value and its limit. `figure` divided by `limit` must be at least `reach`, or at most
    `reach` if `at_most` is True."""

    what: str
    figure: float
    limit: float
    reach: float
    at_most: bool = False

    @property
    def ratio(self) -> float:
        return self.figure / self.limit

    @property
    def ok(self) -> bool:
        return self.ratio <= self.reach if self.at_most else self.ratio >= self.reach

    def as_dict(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "figure": round(self.figure, 6),
            "limit": round(self.limit, 6),
            "ratio": round(self.ratio, 3),
            "reach": self.reach,
            "at_most": self.at_most,
            "ok": self.ok,
        }
