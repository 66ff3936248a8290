"""Where each tenant's Teams is reached: of what Microsoft asks a bot to keep, what is in no address.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages"""

from datetime import datetime, timedelta

from adapters.teams.errors import not_installed
from bot.core.ports import Clock, Installation, Installations

KEPT_FOR = timedelta(minutes=1)  # another process may hear of a change first


class ServiceUrls:
    """Every activity that comes says where its tenant is served; what we owe is sent there."""

    def __init__(self, installations: Installations, clock: Clock):
        self._installations, self._clock = installations, clock
        self._known: dict[str, tuple[str, datetime]] = {}

    async def of(self, tenant: str) -> str:
        """Raises SendFailed where nobody of that tenant has spoken to us, or the app was taken away."""
        url, until = self._known.get(tenant, ("", self._clock.now()))
        if self._clock.now() >= until:
            kept = await self._installations.get(_id(tenant))
            if kept is None:
                raise not_installed()
            url = kept.given
            self._keep(tenant, url)
        return url

    async def note(self, tenant: str, url: str) -> None:
        if self._known.get(tenant, ("",))[0] != url:
            await self._installations.keep(Installation(_id(tenant), url))
        self._keep(tenant, url)

    def _keep(self, tenant: str, url: str) -> None:
        self._known[tenant] = url, self._clock.now() + KEPT_FOR


def _id(tenant: str) -> str:
    return f"teams:{tenant}"
