"""Dispatches an activity to the controller, by Microsoft's SDK. No other file knows botbuilder.

The owner of the product asked for Microsoft's SDK. Support for botbuilder ended in December 2025; of its
successors, `microsoft-agents-*` takes the place of this file, or Microsoft's Teams SDK does.

The SDK only decides which handler an activity belongs to. Its adapter answers 500 to card presses, its client
never tries again, and it takes longer to parse an activity than we do to act on it.
"""

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity

from adapters.teams.controller import TeamsController
from adapters.teams.dialogs import Answer
from adapters.teams.payloads import MalformedActivity, TeamsActivity


async def dispatch(controller: TeamsController, activity: TeamsActivity) -> tuple[int, Answer | None]:
    """Act on an activity; return the status and body to answer with.

    Raises MalformedActivity and Unavailable."""
    if not activity.type:  # of which the SDK makes a TypeError
        raise MalformedActivity("An activity has no type.")
    handler = _ActivityHandler(controller, activity)
    seen_by_sdk = Activity(type=activity.type, name=activity.invoke, action=activity.action)
    await handler.on_turn(TurnContext(_NullAdapter(), seen_by_sdk))
    return handler.status, handler.body


class _ActivityHandler(TeamsActivityHandler):  # type: ignore[misc]  # it is not typed
    """Handles one activity. `status` and `body` are the response."""

    def __init__(self, controller: TeamsController, activity: TeamsActivity):
        self._controller, self._activity = controller, activity
        self.status = 200
        self.body: Answer | None = None

    async def on_message_activity(self, _turn_context: TurnContext) -> None:
        await self._controller.message(self._activity.require_complete())

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Replaces the SDK's, whose responses are objects that cannot be written as JSON."""
        handle = {
            "adaptiveCard/action": self._controller.action,
            "task/fetch": self._controller.dialog_opened,
            "task/submit": self._controller.dialog_submitted,
        }.get(turn_context.activity.name)
        if handle:
            self.body = await handle(self._activity.require_invoke())
        else:
            self.status = 501

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Replaces the SDK's, which takes an upgrade for a removal and an installation: Teams sends
        `remove-upgrade` and `add-upgrade` where the app stays."""
        handle = {
            "add": self._controller.installed,
            "add-upgrade": self._controller.upgraded,
            "remove": self._controller.uninstalled,
        }.get(turn_context.activity.action)
        if handle:
            await handle(self._activity.require_complete())

    async def on_conversation_update_activity(self, _turn_context: TurnContext) -> None:
        """Replaces the SDK's, which fails without `channelData`."""
        await self._controller.conversation_changed(self._activity.require_complete())


class _NullAdapter(BotAdapter):  # type: ignore[misc]  # it is not typed
    """An adapter that the SDK demands. Nothing is sent through it."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[None]:
        raise NotImplementedError

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: object) -> None:
        raise NotImplementedError
