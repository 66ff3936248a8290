"""Stories are told on a stage."""

from tests.stage import everywhere, stage

__all__ = ["everywhere", "stage"]
