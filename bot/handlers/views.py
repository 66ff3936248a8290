"""Views load what a page may show a person, under the same access and disclosure rules as replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from bot.context import AppContext
from bot.core.cards import Card, Chart
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import (
    Address,
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
from bot.handlers.browser import sessions_of
from bot.handlers.forms.definition import OutcomeChoice, OwnMembership, OwnSettings
from bot.handlers.open_check_ins import (
    OpenCheckIn,
    check_ins_or_why_not,
    open_check_ins,
    open_invitations_of_members,
)
from bot.handlers.set_up import set_up_cards
from bot.membership import data_contacts, mailboxes, people, permissions, weekly_summaries
from bot.membership.data_contacts import Controllers
from bot.membership.outcomes import may_enter
from bot.membership.permissions import Membership
from bot.membership.roster import Roster, SentenceBuilder
from bot.messages import account, general, join_requests
from bot.messages import home as messages
from bot.messages import membership as membership_messages
from bot.messages.home import PartnershipOverview
from bot.reports import action_text, charts
from bot.reports.who_asked import who_asked
from bot.rounds import actions, answers
from bot.rounds.outcomes import find_outcomes

ViewResult = TypeVar("ViewResult", covariant=True)


class View(Protocol[ViewResult]):
    async def load(self, db: Transaction, context: AppContext, viewer: Person, /) -> ViewResult:
        """Load what this viewer is shown. Raises Refusal if it is not theirs to see."""


@dataclass(frozen=True, slots=True)
class MyPartnership:
    """A partnership of a person. `waiting` is their invitation while a round is open, whether or not they
    have replied, or empty."""

    partnership: str
    name: str
    role: str
    waiting: str


@dataclass(frozen=True, slots=True)
class MyPartnershipsView:
    """The viewer's partnerships, by name."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[MyPartnership, ...]:
        memberships = await permissions.memberships_of(db, viewer)
        invitations = {
            round_.partnership: invitation.id
            for invitation, round_ in await open_invitations_of_members(db, memberships)
        }
        return tuple(
            MyPartnership(partnership.id, partnership.name, member.role, invitations.get(partnership.id, ""))
            for member, partnership in memberships
        )


@dataclass(frozen=True, slots=True)
class OwnMembershipsView:
    """The viewer's partnerships with all their members, by the partnerships' names."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[OwnMembership, ...]:
        memberships = await permissions.memberships_of(db, viewer)
        rosters = await permissions.load_rosters(db, [partnership for _, partnership in memberships])
        return tuple(
            OwnMembership(member, roster) for (member, _), roster in zip(memberships, rosters, strict=True)
        )


async def enterable_outcomes(
    db: Transaction, memberships: Sequence[OwnMembership]
) -> tuple[OutcomeChoice, ...]:
    """Return the shared outcomes whose values somebody with these memberships may enter, by the partnerships'
    names."""
    outcomes = await find_outcomes(db, *(roster.partnership.id for _, roster in memberships))
    return tuple(
        OutcomeChoice(roster.partnership, outcome)
        for member, roster in memberships
        for outcome in outcomes
        if outcome.partnership == roster.partnership.id and may_enter(outcome, roster, member)
    )


@dataclass(frozen=True, slots=True)
class OwnSettingsView:
    """The settings of the viewer that take a query."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> OwnSettings:
        weekly_summary = await weekly_summaries.is_on(db, viewer)
        if not (context.sends_email and people.uses_the_web(viewer)):
            return OwnSettings(None, weekly_summary)
        box = await mailboxes.current_mailbox(db, viewer)
        used = box is not None and viewer.home == box.address
        return OwnSettings(
            mailboxes.reveal_address(context.crypto, box) if box and used else "", weekly_summary
        )


