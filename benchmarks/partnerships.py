"""Partnerships for the benchmarks, each in a workspace of its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.context import AppContext
from bot.core.models import Address, Member, MembershipStatus, Organisation, Partnership, Person, Role
from bot.core.ports import Clock, RoundKeyStore, Store
from bot.questions import loader
from bot.questions.bank import QuestionBank
from storage.crypto import ChaChaCrypto
from storage.ids import RandomIds

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday, in working hours
FOUNDED = NOW - timedelta(weeks=2)
AddressOf = Callable[[int, int], tuple[Address, Address]]


class FixedClock:
    """Implements ports.Clock: it stands still."""

    def now(self) -> datetime:
        return NOW


def in_slack(number: int, n: int) -> tuple[Address, Address]:
    return Address("slack", f"T{number}", f"U{n}"), Address("slack", f"T{number}", f"D{n}")


def partnership(
    number: int, members: int, next_round_at: datetime, address_of: AddressOf = in_slack
) -> list[Any]:
    """Return the records of a partnership with one organisation and its members. `address_of` gives the
    address and home of each member."""
    id = f"p{number:06}"
    rows: list[Any] = [
        Partnership(
            id,
            f"Partnership {number}",
            "Europe/London",
            "en",
            FOUNDED,
            rhythm="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=10;BYMINUTE=0;BYSECOND=0",
            next_round_at=next_round_at,
        ),
        Organisation(f"o{number:06}", id, "Council", MembershipStatus.ACTIVE),
    ]
    for n in range(members):
        key = f"{number:06}-{n:02}"
        address, home = address_of(number, n)
        rows += [
            Person(f"u{key}", address, home, f"Person {n}", "Europe/London", "en"),
            Member(f"m{key}", id, f"o{number:06}", f"u{key}", Role.MEMBER, MembershipStatus.ACTIVE, FOUNDED),
        ]
    return rows


async def add(store: Store, *groups: list[Any]) -> None:
    """Add groups of records, a hundred groups in a transaction."""
    for first in range(0, len(groups), 100):
        async with store.transaction() as db:
            await db.add(*(record for group in groups[first : first + 100] for record in group))


def context(store: Store, keys: RoundKeyStore, clock: Clock | None = None) -> AppContext:
    crypto = ChaChaCrypto(("a secret key that is only for measuring",))
    return AppContext(store, keys, crypto, clock or FixedClock(), RandomIds(), bank(), {})


def bank() -> QuestionBank:
    files = (Path(__file__).parent.parent / "prompts").glob("*.toml")
    return loader.load_bank({file.name: file.read_text("utf-8") for file in files})
