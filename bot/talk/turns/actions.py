"""What the partnership says it will do: taken up, listed, and answered for."""

import re
from collections.abc import Container
from datetime import date

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import ActionOutcome
from bot.core.timezones import local_date
from bot.language import commands as c
from bot.language import dates
from bot.partners import access, actions
from bot.partners import roster as rosters
from bot.partners.roster import Roster
from bot.talk.phrases import actions as phrases
from bot.talk.turn import Inside

OVER_SHOWN = 5


async def take_up(turn: Inside, command: c.AddAction) -> Card:
    roster = await access.roster(turn.db, turn.partnership.id)
    addresses = {str(each.address) for each in roster.people.values()}
    draft = await _draft(turn, roster, *_parted(turn, command, addresses))
    action = await actions.take_up(turn.db, turn.context.ids, turn.partnership, draft, turn.now, turn.t)
    return phrases.taken_up(turn.t, roster, action)


async def show(turn: Inside, _: c.ListActions) -> Card:
    roster = await access.roster(turn.db, turn.partnership.id)
    waiting = await actions.open_ones(turn.db, turn.partnership.id)
    over = await actions.over(turn.db, turn.partnership.id, OVER_SHOWN)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    return phrases.listed(turn.t, roster, waiting, over, say)


async def done(turn: Inside, command: c.CompleteAction) -> Card:
    return await _settle(turn, command.n, ActionOutcome.YES)


async def did(turn: Inside, command: c.ReportAction) -> Card:
    return await _settle(turn, command.n, ActionOutcome(command.how.lower()))


async def _settle(turn: Inside, n: str, did: ActionOutcome) -> Card:
    action = await actions.settle(turn.db, turn.partnership, n, did, turn.member, turn.now, turn.t)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    return phrases.settled(turn.t, action, say)


def _parted(turn: Inside, command: c.AddAction, addresses: Container[str]) -> tuple[str, date | None, str]:
    """Words, date and owner. The grammar parts a sentence at the first " by " and " @", which may belong to
    the words ("write by hand by 3 May"): here the last decide, in either order. Raises Refusal."""
    by, at = f" by {command.date}" if command.date else "", f" @{command.owner}" if command.owner else ""
    words, owner = _owner(command.text + by + at, addresses)
    try:
        owner, due = _due(turn, owner)
        if due is None:
            words, due = _due(turn, words)
    except ValueError:
        raise Refusal(
            turn.t("The action was not taken up: I did not understand the date. Say for example: by 3 May")
        ) from None
    return words, due, owner


def _owner(said: str, addresses: Container[str]) -> tuple[str, str]:
    """The words, and who is named behind them: after an "@", or by an address, as platforms put a
    mention."""
    if found := re.fullmatch(r"(?P<words>.+)\s@\s*(?P<owner>[^@]+)", said, re.DOTALL):
        return found["words"], found["owner"]
    words, _, last = said.rpartition(" ")
    return (words, last) if words and last in addresses else (said, "")


def _due(turn: Inside, said: str) -> dates.TextAndDate:
    today = local_date(turn.now, turn.speaker.zone)
    return dates.split_trailing_date(
        said, "by", lambda text: dates.parse_date(text, today, turn.t.code), turn.t.code
    )


async def _draft(turn: Inside, roster: Roster, words: str, by: date | None, who: str) -> actions.Draft:
    """Raises Refusal for a day that is past, and for an owner who is not there or could be several."""
    today = local_date(turn.now, turn.speaker.zone)
    if by and by < today:
        raise Refusal(
            turn.t("The action was not taken up: {day} is past. Say a later date.", day=turn.t.full_day(by))
        )
    if not who:
        return actions.Draft(words, by)
    if who.casefold() == "me":
        return actions.Draft(words, by, rosters.token(turn.member))
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    day = by.isoformat() if by else ""
    owner = rosters.either(roster, who, turn.t, lambda other: say(c.AddAction(words, day, other)))
    return actions.Draft(words, by, rosters.token(owner))


INSIDE = {c.AddAction: take_up, c.ListActions: show, c.CompleteAction: done, c.ReportAction: did}
