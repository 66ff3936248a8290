"""The set-up flow in Teams: its steps are drawn as dialogs."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import assert_never

from cachetools import LRUCache

from adapters.teams import dialogs
from adapters.teams.dialogs import Answer
from adapters.teams.elements import Element, text
from adapters.teams.payloads import TeamsActivity
from adapters.teams.platform import TeamsPlatform
from bot.core.cards import Card
from bot.core.errors import SendFailed
from bot.core.events import Message
from bot.core.models import Address
from bot.handlers.bot import Bot
from bot.handlers.forms import EVERYONE, ListedPerson
from bot.handlers.setup_flow import Confirm, SetupFlow, ShowCard, ShowForm, Step, without_controls

LIST_TIMEOUT = 5.0  # seconds, within those that Teams waits for a dialog
MAX_NAMES = 10_000  # names of people, kept between a dialog's opening and its sending


class TeamsSetupFlow:
    def __init__(self, bot: Bot, teams: TeamsPlatform):
        self._bot, self._teams = bot, teams
        self._names: LRUCache[Address, str] = LRUCache(MAX_NAMES)

    async def launcher_rows(self, incoming: TeamsActivity) -> list[Element]:
        """The buttons that open the forms; none for somebody who coordinates nothing. Where nobody else is,
        nobody can be added."""
        flow = await self._load(incoming)
        launchers = [option for option in flow.launchers if incoming.shared or option.value != EVERYONE]
        here = incoming.key if incoming.shared else ""
        return [dialogs.launcher_row(launchers, here)] if launchers else []

    async def open(self, incoming: TeamsActivity) -> Answer:
        form, here = dialogs.launched_form(incoming.value)
        flow = await self._load(incoming)
        step = flow.open(form)
        if isinstance(step, ShowForm) and form == EVERYONE:
            people = await self._list_people(incoming.tenant, here)
            if incoming.user not in {person.address for person in people}:  # only members see who is there
                words = flow.t("Teams does not say who is there. Add Accord there, then say: menu")
                return dialogs.answer(dialogs.dialog(text(words)))
            self._names.update((person.address, person.name) for person in people)
            step = flow.open(form, people)
        return dialogs.answer(self._draw(flow, step))

    async def submitted(self, incoming: TeamsActivity, message: Message) -> Answer:
        """Return what replaces a dialog that was sent; nothing if it was processed before. `message` comes
        from the sender and has no text."""
        flow = await self._load(incoming)
        submission = dialogs.parse_submission(incoming.value, incoming.tenant, self._names)
        step = await flow.submit(submission, message, self._bot.handle)
        return dialogs.answer(self._draw(flow, step)) if step else {}

    async def _load(self, incoming: TeamsActivity) -> SetupFlow:
        return await SetupFlow.load(self._bot, [incoming.user], incoming.language_code)

    async def _list_people(self, tenant: str, place: str) -> Sequence[ListedPerson]:
        """Return the people in a place, as far as Teams lists them in time."""
        people = list[ListedPerson]()
        with suppress(SendFailed, TimeoutError):
            async with asyncio.timeout(LIST_TIMEOUT):
                people = [person async for person in self._teams.people(tenant, place)]
        return people

    def _draw(self, flow: SetupFlow, step: Step) -> Element:
        match step:
            case ShowForm(form, problem):
                return dialogs.form_dialog(flow.t, form, problem)
            case ShowCard(card):
                return dialogs.dialog(self._body(card))
            case Confirm(card, label, sentence):
                return dialogs.confirmation_dialog(self._body(card), label, sentence)
            case _:  # never
                assert_never(step)

    def _body(self, card: Card) -> list[Element]:
        """The card without its buttons, which would answer in the chat behind the dialog."""
        body: list[Element] = self._teams.renderer.render_card(without_controls(card))["body"]
        return body
