"""Limits how often somebody does something.

The counters are in the database, so they hold for all processes and over restarts. Their ids are keyed hashes
of people's and networks' addresses. They are removed when their period is over."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.events import Message
from bot.core.i18n import Translator
from bot.core.models import UsageCounter
from bot.core.ports import Transaction


@dataclass(frozen=True, slots=True)
class UsageLimit:
    """At most `most` uses in a `period`, which begins with the first one."""

    name: str
    most: int
    period: timedelta


MESSAGES = UsageLimit("messages", 150, timedelta(minutes=10))  # without those that belong to answers
REFUSED_CODES = UsageLimit("refused codes", 10, timedelta(hours=1))
NEW_PARTNERSHIPS = UsageLimit("new partnerships", 5, timedelta(days=1))
NEW_PARTNERSHIPS_OF_NETWORK = UsageLimit("new partnerships of a network", 20, timedelta(hours=1))
JOIN_CODES = UsageLimit("join codes", 20, timedelta(days=1))
API_REQUESTS = UsageLimit("api requests", 600, timedelta(minutes=10))  # of a token
WEBHOOK_TESTS = UsageLimit("webhook tests", 20, timedelta(hours=1))  # of a partnership
REFUSED_TOKENS = UsageLimit("refused tokens", 30, timedelta(minutes=10))  # from a network


async def count_use(
    context: AppContext, db: Transaction, limit: UsageLimit, subject: str, now: datetime
) -> UsageCounter:
    """Count one use by a subject, the address of a person or a network."""
    counter = context.crypto.lookup_hashes(f"{limit.name} {subject}")[0]
    return await db.count_use(counter, now, limit.period)


def sources_of(message: Message) -> list[str]:
    """Return the address of the sender, and the network from which a page was sent."""
    return [str(message.sender), *filter(None, [message.network])]


def when_to_go_on(t: Translator, counter: UsageCounter, now: datetime) -> str:
    """Return a sentence that says when the period of a counter is over."""
    minutes = math.ceil((counter.expires_at - now) / timedelta(minutes=1))
    if minutes <= 60:
        return t.n("Try again in {n} minute.", "Try again in {n} minutes.", minutes)
    return t.n("Try again in {n} hour.", "Try again in {n} hours.", math.ceil(minutes / 60))
