"""The flow of forms in Teams: its steps are drawn as dialogs."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import assert_never

from cachetools import LRUCache

from adapters.teams import dialogs
from adapters.teams.dialogs import Answer
from adapters.teams.elements import Element, text
from adapters.teams.everyone import AddingEveryone
from adapters.teams.payloads import TeamsActivity
from adapters.teams.platform import TeamsPlatform
from bot.core.cards import Card
from bot.core.errors import SendFailed
from bot.core.events import Message
from bot.core.models import Address
from bot.handlers.bot import Bot
from bot.handlers.form_flow import Confirm, FormFlow, ShowCard, ShowForm, Step, without_controls
from bot.handlers.forms.members import EVERYONE
from bot.handlers.forms.model import ListedPerson

LIST_TIMEOUT = 5.0  # seconds, within those that Teams waits for a dialog
MAX_NAMES = 10_000  # names of people, kept between a dialog's opening and its sending


class TeamsFormFlow:
    def __init__(self, bot: Bot, teams: TeamsPlatform, everyone: AddingEveryone):
        self._bot, self._teams, self._everyone = bot, teams, everyone
        self._names: LRUCache[Address, str] = LRUCache(MAX_NAMES)

    async def launcher_rows(self, incoming: TeamsActivity) -> list[Element]:
        """Return the buttons that open the forms; none for somebody who may open none. Where nobody else is,
        nobody can be added."""
        flow = await self._load(incoming)
        launchers = flow.launchers if incoming.shared else flow.launchers.without(EVERYONE)
        here = incoming.key if incoming.shared else ""
        return dialogs.launcher_rows(flow.t, launchers, here) if launchers else []

    async def open(self, incoming: TeamsActivity) -> Answer:
        form, here, partnership = dialogs.launched_form(incoming.value)
        flow = await self._load(incoming, form)
        step = flow.open(form, partnership=partnership)
        if isinstance(step, ShowForm) and form == EVERYONE:
            people = await self._list_people(incoming.tenant, here)
            if incoming.user not in {person.address for person in people}:  # only members see who is there
                words = flow.t("Teams does not show who is there. Add Accord there, then type menu.")
                return dialogs.answer(dialogs.dialog(text(words)), flow.t.code)
            self._names.update((person.address, person.name) for person in people)
            step = flow.open(form, people)
        return self._answer(flow, step)

    async def submitted(self, incoming: TeamsActivity, message: Message) -> Answer:
        """Return what replaces a dialog that was sent; nothing if it was processed before. `message` comes
        from the sender and has no text."""
        submission = dialogs.parse_submission(incoming.value, incoming.tenant, self._names)
        flow = await self._load(incoming, submission.form)
        if self._everyone.is_wanted(flow, submission):
            return self._answer(flow, ShowCard(self._everyone.start(flow, submission, incoming, message)))
        step = await flow.submit(submission, message, self._bot.handle)
        return self._answer(flow, step) if step else {}

    async def _load(self, incoming: TeamsActivity, form: str = "") -> FormFlow:
        return await FormFlow.load(self._bot, [incoming.user], incoming.language_code, form)

    async def _list_people(self, tenant: str, place: str) -> Sequence[ListedPerson]:
        """Return the people in a place, as far as Teams lists them in time."""
        people = list[ListedPerson]()
        with suppress(SendFailed, TimeoutError):
            async with asyncio.timeout(LIST_TIMEOUT):
                people = [person async for person in self._teams.people(tenant, place)]
        return people

    def _answer(self, flow: FormFlow, step: Step) -> Answer:
        match step:
            case ShowForm(form):
                answer = dialogs.answer(dialogs.form_dialog(flow.t, step), flow.t.code, form.title)
            case ShowCard(card):
                answer = dialogs.answer(dialogs.dialog(self._body(card)), flow.t.code)
            case Confirm(card, label, sentences, harm):
                dialog = dialogs.confirmation_dialog(self._body(card), label, sentences, harm=harm)
                answer = dialogs.answer(dialog, flow.t.code)
            case _:  # never
                assert_never(step)
        return answer

    def _body(self, card: Card) -> list[Element]:
        """Return the card without its buttons, which would answer in the chat behind the dialog."""
        body: list[Element] = self._teams.renderer.render_card(without_controls(card))["body"]
        return body
