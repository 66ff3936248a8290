"""Accord's databases, and the signs of life in one of them."""

import pytest

from storage.heartbeats import SqlHeartbeats
from storage.keys import SqlRoundKeyStore


@pytest.fixture
def heartbeats(keys: SqlRoundKeyStore) -> SqlHeartbeats:
    return SqlHeartbeats(keys)
