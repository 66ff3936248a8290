"""Keeps the messages of a check-in up to date on all devices of its person.

Teams keeps the card that was sent. The card in the response to a press is seen until the chat is loaded
again, on one device; so after the response the message is edited too. Microsoft's other way, `refresh`, has
the chat call us whenever it is looked at, and so would tell us who looks, and when.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/up-to-date-views
"""

from functools import partial

from adapters.teams.payloads import TeamsActivity
from adapters.teams.platform import SentMessage, TeamsPlatform
from adapters.teams.replies import Pause, try_twice
from adapters.teams.tasks import TeamsTasks
from bot.core.cards import Card
from bot.core.models import Address
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot
from bot.messages import check_in as messages


class CheckInMessages:
    """Edits messages in the background. An edit that fails twice is lost: to owe it would be to store who
    replies. The message then shows an earlier question, which can be answered again."""

    def __init__(self, bot: Bot, teams: TeamsPlatform, threads: Threads, tasks: TeamsTasks, pause: Pause):
        self._bot, self._teams, self._threads = bot, teams, threads
        self._tasks, self._pause = tasks, pause
        self._cards: dict[SentMessage, Card] = {}

    def pressed(self, activity: TeamsActivity, card: Card) -> None:
        """Put the card that answers a press into the message that was pressed."""
        if card.check_in and activity.reply_to:
            pressed = SentMessage(activity.place, activity.reply_to)
            self._tasks.start(self._edit(pressed, card))
            self._tasks.start(self._move(activity, pressed, card.thread_key))

    def sent(self, activity: TeamsActivity, message: SentMessage, card: Card) -> None:
        """Take the buttons from the message that asked before this one."""
        if card.check_in:
            self._tasks.start(self._move(activity, message, card.thread_key))

    async def _move(self, activity: TeamsActivity, to: SentMessage, thread_key: str) -> None:
        """Have one message ask about a round, and say so in the one that did before, as far as we know."""
        asking = self._teams.asking_messages
        known = asking.get((to.chat, thread_key)) or await self._find(activity, to.chat, thread_key)
        asking[to.chat, thread_key] = to.id
        if known not in {"", to.id}:
            _, speaker = await self._bot.find_speaker([activity.user])
            t = self._bot.translator(speaker, activity.language_code)
            await self._edit(SentMessage(to.chat, known), messages.moved(t))

    async def _find(self, activity: TeamsActivity, chat: Address, thread_key: str) -> str:
        """Return the id of the message that the outbox has sent about a round, or an empty text."""
        found = await self._threads.find(chat, thread_key)
        return found or await self._threads.find(activity.user, thread_key)

    async def _edit(self, message: SentMessage, card: Card) -> None:
        """Put a card into a message. Of several that come at once, the last one stays."""
        is_running = message in self._cards
        self._cards[message] = card
        if is_running:
            return
        shown = None
        try:
            while self._cards[message] is not shown:
                shown = self._cards[message]
                await try_twice(partial(self._teams.edit, message.chat, message.id, shown), self._pause)
        finally:
            del self._cards[message]
