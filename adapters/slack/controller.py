"""Hears what Slack sends, and has the reply shown: in the response where Slack takes it there, else right
after."""

from dataclasses import replace
from typing import Any

from adapters.slack import events, inbound, users, views
from adapters.slack.action_ids import BOX
from adapters.slack.inbound import MENU, TYPED, IncomingMessage, OpenModal, OpenTextBox, ReplyTarget
from adapters.slack.payloads import Payload, text
from adapters.slack.render import render_message
from adapters.slack.reply_policy import ReplyMode, refusal_reason, reply_mode
from adapters.slack.responder import BackgroundTasks, Responder
from adapters.slack.setup_flow import SlackSetupFlow
from adapters.slack.users import UserDirectory
from adapters.slack.views import home_view
from bot.core.cards import Card, Chart, Text
from bot.core.events import UserDeactivated, UserSeen
from bot.core.models import Address
from bot.handlers.bot import Bot, Reply
from bot.language import parser
from bot.language.commands import PostHere

Body = dict[str, Any]


class SlackController:
    """Hears, and returns what goes back in the response. Raises Unavailable where nothing could be done."""

    def __init__(self, bot: Bot, people: UserDirectory, showing: Responder, afterwards: BackgroundTasks):
        self._bot, self._people, self._showing, self._after = bot, people, showing, afterwards
        self._setting_up = SlackSetupFlow(bot, people, showing)

    async def command(self, payload: Payload) -> Body | None:
        if (incoming := inbound.command(payload)) is None:
            return None
        reply = await self._hear(incoming)
        if (card := reply.card) is None:
            return None
        how = reply_mode(incoming.place, card, sealed=reply.is_sealed)
        if any(isinstance(part, Chart) for part in card.parts):  # which take longer than Slack waits
            self._after.start(self._showing.reply(incoming.place, card, how))
            return None
        if reply.parsed and isinstance(reply.parsed.command, PostHere) and not card.refused:
            self._after.start(self._ask_in(incoming))
        shown = render_message(card, self._showing.public_url)
        if incoming.said.text == MENU:
            who = (incoming.said.sender, *incoming.otherwise)
            shown["blocks"] += await self._setting_up.launcher_rows(who)
        aloud = how is ReplyMode.POST and not incoming.place.alone
        return {"response_type": "in_channel" if aloud else "ephemeral", **shown}

    async def action(self, payload: Payload) -> Body | None:
        match inbound.press(payload):
            case IncomingMessage() as incoming:
                await self._answer(incoming)
            case OpenTextBox(box, place):
                self._after.start(self._showing.open_modal(place, views.box(box, place)))
            case OpenModal(modal, who, place):
                self._after.start(self._setting_up.open(modal, who, place))
            case None:
                pass
        return None

    async def view_submission(self, payload: Payload) -> Body | None:
        """A box that was refused stays open, with what was typed."""
        if text(payload, "view", "callback_id") != BOX:
            return await self._setting_up.submitted(payload, self._hear)
        if (incoming := inbound.box(payload)) is None:
            return None
        reply = await self._hear(incoming)
        if (card := reply.card) is None:
            return None
        if card.refused:
            return {"response_action": "errors", "errors": {TYPED: refusal_reason(card)}}
        if (how := reply_mode(incoming.place, card, sealed=reply.is_sealed)) in {
            ReplyMode.UPDATE_MODAL,
            ReplyMode.OPEN_MODAL,
        }:
            return {"response_action": "update", "view": views.modal(card, self._showing.public_url)}
        self._after.start(self._showing.reply(incoming.place, card, how))
        return None

    async def event(self, payload: Payload) -> Body | None:
        if incoming := inbound.message(payload):
            await self._answer(incoming)
        elif event := events.parse_event(payload):
            if isinstance(event, UserSeen | UserDeactivated):
                self._people.forget(event.user.key)
            await self._bot.handle(event)
        elif opened := inbound.opened_home(payload):
            self._after.start(self._show_home(*opened, text(payload, "event_id")))
        return None

    async def _answer(self, incoming: IncomingMessage) -> None:
        reply = await self._hear(incoming)
        if card := reply.card:
            how = reply_mode(incoming.place, card, sealed=reply.is_sealed)
            self._after.start(self._showing.reply(incoming.place, card, how))

    async def _hear(self, incoming: IncomingMessage) -> Reply:
        said = incoming.said
        if incoming.otherwise:
            who, _ = await users.find_speaker(self._bot, (said.sender, *incoming.otherwise))
            said = replace(said, sender=who)
        parsed = parser.parse(said.text)
        said, parsed = await self._people.enrich(said, parsed, incoming.place)
        return await self._bot.handle(said, parsed)

    async def _ask_in(self, incoming: IncomingMessage) -> None:
        """A command works in any channel, a post only where we are."""
        if not await self._showing.is_in(incoming.place):
            _, person = await users.find_speaker(self._bot, (incoming.said.sender, *incoming.otherwise))
            t = self._bot.context.translator(person)
            words = t("I am not in this channel yet, so nothing can come here. Say in it: /invite @Accord")
            card = Card(t("Please invite me"), (Text(words),), private=True)
            await self._showing.reply(incoming.place, card, ReplyMode.EPHEMERAL)

    async def _show_home(self, who: Address, place: ReplyTarget, id: str) -> None:
        told = await self._people.profile(id, place, who.key)
        await self._bot.handle(told or UserSeen(id, who, who))
        _, person = await users.find_speaker(self._bot, [who])
        view = await home_view(self._bot, person, told.language if told else "", self._showing.public_url)
        await self._showing.publish_home(who, view)
