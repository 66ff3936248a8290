"""What the partnership says it will do: taken up, listed, and answered for."""

import re
from collections.abc import Container
from datetime import date

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import ActionOutcome
from bot.core.timezones import local_date
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import dates
from bot.membership import permissions
from bot.membership import roster as rosters
from bot.membership.roster import Roster
from bot.messages import actions as messages
from bot.rounds import actions

SETTLED_SHOWN = 5


async def add_action(request: MemberRequest, command: c.AddAction) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    addresses = {str(each.address) for each in roster.people.values()}
    draft = await _draft(request, roster, *_split(request, command, addresses))
    action = await actions.add(
        request.db, request.context.ids, request.partnership, draft, request.now, request.t
    )
    return messages.added(request.t, roster, action)


async def list_actions(request: MemberRequest, _: c.ListActions) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    waiting = await actions.open_actions(request.db, request.partnership.id)
    over = await actions.settled_actions(request.db, request.partnership.id, SETTLED_SHOWN)
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    return messages.listed(request.t, roster, waiting, over, say)


async def complete_action(request: MemberRequest, command: c.CompleteAction) -> Card:
    return await _settle(request, command.n, ActionOutcome.YES)


async def report_action(request: MemberRequest, command: c.ReportAction) -> Card:
    return await _settle(request, command.n, ActionOutcome(command.how.lower()))


async def _settle(request: MemberRequest, n: str, did: ActionOutcome) -> Card:
    action = await actions.settle(request.db, request.member, n, did, request.now, request.t)
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    return messages.settled(request.t, action, say)


def _split(
    request: MemberRequest, command: c.AddAction, addresses: Container[str]
) -> tuple[str, date | None, str]:
    """Words, date and owner. The grammar parts a sentence at the first " by " and " @", which may belong to
    the words ("write by hand by 3 May"): here the last decide, in either order. Raises Refusal."""
    by, at = f" by {command.date}" if command.date else "", f" @{command.owner}" if command.owner else ""
    words, owner = _owner(command.text + by + at, addresses)
    try:
        owner, due = _due(request, owner)
        if due is None:
            words, due = _due(request, words)
    except ValueError:
        raise Refusal(
            request.t("The action was not taken up: I did not understand the date. Say for example: by 3 May")
        ) from None
    return words, due, owner


def _owner(said: str, addresses: Container[str]) -> tuple[str, str]:
    """The words, and who is named behind them: after an "@", or by an address, as platforms put a
    mention."""
    if found := re.fullmatch(r"(?P<words>.+)\s@\s*(?P<owner>[^@]+)", said, re.DOTALL):
        return found["words"], found["owner"]
    words, _, last = said.rpartition(" ")
    return (words, last) if words and last in addresses else (said, "")


def _due(request: MemberRequest, said: str) -> dates.TextAndDate:
    today = local_date(request.now, request.speaker.zone)
    return dates.split_trailing_date(
        said, "by", lambda text: dates.parse_date(text, today, request.t), request.t
    )


async def _draft(
    request: MemberRequest, roster: Roster, words: str, by: date | None, who: str
) -> actions.ActionDraft:
    """Raises Refusal for a day that is past, and for an owner who is not there or could be several."""
    today = local_date(request.now, request.speaker.zone)
    if by and by < today:
        raise Refusal(
            request.t(
                "The action was not taken up: {day} is past. Say a later date.", day=request.t.full_day(by)
            )
        )
    if not who:
        return actions.ActionDraft(words, by)
    if who.casefold() == "me":
        return actions.ActionDraft(words, by, rosters.id_or_token(request.member))
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    day = by.isoformat() if by else ""
    owner = rosters.find_present(roster, who, request.t, lambda other: say(c.AddAction(words, day, other)))
    return actions.ActionDraft(words, by, rosters.id_or_token(owner))
