"""Views load what a page may show a person, under the same access and disclosure rules as replies."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from bot.context import AppContext
from bot.core.cards import Card, Chart
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import (
    Address,
    BrowserSession,
    Invitation,
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
from bot.handlers.forms.definition import OutcomeChoice, OwnMembership, OwnSettings
from bot.handlers.set_up import set_up_cards
from bot.membership import mailboxes, people, permissions, weekly_summaries
from bot.membership.outcomes import may_enter
from bot.messages import account, general, join_requests
from bot.messages import home as messages
from bot.messages import membership as membership_messages
from bot.messages.home import PartnershipOverview
from bot.reports import action_text, charts
from bot.reports.outcome_csv import outcomes_csv
from bot.reports.who_asked import who_asked
from bot.rounds import actions, answers
from bot.rounds.outcomes import find_outcomes, load_histories

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
        invitations = {
            invited.partnership.id: invited.invitation.id
            for invited in await answers.open_invitations(db, viewer)
        }
        return tuple(
            MyPartnership(partnership.id, partnership.name, member.role, invitations.get(partnership.id, ""))
            for member, partnership in await permissions.memberships_of(db, viewer)
        )


@dataclass(frozen=True, slots=True)
class OwnMembershipsView:
    """The viewer's partnerships with all their members, by the partnerships' names."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[OwnMembership, ...]:
        memberships = await permissions.memberships_of(db, viewer)
        return tuple(
            [
                OwnMembership(member, await permissions.load_roster(db, partnership.id))
                for member, partnership in memberships
            ]
        )


@dataclass(frozen=True, slots=True)
class EnterableOutcomesView:
    """The shared outcomes whose values the viewer may enter, by the partnerships' names."""

    async def load(self, db: Transaction, _context: AppContext, viewer: Person) -> tuple[OutcomeChoice, ...]:
        choices = list[OutcomeChoice]()
        for member, partnership in await permissions.memberships_of(db, viewer):
            if found := await find_outcomes(db, partnership.id):
                roster = await permissions.load_roster(db, partnership.id)
                choices += [
                    OutcomeChoice(partnership, outcome)
                    for outcome in found
                    if may_enter(outcome, roster, member)
                ]
        return tuple(choices)


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
    """A partnership of the viewer, with the card that shows its state."""

    partnership: MyPartnership
    card: Card


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
        check_ins, problem = await _check_ins_or_why_not(context, db, t, viewer)
        states = []
        for member, partnership in await permissions.memberships_of(db, viewer):
            check_in = check_ins.get(partnership.id)
            say = await permissions.sentence_builder(db, viewer, partnership)
            overview = await _partnership_overview(db, t, member, partnership, check_in)
            card = messages.partnership(t, overview, messages.page_buttons(t, say))
            invitation = check_in.invitation.id if check_in else ""
            mine = MyPartnership(partnership.id, partnership.name, member.role, invitation)
            states.append(PartnershipState(mine, card))
        waiting = [check_in.card for check_in in check_ins.values() if check_in.step]
        requests = await membership_requests(context, db, viewer, on_page=True)
        start = None if states or requests else general.menu(t, ())
        set_up = await set_up_cards(context, db, viewer, page=f"/me/{viewer.id}")
        return Home((*requests, *waiting, *problem, *set_up), tuple(states), start)


@dataclass(frozen=True, slots=True)
class ChannelView:
    """The address of a partnership's channel on the web, where its summaries are posted."""

    partnership: str

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> Address:
        await _require_membership(db, context, viewer, self.partnership)
        return web_address(self.partnership)


@dataclass(frozen=True, slots=True)
class LatestSummaryView:
    """The latest summary of a partnership, with every chart."""

    partnership: str

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> Card:
        partnership = await _require_membership(db, context, viewer, self.partnership)
        say = await permissions.sentence_builder(db, viewer, partnership)
        return await results.latest_summary_in_full(context, db, partnership, context.translator(viewer), say)


