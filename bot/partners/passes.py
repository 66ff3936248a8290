"""One-time ways in to Accord's own pages. A link that is shown to somebody holds a secret; only its hash
is kept."""

from datetime import datetime, timedelta
from hashlib import sha256

from bot.model import Pass, Person, SignIn
from bot.ports import Ids, Records

VALID = timedelta(days=14)


async def issue(db: Records, ids: Ids, person: Person, expires_at: datetime) -> str:
    """A path that lets one browser in for this person, once. Earlier ones that nobody used no longer do."""
    await db.remove(Pass, person=person.id)
    secret = ids.new() + ids.new()
    await db.add(Pass(hashed(secret), person.id, expires_at))
    return f"/me/open/{secret}"


async def revoke(db: Records, person: Person) -> None:
    """Signs somebody out everywhere, and keeps them out."""
    await db.remove(Pass, person=person.id)
    await db.remove(SignIn, person=person.id)


def hashed(secret: str) -> str:
    """The id of the pass that this secret opens."""
    return sha256(secret.encode()).hexdigest()
