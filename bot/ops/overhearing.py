"""The product, while somebody counts what it hears."""

from bot.core.cards import Card
from bot.core.context import AppContext
from bot.core.events import Event, Message
from bot.core.instrumentation import Instrumentation
from bot.handlers.bot import Bot
from bot.language.parser import MAX_LENGTH, parse


class Overheard(Bot):
    def __init__(self, context: AppContext, watch: Instrumentation):
        super().__init__(context)
        self._watch = watch

    async def handle(self, event: Event) -> Card | None:
        card = await super().handle(event)
        if (
            card
            and isinstance(event, Message)
            and len(event.text) <= MAX_LENGTH
            and (said := parse(event.text))
        ):
            self._watch.sentence_handled(event.sender.platform, said.sentence)
        return card
