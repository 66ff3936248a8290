"""Webhooks: addresses of other programs that are told when a round has closed. Pure.

The rules for names in `bot/core/models.py` hold here too.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.core.models import Address

MAX_WEBHOOKS = 5  # of a partnership
MAX_URL_LENGTH = 500
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_URL = re.compile(rf"https://(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?(?:/[!-\[\]-~]*)?")


def webhook_address(id: str) -> Address:
    """Return the address of a webhook. Each is a workspace of its own, so that a slow one holds up no
    other."""
    return Address("webhook", id, id)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that a partnership's coordinators gave. It may hold a secret of the receiver's, so it is
    stored encrypted, as is the secret with which what we send is signed. For a day after a new secret was
    made the earlier one signs too. `added_by` is a token of the roster. Nothing is sent to it once it is off:
    its receiver answered that it is gone."""

    id: str
    partnership: str
    name: str
    sealed_url: bytes
    sealed_secret: bytes
    added_by: str
    added_at: datetime
    sealed_earlier_secret: bytes | None = None
    earlier_until_at: datetime | None = None
    off_at: datetime | None = None

    @property
    def address(self) -> Address:
        return webhook_address(self.id)


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """The address to send to, and the secrets to sign with, newest first, as Standard Webhooks writes them
    (`whsec_...`)."""

    url: str
    secrets: tuple[str, ...]


def normalise_webhook_url(text: str) -> str:
    """Return an address as it is stored, or an empty string if it is none that we send to: https, a name with
    a domain, no port, user or fragment. An address in numbers is none: names are checked when connecting."""
    scheme, separator, rest = text.strip().partition("://")
    host, slash, path = rest.partition("/")
    url = f"{scheme.lower()}{separator}{host.lower()}{slash}{path.partition('#')[0]}"
    return url if len(url) <= MAX_URL_LENGTH and _URL.fullmatch(url) else ""
