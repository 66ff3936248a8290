"""Finds what older secret keys have encrypted, and encrypts it again under the newest, so that they can go.

Round keys are wrapped in a database of their own (`storage/keys.py`).
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.core.email import EmailOptOut, Mailbox
from bot.core.errors import NotFound, Stale, Unavailable
from bot.core.ports import DatabaseHealth, Store, Transaction
from bot.core.webhooks import Webhook
from bot.membership.mailboxes import digests
from bot.membership.webhooks import encrypted_places
from bot.ops.doctor import Finding, error, ok
from storage.crypto import ChaChaCrypto, SecretBox, fingerprint
from storage.installations import StoredInstallation

PAGE = 250  # records that are encrypted again in one transaction
UNREADABLE = -1  # in the place of the position of a secret key


@dataclass(frozen=True, slots=True)
class EncryptedKind:
    """A kind of record with encrypted fields. `places` returns the place that each of them is encrypted for;
    `name` is what operators read."""

    kind: type[Any]
    name: str
    places: Callable[[Any], Mapping[str, str]]


ENCRYPTED = (
    EncryptedKind(Mailbox, "email addresses", lambda box: {"sealed": box.id}),
    EncryptedKind(StoredInstallation, "installed workspaces", lambda installed: {"sealed": installed.id}),
    EncryptedKind(Webhook, "webhooks", encrypted_places),
)


async def check_encrypted(store: Store, health: DatabaseHealth, secret_keys: Sequence[str]) -> list[Finding]:
    """Check that the secret keys read all that is stored, and which of them are needed. Returns nothing if
    the database is away or of another version, which another check reports."""
    with suppress(Unavailable):
        if secret_keys and await health.is_current():
            return [*_findings(await _count(store, SecretBox(secret_keys)), secret_keys)]
    return []


def _findings(counts: Mapping[int, Counter[str]], secret_keys: Sequence[str]) -> Iterator[Finding]:
    if lost := counts.get(UNREADABLE):
        yield error(
            "secret key",
            f"No secret key that is set can read these: {format_counts(lost)}.",
            "Add the older secret key after the newest one in ACCORD_SECRET_KEY. If it is lost, they must be"
            " entered again.",
        )
    for position, secret_key in enumerate(secret_keys[1:], 1):
        name = f"number {position + 1} ({fingerprint(secret_key)})"
        if needed := counts.get(position):
            words = f"These need {name} until you run accord reencrypt: {format_counts(needed)}."
        else:
            words = f"Nothing that is stored needs {name}, except open rounds where they are listed."
        yield ok("secret key", words)


def format_counts(counts: Mapping[str, int]) -> str:
    """Return counts as in "email addresses 2, webhooks 1"."""
    return ", ".join(f"{name} {number}" for name, number in counts.items())


async def reencrypt(store: Store, secret_keys: Sequence[str]) -> Counter[str]:
    """Encrypt under the newest secret key what older ones have encrypted. Returns how many of each kind."""
    box, crypto, changed = SecretBox(secret_keys), ChaChaCrypto(secret_keys), Counter[str]()
    for encrypted in ENCRYPTED:
        async for page in _pages(store, encrypted.kind):
            async with store.transaction() as db:
                for record in page:
                    if _position(box, encrypted, record) > 0:
                        with suppress(Stale):  # somebody has changed or removed it meanwhile
                            await _reencrypt_one(db, crypto, encrypted, record)
                            changed[encrypted.name] += 1
    return changed


async def _reencrypt_one(
    db: Transaction, crypto: ChaChaCrypto, encrypted: EncryptedKind, record: Any
) -> None:
    fields: dict[str, Any] = {
        field: crypto.encrypt(place, crypto.decrypt(place, getattr(record, field)))
        for field, place in encrypted.places(record).items()
    }
    if isinstance(record, Mailbox):
        newest, *_ = digests(crypto, crypto.decrypt(record.id, record.sealed))
        if opt_out := await db.first(EmailOptOut, id=record.digest):
            await db.remove(EmailOptOut, id=record.digest)
            await db.upsert(EmailOptOut(newest, opt_out.on))
        fields["digest"] = newest
    await db.update_if_unchanged(record, **fields)


async def _count(store: Store, box: SecretBox) -> Mapping[int, Counter[str]]:
    """Return how many of each kind need the secret key at each position."""
    counts: dict[int, Counter[str]] = {}
    for encrypted in ENCRYPTED:
        async for page in _pages(store, encrypted.kind):
            for record in page:
                counts.setdefault(_position(box, encrypted, record), Counter())[encrypted.name] += 1
    return counts


def _position(box: SecretBox, encrypted: EncryptedKind, record: Any) -> int:
    """Return the position of the oldest secret key that a record needs, or UNREADABLE."""
    try:
        return max(
            box.position(place, getattr(record, field)) for field, place in encrypted.places(record).items()
        )
    except NotFound:
        return UNREADABLE


async def _pages(store: Store, kind: type[Any]) -> AsyncIterator[Sequence[Any]]:
    last = ""
    while True:
        async with store.read_only() as db:
            page = await db.page(kind, last, PAGE)
        if not page:
            return
        yield page
        last = page[-1].id
