"""The scene in which sentences are said, and the stage on which stories are told."""

from tests.handlers.scene import scene
from tests.support.scenario import everywhere, scenario

__all__ = ["everywhere", "scenario", "scene"]
