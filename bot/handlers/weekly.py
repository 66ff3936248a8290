"""The handler for the weekly summary of leads and coordinators."""

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.handlers.request import Request
from bot.language import commands as c
from bot.membership import weekly_summaries
from bot.messages import weekly as messages


async def set_weekly_summary(request: Request, command: c.SetWeeklySummary) -> Card:
    """Show whether the speaker gets the weekly summary, or switch it on or off for all their partnerships."""
    speaker = request.require_speaker()
    is_on = await weekly_summaries.is_on(request.db, speaker)
    if is_on is None:
        raise Refusal(
            request.t(
                "Only leads and coordinators get a weekly summary. You still get the results of each round."
            )
        )
    choice = command.choice.casefold()
    if not choice:
        return messages.state(request.t, on=is_on)
    await weekly_summaries.switch(request.db, speaker, on=choice == messages.ON, now=request.now)
    return messages.switched(request.t, on=choice == messages.ON)
