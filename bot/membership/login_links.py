"""One-time ways in to Accord's own pages.

A link that is shown to somebody holds a secret, of which only the hash is kept until it is spent. One in an
e-mail is signed instead, so that nothing is kept of it; once spent it is noted like any event that was heard,
as a keyed hash that names nobody: else it would tell who was here while a round was open.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from bot.core.deliveries import ProcessedEvent
from bot.core.email import Mailbox
from bot.core.models import BrowserSession, LoginLink, Person
from bot.core.ports import Crypto, Ids, Transaction

VALID_FOR = timedelta(days=14)
# Longer than a scheduled round is open, so that its first e-mail still lets in on its last day; so short that
# whoever comes to read somebody's old mail finds most ways in shut.
MAILED_VALID_FOR = timedelta(days=14)
PURPOSE = "open"


@dataclass(frozen=True, slots=True)
class MailedLink:
    """A way in that was sent to a mailbox, whether or not it still lets in."""

    box: Mailbox
    links: int
    last: date


async def create(db: Transaction, ids: Ids, person: Person, expires_at: datetime) -> str:
    """A path that lets one browser in for this person, once. Earlier ones that nobody used no longer do."""
    await db.remove(LoginLink, person=person.id)
    secret = ids.new() + ids.new()
    await db.add(LoginLink(hash_secret(secret), person.id, expires_at))
    return f"/me/open/{secret}"


def for_email(crypto: Crypto, box: Mailbox, key: str, now: datetime) -> tuple[str, date]:
    """A path that does the same for whoever reads there, and the last day on which it does. The same for the
    same `key`, which is the message's: a repeat of it opens no second door."""
    last = (now + MAILED_VALID_FOR).date()
    return f"/me/open/{crypto.sign(PURPOSE, f'{box.id}.{box.links}.{last:%Y%m%d}.{key}')}", last


async def find_mailed(db: Transaction, crypto: Crypto, secret: str) -> MailedLink | None:
    """What we sent by e-mail under this secret, if we did and the mailbox is still there."""
    if (words := crypto.verify(PURPOSE, secret)) is None:
        return None
    id, links, last, _ = words.split(".")
    for box in await db.find(Mailbox, id=id):
        return MailedLink(box, int(links), date.fromisoformat(last))
    return None


async def redeem(db: Transaction, crypto: Crypto, secret: str, now: datetime) -> str | None:
    """Whom it lets in: the id of a person, or None. Raises AlreadyThere where somebody spends it at this very
    moment."""
    id = hash_secret(secret)
    found = [each for each in await db.find(LoginLink, id=id) if each.expires_at > now]
    if await db.remove(LoginLink, id=id) and found:
        return found[0].person
    sent, heard = await find_mailed(db, crypto, secret), crypto.event_hash(f"{PURPOSE}:{secret}")
    if not sent or sent.links != sent.box.links or now.date() > sent.last:
        return None
    if await db.count(ProcessedEvent, id=heard):
        return None
    await db.add(ProcessedEvent(heard, "", datetime.combine(sent.last, time(), UTC) + timedelta(days=1)))
    if not sent.box.confirmed:
        await db.update_if_unchanged(sent.box, confirmed=True)
    return sent.box.person


async def revoke(db: Transaction, person: Person) -> None:
    """Signs somebody out everywhere, and keeps them out."""
    await db.remove(LoginLink, person=person.id)
    await db.remove(BrowserSession, person=person.id)
    for box in await db.find(Mailbox, person=person.id):
        await db.update_if_unchanged(box, links=box.links + 1)


def hash_secret(secret: str) -> str:
    """The id of the pass that this secret opens."""
    return sha256(secret.encode()).hexdigest()