class PartnershipState(NamedTuple):
    """A partnership of the viewer, with the card that shows its state. `is_answered` is True if its open
    check-in puts no question any more."""

    partnership: MyPartnership
    card: Card
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The cards that wait for somebody, the most pressing first; and their partnerships by name. `start`
    shows somebody who has none how to begin."""

    waiting: tuple[Card, ...]
    partnerships: tuple[PartnershipState, ...]
    start: Card | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The viewer's home: what waits for them, and the state of each of their partnerships."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> Home:
        t = context.translator(viewer)
        own = await OwnMembershipsView().load(db, context, viewer)
        partnerships = {roster.partnership.id: roster.partnership for _, roster in own}
        memberships = [Membership(member, roster.partnership) for member, roster in own]
        check_ins, problem = await check_ins_or_why_not(context, db, t, memberships)
        states = []
        for member, roster in own:
            say = permissions.sentences_about(roster.partnership, list(partnerships.values()))
            check_in = check_ins.get(roster.partnership.id)
            states.append(await _partnership_state(db, t, member, roster, check_in, say))
        waiting = [
            check_in.card(context.bank, t, partnerships[id])
            for id, check_in in check_ins.items()
            if check_in.step
        ]
        requests = await membership_requests(context, db, viewer, own, on_page=True)
        start = None if states or requests else general.menu(t, ())
        set_up = await set_up_cards(context, db, viewer, own, page=f"/me/{viewer.id}")
        return Home((*requests, *waiting, *problem, *set_up), tuple(states), start)


class PartnershipName(NamedTuple):
    """A partnership of the viewer, as it stands in the menu of their pages."""

    partnership: str
    name: str


class ChannelState(NamedTuple):
    """The content of the page of a partnership's channel, beside its posts. `menu` has all partnerships of
    the viewer; posts are those to `address`."""

    menu: tuple[PartnershipName, ...]
    state: PartnershipState
    address: Address


@dataclass(frozen=True, slots=True)
class ChannelView:
    """The page of a partnership's channel on the web, where its summaries are posted."""

    partnership: str

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> ChannelState:
        t = context.translator(viewer)
        memberships = await permissions.memberships_of(db, viewer)
        membership = _require_own(t, memberships, self.partnership)
        check_ins, _ = await check_ins_or_why_not(context, db, t, [membership])
        (roster,) = await permissions.load_rosters(db, [membership.partnership])
        own = [partnership for _, partnership in memberships]
        say = permissions.sentences_about(membership.partnership, own)
        check_in = check_ins.get(self.partnership)
        state = await _partnership_state(db, t, membership.member, roster, check_in, say)
        menu = tuple(PartnershipName(partnership.id, partnership.name) for partnership in own)
        return ChannelState(menu, state, web_address(self.partnership))


@dataclass(frozen=True, slots=True)
class LatestSummaryView:
    """The latest summary of a partnership, with every chart."""

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
    memberships = await permissions.memberships_of(db, viewer)
    return _require_own(context.translator(viewer), memberships, id).partnership


def _require_own(t: Translator, memberships: Sequence[Membership], id: str) -> Membership:
    """Return the membership in this partnership. Raises Refusal."""
    for membership in memberships:
        if membership.partnership.id == id:
            return membership
    raise Refusal(t("That is not yours to see: you are not in this partnership."))


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The viewer's home in a chat platform: what waits for them, their partnerships and themselves, the most
    pressing first."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, ...]:
        t = context.translator(viewer)
        own = await OwnMembershipsView().load(db, context, viewer)
        partnerships = {roster.partnership.id: roster.partnership for _, roster in own}
        cards = list(await membership_requests(context, db, viewer, own))
        memberships = [Membership(member, roster.partnership) for member, roster in own]
        check_ins = await open_check_ins(context, db, t, memberships)
        for id, check_in in check_ins.items():
            if check_in.step:
                asked = await who_asked(context, db, check_in.round, t)
                cards.append(messages.asked(t, partnerships[id].name, check_in.round, asked))
        cards += await set_up_cards(context, db, viewer, own)
        for member, roster in own:
            say = permissions.sentences_about(roster.partnership, list(partnerships.values()))
            overview = await _partnership_overview(
                db, t, member, roster, check_ins.get(roster.partnership.id)
            )
            cards.append(messages.partnership(t, overview, messages.buttons(t, member.role, say)))
        if not own:
            cards.append(general.menu(t, ()))
        kept = await _what_is_kept(db, context, viewer)
        weekly_summary = await weekly_summaries.is_on(db, viewer)
        return (*cards, messages.settings(t, viewer, context.languages, weekly_summary), kept)


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The card that says when the viewer gets questions, and the one that says what is kept about them."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, Card]:
        settings = messages.settings_summary(context.translator(viewer), viewer)
        return settings, await _what_is_kept(db, context, viewer)


