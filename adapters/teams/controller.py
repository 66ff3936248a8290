"""From what Teams sends to what Accord hears, and the reply back to where it was said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from cachetools import LRUCache

from adapters.teams.dialogs import Answer
from adapters.teams.elements import BOX, CONTENT, Element
from adapters.teams.payloads import TeamsActivity, channel_changes, mapping, text
from adapters.teams.platform import TeamsPlatform
from adapters.teams.service_urls import ServiceUrls
from adapters.teams.setup_flow import TeamsSetupFlow
from bot.core.cards import Card
from bot.core.errors import SendFailed
from bot.core.events import ChannelClosed, Message, UserSeen
from bot.core.models import Address
from bot.handlers.bot import Bot

log = structlog.get_logger()

MESSAGE = "application/vnd.microsoft.activity.message"
FIRST_WORDS = "menu"  # what is meant by calling us and saying nothing
MAX_KNOWN = 10_000


class TeamsController:
    """Whatever is heard is committed before anything is shown. What is shown is one try: if it is lost, the
    person says it again, and nothing else is lost."""

    def __init__(self, bot: Bot, teams: TeamsPlatform, services: ServiceUrls):
        self._bot, self._teams, self._services = bot, teams, services
        self._setting_up = TeamsSetupFlow(bot, teams)
        self._known: LRUCache[Address, UserSeen] = LRUCache(MAX_KNOWN)

    async def message(self, incoming: TeamsActivity) -> None:
        says = pressed(incoming.value) or incoming.text
        if card := await self._hear(incoming, says, bool(incoming.value)):
            await self._show(incoming, card, await self._below(incoming, says))

    async def action(self, incoming: TeamsActivity) -> Answer:
        """The body of the answer to a press, which holds the card that takes the place of the one pressed."""
        says = pressed(mapping(incoming.value, "action").get("data"))
        card = await self._hear(incoming, says, pressed=True)
        if card is None:
            return {"statusCode": 200, "type": MESSAGE, "value": ""}
        below = await self._below(incoming, says)
        if card.private and incoming.shared:
            await self._show(incoming, card, below)
            t = self._bot.context.translator(language=incoming.translator)
            return {"statusCode": 200, "type": MESSAGE, "value": t("I have written to you in our own chat.")}
        return {"statusCode": 200, "type": CONTENT, "value": self._teams.drawn(card, below)}

    async def dialog_opened(self, incoming: TeamsActivity) -> Answer:
        """The dialog that somebody asked for."""
        return await self._setting_up.open(incoming)

    async def dialog_submitted(self, incoming: TeamsActivity) -> Answer:
        """What takes the place of a dialog that was sent."""
        return await self._setting_up.submitted(incoming, _said(incoming, "", pressed=True))

    async def installed(self, incoming: TeamsActivity) -> None:
        """Somebody, or a team, has let us in: say what we are."""
        if card := await self._hear(incoming, "", pressed=True):
            await self._show(incoming, card, await self._below(incoming, ""))

    async def uninstalled(self, incoming: TeamsActivity) -> None:
        """A person, a group or a team threw us out: nothing is sent there any more."""
        self._known.pop(incoming.who, None)
        await self._bot.handle(ChannelClosed(incoming.event, incoming.within or incoming.where))

    async def conversation_changed(self, incoming: TeamsActivity, activity: Mapping[str, Any]) -> None:
        """Something about a place."""
        for event in channel_changes(incoming, activity):
            await self._bot.handle(event)

    async def _hear(self, incoming: TeamsActivity, says: str, pressed: bool) -> Card | None:
        await self._services.note(incoming.tenant, incoming.service)
        card = (await self._bot.handle(_said(incoming, says or FIRST_WORDS, pressed=pressed))).card
        if not incoming.shared:
            await self._met(incoming)
        return card

    async def _met(self, incoming: TeamsActivity) -> None:
        """Note where somebody who may just have made themselves known can be written to, unless we did."""
        event, who, home = f"{incoming.event}:met", incoming.who, incoming.where
        arrived = UserSeen(event, who, home, incoming.name, incoming.zone, incoming.language)
        if (known := self._known.get(who)) and replace(known, id=event) == arrived:
            return
        await self._bot.handle(arrived)
        self._known[who] = arrived

    async def _below(self, incoming: TeamsActivity, says: str) -> Sequence[Element]:
        """What stands below a menu."""
        return await self._setting_up.launcher_rows(incoming) if says in {"", FIRST_WORDS} else ()

    async def _show(self, incoming: TeamsActivity, card: Card, below: Sequence[Element]) -> None:
        try:
            if card.private and incoming.shared:
                await self._teams.whisper(incoming.who, card, below)
            else:
                await self._teams.answer(incoming.service, incoming.conversation, card, below)
        except SendFailed as failure:
            log.warning("a reply was not shown", reason=str(failure))


def pressed(data: Any) -> str:
    """The sentence that a button carries, with what was typed into its box."""
    carried = data if isinstance(data, dict) else {}
    says, typed = text(carried, "says"), text(carried, text(carried, BOX))
    return f"{says} {typed}".strip() if says else ""


def _said(incoming: TeamsActivity, text: str, *, pressed: bool) -> Message:
    return Message(
        incoming.event,
        incoming.who,
        incoming.where,
        text,
        incoming.shared,
        pressed,
        incoming.name,
        incoming.zone,
        incoming.language,
        tuple(UserSeen(incoming.event, who, who, name) for who, name in incoming.mentioned.items()),
        incoming.within,
    )
