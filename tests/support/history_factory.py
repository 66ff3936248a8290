"""What lies behind a partnership: rounds that all measured the same."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from bot.core.models import (
    Address,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    QuestionResult,
    Role,
    Round,
    RoundKind,
    RoundState,
)
from bot.core.ports import Store

ANCHORS = {"trust": "trust.reliable@1", "purpose": "purpose.agree@1", "power": "power.voice@1"}


def steady(partnership: str, people: int, now: datetime, rounds: int = 4) -> Iterator[Round | QuestionResult]:
    """All replied to each of these rounds, the newest of which was two weeks ago."""
    for number in range(1, rounds + 1):
        at = now - timedelta(weeks=2 * (rounds - number + 1))
        round_ = Round(
            f"past{number}", partnership, RoundKind.SCHEDULED, number, tuple(ANCHORS.values()), at, at, at,
            RoundState.CLOSED, closed_at=at, invited=people, replies=people,
        )  # fmt: skip
        yield round_
        for theme, question in ANCHORS.items():
            yield QuestionResult(
                f"{round_.id}.{theme}", round_.id, partnership, theme, question,
                anchor=True, scored=people, invited=people, mean=4.1, spread=0.5,
            )  # fmt: skip


async def together_for_long(store: Store, now: datetime, others: Mapping[Address, str]) -> None:
    """As if these, with their names, were in the only partnership too, and four rounds lay behind it. What is
    in an address as its key is its person's and its member's id."""
    async with store.transaction() as db:
        (partnership,), (council,) = await db.find(Partnership), await db.find(Organisation)
        await db.update_if_unchanged(partnership, rounds=4)
        for address, name in others.items():
            id = address.key
            person = Person(id, address, address, name, "Europe/London", "en")
            await db.add(
                person, Member(id, partnership.id, council.id, id, Role.MEMBER, MembershipStatus.ACTIVE, now)
            )
        await db.add(*steady(partnership.id, await db.count(Member), now))
