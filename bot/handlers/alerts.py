"""What somebody says to an alert."""

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import Alert, AlertResponse
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.membership import permissions
from bot.messages import alerts as messages


async def discuss(request: MemberRequest, command: c.DiscussAlert) -> Card:
    alert = await _respond(request, command.alert, AlertResponse.TALK)
    points = [each for each in request.context.talking_points if each.id == alert.point]
    return messages.talked(request.t, points[0].text.in_language(request.t.code) if points else "")


async def act(request: MemberRequest, command: c.ActOnAlert) -> Card:
    await _respond(request, command.alert, AlertResponse.ACT)
    return messages.act(
        request.t, await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    )


async def dismiss(request: MemberRequest, command: c.DismissAlert) -> Card:
    await _respond(request, command.alert, AlertResponse.NOT_NOW)
    return messages.not_now(request.t)


async def _respond(request: MemberRequest, id: str, response: AlertResponse) -> Alert:
    """The newest response counts; who gave it is not kept."""
    for alert in await request.db.find(Alert, id=id, partnership=request.partnership.id):
        return await request.db.update_if_unchanged(alert, response=response)
    raise Refusal(
        request.t("Nothing was done: this partnership has no such alert. Say results to see what stands out.")
    )
