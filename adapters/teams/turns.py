"""All that we use of Microsoft's SDK: it tells what kind of activity came. Its successor replaces this file.

Heavy to import. Not its adapter, which answers 500 to presses, nor its client, which never tries again.
"""

from collections.abc import Mapping
from typing import Any

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity
from msrest.exceptions import DeserializationError

from adapters.teams.dialogs import Answer
from adapters.teams.incoming import Incoming, Malformed
from adapters.teams.listening import Listening

RAW = "accord.activity"  # where a turn keeps the activity as it came
INVOKED = "invokeResponse"


async def take(listening: Listening, raw: Mapping[str, Any]) -> tuple[int, Answer | None]:
    """Act on an activity; return the status and body to answer with. Raises Malformed and Unavailable."""
    try:
        turn = TurnContext(_Edge(), Activity().deserialize(raw))
    except DeserializationError as error:
        raise Malformed("An activity cannot be read.") from error
    turn.turn_state[RAW] = raw
    await _Turns(listening).on_turn(turn)
    answer = turn.turn_state.get(INVOKED)
    return (answer.status, answer.body) if answer else (200, None)


class _Turns(TeamsActivityHandler):  # type: ignore[misc]  # it is not typed
    def __init__(self, listening: Listening):
        self._listening = listening

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._listening.typed(_read(turn_context))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Its own answers are objects that its adapter cannot write as JSON."""
        hears = {
            "adaptiveCard/action": self._listening.pressed,
            "task/fetch": self._listening.opened,
            "task/submit": self._listening.submitted,
        }.get(turn_context.activity.name)
        if hears is None:
            return InvokeResponse(status=501)
        return InvokeResponse(status=200, body=await hears(_read(turn_context)))

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._listening.installed(_read(turn_context))

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        await self._listening.uninstalled(_read(turn_context))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Its own fails where `channelData` is missing."""
        await self._listening.changed(_read(turn_context), turn_context.turn_state[RAW])


def _read(turn: TurnContext) -> Incoming:
    return Incoming.read(turn.turn_state[RAW])


class _Edge(BotAdapter):  # type: ignore[misc]  # it is not typed
    """Keeps what an invoke is answered with. Nothing else leaves through the SDK."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[None]:
        for activity in activities:
            context.turn_state[activity.type] = activity.value
        return [None for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: object) -> None:
        raise NotImplementedError
