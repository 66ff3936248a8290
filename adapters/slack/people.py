"""Who somebody is, as Slack knows them."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Any

from adapters.slack.events import human, met
from adapters.slack.platform import TROUBLES, Clients
from bot.errors import SendFailed
from bot.model import Address
from bot.talk.commands import Confirm, Join, StartPartnership
from bot.talk.events import Arrived, Said
from bot.talk.grammar import Spoken

MOST_LOOKED_AT = 100  # people of a channel: https://docs.slack.dev/reference/methods/users.info#rate_limit
PATIENCE = 1.0  # seconds, of the three that Slack has
MEETINGS = (StartPartnership, Join, Confirm)
"""What makes somebody known to Accord, who keeps their name, zone and language from then on."""


class People:
    def __init__(self, clients: Clients, patience: float = PATIENCE):
        self._clients, self._patience = clients, patience

    async def introduced(self, said: Said, spoken: Spoken | None, workspace: str) -> Said:
        """With what Slack knows of whoever makes themselves known; as it is where Slack does not say in
        time."""
        if spoken is None or not isinstance(spoken.command, MEETINGS):
            return said
        known = await self.known(said.id, workspace, said.who.key)
        return replace(said, name=known.name, zone=known.zone, language=known.language) if known else said

    async def here(self, workspace: str, channel: str) -> tuple[Address, ...]:
        """The people in a channel, each at their own workspace, and no bots. None if Slack says none."""
        with suppress(*TROUBLES, SendFailed):
            client = await self._clients.of(workspace)
            found = await client.conversations_members(channel=channel, limit=MOST_LOOKED_AT)
            ids: list[str] = found.get("members", [])
            told = await asyncio.gather(*(self._user(workspace, each) for each in ids))
            return tuple(who for user in told if (who := human(workspace, user)))
        return ()

    async def known(self, id: str, workspace: str, user: str) -> Arrived | None:
        told = met(id, workspace, await self._user(workspace, user))
        return told if isinstance(told, Arrived) else None

    async def _user(self, workspace: str, user: str) -> Any:
        with suppress(*TROUBLES, SendFailed):
            async with asyncio.timeout(self._patience):
                client = await self._clients.of(workspace)
                return (await client.users_info(user=user, include_locale=True)).get("user")
        return None
