"""A coordinator sets a partnership up in modals, each of which says sentences for them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack import block_kit, form_values, inbound, setup_views, users, views
from adapters.slack.form_values import ModalSubmission
from adapters.slack.inbound import IncomingMessage, ReplyTarget
from adapters.slack.payloads import Payload
from adapters.slack.render import VIEW, render_blocks
from adapters.slack.reply_policy import refusal_reason
from adapters.slack.responder import Responder
from adapters.slack.setup_views import MOST_PEOPLE, ChannelMembers, form_view
from adapters.slack.users import UserDirectory
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
Hear = Callable[[IncomingMessage], Awaitable[Card | None]]
Say = Callable[[str, int], Awaitable[Card | None]]


class SetupFlow:
    def __init__(self, bot: Bot, people: UserDirectory, showing: Responder):
        self._bot, self._people, self._showing = bot, people, showing

    async def open(self, modal: str, who: Sequence[Address], place: ReplyTarget) -> None:
        """Nothing, for somebody who coordinates nothing any more."""
        _, person = await users.find_speaker(self._bot, who)
        rosters = await self._bot.view(person, CoordinatedRostersView()) if person else ()
        t = self._bot.context.translator(person)
        if not rosters:
            return
        if modal == RHYTHM:
            await self._showing.open_modal(place, form_view(forms.rhythm(t, rosters), place))
        elif modal == ASK:
            await self._showing.open_modal(
                place, form_view(forms.ask(t, rosters, self._bot.context.bank.themes), place)
            )
        elif modal == EVERYONE:
            await self._everyone(t, rosters, place)

    async def submitted(self, payload: Payload, hear: Hear) -> Body | None:
        """What comes of it takes the modal's place."""
        if (chosen := form_values.parse_submission(payload)) is None:
            return None
        first = inbound.incoming(payload, chosen.place, chosen.id, "")

        async def say(sentence: str, n: int) -> Card | None:
            return await hear(replace(first, said=replace(first.said, id=f"{chosen.id}:{n}", text=sentence)))

        _, person = await users.find_speaker(self._bot, (first.said.sender, *first.otherwise))
        t = self._bot.context.translator(person)
        if chosen.modal == EVERYONE:
            return self._turned(await _add(t, chosen, say))
        if chosen.modal == ASK:
            return await self._preview(t, chosen, say)
        sentence = form_values.scheduled(chosen) if chosen.modal == RHYTHM else form_values.settled(chosen)
        return self._turned(await say(sentence, 0)) if sentence else None

    async def _everyone(self, t: Translator, rosters: Sequence[Roster], place: ReplyTarget) -> None:
        """At once, as Slack wants it, and once more when it has said who is here."""
        here = ChannelMembers(looking=not place.alone)
        opened = await self._showing.open_modal(place, setup_views.add_everyone_view(t, rosters, place, here))
        if here.looking:
            here = ChannelMembers(await self._people.channel_members(place))
            view = setup_views.add_everyone_view(t, rosters, place, here)
            await self._showing.update_modal(replace(place, view=opened), view)

    async def _preview(self, t: Translator, chosen: ModalSubmission, say: Say) -> Body | None:
        sentence, own = form_values.asked(chosen), chosen.filled[OWN]
        if not sentence:
            wrong = t("Nothing is chosen yet: take a theme or a pack, or write a question.")
            return {"response_action": "errors", "errors": {OWN: wrong}}
        if own:
            shown = [
                block_kit.header(t("This would be asked")),
                block_kit.rich_text([block_kit.line((own, False))]),
            ]
            return _update(setup_views.confirmation_view(t, shown, sentence, chosen.place))
        card = await say(form_values.previewed(chosen), 0)
        if card is None:
            return None
        if card.refused:
            return {"response_action": "errors", "errors": {WHAT: refusal_reason(card)}}
        words = replace(card, parts=tuple(part for part in card.parts if not isinstance(part, Buttons)))
        shown = render_blocks([words], self._showing.public_url, surface=VIEW)
        return _update(setup_views.confirmation_view(t, shown, sentence, chosen.place))

    def _turned(self, card: Card | None) -> Body | None:
        return _update(views.modal(card, self._showing.public_url)) if card else None


async def _add(t: Translator, chosen: ModalSubmission, say: Say) -> Card:
    """One after the other: each is a sentence of its own, and one that is refused does not stop the rest."""
    wanted = form_values.added(chosen)[:MOST_PEOPLE]
    heard = [await say(sentence, n) for n, sentence in enumerate(wanted)]
    refused = [refusal_reason(card) for card in heard if card and card.refused]
    return adding.added_together(t, len(wanted) - len(refused), refused)


def _update(view: dict[str, Any]) -> Body:
    return {"response_action": "update", "view": view}
