"""The ports: everything Accord needs from outside, on one page."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.core.cards import Card, Chart
from bot.core.deliveries import Delivery
from bot.core.heartbeats import Heartbeat
from bot.core.models import Address, Answer, UsageCounter
from bot.core.tenants import Tenant, TenantDecision

R = TypeVar("R")


class Clock(Protocol):
    """The clock. Nothing else in `bot/` reads the time of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class Ids(Protocol):
    """Random ids and order. Nothing else in `bot/` is random."""

    def new(self) -> str:
        """Return an id that nobody can guess, of 16 letters and digits."""

    def code(self) -> str:
        """Return a code that can be read out over the telephone: `harbour-4821-mint-otter`."""

    def shuffled(self, items: Sequence[R]) -> list[R]:
        """Return the same items in random order."""


class Platform(Protocol):
    """A chat platform, e-mail or the web."""

    async def send(self, to: Address, card: Card, key: str) -> str:
        """Post a card and return the platform's id of the message. `key` is that of the delivery; if the
        platform can, it keeps it with the message, for `find`. Raises SendFailed."""

    async def find(self, to: Address, key: str) -> str | None:
        """Return the id of the message with this key if it arrived after all. Raises SendFailed."""

    async def edit(self, to: Address, message: str, card: Card) -> None:
        """Replace the content of a message, whose id `send` or `find` returned; do nothing where a message
        cannot be changed. Raises SendFailed, which is permanent if the message is gone."""


class Transaction(Protocol):
    """The records, inside one transaction. `where` compares fields for equality; a list, tuple or set means
    any of its values, None an empty field. mypy checks names and types of fields: scripts/mypy_records.py."""

    async def add(self, *records: Any) -> None:
        """Store new records. Raises AlreadyExists; every later call in the transaction then raises it too."""

    async def add_if_new(self, record: Any) -> bool:
        """Store a record and return True, or return False if there is one with its primary key. If another
        transaction is adding it, this waits for that to end. Not for deliveries, because it wakes no lane."""

    async def upsert(self, *records: Any) -> None:
        """Store records; each replaces the one with the same primary key."""

    async def get(self, kind: type[R], id: str) -> R:
        """Return a record. Raises NotFound."""

    async def first(self, kind: type[R], /, **where: Any) -> R | None:
        """Return the match with the lowest primary key, or None."""

    async def get_for_update(self, kind: type[R], id: str) -> R:
        """Return a record and lock it: until this transaction ends, no other changes it or locks it. Raises
        NotFound."""

    async def get_for_share(self, kind: type[R], id: str) -> R:
        """Return a record and lock it: until this transaction ends, no other changes it. Several may share
        the lock. Raises NotFound."""

    async def first_joined(self, kind: type[R], id: str, share: str = "") -> R | None:
        """Return records that belong together, in one read, or two; None if one is missing. `kind` is a
        dataclass of records: the first is that with this id, and the id of each other stands in a record
        before it, in the field of the same name. The record in the field `share` is locked as `get_for_share`
        does, and all are returned as they are once that is done."""

    async def find(self, kind: type[R], /, **where: Any) -> list[R]:
        """Return all matches, ordered by primary key."""

    async def count(self, kind: type[Any], /, **where: Any) -> int:
        """Return the number of matches."""

    async def latest(self, kind: type[R], by: str, most: int, /, **where: Any) -> list[R]:
        """Return the `most` matches with the highest value in the field `by`, highest first."""

    async def due(self, kind: type[R], moment: str, now: datetime, most: int, /, **where: Any) -> list[R]:
        """Return the `most` matches whose field `moment` is not after `now`, earliest first."""

    async def page(self, kind: type[R], after: str, most: int, /, **where: Any) -> list[R]:
        """Return the `most` matches with the lowest ids after this one, lowest first."""

    async def in_lane(self, kind: type[R], address: str, lane: str, most: int, /, **where: Any) -> list[R]:
        """Return at most so many matches whose address in the field `address` is in this lane."""

    async def update_if_unchanged(self, record: R, /, **fields: Any) -> R:
        """Write these fields if in the database they still are as in `record`, and return the new record.
        Raises Stale."""

    async def update_all_if_unchanged(self, records: Sequence[Any], /, **fields: Any) -> int:
        """Do the same for many records of one kind; return how many were changed. Skips those that have
        changed meanwhile. Not for a `due_at`, because it wakes no lane."""

    async def remove(self, kind: type[Any], /, **where: Any) -> int:
        """Delete all matches; return how many."""

    async def remove_due(
        self, kind: type[Any], moment: str, now: datetime, most: int, /, **where: Any
    ) -> int:
        """Delete the `most` matches whose field `moment` is not after `now`, earliest first; return how
        many."""

    async def count_use(self, counter: str, now: datetime, period: timedelta) -> UsageCounter:
        """Count one use in the counter with this id, and return it. It begins anew `period` after its first
        use. Until this transaction ends, no other counts in it."""

    async def claim(self, now: datetime, lease: timedelta, most: int) -> list[Delivery]:
        """Lease waiting deliveries that are due, from lanes that are due, at most `most`: no other worker
        sends them during the lease. Charges the limit of each lane and conversation by moving its
        `next_at`."""


