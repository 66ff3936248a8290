"""Dispatches an activity to the controller, by Microsoft's SDK. No other file knows `microsoft_agents`.

The SDK only decides which handler an activity belongs to, and is told nothing but its type:
docs/decisions/0007-microsoft-agents-sdk.md says why.
"""

from typing import Any

from microsoft_agents.activity import Activity, TurnContextProtocol
from microsoft_agents.hosting.core import ActivityHandler, TurnContext

from adapters.teams.controller import TeamsController
from adapters.teams.dialogs import Answer
from adapters.teams.payloads import MalformedActivity, TeamsActivity

Turn = TurnContextProtocol[Any]
NO_ADAPTER = object()  # the SDK demands one; nothing is sent through it


async def dispatch(controller: TeamsController, activity: TeamsActivity) -> tuple[int, Answer | None]:
    """Act on an activity; return the status and body to answer with.

    Raises MalformedActivity and Unavailable."""
    if not activity.type:  # of which the SDK makes a TypeError
        raise MalformedActivity("An activity has no type.")
    handler = _ActivityHandler(controller, activity)
    await handler.on_turn(TurnContext(NO_ADAPTER, Activity(type=activity.type)))
    return handler.status, handler.body


class _ActivityHandler(ActivityHandler):
    """Handles one activity. `status` and `body` are the response."""

    def __init__(self, controller: TeamsController, activity: TeamsActivity):
        self._controller, self._activity = controller, activity
        self.status = 200
        self.body: Answer | None = None

    async def on_message_activity(self, _turn: Turn) -> None:
        await self._controller.message(self._activity.require_complete())

    async def on_invoke_activity(self, _turn: Turn) -> None:
        """Replaces the SDK's, which sends the response through its adapter."""
        handle = {
            "adaptiveCard/action": self._controller.action,
            "task/fetch": self._controller.dialog_opened,
            "task/submit": self._controller.dialog_submitted,
        }.get(self._activity.invoke)
        if handle:
            self.body = await handle(self._activity.require_invoke())
        else:
            self.status = 501

    async def on_installation_update(self, _turn: Turn) -> None:
        """Replaces the SDK's, which takes an upgrade for a removal or an installation: Teams sends
        `remove-upgrade` and `add-upgrade` where the app stays."""
        handle = {
            "add": self._controller.installed,
            "add-upgrade": self._controller.upgraded,
            "remove": self._controller.uninstalled,
        }.get(self._activity.action)
        if handle:
            await handle(self._activity.require_complete())

    async def on_conversation_update_activity(self, _turn: Turn) -> None:
        await self._controller.conversation_changed(self._activity.require_complete())
