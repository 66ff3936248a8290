"""What pages may show somebody: each view knows how it is seen, through the same access rules and the same
ladder as everything that is said.

All that concerns somebody, for a home of their own on a platform: what waits, their partnerships,
themselves.

What waits for somebody besides questions: their own confirmation, and, for a coordinator, those who want
to join."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.context import AppContext
from bot.core.cards import Card, Chart
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import (
    Address,
    BrowserSession,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
    web_address,
)
from bot.core.ports import Transaction
from bot.handlers import results
from bot.handlers.check_in import next_card
from bot.membership import mailboxes, permissions
from bot.membership.roster import Roster
from bot.messages import account, general
from bot.messages import home as messages
from bot.messages import membership as membership_messages
from bot.messages.home import PartnershipOverview
from bot.reports import action_text as action_words
from bot.reports import charts
from bot.rounds import actions, answers

ViewResult = TypeVar("ViewResult", covariant=True)


class View(Protocol[ViewResult]):
    async def load(self, db: Transaction, context: AppContext, viewer: Person, /) -> ViewResult:
        """What this viewer is shown. Raises Refusal where it is not theirs."""


@dataclass(frozen=True, slots=True)
class MyPartnership:
    """A partnership that somebody is in. `waiting` is their invitation while a round is open, whether or
    not they have replied, or empty."""

    partnership: str
    name: str
    role: str
    waiting: str


@dataclass(frozen=True, slots=True)
class MyPartnershipsView:
    """The partnerships somebody is in, by name."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[MyPartnership, ...]:
        open_ = {
            round_.partnership: invitation.id
            for _, invitation, round_ in await answers.open_invitations(db, viewer)
        }
        mine = await permissions.memberships_of(db, viewer)
        return tuple(
            MyPartnership(each.id, each.name, member.role, open_.get(each.id, "")) for member, each in mine
        )


@dataclass(frozen=True, slots=True)
class CoordinatedRostersView:
    """Everybody in the partnerships that somebody coordinates, by the partnerships' names."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[Roster, ...]:
        mine = await permissions.memberships_of(db, viewer)
        ids = [each.id for member, each in mine if member.role is Role.COORDINATOR]
        return tuple([await permissions.load_roster(db, id) for id in ids])


@dataclass(frozen=True, slots=True)
class HomeView:
    """What waits for somebody, the most pressing first."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, ...]:
        t = context.translator(viewer)
        cards = list(await membership_requests(context, db, viewer))
        for _, invitation, round_ in await answers.open_invitations(db, viewer):
            unlocked = await answers.require_unlocked(context, round_, t)
            which, card = await next_card(context.bank, db, t, unlocked, invitation)
            cards += [card] if which else []
        return tuple(cards)


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A partnership's place on the web, where its summaries are posted."""

    partnership: str

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> Address:
        await _require_membership(db, context, viewer, self.partnership)
        return web_address(self.partnership)


@dataclass(frozen=True, slots=True)
class LatestSummaryView:
    """The latest summary of a partnership, with every picture."""

    partnership: str

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> Card:
        partnership = await _require_membership(db, context, viewer, self.partnership)
        say = await permissions.sentence_builder(db, viewer, partnership)
        return await results.latest_summary_in_full(context, db, partnership, context.translator(viewer), say)


async def chart_by_name(db: Transaction, context: AppContext, of: str, language: str) -> Chart | None:
    """The chart that `Chart.name` names, for whoever holds its signed address: no more than every summary
    shows."""
    return await charts.chart_by_name(context, db, of, context.translator(language=language))


async def _require_membership(db: Transaction, context: AppContext, viewer: Person, id: str) -> Partnership:
    for _, partnership in await permissions.memberships_of(db, viewer):
        if partnership.id == id:
            return partnership
    raise Refusal(context.translator(viewer)("That is not yours to see: you are not in this partnership."))


@dataclass(frozen=True, slots=True)
class OverviewView:
    """A card a matter, the most pressing first."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, ...]:
        t = context.translator(viewer)
        cards = [
            *await membership_requests(context, db, viewer),
            *await _open_check_ins(context, db, t, viewer),
        ]
        mine = await permissions.memberships_of(db, viewer)
        for member, partnership in mine:
            say = await permissions.sentence_builder(db, viewer, partnership)
            cards.append(
                messages.partnership(t, await _partnership_overview(db, t, member, partnership), say)
            )
        if not mine:
            cards.append(general.menu(t, ()))
        browsers = await db.count(BrowserSession, person=viewer.id)
        boxes = await mailboxes.owned_addresses(db, context.crypto, viewer)
        kept = account.my_data(t, viewer, await permissions.all_memberships_of(db, viewer), browsers, boxes)
        return (*cards, messages.settings(t, viewer, context.languages), kept)


async def _open_check_ins(context: AppContext, db: Transaction, t: Translator, viewer: Person) -> list[Card]:
    cards = []
    for _, invitation, round_ in await answers.open_invitations(db, viewer):
        unlocked = await answers.require_unlocked(context, round_, t)
        which, _card = await next_card(context.bank, db, t, unlocked, invitation)
        if which:
            partnership = await db.get(Partnership, round_.partnership)
            cards.append(messages.asked(t, partnership.name, round_))
    return cards


async def _partnership_overview(
    db: Transaction, t: Translator, member: Member, partnership: Partnership
) -> PartnershipOverview:
    roster = await permissions.load_roster(db, partnership.id)
    rounds = await db.find(Round, id=partnership.round, state=RoundState.OPEN) if partnership.round else []
    open_ = await actions.open_actions(db, partnership.id)
    to_do = [action_words.action_line(t, roster, each) for each in open_]
    return PartnershipOverview(roster, member, rounds[0] if rounds else None, to_do)


async def membership_requests(context: AppContext, db: Transaction, viewer: Person) -> tuple[Card, ...]:
    t = context.translator(viewer)
    own = await db.find(Member, person=viewer.id, standing=MembershipStatus.INVITED)
    shown = [
        membership_messages.please_confirm(t, await permissions.load_roster(db, each.partnership), each)
        for each in own
    ]
    for member, partnership in await permissions.memberships_of(db, viewer):
        if member.role is Role.COORDINATOR:
            roster = await permissions.load_roster(db, partnership.id)
            waiting = [each for each in roster.present if each.standing is MembershipStatus.WAITING]
            shown += [membership_messages.wants_to_join(t, roster, each) for each in waiting]
    return tuple(shown)
