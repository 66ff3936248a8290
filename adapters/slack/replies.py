"""Show replies, and what follows from them: an earlier question loses its buttons, the home is published
again, and a reply that no way shows is owed."""

from contextlib import suppress

from cachetools import LRUCache

from adapters.slack.errors import to_send_failed
from adapters.slack.home import HomeTab
from adapters.slack.payloads import IncomingMessage, ReplyTarget
from adapters.slack.responder import REPLY_ERRORS, ReplyMode, Responder, ShownMessage
from bot.core.cards import Card
from bot.core.errors import SendFailed
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.delivery.owed_replies import FIRST_WAIT, OwedReplies
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot, Reply
from bot.messages import check_in, general

REMEMBERED = 10_000  # messages that ask, of one process


class SlackReplies:
    """Shows replies, and remembers which message asks. That is in memory alone: a row in the database would
    tell who has opened a question, and so who has answered."""

    def __init__(self, bot: Bot, responder: Responder, home: HomeTab, threads: Threads, owed: OwedReplies):
        self._bot, self._responder, self._home = bot, responder, home
        self._threads, self._owed = threads, owed
        self._asking: LRUCache[tuple[Address, str], ShownMessage] = LRUCache(REMEMBERED)

    async def show(self, incoming: IncomingMessage, reply: Reply, mode: ReplyMode) -> None:
        """Show a reply that has a card. Raises one of REPLY_ERRORS, for the log."""
        place, card = incoming.place, reply.card or Card("")
        t = self._bot.translator(reply.speaker)
        try:
            shown = await self._responder.reply(place, card, mode)
        except REPLY_ERRORS as error:
            failure = error if isinstance(error, SendFailed) else to_send_failed(error)
            if not failure.permanent:
                self._owed.owe(incoming.message, reply, failure.retry_after or FIRST_WAIT)
            if mode is ReplyMode.PRIVATE_CHAT:
                notice = general.not_sent_privately(t, later=not failure.permanent)
                await self._responder.reply(place, notice, ReplyMode.EPHEMERAL)
            raise
        if mode is ReplyMode.PRIVATE_CHAT:
            await self._responder.reply(place, general.sent_privately(t), ReplyMode.EPHEMERAL)
        if shown and card.check_in:
            await self._ask_there_only(place, card.thread_key, shown, t)
        if not (reply.is_sealed and place.channel):  # an answer in the chat changes nothing that lies open
            await self._home.refresh(place)

    async def _ask_there_only(
        self, place: ReplyTarget, thread_key: str, shown: ShownMessage, t: Translator
    ) -> None:
        """Have one message ask about a round, and say so in the one that did before, as far as we know."""
        user = Address("slack", place.workspace, place.user)
        before = self._asking.get((user, thread_key)) or await self._sent(user, thread_key)
        self._asking[user, thread_key] = shown
        if before and before != shown:
            with suppress(*REPLY_ERRORS):  # it may have been deleted
                await self._responder.edit(place.workspace, before, check_in.moved(t))

    async def _sent(self, user: Address, thread_key: str) -> ShownMessage | None:
        """Return the message that the outbox has sent about a round."""
        channel, _, ts = (await self._threads.find(user, thread_key)).partition(":")
        return ShownMessage(channel, ts) if ts else None
