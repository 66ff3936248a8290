"""A coordinator sets a partnership up in modals, each of which says sentences for them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack import choices, inbound, kit, modals, speakers, views
from adapters.slack.choices import Choices
from adapters.slack.inbound import Incoming, Place
from adapters.slack.modals import MOST_PEOPLE, Here, filled_in
from adapters.slack.payloads import Payload
from adapters.slack.people import People
from adapters.slack.render import VIEW, blocks
from adapters.slack.replying import reason
from adapters.slack.showing import Showing
from bot.core.cards import Buttons, Card
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers import forms
from bot.handlers.bot import Bot
from bot.handlers.forms import ASK, EVERYONE, OWN, RHYTHM, WHAT
from bot.handlers.views import CoordinatedRostersView
from bot.membership.roster import Roster
from bot.messages import adding

Body = dict[str, Any]
Hear = Callable[[Incoming], Awaitable[Card | None]]
Say = Callable[[str, int], Awaitable[Card | None]]


class SettingUp:
    def __init__(self, bot: Bot, people: People, showing: Showing):
        self._bot, self._people, self._showing = bot, people, showing

    async def open(self, modal: str, who: Sequence[Address], place: Place) -> None:
        """Nothing, for somebody who coordinates nothing any more."""
        _, person = await speakers.known(self._bot, who)
        rosters = await self._bot.view(person, CoordinatedRostersView()) if person else ()
        t = self._bot.context.translator(person)
        if not rosters:
            return
        if modal == RHYTHM:
            await self._showing.open(place, filled_in(forms.rhythm(t, rosters), place))
        elif modal == ASK:
            await self._showing.open(
                place, filled_in(forms.ask(t, rosters, self._bot.context.bank.themes), place)
            )
        elif modal == EVERYONE:
            await self._everyone(t, rosters, place)

    async def submitted(self, payload: Payload, hear: Hear) -> Body | None:
        """What comes of it takes the modal's place."""
        if (chosen := choices.read(payload)) is None:
            return None
        first = inbound.incoming(payload, chosen.place, chosen.id, "")

        async def say(sentence: str, n: int) -> Card | None:
            return await hear(replace(first, said=replace(first.said, id=f"{chosen.id}:{n}", text=sentence)))

        _, person = await speakers.known(self._bot, (first.said.sender, *first.otherwise))
        t = self._bot.context.translator(person)
        if chosen.modal == EVERYONE:
            return self._turned(await _add(t, chosen, say))
        if chosen.modal == ASK:
            return await self._preview(t, chosen, say)
        sentence = choices.scheduled(chosen) if chosen.modal == RHYTHM else choices.settled(chosen)
        return self._turned(await say(sentence, 0)) if sentence else None

    async def _everyone(self, t: Translator, rosters: Sequence[Roster], place: Place) -> None:
        """At once, as Slack wants it, and once more when it has said who is here."""
        here = Here(looking=not place.alone)
        opened = await self._showing.open(place, modals.everyone(t, rosters, place, here))
        if here.looking:
            here = Here(await self._people.here(place))
            view = modals.everyone(t, rosters, place, here)
            await self._showing.turn(replace(place, view=opened), view)

    async def _preview(self, t: Translator, chosen: Choices, say: Say) -> Body | None:
        sentence, own = choices.asked(chosen), chosen.filled[OWN]
        if not sentence:
            wrong = t("Nothing is chosen yet: take a theme or a pack, or write a question.")
            return {"response_action": "errors", "errors": {OWN: wrong}}
        if own:
            shown = [kit.header(t("This would be asked")), kit.rich([kit.line((own, False))])]
            return _update(modals.sure(t, shown, sentence, chosen.place))
        card = await say(choices.previewed(chosen), 0)
        if card is None:
            return None
        if card.refused:
            return {"response_action": "errors", "errors": {WHAT: reason(card)}}
        words = replace(card, parts=tuple(part for part in card.parts if not isinstance(part, Buttons)))
        shown = blocks([words], self._showing.public_url, surface=VIEW)
        return _update(modals.sure(t, shown, sentence, chosen.place))

    def _turned(self, card: Card | None) -> Body | None:
        return _update(views.modal(card, self._showing.public_url)) if card else None


async def _add(t: Translator, chosen: Choices, say: Say) -> Card:
    """One after the other: each is a sentence of its own, and one that is refused does not stop the rest."""
    wanted = choices.added(chosen)[:MOST_PEOPLE]
    heard = [await say(sentence, n) for n, sentence in enumerate(wanted)]
    refused = [reason(card) for card in heard if card and card.refused]
    return adding.added_together(t, len(wanted) - len(refused), refused)


def _update(view: dict[str, Any]) -> Body:
    return {"response_action": "update", "view": view}
