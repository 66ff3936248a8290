"""The nouns of the product: plain frozen records that know no platform and no database. Pure.

Every record has an `id`, but for `GiveAnswer`. A name ending in `_at` is an aware moment in UTC; one
ending in `_until` is a local date. A field named after another record holds its id.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Self


@dataclass(frozen=True, slots=True)
class Address:
    """A person or a place on a platform. Only its adapter looks inside `key`."""

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
    """A person's, or a partnership's own place on Accord's pages: there is one workspace, and the key is
    their id."""
    return Address("web", "accord", key)


class Role(StrEnum):
    MEMBER = "member"
    LEAD = "lead"
    COORDINATOR = "coordinator"


class MembershipStatus(StrEnum):
    """How far somebody or an organisation is in. Only those `IN` are asked, counted or shown results."""

    INVITED = "invited"  # added by others; has not confirmed yet
    WAITING = "waiting"  # came by themselves; a coordinator has not approved yet
    ACTIVE = "in"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address. Holds what is theirs alone, over all their partnerships."""

    id: str
    address: Address
    home: Address | None  # where we may write to them; None until the platform tells us
    name: str
    zone: str
    language: str
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Partnership:
    """Several organisations with a purpose, a rhythm and a profile. `rhythm` is as
    `language/recurrence.py` writes
    it, or empty; `round` is the open round or empty: changing it is how a round is claimed, so there is never
    more than one; `rounds` counts the scheduled rounds opened so far."""

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
    rhythm_at: datetime | None = None  # from when fortnights are counted
    next_round_at: datetime | None = None
    round: str = ""
    rounds: int = 0
    threshold: int = 5
    reminders: int = 1  # in a round, for whoever has not replied
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner. `lead_body` puts it on the lead or statutory side of the one fixed grouping; `region`
    decides its public holidays (`GB-ENG`, `GB-WLS`)."""

    id: str
    partnership: str
    name: str
    standing: MembershipStatus
    lead_body: bool = False
    region: str = "GB-ENG"


@dataclass(frozen=True, slots=True)
class Member:
    """A person's place in one partnership."""

    id: str
    partnership: str
    organisation: str
    person: str
    role: Role
    standing: MembershipStatus
    since_at: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where a partnership's summaries are posted."""

    id: str
    partnership: str
    address: Address
    name: str
    within: Address | None = None  # what it goes with: a channel with its team


@dataclass(frozen=True, slots=True)
class JoinCode:
    """What an organisation says to ask to join. Worth nothing without a coordinator's approval."""

    id: str  # the code itself
    partnership: str
    expires_at: datetime


class RoundKind(StrEnum):
    SCHEDULED = "scheduled"
    AD_HOC = "ad hoc"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSING = "closing"  # answers are refused; readings are being made
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Round:
    """One time of asking. `questions` are references (`trust.reliable@1`) in the order asked; the reference
    `own` stands for the partnership's own question, whose words are in `own`. `number` counts scheduled
    rounds and is 0 for ad hoc ones. `invited` and `replies` are counted at the close."""

    id: str
    partnership: str
    kind: RoundKind
    number: int
    questions: tuple[str, ...]
    opened_at: datetime
    closes_at: datetime
    may_close_at: datetime  # nobody may close it by hand before
    state: RoundState = RoundState.OPEN
    own: str = ""
    closed_at: datetime | None = None
    invited: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """What we ask one member in one round. Never says whether they replied."""

    id: str
    round: str
    member: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said, under a pseudonym that only the round's key can make, sealed under the same key.
    `question` is a reference, or `comment`. Has neither an id nor a time: both would tell who came when."""

    round: str
    pseudonym: bytes
    question: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What a closed round measured of one question: exactly what may be shown of it, rounded as shown, and
    nothing else.

    `scored` of `invited` people gave a scored answer. A value that is None or empty is held back by the
    ladder (`bot/analysis/disclosure.py`). `band` is "low" or "high" where the mean is only known to lie at
    that end of the scale (at most 1.5, at least 4.5). `counts` are people per point, 1 to 5. `low_share` is
    none, some or third. `gap` is the lead side's mean minus the others'. `unsure` says that many could not
    say.
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


@dataclass(frozen=True, slots=True)
class Comment:
    """Words from a closed round, under an id and in an order that say nothing of who wrote them."""

    id: str
    round: str
    words: str
    expires_at: datetime


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret. It is random and long, so a plain hash cannot be turned back."""
    return sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LoginLink:
    """A one-time way in to Accord's own pages, for one person. Only a hash of the secret is kept; spending
    removes it."""

    id: str
    person: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """One browser may act for one person. `browser` is a hash of the browser's secret, which may hold
    several sign-ins. Says nothing of when it was last used: that would tell who was here while a round was
    open."""

    id: str
    browser: str
    person: str
    expires_at: datetime
