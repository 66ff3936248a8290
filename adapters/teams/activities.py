"""All that we use of Microsoft's SDK: it tells what kind of activity came. Its successor replaces this file.

Heavy to import. Not its adapter, which answers 500 to presses, nor its client, which never tries again.
"""

from collections.abc import Mapping
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity
from msrest.exceptions import DeserializationError

from adapters.teams.controller import TeamsController
from adapters.teams.dialogs import Answer
from adapters.teams.payloads import MalformedActivity, TeamsActivity

RAW = "accord.activity"  # where a turn keeps the activity as it came
INVOKED = "accord.answer"
UNREAD = {"value", "entities", "channelData"}  # what dispatch has no need of, and takes longest to read


async def dispatch(listening: TeamsController, raw: Mapping[str, Any]) -> tuple[int, Answer | None]:
    """Act on an activity; return the status and body to answer with. Raises Malformed and Unavailable."""
    try:
        told = {name: value for name, value in raw.items() if name not in UNREAD}
        turn = TurnContext(_NullAdapter(), Activity().deserialize(told))
    except DeserializationError as error:
        raise MalformedActivity("An activity cannot be read.") from error
    turn.turn_state[RAW] = raw
    await _ActivityHandler(listening).on_turn(turn)
    status, body = turn.turn_state.get(INVOKED, (200, None))
    return status, body


class _ActivityHandler(TeamsActivityHandler):  # type: ignore[misc]  # it is not typed
    def __init__(self, listening: TeamsController):
        self._listening = listening

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._listening.message(_read(turn_context))

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Its own answers are objects that its adapter cannot write as JSON, and copied many times over."""
        hears = {
            "adaptiveCard/action": self._listening.action,
            "task/fetch": self._listening.dialog_opened,
            "task/submit": self._listening.dialog_submitted,
        }.get(turn_context.activity.name)
        answer = (501, None) if hears is None else (200, await hears(_read(turn_context)))
        turn_context.turn_state[INVOKED] = answer

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._listening.installed(_read(turn_context))

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        await self._listening.uninstalled(_read(turn_context))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Its own fails where `channelData` is missing."""
        await self._listening.conversation_changed(_read(turn_context), turn_context.turn_state[RAW])


def _read(turn: TurnContext) -> TeamsActivity:
    return TeamsActivity.read(turn.turn_state[RAW])


class _NullAdapter(BotAdapter):  # type: ignore[misc]  # it is not typed
    """Nothing leaves through the SDK."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[None]:
        raise NotImplementedError

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: object) -> None:
        raise NotImplementedError
