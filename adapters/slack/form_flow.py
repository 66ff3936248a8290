"""The flow of forms in Slack: its steps are drawn as modals."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, assert_never

from adapters.slack import form_values, form_views, payloads, shortcuts, views
from adapters.slack.block_kit import Block, truncate
from adapters.slack.everyone_form import EveryoneForm
from adapters.slack.form_values import ModalSubmission
from adapters.slack.payloads import IncomingMessage, ReplyTarget, SlackPayload
from adapters.slack.render import VIEW, render_blocks
from adapters.slack.responder import MAX_REASON, BackgroundTasks, Responder
from adapters.slack.users import UserDirectory
from adapters.slack.views import View
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers.bot import Bot, Reply
from bot.handlers.form_flow import Confirm, FormFlow, ShowCard, ShowForm, Step
from bot.handlers.forms.followups import ACTION, TEXT
from bot.handlers.forms.members import EVERYONE

Body = dict[str, Any]


class SlackFormFlow:
    def __init__(self, bot: Bot, users: UserDirectory, responder: Responder, tasks: BackgroundTasks):
        self._bot, self._users, self._responder = bot, users, responder
        self._everyone = EveryoneForm(users, responder, tasks)

    async def launcher_rows(self, addresses: Sequence[Address]) -> list[Block]:
        """Return the buttons that open the forms; none for somebody who may open none."""
        flow = await FormFlow.load(self._bot, addresses)
        return [views.launcher_row(flow)] if flow.launchers else []

    async def open(
        self, form: str, addresses: Sequence[Address], place: ReplyTarget, partnership: str = ""
    ) -> None:
        """Open a form, or nothing for somebody who may not open it any more."""
        flow = await self._load(addresses, place, form)
        step = flow.open(form, partnership=partnership)
        if not isinstance(step, ShowForm):
            return
        if form == EVERYONE and not place.alone:
            await self._everyone.open(flow, step, place)
        else:
            await self._responder.open_modal(place, self._view(step, place, flow.t))

    async def open_action(self, payload: SlackPayload, place: ReplyTarget) -> None:
        """Open the form of a new action with the words of a message, or a refusal."""
        flow = await self._load(payload.addresses(), place, ACTION)
        step: Step = flow.open(ACTION)
        if isinstance(step, ShowForm):
            names = await self._users.names(place, shortcuts.mentioned(payload))
            step = replace(step, values={TEXT: shortcuts.action_text(payload, names)})
        await self._responder.open_modal(place, self._view(step, place, flow.t))

    async def submitted(
        self, payload: SlackPayload, handle: Callable[[IncomingMessage], Awaitable[Reply]]
    ) -> Body | None:
        """Return the response to a modal that was sent: its errors, or what takes its place."""
        if (sent := form_values.parse_submission(payload)) is None:
            return None
        incoming = payloads.incoming(payload, sent.place, sent.id, "")
        flow = await self._load(incoming.message.addresses, sent.place, sent.submission.form)

        async def handle_message(message: Message) -> Reply:
            return await handle(replace(incoming, message=message))

        if sent.submission.form == EVERYONE and flow.check(sent.submission) is None:
            view = self._everyone.submit(flow, sent, incoming.message, handle_message)
            return {"response_action": "update", "view": view}
        step = await flow.submit(sent.submission, incoming.message, handle_message)
        if step is None:
            return None
        if errors := _errors(step, sent):
            return {"response_action": "errors", "errors": errors}
        return {"response_action": "update", "view": self._view(step, sent.place, flow.t, sent.id)}

    async def _load(self, addresses: Sequence[Address], place: ReplyTarget, form: str) -> FormFlow:
        """Load the flow; for a stranger in the language that Slack knows of them."""
        flow = await FormFlow.load(self._bot, addresses, form=form)
        if flow.viewer is None and (profile := await self._users.profile("", place, place.user)):
            flow = await FormFlow.load(self._bot, addresses, profile.language, form)
        return flow

    def _view(self, step: Step, place: ReplyTarget, t: Translator, drawing: str = "") -> View:
        close = views.close_label(t)
        match step:
            case ShowForm():
                return form_views.form_view(step, place, close, drawing)
            case ShowCard(card):
                return self._responder.modal(card)
            case Confirm(card, label, sentences):
                drawn = render_blocks([card], self._responder.public_url, surface=VIEW)
                title, blocks = views.take_title(card, drawn)
                return form_views.confirmation_view(title, blocks, label, sentences, place, close)
            case _:  # never
                assert_never(step)


def _errors(step: Step, sent: ModalSubmission) -> dict[str, str]:
    """Return the problems of a form that stays open, by the ids of its blocks. There are none where the form
    has to be drawn anew, because what it shows was changed meanwhile."""
    if not isinstance(step, ShowForm) or step.form.state != sent.submission.before:
        return {}
    return {
        sent.blocks[problem.field]: truncate(problem.text, MAX_REASON)
        for problem in step.problems
        if problem.field in sent.blocks
    }
