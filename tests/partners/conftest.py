"""The same scene as where sentences are said."""

from tests.talk.turns.conftest import scene

__all__ = ["scene"]
