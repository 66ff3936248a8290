"""The scene in which sentences are said, and the stage on which stories are told."""

from tests.handlers.scene import scene
from tests.stage import everywhere, stage

__all__ = ["everywhere", "scene", "stage"]
