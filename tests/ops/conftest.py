"""Fixtures for tests of operation."""

import pytest

from storage.heartbeats import SqlHeartbeats
from storage.keys import SqlRoundKeyStore


@pytest.fixture
def heartbeats(keys: SqlRoundKeyStore) -> SqlHeartbeats:
    return SqlHeartbeats(keys)
