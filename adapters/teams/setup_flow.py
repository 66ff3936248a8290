"""A coordinator sets a partnership up in dialogs, each of which says sentences for them."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from cachetools import LRUCache

from adapters.teams import dialogs
from adapters.teams.dialogs import SURE, Answer, DialogSubmission, answer, dialog, form_dialog
from adapters.teams.elements import Element, heading, text
from adapters.teams.payloads import TeamsActivity, user_address
from adapters.teams.platform import TeamsPlatform
from bot.core.cards import Buttons, Card, Text, TextBox
from bot.core.errors import SendFailed
from bot.core.events import Message, UserSeen
from bot.core.i18n import Translator
from bot.core.models import Address, Person
from bot.handlers import forms
from bot.handlers.bot import Bot
from bot.handlers.forms import ASK, EVERYONE, RHYTHM
from bot.handlers.views import CoordinatedRostersView
from bot.membership import people
from bot.membership.roster import Roster
from bot.messages import adding

PATIENCE = 5.0  # seconds, within those that Teams waits for a dialog
REMEMBERED = 10_000  # names of people, between a dialog's opening and its sending


class TeamsSetupFlow:
    def __init__(self, bot: Bot, teams: TeamsPlatform):
        self._bot, self._teams = bot, teams
        self._names: LRUCache[Address, str] = LRUCache(REMEMBERED)

    async def row(self, incoming: TeamsActivity) -> list[Element]:
        """The buttons that only coordinators have a use for."""
        t, rosters = await self._coordinated(incoming)
        return [dialogs.launcher_row(t, incoming.key if incoming.shared else "")] if rosters else []

    async def open(self, incoming: TeamsActivity) -> Answer:
        sent = DialogSubmission.read(incoming.value)
        t, rosters = await self._coordinated(incoming)
        if not rosters:
            return _none(t)
        if sent.form == EVERYONE:
            return answer(await self._everyone(incoming, t, rosters, sent.here))
        return answer(form_dialog(self._form(t, rosters, sent.form)))

    async def submitted(self, incoming: TeamsActivity, said: Message) -> Answer:
        """What comes of it takes the dialog's place. `said` is a press by whoever sent it, but for the
        words."""
        sent = DialogSubmission.read(incoming.value)
        t, rosters = await self._coordinated(incoming)
        if not rosters:
            return _none(t)
        if sent.form == EVERYONE:
            return self._turned(await self._add(t, sent, said))
        if sent.form == ASK:
            return answer(await self._preview(t, rosters, sent, said))
        if sent.form == SURE:
            return self._turned((await self._bot.handle(replace(said, text=sent.says))).card)
        proposed = forms.to_schedule_command(sent.filled, sent.partnership)
        return self._proposed((await self._bot.handle(replace(said, text=proposed))).card)

    def _form(self, t: Translator, rosters: Sequence[Roster], name: str) -> forms.Form:
        if name == RHYTHM:
            return forms.rhythm(t, rosters)
        return forms.ask(t, rosters, self._bot.context.bank.themes)

    async def _everyone(
        self, incoming: TeamsActivity, t: Translator, rosters: Sequence[Roster], here: str
    ) -> Element:
        """Only who is there themselves is shown who is there."""
        listed = []
        with suppress(SendFailed, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                listed = [each async for each in self._teams.people(incoming.tenant, here)]
        if incoming.who not in {each.address for each in listed}:
            return dialog(text(t("Teams does not say who is there. Add Accord there, then say: menu")))
        self._names.update((each.address, each.name) for each in listed)
        return dialogs.add_everyone_dialog(t, rosters, listed, here)

    async def _add(self, t: Translator, sent: DialogSubmission, said: Message) -> Card:
        """One after the other: each is a sentence of its own, and one that is refused does not stop the
        rest."""
        wanted = [user_address(said.sender.workspace, each) for each in sent.people]
        refused = []
        for who, words in zip(wanted, forms.to_add_commands(sent.filled, wanted), strict=True):
            told = UserSeen(f"{said.id}:{who}", who, who, self._names.get(who, ""))
            card = (await self._bot.handle(replace(said, id=told.id, text=words, mentions=(told,)))).card
            if card and card.refused:
                refused.append(_reason(card))
        return adding.added_together(t, len(wanted) - len(refused), refused)

    async def _preview(
        self, t: Translator, rosters: Sequence[Roster], sent: DialogSubmission, said: Message
    ) -> Element:
        sentence, own = forms.to_ask_command(sent.filled, sent.partnership), sent.filled.get(forms.OWN, "")
        form = self._form(t, rosters, ASK)
        if not sentence:
            return form_dialog(form, t("Nothing is chosen yet: take a theme or a pack, or write a question."))
        if own:
            return dialogs.confirmation_dialog(
                t("Ask this now"), [heading(t("This would be asked")), *text(own)], sentence
            )
        previewed = forms.to_preview_command(sent.filled, sent.partnership)
        card = (await self._bot.handle(replace(said, text=previewed))).card
        if card is None or card.refused:
            return form_dialog(form, _reason(card) if card else "")
        return dialogs.confirmation_dialog(t("Ask this now"), self._words(card), sentence)

    def _proposed(self, card: Card | None) -> Answer:
        """A rhythm is shown before it is set."""
        ways = (
            [way for part in card.parts if isinstance(part, Buttons) for way in part.options] if card else []
        )
        if card and ways:
            return answer(dialogs.confirmation_dialog(ways[0].label, self._words(card), ways[0].says))
        return self._turned(card)

    def _turned(self, card: Card | None) -> Answer:
        """Sent again, it was heard before: then there is nothing more to show."""
        return answer(dialog(self._words(card))) if card else {}

    def _words(self, card: Card) -> list[Element]:
        """Its buttons would answer in the chat behind the dialog."""
        parts = tuple(part for part in card.parts if not isinstance(part, Buttons | TextBox))
        drawn: list[Element] = self._teams.drawn(replace(card, parts=parts))["body"]
        return drawn

    async def _coordinated(self, incoming: TeamsActivity) -> tuple[Translator, Sequence[Roster]]:
        async with self._bot.context.store.read_only() as db:
            person: Person | None = await people.find_person(db, incoming.who)
        t = self._bot.context.translator(person, language=incoming.translator)
        return t, await self._bot.view(person, CoordinatedRostersView()) if person else ()


def _none(t: Translator) -> Answer:
    return answer(dialog(text(t("You coordinate no partnership any more."))))


def _reason(card: Card) -> str:
    return " ".join(part.words for part in card.parts if isinstance(part, Text))
