"""Accord's databases, and the signs of life in one of them."""

import pytest

from storage.heartbeats import SqlHeartbeats
from storage.keys import SqlRoundKeyStore
from tests.support.scenario import everywhere, scenario

__all__ = ["everywhere", "scenario"]


@pytest.fixture
def heartbeats(keys: SqlRoundKeyStore) -> SqlHeartbeats:
    return SqlHeartbeats(keys)
