"""The product, while somebody counts what it hears."""

from bot.running.watch import Watch
from bot.talk.card import Card
from bot.talk.events import Event, Said
from bot.talk.grammar import LONGEST, parse
from bot.talk.hear import Bot
from bot.world import World


class Overheard(Bot):
    def __init__(self, world: World, watch: Watch):
        super().__init__(world)
        self._watch = watch

    async def hear(self, event: Event) -> Card | None:
        card = await super().hear(event)
        if card and isinstance(event, Said) and len(event.text) <= LONGEST and (said := parse(event.text)):
            self._watch.heard(event.who.platform, said.sentence)
        return card
