"""Where each tenant is reached."""

from datetime import timedelta
from typing import cast

import pytest

from adapters.teams.platform import MAX_REMEMBERED_TENANTS, ServiceUrls
from bot.core.errors import NotFound, SendFailed
from bot.core.ports import Installation, Installations
from tests.support.fakes import SetClock


class FakeInstallations:
    """Implements what services need of ports.Installations, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Installation] = {}
        self.written: list[str] = []

    async def get(self, id: str) -> Installation | None:
        if id == "teams:lost" and id not in self.kept:
            raise NotFound("No secret key fits")
        return self.kept.get(id)

    async def keep(self, installation: Installation) -> None:
        self.kept[installation.id] = installation
        self.written.append(installation.id)


async def test_what_is_remembered_by_tenant_is_bounded(clock: SetClock) -> None:
    installations = FakeInstallations()
    services = ServiceUrls(cast("Installations", installations), clock)
    for number in range(10_000):
        await services.note(f"tenant-{number}", "https://smba.trafficmanager.net/uk/")
    assert len(services._known) == MAX_REMEMBERED_TENANTS
    assert await services.get("tenant-0") == "https://smba.trafficmanager.net/uk/"
    await services.note("tenant-0", "https://smba.trafficmanager.net/emea/")
    assert len(installations.written) == 10_001
    await services.note("tenant-1", "https://smba.trafficmanager.net/uk/")  # read again, not written
    assert len(installations.written) == 10_001
    clock.move(timedelta(days=1))
    assert await services.get("tenant-9999") == "https://smba.trafficmanager.net/uk/"


async def test_a_service_under_a_lost_secret_key_is_as_good_as_none(clock: SetClock) -> None:
    services = ServiceUrls(cast("Installations", FakeInstallations()), clock)
    with pytest.raises(SendFailed):
        await services.get("lost")
    await services.note("lost", "https://smba.trafficmanager.net/uk/")
    assert await services.get("lost") == "https://smba.trafficmanager.net/uk/"
