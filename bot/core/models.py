"""The records of the product: plain and frozen, without a platform or a database. Pure.

Every record but `Answer` has an `id`. A name ending in `_at` is an aware moment in UTC; one ending in
`_until` is a local date. A field named after another record holds its id.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Self


@dataclass(frozen=True, slots=True)
class Address:
    """A person or a channel on a platform. Only its adapter reads `key`."""

    platform: str
    workspace: str
    key: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.workspace}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(*text.split(":", 2))

    @property
    def lane(self) -> str:
        """The workspace or tenant, which limits and fails as one."""
        return f"{self.platform}:{self.workspace}"


def web_address(key: str) -> Address:
    """Return the address of a person, or of a partnership's own channel, on Accord's pages. There is one
    workspace, and the key is their id."""
    return Address("web", "accord", key)


class Role(StrEnum):
    MEMBER = "member"
    LEAD = "lead"
    COORDINATOR = "coordinator"


class MembershipStatus(StrEnum):
    """The status of a member or an organisation. Only active ones are asked, counted and shown results."""

    INVITED = "invited"  # added by another person; not confirmed yet
    WAITING = "waiting"  # asked to join; not approved by a coordinator yet
    ACTIVE = "in"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an address, and what holds for them in all their partnerships."""

    id: str
    address: Address
    home: Address | None  # where messages go; None until the platform has sent it
    name: str
    zone: str
    language: str
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Partnership:
    """Several organisations with a purpose, a schedule and a profile. `rhythm` is the schedule, as
    `bot/language/recurrence.py` writes it, or empty. `round` is the open round or empty: changing it claims
    the round, so there is never more than one. `rounds` counts the scheduled rounds opened so far."""

    id: str
    name: str
    zone: str
    language: str
    founded_at: datetime
    purpose: str = ""
    field: str = ""
    kind: str = ""
    degree: str = ""
    pack: str = ""
    rhythm: str = ""
    rhythm_at: datetime | None = None  # fortnights are counted from here
    next_round_at: datetime | None = None
    postponed_from_at: datetime | None = None  # the date of the schedule, if that round opens later
    round: str = ""
    rounds: int = 0
    threshold: int = 5
    reminders: int = 1  # in a round, for members who have not replied
    ended_at: datetime | None = None
    set_up_hidden_at: datetime | None = None  # the list of what is left to set up


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation in a partnership. A `lead_body` is on the lead or statutory side of the one fixed
    grouping; `region` decides its public holidays (`GB-ENG`, `GB-WLS`). Since `account_required_at`, if there
    is one, its coordinators can act as such on our pages only if they signed in with its account.
    `data_contact` is the email or web address to ask about personal data, set at `data_contact_at`; None if
    the organisation has not given one."""

    id: str
    partnership: str
    name: str
    standing: MembershipStatus
    lead_body: bool = False
    region: str = "GB-ENG"
    account_required_at: datetime | None = None
    data_contact: str | None = None
    data_contact_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person's membership of one partnership. `new_link_by` is the id of the member who made a new sign-in
    link for them, "" once that member is erased, and `new_link_at` when that was; None if nobody did."""

    id: str
    partnership: str
    organisation: str
    person: str
    role: Role
    standing: MembershipStatus
    since_at: datetime
    new_link_by: str | None = None
    new_link_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """The weekly summary of a person who leads or coordinates; the id is theirs. At `next_at` it is looked at
    again; None if they switched it off. The newest one tells what happened after `since_at`, up to
    `until_at`."""

    id: str
    next_at: datetime | None
    since_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel that a partnership's summaries are posted in."""

    id: str
    partnership: str
    address: Address
    name: str
    within: Address | None = None  # what it belongs to: a channel to its team


@dataclass(frozen=True, slots=True)
class JoinCode:
    """A code with which an organisation asks to join. A coordinator still has to approve."""

    id: str  # the code itself
    partnership: str
    expires_at: datetime


