"""What somebody says to an alert."""

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import Alert, AlertResponse
from bot.language import commands as c
from bot.partners import access
from bot.talk.phrases import alerts as phrases
from bot.talk.turn import Inside


async def talk(turn: Inside, command: c.DiscussAlert) -> Card:
    alert = await _respond(turn, command.alert, AlertResponse.TALK)
    points = [each for each in turn.context.talking_points if each.id == alert.point]
    return phrases.talked(turn.t, points[0].text.in_language(turn.t.code) if points else "")


async def act(turn: Inside, command: c.ActOnAlert) -> Card:
    await _respond(turn, command.alert, AlertResponse.ACT)
    return phrases.act(turn.t, await access.saying(turn.db, turn.speaker, turn.partnership))


async def not_now(turn: Inside, command: c.DismissAlert) -> Card:
    await _respond(turn, command.alert, AlertResponse.NOT_NOW)
    return phrases.not_now(turn.t)


async def _respond(turn: Inside, id: str, response: AlertResponse) -> Alert:
    """The newest response counts; who gave it is not kept."""
    for alert in await turn.db.find(Alert, id=id, partnership=turn.partnership.id):
        return await turn.db.update_if_unchanged(alert, response=response)
    raise Refusal(
        turn.t("Nothing was done: this partnership has no such alert. Say results to see what stands out.")
    )


INSIDE = {c.DiscussAlert: talk, c.ActOnAlert: act, c.DismissAlert: not_now}
