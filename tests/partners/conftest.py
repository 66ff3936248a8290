"""The same scene as where sentences are said, and the same stage as stories are told on."""

from tests.stage import stage
from tests.talk.turns.conftest import scene

__all__ = ["scene", "stage"]