@dataclass(frozen=True, slots=True)
class OutcomesCsvView:
    """All entries of the shared outcomes of a partnership, as CSV."""

    partnership: str

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> str:
        partnership = await _require_membership(db, context, viewer, self.partnership)
        roster = await permissions.load_roster(db, partnership.id)
        histories = await load_histories(db, partnership.id)
        return outcomes_csv(context.translator(viewer), roster, histories)


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
    """The viewer's home in a chat platform: what waits for them, their partnerships and themselves, the most
    pressing first."""

    async def load(self, db: Transaction, context: AppContext, viewer: Person) -> tuple[Card, ...]:
        t = context.translator(viewer)
        cards = list(await membership_requests(context, db, viewer))
        check_ins = await _check_ins(context, db, t, viewer)
        for check_in in check_ins.values():
            if check_in.step:
                partnership = await db.get(Partnership, check_in.round.partnership)
                asked = await who_asked(context, db, check_in.round, t)
                cards.append(messages.asked(t, partnership.name, check_in.round, asked))
        cards += await set_up_cards(context, db, viewer)
        memberships = await permissions.memberships_of(db, viewer)
        for member, partnership in memberships:
            say = await permissions.sentence_builder(db, viewer, partnership)
            check_in_here = check_ins.get(partnership.id)
            overview = await _partnership_overview(db, t, member, partnership, check_in_here)
            cards.append(messages.partnership(t, overview, messages.buttons(t, member.role, say)))
        if not memberships:
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


async def _what_is_kept(db: Transaction, context: AppContext, viewer: Person) -> Card:
    browsers = await db.count(BrowserSession, person=viewer.id)
    boxes = await mailboxes.owned_addresses(db, context.crypto, viewer)
    memberships = await permissions.all_memberships_of(db, viewer)
    weekly_summary = await weekly_summaries.is_on(db, viewer)
    return account.my_data(context.translator(viewer), viewer, memberships, browsers, boxes, weekly_summary)


class OpenCheckIn(NamedTuple):
    """The viewer's invitation to an open round, with its next step, or None, and the card of that step."""

    invitation: Invitation
    round: Round
    step: str | None
    card: Card


async def _check_ins(
    context: AppContext, db: Transaction, t: Translator, viewer: Person
) -> dict[str, OpenCheckIn]:
    """Return the viewer's open check-ins by partnership; the one that closes first comes first. Raises
    Refusal."""
    check_ins = {}
    for invited in await answers.open_invitations(db, viewer):
        unlocked = await answers.require_unlocked(context, invited.round, t)
        step, card = await next_card(context.bank, db, t, unlocked, invited)
        check_ins[invited.partnership.id] = OpenCheckIn(invited.invitation, invited.round, step, card)
    return check_ins


async def _check_ins_or_why_not(
    context: AppContext, db: Transaction, t: Translator, viewer: Person
) -> tuple[dict[str, OpenCheckIn], tuple[Card, ...]]:
    """Return the viewer's open check-ins; or none, and a card that says why they cannot be shown: the rest of
    a page does not depend on them."""
    try:
        return await _check_ins(context, db, t, viewer), ()
    except Refusal as refusal:
        return {}, (general.refused(t, refusal),)


async def _partnership_overview(
    db: Transaction, t: Translator, member: Member, partnership: Partnership, check_in: OpenCheckIn | None
) -> PartnershipOverview:
    roster = await permissions.load_roster(db, partnership.id)
    round_ = None
    if partnership.round:
        round_ = await db.first(Round, id=partnership.round, state=RoundState.OPEN)
    has_replied = check_in.step in {None, answers.COMMENT} if check_in else None
    open_actions = await actions.open_actions(db, partnership.id)
    to_do = [action_text.action_line(t, roster, action) for action in open_actions]
    return PartnershipOverview(roster, member, round_, has_replied, to_do)


async def membership_requests(
    context: AppContext, db: Transaction, viewer: Person, *, on_page: bool = False
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
    for member, partnership in await permissions.memberships_of(db, viewer):
        if member.role is Role.COORDINATOR:
            roster = await permissions.load_roster(db, partnership.id)
            if waiting := roster.waiting:
                say = await permissions.sentence_builder(db, viewer, partnership)
                cards.append(join_requests.requests(t, roster, waiting, say))
    return tuple(cards)
