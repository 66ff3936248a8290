"""Handlers for the responses to an alert."""

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import Alert, AlertResponse
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.messages import alerts as messages
from bot.rounds.alerts import show_taken_up


async def discuss(request: MemberRequest, command: c.DiscussAlert) -> Card:
    alert = await _respond(request, command.alert, AlertResponse.TALK)
    points = [point for point in request.context.talking_points if point.id == alert.point]
    return messages.talked(request.t, points[0].text.in_language(request.t.code) if points else "")


async def act(request: MemberRequest, command: c.ActOnAlert) -> Card:
    await _respond(request, command.alert, AlertResponse.ACT)
    return messages.act(request.t, await request.sentence_builder())


async def dismiss(request: MemberRequest, command: c.DismissAlert) -> Card:
    await _respond(request, command.alert, AlertResponse.NOT_NOW)
    return messages.not_now(request.t)


async def _respond(request: MemberRequest, id: str, response: AlertResponse) -> Alert:
    """Record the response in the place of an earlier one. The person who gave it is not recorded."""
    alert = await request.db.first(Alert, id=id, partnership=request.partnership.id)
    if alert:
        await show_taken_up(request.context, request.db, alert, request.now)
        return await request.db.update_if_unchanged(alert, response=response, responded_at=request.now)
    say = await request.sentence_builder()
    raise Refusal(
        request.t("We could not find that alert. The latest results show what stands out."),
        ((request.t("See the results"), say(c.ShowResults())),),
    )
