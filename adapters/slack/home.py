"""Publish the home tab: when it is opened, and again when what its owner does changes it."""

import json
from hashlib import sha256

from cachetools import LRUCache

from adapters.slack.payloads import ReplyTarget
from adapters.slack.responder import Responder
from adapters.slack.users import UserDirectory
from adapters.slack.views import home_view
from bot.core.events import UserSeen
from bot.core.models import Address
from bot.handlers.bot import Bot

REMEMBERED = 2_000  # homes


class HomeTab:
    """Remembers in memory, by its digest, how each of the last homes looked."""

    def __init__(self, bot: Bot, users: UserDirectory, responder: Responder):
        self._bot, self._users, self._responder = bot, users, responder
        self._digests: LRUCache[Address, bytes] = LRUCache(REMEMBERED)

    async def open(self, viewer: Address, target: ReplyTarget, id: str) -> None:
        """Publish the home of somebody who opened it. `id` is that of the event."""
        profile = await self._users.profile(id, target, viewer.key)
        await self._bot.handle(profile or UserSeen(id, viewer, viewer))
        self._digests.pop(viewer, None)
        await self._publish(viewer, profile.language if profile else "")

    async def refresh(self, place: ReplyTarget) -> None:
        """Publish the home of whoever spoke at a place of their own again, if they have opened it and it
        looks otherwise now. Slack tells us of those who go there from elsewhere."""
        viewer = Address("slack", place.workspace, place.user)
        if place.alone and (
            viewer in self._digests or not place.channel
        ):  # without one they pressed something in their home
            profile = await self._users.profile("", place, place.user)
            await self._publish(viewer, profile.language if profile else "")

    async def _publish(self, viewer: Address, language: str) -> None:
        _, person = await self._bot.find_speaker([viewer])
        view = await home_view(self._bot, person, language, self._responder.public_url)
        digest = sha256(json.dumps(view).encode()).digest()
        if self._digests.get(viewer) != digest:
            await self._responder.publish_home(viewer, view)
            self._digests[viewer] = digest