class RoundKind(StrEnum):
    SCHEDULED = "scheduled"
    AD_HOC = "ad hoc"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSING = "closing"  # answers are refused; results are being made
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Round:
    """One round of questions. `questions` are references (`trust.reliable@1`) in the order asked; the
    reference `own` stands for the partnership's own question, whose words are in `own`. `number` counts
    scheduled rounds and is 0 for ad hoc ones. `invited` and `replies` are counted at the close. `asked_by` is
    the roster's token of the member who asked an ad hoc round, which names nobody once they are erased.
    `takes_comments` is False if too few were invited for any comment to be shown, so that none is asked
    for."""

    id: str
    partnership: str
    kind: RoundKind
    number: int
    questions: tuple[str, ...]
    opened_at: datetime
    closes_at: datetime
    may_close_at: datetime  # it cannot be closed by hand before
    state: RoundState = RoundState.OPEN
    own: str = ""
    closed_at: datetime | None = None
    invited: int = 0
    replies: int = 0
    asked_by: str = ""
    takes_comments: bool = True


@dataclass(frozen=True, slots=True)
class Invitation:
    """One member's invitation to one round. Never holds whether they replied."""

    id: str
    round: str
    member: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, under a pseudonym that only the round's key can make, and encrypted with the same key.
    `question` is a reference, or `comment`. It has neither an id nor a time: both would reveal who answered
    when."""

    round: str
    pseudonym: bytes
    question: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class ProgressCheck:
    """The last look at whether enough members have replied to the round with this id. Once `enough` is True
    it stays so."""

    id: str
    enough: bool
    checked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The result of one question in a closed round: exactly what may be shown, rounded as shown, and nothing
    else.

    `scored` of `invited` people gave a scored answer. A value that is None or empty is held back by
    disclosure control (`bot/analysis/disclosure.py`). `band` is "low" or "high" if the mean is only known to
    lie at that end of the scale (`bot/analysis/bands.py`). `counts` are people per point, 1 to 5. `low_share`
    is none, some or third. `gap` is the lead side's mean minus the others'. `unsure` is True if many people
    could not say. `few_scored` is True if the score is held back because fewer than half of those who replied
    gave one; `approximate` if the mean is to the nearest half, as in ad hoc rounds of few.
    """

    id: str
    round: str
    partnership: str
    theme: str
    question: str
    anchor: bool
    scored: int
    invited: int
    mean: float | None = None
    band: str = ""
    low: float | None = None
    high: float | None = None
    spread: float | None = None
    counts: tuple[int, ...] | None = None
    agreement: str = ""
    split: bool | None = None
    low_share: str = ""
    gap: float | None = None
    uneven: bool | None = None
    unsure: bool = False
    few_scored: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from a closed round, under an id and in an order that reveal nothing about its author."""

    id: str
    round: str
    words: str
    expires_at: datetime


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret. It is random and long, so a plain hash cannot be turned back."""
    return sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LoginLink:
    """A link that signs one person in to Accord's pages once. Only a hash of its secret is kept; using it
    removes it."""

    id: str
    person: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token with which a program reads the published results of one partnership until `expires_at`, unless
    it was revoked. The id is a hash of its secret. `scopes` are the parts of the hub that it may read.
    `created_by` is the roster's token of a member, which names nobody once they are erased."""

    id: str
    partnership: str
    name: str
    scopes: tuple[str, ...]
    created_on: date
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None = None


class SignInMethod(StrEnum):
    """The way in which a browser was signed in."""

    LINK = "link"  # that we showed to the person, or to somebody who passed it on
    EMAIL = "email"  # a link in one of our emails
    FORM = "form"  # the person started or joined a partnership there
    ACCOUNT = "account"  # the person's account in a chat platform, by OpenID Connect


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """One person signed in in one browser. `browser` is a hash of the browser's secret, under which several
    people may be signed in. The time of its last use is not kept: that would reveal who was here while a
    round was open. `device` is the kind of browser, such as "Chrome on Windows". What was signed in before
    both were stored has None."""

    id: str
    browser: str
    person: str
    expires_at: datetime
    method: SignInMethod | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True)
class UsageCounter:
    """The number of times that somebody did something limited, until `expires_at`. The id is a keyed hash of
    what is limited and for whom."""

    id: str
    used: int
    expires_at: datetime
