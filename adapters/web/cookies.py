"""The one cookie, which says which browser this is, and the signing of what leaves and comes back. Pure.

The cookie holds a secret and the day it was last used. Whom the browser may act for lies in the database,
under a hash of the secret. When it was last used lies nowhere but here: kept by us, it would tell who was
there while a round was open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from itsdangerous import BadData, URLSafeSerializer

IDLE = timedelta(days=30)


def hash_secret(secret: str) -> str:
    """What we keep of a secret. It is random and long, so a plain hash cannot be turned back."""
    return sha256(secret.encode()).hexdigest()


def signer(secret_keys: Sequence[str], purpose: str) -> URLSafeSerializer:
    """Signs with the first of the keys, which stand newest first, and believes any of them."""
    how = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeSerializer(list(reversed(secret_keys)), salt=f"accord {purpose}", signer_kwargs=how)


@dataclass(frozen=True, slots=True)
class BrowserCookie:
    """`day` is a day's ordinal: how finely its use is remembered, even by itself."""

    secret: str
    day: int

    @classmethod
    def at(cls, secret: str, now: datetime) -> Self:
        return cls(secret, now.toordinal())

    @property
    def id(self) -> str:
        """As in `SignIn.browser`."""
        return hash_secret(self.secret)

    @property
    def csrf(self) -> str:
        """What every form of ours carries, and no page elsewhere can know."""
        return hash_secret(f"csrf {self.secret}")

    def address(self, nonce: str) -> str:
        """The key of a new person's address: the same for the same press, and never that of somebody whom the
        browser could choose."""
        return hash_secret(f"address {self.secret} {nonce}")[:32]


class SessionCookies:
    def __init__(self, secret_keys: Sequence[str], public_url: str):
        self.secure = public_url.startswith("https://")
        self.name = "__Host-accord" if self.secure else "accord"
        self._signer = signer(secret_keys, "browser")

    def write(self, browser: BrowserCookie) -> str:
        return str(self._signer.dumps([browser.secret, browser.day]))

    def read(self, cookie: str, now: datetime) -> BrowserCookie | None:
        """None for one that we did not write, or that has lain unused for too long."""
        try:
            found: Any = self._signer.loads(cookie)
            browser = BrowserCookie(*found)
        except (BadData, TypeError):
            return None
        return browser if now.toordinal() - browser.day <= IDLE.days else None
