"""One-time login links to Accord's own pages.

A link that is shown to a person holds a secret, of which only a hash is stored until it is used. A link in an
e-mail is signed instead, and nothing is stored of it. Once used it is stored like any processed event, as a
keyed hash that names nobody: else it would tell who was here while a round was open.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.core import retention
from bot.core.deliveries import ProcessedEvent
from bot.core.email import Mailbox
from bot.core.hub_paths import leading_to
from bot.core.models import BrowserSession, LoginLink, Person, hash_secret
from bot.core.ports import Crypto, Ids, Transaction

HUB_LINK_VALID_FOR = timedelta(minutes=10)  # for somebody who has just asked for it
PURPOSE = "open"


@dataclass(frozen=True, slots=True)
class MailedLink:
    """A login link that was sent to a mailbox, whether or not it is still valid. `links` is the mailbox's
    count when it was sent, `last` the last day of the link."""

    box: Mailbox
    links: int
    last: date


async def create(db: Transaction, ids: Ids, person: Person, expires_at: datetime, to: str = "") -> str:
    """Return the path of a new login link, which signs one browser in, once. Earlier unused links of this
    person become invalid. It leads to the page of the hub with the path `to`, or to the person's own page."""
    await db.remove(LoginLink, person=person.id)
    secret = ids.new() + ids.new()
    await db.add(LoginLink(hash_secret(secret), person.id, expires_at))
    return leading_to(f"/me/open/{secret}", to)


def for_email(crypto: Crypto, box: Mailbox, key: str, now: datetime) -> tuple[str, date]:
    """Return the path of a login link for the reader of a mailbox, and the last day on which it is valid.

    `key` is the message's. The same key gives the same link, so a repeated message cannot sign in twice."""
    last = (now + retention.LOGIN_LINKS).date()
    return f"/me/open/{crypto.sign(PURPOSE, f'{box.id}.{box.links}.{last:%Y%m%d}.{key}')}", last


def was_mailed(crypto: Crypto, secret: str) -> bool:
    """Return True if this is the secret of a link that Accord made for an email, valid or not."""
    return crypto.verify(PURPOSE, secret) is not None


async def find_mailed(db: Transaction, crypto: Crypto, secret: str) -> MailedLink | None:
    """Return the mailed link with this secret, or None if Accord did not sign it or the mailbox is gone."""
    if (signed := crypto.verify(PURPOSE, secret)) is None:
        return None
    id, links, last, _ = signed.split(".")
    box = await db.first(Mailbox, id=id)
    return MailedLink(box, int(links), date.fromisoformat(last)) if box else None


async def redeem(db: Transaction, crypto: Crypto, secret: str, now: datetime) -> str | None:
    """Redeem a login link. Return the person's id, or None if the link is invalid or used. Raises
    AlreadyExists where it is redeemed by somebody else at this very moment."""
    id = hash_secret(secret)
    link = await db.first(LoginLink, id=id)
    if await db.remove(LoginLink, id=id) and link and link.expires_at > now:
        return link.person
    mailed, event_id = await find_mailed(db, crypto, secret), crypto.event_hash(f"{PURPOSE}:{secret}")
    if not mailed or mailed.links != mailed.box.links or now.date() > mailed.last:
        return None
    if await db.count(ProcessedEvent, id=event_id):
        return None
    until_at = datetime.combine(mailed.last, time(), UTC) + timedelta(days=1)
    await db.add(ProcessedEvent(event_id, "", until_at))
    if not mailed.box.confirmed:
        await db.update_if_unchanged(mailed.box, confirmed=True)
    return mailed.box.person


async def revoke(db: Transaction, person: Person) -> None:
    """Sign a person out everywhere, and make all their links invalid."""
    await db.remove(LoginLink, person=person.id)
    await db.remove(BrowserSession, person=person.id)
    for box in await db.find(Mailbox, person=person.id):
        await db.update_if_unchanged(box, links=box.links + 1)
