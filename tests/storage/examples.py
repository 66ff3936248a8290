"""One record of each kind, with every field filled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.analysis.changes import Change, SpcRule
from bot.analysis.false_alarms import FalseAlarmRate
from bot.analysis.outcome_process import NewestValue
from bot.analysis.published import (
    CountedRounds,
    PublishedAction,
    PublishedContent,
    PublishedNote,
    PublishedRebase,
    PublishedRound,
    RosterChange,
    TrendLine,
    TrendPoint,
)
from bot.analysis.signals import Signal, SignalKind
from bot.core.cards import Card, ControlLimits, Text
from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane, ProcessedEvent, ThreadRoot
from bot.core.email import EmailOptOut, Mailbox, MutedReason
from bot.core.followups import (
    Action,
    ActionOutcome,
    Alert,
    AlertResponse,
    EvidenceDetail,
    EvidencePart,
    Note,
    Rebase,
)
from bot.core.models import (
    Address,
    Answer,
    ApiToken,
    BrowserSession,
    Channel,
    Comment,
    Invitation,
    JoinCode,
    LoginLink,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    ProgressCheck,
    QuestionResult,
    Role,
    Round,
    RoundKind,
    RoundState,
    SignInMethod,
    UsageCounter,
    WeeklySummary,
)
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.core.ports import WebMessage
from bot.core.sharing import HubShare
from bot.core.tenants import Tenant, TenantDecision
from bot.core.webhooks import Webhook
from bot.rounds.send_window import DailyCheckIn
from storage.installations import StoredInstallation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=3, microseconds=1)

AMIRA = Person(
    "amira",
    Address("slack", "T1", "U1"),
    Address("slack", "T1", "D1"),
    "Amira",
    "Europe/London",
    "cy",
    date(2026, 4, 1),
)
BEN = Person("ben", Address("teams", "tenant", "a:conv;x=1:2"), None, "Ben", "Europe/London", "en")
HARBOUR = Partnership(
    id="harbour",
    name="Harbour",
    zone="Europe/London",
    language="en",
    founded_at=NOW,
    purpose="Homes by the water for all",
    field="housing",
    kind="service",
    degree="joint",
    pack="roles",
    rhythm="FREQ=WEEKLY;INTERVAL=2",
    rhythm_at=NOW,
    next_round_at=LATER,
    postponed_from_at=NOW,
    round="round",
    rounds=7,
    threshold=6,
    reminders=2,
    ended_at=LATER,
    set_up_hidden_at=NOW,
)
COUNCIL = Organisation(
    "council",
    "harbour",
    "Council",
    MembershipStatus.ACTIVE,
    lead_body=True,
    region="GB-WLS",
    account_required_at=NOW,
    data_contact="dpo@council.example",
    data_contact_at=LATER,
)
MEMBER = Member(
    *(
        "amira-in-harbour",
        "harbour",
        "council",
        "amira",
        Role.LEAD,
        MembershipStatus.ACTIVE,
        NOW,
        "ben",
        LATER,
    )
)
CHANNEL = Channel(
    "channel", "harbour", Address("slack", "T1", "C1"), "#harbour", Address("teams", "tenant", "19:team")
)
CODE = JoinCode("harbour-4821-mint", "harbour", LATER)
ROUND = Round(
    id="round",
    partnership="harbour",
    kind=RoundKind.AD_HOC,
    number=3,
    questions=("trust.reliable@1", "own"),
    opened_at=NOW,
    closes_at=LATER,
    may_close_at=LATER,
    state=RoundState.CLOSED,
    own="Oedd y penderfyniad yn deg? ✓",
    closed_at=LATER,
    invited=6,
    replies=5,
    asked_by="member:amira-in-harbour",
    takes_comments=False,
)
INVITATION = Invitation("invitation", "round", "amira-in-harbour")
ASKED = DailyCheckIn("amira 2026-03-02", "amira", "invitation", date(2026, 3, 2), LATER)
ANSWER = Answer("round", b"sixteen bytes ab", "trust.reliable@1", bytes(range(44)))
READING = QuestionResult(
    id="reading",
    round="round",
    partnership="harbour",
    theme="trust",
    question="trust.reliable@1",
    anchor=True,
    scored=10,
    invited=12,
    mean=3.4,
    band="low",
    low=2.9,
    high=3.9,
    spread=1.1,
    counts=(0, 2, 3, 4, 1),
    agreement="fair",
    split=False,
    low_share="some",
    gap=-0.75,
    uneven=True,
    unsure=True,
    few_scored=True,
    approximate=True,
)
PROGRESS = ProgressCheck("round", enough=True, checked_at=NOW, expires_at=LATER)
COMMENT = Comment("comment", "round", "Line one\nline two", LATER)
ACTION = Action(
    id="action",
    partnership="harbour",
    number=2,
    words="Share the budget papers",
    said_at=NOW,
    by=date(2026, 4, 1),
    owner="member:amira-in-harbour",
    did=ActionOutcome.PARTLY,
    did_at=LATER,
    settled_by="member:amira-in-harbour",
    removed_at=LATER,
    plan_year=2026,
)
ALERT = Alert(
    id="alert",
    partnership="harbour",
    round="round",
    number=14,
    kind="down",
    theme="trust",
    size=2,
    point="trust.promises",
    said_at=NOW,
    response=AlertResponse.TALK,
    responded_at=LATER,
)
WEEKLY = WeeklySummary("amira", LATER, NOW, LATER)
NOTE = Note("note", "harbour", date(2026, 2, 27), "A new chair", 3, NOW, LATER)
DETAIL = EvidenceDetail(
    *("detail", "harbour", "note", EvidencePart.TOOK, "Two days", "member:amira-in-harbour", NOW, LATER)
)
REBASE = Rebase("rebase", "harbour", "trust", NOW, "half of us are new", "amira-in-harbour", LATER)
RATE = FalseAlarmRate(6, 3.7, 0.2, firm=True, alarms=10.7)
CHANGE = Change(-1, SpcRule.OUTSIDE, 2, 3.7, 2.9, -0.8, firm=True, confirmed=True, stood_out=2)
PUBLISHED = PublishedRound(
    "round",
    "harbour",
    1,
    PublishedContent(
        partnership="Harbour",
        readings=(READING,),
        before=(READING,),
        last=ROUND,
        titles={"trust": {"en": "Trust", "cy": "Ymddiriedaeth"}},
        signals=(Signal(SignalKind.DOWN, "trust", 14, 13, NOW, CHANGE, (RATE,)),),
        low=("roles",),
        suggestions=(Signal(SignalKind.NEW_LEVEL, "trust", 14, 13, NOW),),
        talking_point="trust.promises",
        counted=(CountedRounds("trust", 13, True, 12, True, CHANGE),),
        roster=RosterChange(1, 2, 3),
        trend=(
            TrendLine(
                "trust",
                (
                    TrendPoint(NOW, 2.9, 10, "low", "concern", hollow=True),
                    TrendPoint(LATER, None, 4, low=2.4, high=3.4, invited=16),
                ),
                (ControlLimits(0, 1, 3.5, 3.1, 3.9),),
                is_banded=True,
            ),
        ),
        gaps=(TrendPoint(NOW, -1.2, 10, mark="uneven"),),
        notes=(
            PublishedNote("note", date(2026, 2, 27), "A new chair"),
            PublishedNote("gone", date(2026, 2, 27), "", LATER, "member:amira-in-harbour"),
        ),
        rebases=(PublishedRebase("trust", NOW, "half of us are new", "member:amira-in-harbour", LATER),),
        did=(
            PublishedAction(
                "action", 2, "Share", did=ActionOutcome.PARTLY, settled_by="member:amira-in-harbour"
            ),
        ),
        to_do=(
            PublishedAction("other", 3, "Meet", date(2026, 4, 1), "organisation:council"),
            PublishedAction("gone", 4, "", removed_at=LATER, removed_by="member:amira-in-harbour"),
        ),
        names={"member:amira-in-harbour": "Amira", "organisation:council": "Council"},
        next_round_at=LATER,
        asked_for="Council",
        outcomes=(NewestValue("Rough sleepers on the count", "people", date(2026, 2, 27), 41.5, 46.0),),
    ),
)
OUTCOME = SharedOutcome(
    id="outcome",
    partnership="harbour",
    name="Rough sleepers on the count",
    unit="people",
    better=BetterDirection.DOWN,
    source="the yearly count",
    entered_by="organisation:council",
    added_at=NOW,
    removed_at=LATER,
)
OUTCOME_VALUE = OutcomeValue("value", "outcome", 2, date(2026, 2, 27), 41.5, LATER, "amira-in-harbour")
SHARE = HubShare(
    id="12" * 32,
    partnership="harbour",
    number=2,
    name="the board of 12 May",
    parts=("overview", "themes"),
    made_by="member:amira-in-harbour",
    made_at=NOW,
    valid_until=date(2026, 4, 1),
    stopped_by="member:ben-in-harbour",
    stopped_at=LATER,
    opened=3,
)
DELIVERY = Delivery(
    id="delivery",
    lane="slack:T1",
    to=Address("slack", "T1", "D1"),
    kind="ask",
    subject="invitation",
    due_at=NOW,
    late_at=LATER,
    partnership="harbour",
    member="amira-in-harbour",
    state=DeliveryState.GIVEN_UP,
    attempts=4,
    error="shut out",
)
LANE = Lane("slack:T1", NOW)
CONVERSATION = ConversationLimit("slack:T1:D1", NOW)
POSTED = ThreadRoot("slack:T1:C1 round:round", "C1:1772445600.000100", LATER)
HEARD = ProcessedEvent("5f" * 32, "round", LATER)
PASS = LoginLink("a hash", "amira", LATER)
SIGN_IN = BrowserSession("sign-in", "another hash", "amira", LATER, SignInMethod.LINK, "Chrome on Windows")
SIGN_IN = BrowserSession("sign-in", "another hash", "amira", LATER)
WEBHOOK = Webhook(
    id="webhook",
    partnership="harbour",
    name="Dashboard",
    sealed_url=b"address",
    sealed_secret=b"secret",
    added_by="member:amira-in-harbour",
    added_at=NOW,
    sealed_earlier_secret=b"earlier secret",
    earlier_until_at=LATER,
    off_at=LATER,
)
API_TOKEN = ApiToken(
    *(
        "a third hash",
        "harbour",
        "the board's report",
        ("rounds", "themes"),
        date(2026, 2, 27),
        "member:amira-in-harbour",
        LATER,
        NOW,
    )
)
COUNTER = UsageCounter("ef" * 32, 7, LATER)
MAILBOX = Mailbox(
    "mailbox", "amira", b"sealed", "ab" * 32, "ben", confirmed=True, silence=MutedReason.RETURNED, links=2
)
NO_MAIL = EmailOptOut("cd" * 32, date(2026, 2, 27))
POST = WebMessage(
    "post", Address("web", "accord", "amira"), Card("Hello", (Text("you"),), "about"), "about", NOW, "hi"
)

SEALED = StoredInstallation("slack:T1", b"a nonce, then what nobody reads", NOW, LATER)
TENANT = Tenant("a tenant", "an app", TenantDecision.REFUSED, 3, date(2026, 3, 1))

# In an order that foreign keys would not allow.
EVERYTHING: tuple[Any, ...] = (
    *(
        ALERT,
        ACTION,
        NOTE,
        DETAIL,
        REBASE,
        OUTCOME_VALUE,
        OUTCOME,
        SHARE,
        SEALED,
        TENANT,
        POST,
        MAILBOX,
        NO_MAIL,
        SIGN_IN,
        PASS,
        HEARD,
        LANE,
        CONVERSATION,
        POSTED,
        DELIVERY,
        COMMENT,
        PROGRESS,
        COUNTER,
        API_TOKEN,
        WEBHOOK,
        PUBLISHED,
        READING,
        ANSWER,
        ASKED,
        INVITATION,
        ROUND,
        CODE,
        CHANNEL,
        WEEKLY,
    ),
    *(MEMBER, COUNCIL, HARBOUR, AMIRA),
)
