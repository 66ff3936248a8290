"""The set-up flow in Slack: its steps are drawn as modals."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, assert_never

from adapters.slack import form_values, payloads, setup_views, views
from adapters.slack.block_kit import Block, truncate
from adapters.slack.payloads import IncomingMessage, ReplyTarget, SlackPayload
from adapters.slack.render import VIEW, render_blocks
from adapters.slack.responder import MAX_REASON, Responder
from adapters.slack.users import UserDirectory
from adapters.slack.views import View
from bot.core.models import Address
from bot.handlers.bot import Bot, Reply
from bot.handlers.forms import EVERYONE, ListedPerson
from bot.handlers.setup_flow import Confirm, SetupFlow, ShowCard, ShowForm, Step

Body = dict[str, Any]


class SlackSetupFlow:
    def __init__(self, bot: Bot, users: UserDirectory, responder: Responder):
        self._bot, self._users, self._responder = bot, users, responder

    async def launcher_rows(self, addresses: Sequence[Address]) -> list[Block]:
        """The buttons that open the forms; none for somebody who may open none."""
        flow = await SetupFlow.load(self._bot, addresses)
        return [views.launcher_row(flow)] if flow.launchers else []

    async def open(self, form: str, addresses: Sequence[Address], place: ReplyTarget) -> None:
        """Open a form, or nothing for somebody who coordinates nothing any more. Slack waits three seconds
        for a modal, so that one opens before it is known who is in the channel."""
        flow = await SetupFlow.load(self._bot, addresses)
        step = flow.open(form)
        if not isinstance(step, ShowForm):
            return
        if form != EVERYONE or place.alone:
            await self._responder.open_modal(place, self._view(step, place))
            return
        loading = setup_views.loading_view(step.form, place, flow.t("Looking who is here…"))
        opened = replace(place, view=await self._responder.open_modal(place, loading))
        people = [ListedPerson(address) for address in await self._users.channel_members(place)]
        await self._responder.update_modal(opened, self._view(flow.open(form, people), place))

    async def submitted(
        self, payload: SlackPayload, handle: Callable[[IncomingMessage], Awaitable[Reply]]
    ) -> Body | None:
        """Return the response to a modal that was sent: its errors, or what takes its place."""
        if (sent := form_values.parse_submission(payload)) is None:
            return None
        incoming = payloads.incoming(payload, sent.place, sent.id, "")
        flow = await SetupFlow.load(self._bot, (incoming.message.sender, *incoming.otherwise))
        step = await flow.submit(
            sent.submission, incoming.message, lambda message: handle(replace(incoming, message=message))
        )
        if step is None:
            return None
        if isinstance(step, ShowForm):
            return {
                "response_action": "errors",
                "errors": {step.field: truncate(step.problem, MAX_REASON)},
            }
        return {"response_action": "update", "view": self._view(step, sent.place)}

    def _view(self, step: Step, place: ReplyTarget) -> View:
        match step:
            case ShowForm(form):
                return setup_views.form_view(form, place)
            case ShowCard(card):
                return views.modal(card, self._responder.public_url)
            case Confirm(card, label, sentence):
                blocks = render_blocks([card], self._responder.public_url, surface=VIEW)
                return setup_views.confirmation_view(blocks, label, sentence, place)
            case _:  # never
                assert_never(step)
