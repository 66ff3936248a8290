"""A provider of OpenID Connect on this machine, and a client of it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from tests.adapters.oidc.provider import OpenIdProvider
from tests.support.fakes import SetClock


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def provider(clock: SetClock) -> OpenIdProvider:
    return OpenIdProvider(clock)


@pytest.fixture
async def issuer(provider: OpenIdProvider) -> AsyncIterator[str]:
    """The address of the provider."""
    async with TestServer(provider.app()) as server:
        yield str(server.make_url("/")).rstrip("/")