class Store(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction, committed when the block ends and rolled back if it raises. Raises
        Unavailable."""

    def read_only(self) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction that only reads, and blocks no writer. Raises Unavailable."""

    async def purge_deleted(self) -> None:
        """Erase removed records from the files too, as far as the database can."""


class DatabaseHealth(Protocol):
    """The state of the database, for operators."""

    async def is_current(self) -> bool:
        """Return True if it has the schema of this version. Raises Unavailable if it cannot be reached or
        written to."""

    async def lag(self, now: datetime) -> timedelta:
        """Return for how long the oldest unclaimed work has been due. Raises Unavailable."""


class Heartbeats(Protocol):
    """The heartbeats of workers."""

    async def record(self, heartbeat: Heartbeat) -> None:
        """Replace this worker's last heartbeat, and remove those of a day ago. Raises Unavailable."""

    async def stop(self, worker: str) -> None:
        """Remove the heartbeat of a worker that stops. Raises Unavailable."""

    async def all(self) -> list[Heartbeat]:
        """Return all heartbeats. Raises Unavailable."""


class RoundKeyStore(Protocol):
    """The keys of rounds, in a database of their own that no backup holds."""

    async def create(self, rounds: Sequence[str], now: datetime) -> None:
        """Create and store 32 random bytes for each round that is about to open."""

    async def get(self, round_: str) -> bytes | None:
        """Return the key; None if it was destroyed, and with it everything it encrypted. Raises Unavailable
        while the secret key that opens it is not set."""

    async def destroy(self, *rounds: str) -> None:
        """Delete the keys of these rounds for good."""

    async def created_before(self, before: datetime, after: str, most: int) -> list[str]:
        """Return the rounds whose keys were created before this moment, to destroy those left over: the
        `most` with the lowest ids after this one, lowest first."""

    async def existing(self, rounds: Sequence[str]) -> set[str]:
        """Return those of these rounds that have a key."""


class Crypto(Protocol):
    """Encryption, pseudonyms, keyed hashes and signatures. Pure given the key."""

    def pseudonym(self, key: bytes, round_: str, member: str) -> bytes:
        """Return 16 bytes that nobody without the key can link to the member."""

    def seal(self, key: bytes, answer: tuple[str, bytes, str], words: str) -> bytes:
        """Encrypt `words` for the place (round, pseudonym, question), to one fixed length per kind of
        question."""

    def unseal(self, key: bytes, answer: Answer) -> str:
        """Decrypt the words of an answer. Raises NotFound if the key does not fit."""

    def event_hash(self, id: str) -> str:
        """Return a keyed hash of a platform's event id."""

    def encrypt(self, place: str, words: str) -> bytes:
        """Encrypt words with the secret key, for one place."""

    def decrypt(self, place: str, hidden: bytes) -> str:
        """Decrypt words of one place. Raises NotFound if no secret key that is still set fits."""

    def lookup_hashes(self, words: str) -> tuple[str, ...]:
        """Return keyed hashes by which the same words are found again, one for each secret key; that of the
        newest, with which to store them, comes first."""

    def sign(self, purpose: str, words: str) -> str:
        """Return the words, which are letters, digits, dots, dashes and underscores, with a signature for one
        purpose."""

    def verify(self, purpose: str, text: str) -> str | None:
        """Return the words that were signed for this purpose; None if the signature is wrong."""


@dataclass(frozen=True, slots=True)
class WebMessage:
    """A message in the web chat. `said` is the text that it replies to, if that may be kept."""

    id: str
    to: Address
    card: Card
    about: str
    posted_at: datetime
    said: str = ""


class WebInbox(Protocol):
    """The messages that the web adapter shows a member or a channel."""

    async def post(self, post: WebMessage) -> str:
        """Store a message, and return its id. Nothing changes if there is one about the same subject already:
        then it is the id of that one."""

    async def replace(self, to: Address, id: str, card: Card) -> None:
        """Store another card in the place of a message's; nothing changes if that is gone."""

    async def posts(self, to: Address, most: int) -> list[WebMessage]:
        """Return the newest messages, oldest first."""

    async def forget(self, to: Collection[Address]) -> None: ...


@dataclass(frozen=True, slots=True)
class Installation:
    """The credentials of an installation on a platform. `id` is the lane that they open; `given` is a secret
    in a form of its adapter's own; from `renew_at` on they need to be renewed."""

    id: str
    given: str
    renew_at: datetime | None = None


class Installations(Protocol):
    """All installations. They are stored encrypted: a reader of the database cannot use them."""

    async def get(self, id: str) -> Installation | None:
        """Return an installation. Raises NotFound if it was encrypted with a secret key that is no longer
        set."""

    async def ids(self) -> Sequence[str]:
        """Return the ids of all installations, of all platforms, in order."""

    async def keep(self, installation: Installation) -> None:
        """Store an installation in place of the former one; this ends a lease of it."""

    async def lease(self, id: str, now: datetime, until: datetime) -> bool:
        """Return True if the caller, and nobody else before `until`, may renew it."""

    async def renew(self, installation: Installation, leased_until: datetime) -> bool:
        """Store what the holder of this lease received. Returns False and stores nothing if Accord was
        installed again or uninstalled meanwhile."""

    async def forget(self, id: str) -> None: ...


class Tenants(Protocol):
    """The tenants that operators decided about, and those that were refused lately."""

    async def all(self) -> list[Tenant]:
        """Return all tenants. Raises Unavailable."""

    async def decide(self, id: str, app: str, decision: TenantDecision) -> None:
        """Store what an operator decided about a tenant, in place of what was known. Raises Unavailable."""

    async def count_refused(self, id: str, app: str, calls: int, on: date) -> None:
        """Count refused calls of a tenant for an app. Those of a few hundred tenants are kept for a month.
        Raises Unavailable."""


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """The random texts that bind the steps of one sign-in together. Only the browser keeps them."""

    state: str
    nonce: str
    verifier: str


class IdentityProvider(Protocol):
    """A provider of OpenID Connect, where people sign in with an account that they have in a chat platform.
    `id` stands in addresses; `label` is what people call it. Both methods use the network."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...

    async def authorization_url(self, attempt: SignInAttempt, redirect_uri: str) -> str:
        """Return the page on which the provider asks who is there. Raises SignInFailed."""

    async def identify(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> Sequence[Address]:
        """Return the addresses that belong to the account that somebody signed in with, as the provider
        proves by a code; none if the platform does not know it. Raises SignInFailed."""


class PngRenderer(Protocol):
    """Draws charts as pictures."""

    async def png(self, chart: Chart) -> bytes:
        """Return a PNG for chat, at twice its size."""
