"""Turns what Teams sends into events, and shows the replies where they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cachetools import LRUCache

from adapters.teams.check_ins import CheckInMessages
from adapters.teams.dialogs import Answer
from adapters.teams.elements import BOX, CONTENT, Element
from adapters.teams.form_flow import TeamsFormFlow
from adapters.teams.payloads import MalformedActivity, TeamsActivity, button_data, channel_changes, text
from adapters.teams.platform import SentMessage, ServiceUrls
from adapters.teams.render import CardRenderer
from adapters.teams.replies import TeamsReplies
from bot.core.errors import SendFailed
from bot.core.events import AppOpened, ChannelClosed, ChannelJoined, Message, UserSeen
from bot.core.models import Address
from bot.delivery.owed_replies import FIRST_WAIT, OwedReplies
from bot.handlers.bot import Bot, Reply

MESSAGE = "application/vnd.microsoft.activity.message"
UNCHANGED: Answer = {"statusCode": 200, "type": MESSAGE, "value": ""}  # the card stays as it is
SAYS = "says"  # in the data of a button: its sentence
MENU = "menu"  # the sentence that an empty message stands for
MAX_REMEMBERED_USERS = 10_000


class TeamsController:
    """Every event is committed before anything is shown."""

    def __init__(
        self,
        bot: Bot,
        services: ServiceUrls,
        renderer: CardRenderer,
        form_flow: TeamsFormFlow,
        replies: TeamsReplies,
        check_ins: CheckInMessages,
        owed: OwedReplies,
    ):
        self._bot, self._services, self._renderer = bot, services, renderer
        self._form_flow, self._replies, self._check_ins, self._owed = form_flow, replies, check_ins, owed
        self._seen: LRUCache[Address, UserSeen] = LRUCache(MAX_REMEMBERED_USERS)

    async def message(self, activity: TeamsActivity) -> None:
        sentence = pressed_sentence(activity.value) or activity.text
        await self._answer(activity, sentence, pressed=bool(activity.value))

    async def action(self, activity: TeamsActivity) -> Answer:
        """Return the body of the answer to a press: the card that replaces the one pressed, or a notice."""
        if activity.value.get("trigger") == "automatic":  # nobody pressed anything
            return UNCHANGED
        action = activity.value.get("action")
        if not isinstance(action, dict):
            raise MalformedActivity("A press has no action.")
        sentence = pressed_sentence(button_data(action, SAYS))
        message = _message(activity, sentence or MENU, pressed=True)
        reply = await self._handle(activity, message)
        if (card := reply.card) is None:
            return UNCHANGED
        if card.private and activity.shared:
            notice = await self._reply_privately(activity, message, reply)
            return {"statusCode": 200, "type": MESSAGE, "value": notice}
        self._check_ins.pressed(activity, card)
        below = await self._launcher_rows(activity, message)
        return {"statusCode": 200, "type": CONTENT, "value": self._renderer.render_card(card, below)}

    async def dialog_opened(self, activity: TeamsActivity) -> Answer:
        """Return the dialog that a button opens."""
        return await self._form_flow.open(activity)

    async def dialog_submitted(self, activity: TeamsActivity) -> Answer:
        """Return what replaces a dialog that was submitted."""
        return await self._form_flow.submitted(activity, _message(activity, "", pressed=True))

    async def installed(self, activity: TeamsActivity) -> None:
        """Greet the team or group that the app was added to, and who added it, in private."""
        await self.upgraded(activity)
        id, user, language = activity.event_id, activity.user, activity.language
        message = _message(activity, "", pressed=True)
        greeting = await self._bot.handle(AppOpened(f"{id}:opened", user, language))
        if activity.shared:
            joined = await self._bot.handle(ChannelJoined(f"{id}:joined", activity.place, user, language))
            await self._show(activity, message, joined)
            await self._show_privately(activity, message, greeting)
        elif greeting.card:
            await self._show(activity, message, greeting)
        else:
            await self._answer(activity, MENU, pressed=True)

    async def upgraded(self, activity: TeamsActivity) -> None:
        """Record where the tenant and the person are reached, for a new version of the app."""
        await self._services.note(activity.tenant, activity.service_url)
        if not activity.shared:
            await self._record_user(activity)

    async def uninstalled(self, activity: TeamsActivity) -> None:
        """Close the place that a person, a group or a team removed the app from."""
        self._seen.pop(activity.user, None)
        await self._bot.handle(ChannelClosed(activity.event_id, activity.parent or activity.place))

    async def conversation_changed(self, activity: TeamsActivity) -> None:
        for event in channel_changes(activity):
            await self._bot.handle(event)

    async def _answer(self, activity: TeamsActivity, sentence: str, *, pressed: bool) -> None:
        """Handle a sentence and show the reply in a message of its own."""
        message = _message(activity, sentence or MENU, pressed=pressed)
        reply = await self._handle(activity, message)
        if reply.card and activity.shared and activity.targeted:
            await self._show_privately(activity, message, reply)  # a line would tell that somebody typed
        elif reply.card and reply.card.private and activity.shared:
            await self._replies.say(activity, await self._reply_privately(activity, message, reply))
        else:
            await self._show(activity, message, reply)

    async def _handle(self, activity: TeamsActivity, message: Message) -> Reply:
        await self._services.note(activity.tenant, activity.service_url)
        reply = await self._bot.handle(message)
        if not (activity.shared or reply.is_sealed):  # a row would tell that somebody has answered
            await self._record_user(activity)
        if reply.card is None or reply.card.language:
            return reply
        language = self._bot.translator(reply.speaker, activity.language_code).code
        return replace(reply, card=replace(reply.card, language=language))

    async def _record_user(self, activity: TeamsActivity) -> None:
        """Record where a person can be written to, unless that was done before. They may have joined only
        with the sentence that was just handled."""
        seen = UserSeen(
            f"{activity.event_id}:met",
            activity.user,
            activity.place,
            activity.sender_name,
            activity.zone,
            activity.language,
        )
        if (before := self._seen.get(seen.user)) and replace(before, id=seen.id) == seen:
            return
        await self._bot.handle(seen)
        self._seen[seen.user] = seen

    async def _launcher_rows(self, activity: TeamsActivity, message: Message) -> Sequence[Element]:
        """Return the buttons that stand below the menu."""
        return await self._form_flow.launcher_rows(activity) if message.text == MENU else ()

    async def _show(self, activity: TeamsActivity, message: Message, reply: Reply) -> None:
        """Show a reply where its message came from."""
        if reply.card:
            below = await self._launcher_rows(activity, message)
            sent = await self._replies.show(activity, reply.card, below)
            self._note_sent(activity, message, reply, sent)

    async def _show_privately(
        self, activity: TeamsActivity, message: Message, reply: Reply
    ) -> SendFailed | None:
        """Show a reply in the sender's own chat. Return why it was not shown, or None."""
        if reply.card is None:
            return None
        below = await self._launcher_rows(activity, message)
        sent = await self._replies.show_privately(activity, reply.card, below)
        self._note_sent(activity, message, reply, sent)
        return sent if isinstance(sent, SendFailed) else None

    async def _reply_privately(self, activity: TeamsActivity, message: Message, reply: Reply) -> str:
        """Show a reply in the sender's own chat. Return what to say where they spoke: others may read it."""
        failure = await self._show_privately(activity, message, reply)
        t = self._bot.translator(reply.speaker, activity.language_code)
        if failure is None:
            return t("We’ve replied to you privately.")
        if failure.permanent:
            return t("We can’t write to you in private yet. Open Accord in Teams and choose Chat.")
        return t("We’ll reply to you privately as soon as we can.")

    def _note_sent(
        self, activity: TeamsActivity, message: Message, reply: Reply, sent: SentMessage | SendFailed
    ) -> None:
        """Owe a reply that Teams may take later; leave one message alone to ask a question."""
        if isinstance(sent, SendFailed):
            if not sent.permanent:
                self._owed.owe(message, reply, sent.retry_after or FIRST_WAIT)
        elif reply.card:
            self._check_ins.sent(activity, sent, reply.card)


def pressed_sentence(data: Mapping[str, Any]) -> str:
    """Return the sentence that a button carries, followed by what was typed into its box."""
    sentence, typed = text(data, SAYS), text(data, text(data, BOX))
    return f"{sentence} {typed}".strip() if sentence else ""


def _message(activity: TeamsActivity, sentence: str, *, pressed: bool) -> Message:
    return Message(
        activity.event_id,
        activity.user,
        activity.place,
        sentence,
        activity.shared,
        pressed,
        activity.sender_name,
        activity.zone,
        activity.language,
        tuple(UserSeen(activity.event_id, user, user, name) for user, name in activity.mentioned.items()),
        activity.parent,
    )
