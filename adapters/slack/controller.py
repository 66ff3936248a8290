"""Act on what Slack sends, and show the reply: in the response where Slack takes it, else right after."""

from typing import Any

from adapters.slack import events, form_values, payloads, shortcuts, views
from adapters.slack.block_kit import TextBoxValue
from adapters.slack.form_flow import SlackFormFlow
from adapters.slack.greetings import Greeter
from adapters.slack.home import HomeTab
from adapters.slack.payloads import MENU, TYPED, IncomingMessage, SlackPayload
from adapters.slack.render import render_message
from adapters.slack.replies import SlackReplies
from adapters.slack.responder import (
    REPLY_ERRORS,
    BackgroundTasks,
    ReplyMode,
    Responder,
    refusal_reason,
    reply_mode,
)
from adapters.slack.users import NEED_PROFILES, UserDirectory
from adapters.slack.views import View
from bot.core.cards import Buttons, Card, Chart, Examples, Link, Text, TextBox
from bot.core.events import UserDeactivated, UserSeen
from bot.delivery.owed_replies import OwedReplies
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot, Reply
from bot.language import parser
from bot.language.commands import InvitationCommand, PostHere

Body = dict[str, Any]


class SlackController:
    """A method for each listener of the dispatcher. Each returns what goes back in the response, or None;
    it raises Unavailable where nothing could be done. It uses no network before it returns, but to ask Slack,
    for a second at most, who somebody is."""

    def __init__(
        self,
        bot: Bot,
        users: UserDirectory,
        responder: Responder,
        tasks: BackgroundTasks,
        threads: Threads,
        owed: OwedReplies,
    ):
        self._bot, self._users, self._responder, self._tasks = bot, users, responder, tasks
        self._home = HomeTab(bot, users, responder)
        self._replies = SlackReplies(bot, responder, self._home, threads, owed)
        self._form_flow = SlackFormFlow(bot, users, responder, tasks)
        self.greeter = Greeter(bot, users, responder)

    async def command(self, payload: SlackPayload) -> Body | None:
        if (incoming := payloads.command(payload)) is None:
            return None
        reply = await self._handle(incoming)
        if (card := reply.card) is None:
            return None
        mode = reply_mode(incoming.place, card, sealed=reply.is_sealed)
        if any(isinstance(part, Chart) for part in card.parts):  # they take longer than Slack waits
            self._tasks.start(self._replies.show(incoming, reply, mode))
            return None
        self._tasks.start(self._home.refresh(incoming.place))
        if reply.parsed and isinstance(reply.parsed.command, PostHere) and not card.refused:
            self._tasks.start(self._ask_for_invitation(incoming))
        message = render_message(card, self._responder.public_url)
        if incoming.message.text == MENU:
            message["blocks"] += await self._form_flow.launcher_rows(incoming.message.addresses)
        seen_by_all = mode is ReplyMode.POST and not incoming.place.alone
        return {"response_type": "in_channel" if seen_by_all else "ephemeral", **message}

    async def say_sentence(self, payload: SlackPayload) -> None:
        """A button that says a sentence was pressed. A reply that only wants words opens its modal at
        once."""
        if incoming := payloads.pressed_sentence(payload):
            reply = await self._handle(incoming)
            if reply.card and (box := only_box(reply.card)):
                close = views.close_label(self._bot.translator(reply.speaker))
                modal = views.box(TextBoxValue.of(box), incoming.place, close, reply.card)
                self._tasks.start(self._open_or_show(incoming, reply, modal))
            else:
                self._show(incoming, reply)

    async def open_text_box(self, payload: SlackPayload) -> None:
        """A button that opens a box to type into was pressed."""
        target, box = payloads.pressed_at(payload), TextBoxValue.read(payload.value)
        if target and box:
            _, speaker = await self._bot.find_speaker(payload.addresses())
            modal = views.box(box, target, views.close_label(self._bot.translator(speaker)))
            self._tasks.start(self._responder.open_modal(target, modal))

    async def open_modal(self, payload: SlackPayload) -> None:
        """Handle a press on what opens a form."""
        if target := payloads.pressed_at(payload):
            form, _, partnership = payload.value.partition(" ")
            self._tasks.start(self._form_flow.open(form, payload.addresses(), target, partnership))

    async def submit_text_box(self, payload: SlackPayload) -> Body | None:
        """A text box was sent. If the text is refused, the box stays open and keeps it."""
        if (incoming := payloads.filled_text_box(payload)) is None:
            return None
        reply = await self._handle(incoming)
        if (card := reply.card) is None:
            return None
        if card.refused:
            return {"response_action": "errors", "errors": {TYPED: refusal_reason(card)}}
        mode = reply_mode(incoming.place, card, sealed=reply.is_sealed)
        if mode in {ReplyMode.UPDATE_MODAL, ReplyMode.OPEN_MODAL}:
            self._tasks.start(self._home.refresh(incoming.place))
            return {"response_action": "update", "view": self._responder.modal(card)}
        self._tasks.start(self._replies.show(incoming, reply, mode))
        return None

    async def submit_form(self, payload: SlackPayload) -> Body | None:
        """A form was sent."""
        response = await self._form_flow.submitted(payload, self._handle)
        if sent := form_values.parse_submission(payload):
            self._tasks.start(self._home.refresh(sent.place))
        return response

    async def make_action(self, payload: SlackPayload) -> None:
        """Somebody chose to make an action of a message."""
        if target := shortcuts.target(payload):
            self._tasks.start(self._form_flow.open_action(payload, target))

    async def check_in(self, payload: SlackPayload) -> None:
        """Somebody asked for their questions from Slack's search."""
        if incoming := shortcuts.check_in(payload):
            await self._answer(incoming)

    async def message(self, payload: SlackPayload) -> None:
        if incoming := payloads.message(payload):
            await self._answer(incoming)

    async def show_home(self, payload: SlackPayload) -> None:
        self._tasks.start(self._show_home(payload))

    async def platform_event(self, payload: SlackPayload) -> None:
        """Slack tells of a user, a channel or the app itself."""
        if event := events.parse_event(payload):
            if isinstance(event, UserSeen | UserDeactivated):
                self._users.forget(event.user.key)
            reply = await self._bot.handle(event)
            if reply.card:
                self._tasks.start(self.greeter.greet_channel(payload, reply.card))

    async def _answer(self, incoming: IncomingMessage) -> None:
        self._show(incoming, await self._handle(incoming))

    def _show(self, incoming: IncomingMessage, reply: Reply) -> None:
        if reply.card:
            self._tasks.start(self._replies.show(incoming, reply, _mode(incoming, reply.card, reply)))

    async def _open_or_show(self, incoming: IncomingMessage, reply: Reply, modal: View) -> None:
        """Open the modal of a reply; where Slack does not, show the card with the button that opens it."""
        try:
            await self._responder.open_modal(incoming.place, modal)
        except REPLY_ERRORS:
            await self._replies.show(incoming, reply, _mode(incoming, reply.card or Card(""), reply))

    async def _handle(self, incoming: IncomingMessage) -> Reply:
        message = incoming.message
        parsed = parser.parse(message.text, self._bot.translator())
        if parsed and isinstance(parsed.command, NEED_PROFILES):
            message, parsed = await self._users.enrich(message, parsed, incoming.place)
        return await self._bot.handle(message, parsed)

    async def _ask_for_invitation(self, incoming: IncomingMessage) -> None:
        """A command works in any channel, a post only where Accord is a member."""
        if not await self._responder.is_member_of(incoming.place):
            _, person = await self._bot.find_speaker(incoming.message.addresses)
            t = self._bot.context.translator(person)
            words = t(
                "Accord is not in this channel yet, so it cannot post here. Type in the channel: /invite "
                "@Accord"
            )
            card = Card(t("Invite Accord to this channel"), (Text(words),), private=True)
            await self._responder.reply(incoming.place, card, ReplyMode.EPHEMERAL)

    async def _show_home(self, payload: SlackPayload) -> None:
        """Publish the home of somebody who opened it, and greet somebody who opened Accord for the first
        time, on whichever tab."""
        if opened := payloads.opened_home(payload):
            await self._home.open(*opened, payload.event_id)
        await self.greeter.greet_opener(payload)


def _mode(incoming: IncomingMessage, card: Card, reply: Reply) -> ReplyMode:
    """Return where a reply is shown; what was pressed loses its buttons if it can be answered no more."""
    is_over = card.refused and is_about_invitation(reply) and bool(incoming.place.matter)
    return reply_mode(incoming.place, card, sealed=reply.is_sealed, is_over=is_over)


def only_box(card: Card) -> TextBox | None:
    """Return the text box of a card that has nothing else to press, unless it may do harm."""
    controls = [part for part in card.parts if isinstance(part, Buttons | Examples | Link | TextBox)]
    box = controls[0] if len(controls) == 1 else None
    return box if isinstance(box, TextBox) and not box.dangerous else None


def is_about_invitation(reply: Reply) -> bool:
    """Return True for an answer, and for whatever else belongs to one invitation."""
    return reply.parsed is not None and isinstance(reply.parsed.command, InvitationCommand)