@dataclass(frozen=True, slots=True)
class ControllersView:
    """The organisations that decide about the viewer's data."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> list[Controllers]:
        return await data_contacts.controllers_of(db, viewer)


async def _what_is_kept(db: Transaction, context: AppContext, viewer: Person) -> Card:
    browsers = await sessions_of(db, viewer, context.clock.now())
    boxes = await mailboxes.owned_addresses(db, context.crypto, viewer)
    memberships = await permissions.all_memberships_of(db, viewer)
    weekly_summary = await weekly_summaries.is_on(db, viewer)
    controllers = await data_contacts.controllers_of(db, viewer)
    t = context.translator(viewer)
    return account.my_data(t, viewer, memberships, browsers, boxes, weekly_summary, controllers)


async def _partnership_state(
    db: Transaction,
    t: Translator,
    member: Member,
    roster: Roster,
    check_in: OpenCheckIn | None,
    say: SentenceBuilder,
) -> PartnershipState:
    """Return the state of a partnership as a member's pages show it."""
    partnership = roster.partnership
    overview = await _partnership_overview(db, t, member, roster, check_in)
    card = messages.partnership(t, overview, messages.page_buttons(t, say))
    invitation = check_in.invitation.id if check_in else ""
    mine = MyPartnership(partnership.id, partnership.name, member.role, invitation)
    return PartnershipState(mine, card, is_answered=check_in is not None and check_in.step is None)


async def _partnership_overview(
    db: Transaction, t: Translator, member: Member, roster: Roster, check_in: OpenCheckIn | None
) -> PartnershipOverview:
    round_ = check_in.round if check_in else None
    if roster.partnership.round and not round_:
        round_ = await db.first(Round, id=roster.partnership.round, state=RoundState.OPEN)
    has_replied = check_in.step in {None, answers.COMMENT} if check_in else None
    open_actions = await actions.open_actions(db, roster.partnership.id)
    to_do = [action_text.action_line(t, roster, action) for action in open_actions]
    return PartnershipOverview(roster, member, round_, has_replied, to_do)


async def membership_requests(
    context: AppContext,
    db: Transaction,
    viewer: Person,
    memberships: Sequence[OwnMembership],
    *,
    on_page: bool = False,
) -> tuple[Card, ...]:
    """Return the viewer's own requests, the invitations that they have not confirmed, and the requests that
    they can decide."""
    t = context.translator(viewer)
    asked = await db.find(Member, person=viewer.id, standing=MembershipStatus.WAITING)
    invited = await db.find(Member, person=viewer.id, standing=MembershipStatus.INVITED)
    cards = [join_requests.asked_to_join(t, member, on_page=on_page) for member in asked]
    cards += [
        membership_messages.please_confirm(t, await permissions.load_roster(db, member.partnership), member)
        for member in invited
    ]
    own = [roster.partnership for _, roster in memberships]
    for member, roster in memberships:
        if member.role is Role.COORDINATOR and (waiting := roster.waiting):
            say = permissions.sentences_about(roster.partnership, own)
            cards.append(join_requests.requests(t, roster, waiting, say))
    return tuple(cards)
