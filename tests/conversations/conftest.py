"""Stories are told on a stage."""

from tests.support.scenario import everywhere, scenario

__all__ = ["everywhere", "scenario"]
