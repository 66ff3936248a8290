"""The form that adds everyone in a channel. Slack waits three seconds for a modal and for the response to it,
and a channel may have thousands of people: so both come at once, and are filled and acted on afterwards."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from adapters.slack import form_views, views
from adapters.slack.form_values import ModalSubmission
from adapters.slack.payloads import ReplyTarget
from adapters.slack.responder import REPLY_ERRORS, BackgroundTasks, ReplyMode, Responder
from adapters.slack.users import UserDirectory, portions
from adapters.slack.views import View
from bot.core.cards import Card
from bot.core.errors import Unavailable
from bot.core.events import Message
from bot.handlers.adding_people import Handle, add_people
from bot.handlers.form_flow import FormFlow, ShowForm
from bot.handlers.forms.members import EVERYONE
from bot.handlers.forms.model import ListedPerson, PeopleField
from bot.messages import adding

PORTION = 100  # people who are added between two looks at how far it is
LAST_WORDS = 2.0  # seconds to say that it was interrupted


class EveryoneForm:
    def __init__(self, users: UserDirectory, responder: Responder, tasks: BackgroundTasks):
        self._users, self._responder, self._tasks = users, responder, tasks

    async def open(self, flow: FormFlow, step: ShowForm, place: ReplyTarget) -> None:
        """Open the form, and show in it who is in the channel once that is known; nobody, for them to be
        picked, if Slack does not say. What was sent meanwhile stays."""
        loading = form_views.loading_view(
            step.form, place, views.close_label(flow.t), flow.t("Finding out who is here…")
        )
        opened, hash = await self._responder.open_modal(place, loading)
        try:
            people = await self._users.channel_members(place)
        except REPLY_ERRORS:
            people = []
        form = flow.open(EVERYONE, people)
        if isinstance(form, ShowForm):
            view = form_views.form_view(form, place, views.close_label(flow.t))
            await self._responder.update_modal(replace(place, view=opened), view, hash)

    def submit(self, flow: FormFlow, sent: ModalSubmission, message: Message, handle: Handle) -> View:
        """Return what is shown until everybody was added, which begins."""
        self._tasks.start(self._add(flow, sent, message, handle))
        return self._view(adding.under_way(flow.t, 0, 0))

    async def _add(self, flow: FormFlow, sent: ModalSubmission, message: Message, handle: Handle) -> None:
        modal = replace(sent.place, view=sent.view)
        try:
            people = await self._people(flow, sent)
        except REPLY_ERRORS:
            await self._responder.reply(modal, adding.nobody_listed(flow.t), ReplyMode.UPDATE_MODAL)
            raise
        done, refusals = 0, list[str]()
        try:
            for portion in portions(people, PORTION):
                submission = replace(sent.submission, people=portion)
                refusals += await add_people(flow.t, submission, message, handle, first=not done)
                done += len(portion)
                if done < len(people):
                    await self._show_progress(modal, adding.under_way(flow.t, done, len(people)))
        except (asyncio.CancelledError, Unavailable):
            interrupted = adding.interrupted(flow.t, done - len(refusals), len(people))
            await self._show_progress(modal, interrupted)
            raise
        card = adding.added_together(flow.t, done - len(refusals), refusals)
        await self._responder.reply(modal, card, ReplyMode.UPDATE_MODAL)

    async def _people(self, flow: FormFlow, sent: ModalSubmission) -> Sequence[ListedPerson]:
        """Return those who were picked, or all in the channel who are new. Raises one of REPLY_ERRORS."""
        if not sent.wants_all:
            return await self._users.people(sent.place, sent.users)
        form = flow.open(EVERYONE, await self._users.channel_members(sent.place))
        fields = form.form.fields if isinstance(form, ShowForm) else ()
        return [person for field in fields if isinstance(field, PeopleField) for person in field.people]

    async def _show_progress(self, modal: ReplyTarget, card: Card) -> None:
        """Show how far it is, unless the modal was closed."""
        with suppress(*REPLY_ERRORS):
            async with asyncio.timeout(LAST_WORDS):
                await self._responder.update_modal(modal, self._view(card))

    def _view(self, card: Card) -> View:
        return self._responder.modal(card)
