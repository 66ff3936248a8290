"""The fixtures `scene` and `scenario`."""

from tests.handlers.scene import scene
from tests.support.scenario import everywhere, scenario

__all__ = ["everywhere", "scenario", "scene"]
