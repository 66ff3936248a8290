"""Hears what Slack sends, and has the reply shown: in the response where Slack takes it there, else right
after."""

from dataclasses import replace
from typing import Any

from adapters.slack import events, inbound, modals, speakers, views
from adapters.slack.afterwards import Afterwards
from adapters.slack.home import home
from adapters.slack.inbound import MENU, TYPED, Incoming, Opening, Place, Setting
from adapters.slack.marks import BOX
from adapters.slack.payloads import Payload, text
from adapters.slack.people import People
from adapters.slack.render import message
from adapters.slack.replying import Way, reason, way
from adapters.slack.setting_up import SettingUp
from adapters.slack.showing import Showing
from bot.core.cards import Card, Chart, Text
from bot.core.events import UserDeactivated, UserSeen
from bot.core.models import Address
from bot.handlers.bot import Bot, Reply
from bot.handlers.views import CoordinatedRostersView
from bot.language import parser
from bot.language.commands import PostHere

Body = dict[str, Any]


class Ears:
    """Hears, and returns what goes back in the response. Raises Unavailable where nothing could be done."""

    def __init__(self, bot: Bot, people: People, showing: Showing, afterwards: Afterwards):
        self._bot, self._people, self._showing, self._after = bot, people, showing, afterwards
        self._setting_up = SettingUp(bot, people, showing)

    async def command(self, payload: Payload) -> Body | None:
        if (incoming := inbound.command(payload)) is None:
            return None
        reply = await self._hear(incoming)
        if (card := reply.card) is None:
            return None
        how = way(incoming.place, card, sealed=reply.is_sealed)
        if any(isinstance(part, Chart) for part in card.parts):  # which take longer than Slack waits
            self._after.start(self._showing.reply(incoming.place, card, how))
            return None
        if reply.parsed and isinstance(reply.parsed.command, PostHere) and not card.refused:
            self._after.start(self._ask_in(incoming))
        shown = message(card, self._showing.public_url)
        if incoming.said.text == MENU:
            shown["blocks"] += await self._set_up(incoming)
        aloud = how is Way.SAY and not incoming.place.alone
        return {"response_type": "in_channel" if aloud else "ephemeral", **shown}

    async def pressed(self, payload: Payload) -> Body | None:
        match inbound.press(payload):
            case Incoming() as incoming:
                await self._answer(incoming)
            case Opening(box, place):
                self._after.start(self._showing.open(place, views.box(box, place)))
            case Setting(modal, who, place):
                self._after.start(self._setting_up.open(modal, who, place))
            case None:
                pass
        return None

    async def submitted(self, payload: Payload) -> Body | None:
        """A box that was refused stays open, with what was typed."""
        if text(payload, "view", "callback_id") != BOX:
            return await self._setting_up.submitted(payload, self._heard)
        if (incoming := inbound.box(payload)) is None:
            return None
        reply = await self._hear(incoming)
        if (card := reply.card) is None:
            return None
        if card.refused:
            return {"response_action": "errors", "errors": {TYPED: reason(card)}}
        if (how := way(incoming.place, card, sealed=reply.is_sealed)) in {Way.TURN, Way.OPEN}:
            return {"response_action": "update", "view": views.modal(card, self._showing.public_url)}
        self._after.start(self._showing.reply(incoming.place, card, how))
        return None

    async def told(self, payload: Payload) -> Body | None:
        if incoming := inbound.message(payload):
            await self._answer(incoming)
        elif event := events.read(payload):
            if isinstance(event, UserSeen | UserDeactivated):
                self._people.changed(event.user.key)
            await self._bot.handle(event)
        elif opened := inbound.opened_home(payload):
            self._after.start(self._show_home(*opened, text(payload, "event_id")))
        return None

    async def _answer(self, incoming: Incoming) -> None:
        reply = await self._hear(incoming)
        if card := reply.card:
            how = way(incoming.place, card, sealed=reply.is_sealed)
            self._after.start(self._showing.reply(incoming.place, card, how))

    async def _heard(self, incoming: Incoming) -> Card | None:
        return (await self._hear(incoming)).card

    async def _hear(self, incoming: Incoming) -> Reply:
        said = incoming.said
        if incoming.otherwise:
            who, _ = await speakers.known(self._bot, (said.sender, *incoming.otherwise))
            said = replace(said, sender=who)
        parsed = parser.parse(said.text)
        said, parsed = await self._people.introduced(said, parsed, incoming.place)
        return await self._bot.handle(said, parsed)

    async def _set_up(self, incoming: Incoming) -> list[Body]:
        """The buttons that only coordinators have a use for."""
        _, person = await speakers.known(self._bot, (incoming.said.sender, *incoming.otherwise))
        coordinates = await self._bot.view(person, CoordinatedRostersView()) if person else ()
        return [modals.row(self._bot.context.translator(person))] if coordinates else []

    async def _ask_in(self, incoming: Incoming) -> None:
        """A command works in any channel, a post only where we are."""
        if not await self._showing.is_in(incoming.place):
            _, person = await speakers.known(self._bot, (incoming.said.sender, *incoming.otherwise))
            t = self._bot.context.translator(person)
            words = t("I am not in this channel yet, so nothing can come here. Say in it: /invite @Accord")
            card = Card(t("Please invite me"), (Text(words),), private=True)
            await self._showing.reply(incoming.place, card, Way.WHISPER)

    async def _show_home(self, who: Address, place: Place, id: str) -> None:
        told = await self._people.known(id, place, who.key)
        await self._bot.handle(told or UserSeen(id, who, who))
        _, person = await speakers.known(self._bot, [who])
        view = await home(self._bot, person, told.language if told else "", self._showing.public_url)
        await self._showing.home(who, view)
