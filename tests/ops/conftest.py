"""Accord's databases, and the signs of life in one of them."""

import pytest

from storage.keys import RoundKeys
from storage.pulses import Pulses
from tests.stage import everywhere, stage

__all__ = ["everywhere", "stage"]


@pytest.fixture
def heartbeats(keys: RoundKeys) -> Pulses:
    return Pulses(keys)
