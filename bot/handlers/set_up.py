"""Shows what is left to set up in a partnership, on home pages and on request; a coordinator can hide it."""

from collections.abc import Sequence

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.models import Member, Person, Role
from bot.core.ports import Transaction
from bot.handlers.forms.definition import OwnMembership
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.membership import permissions
from bot.membership.partnerships import UNNAMED
from bot.membership.roster import Roster
from bot.membership.set_up import SetUp, load_set_up
from bot.messages import set_up as messages


async def show_set_up(request: MemberRequest, _: c.ShowSetUp) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    state = await _load(request.context, request.db, request.speaker, request.member, roster)
    return messages.set_up(request.t, state, await request.sentence_builder())


async def hide_set_up(request: MemberRequest, _: c.HideSetUp) -> Card:
    """Hide the list on the home pages of all coordinators."""
    await request.db.update_if_unchanged(request.partnership, set_up_hidden_at=request.now)
    return messages.hidden(request.t)


async def set_up_cards(
    context: AppContext,
    db: Transaction,
    viewer: Person,
    memberships: Sequence[OwnMembership],
    *,
    page: str = "",
) -> tuple[Card, ...]:
    """Return the list of each partnership that the viewer coordinates, until it is done or hidden. `page` is
    the path of their own pages, or empty on a chat platform."""
    cards, t = [], context.translator(viewer)
    for member, roster in memberships:
        if member.role is Role.COORDINATOR and roster.partnership.set_up_hidden_at is None:
            state = await _load(context, db, viewer, member, roster)
            if not state.is_done:
                own = [other.roster.partnership for other in memberships]
                say = permissions.sentences_about(roster.partnership, own)
                cards.append(messages.set_up(t, state, say, page))
    return tuple(cards)


async def _load(
    context: AppContext, db: Transaction, viewer: Person, member: Member, roster: Roster
) -> SetUp:
    return await load_set_up(db, roster, member, context.translator(viewer).wordings(UNNAMED))
