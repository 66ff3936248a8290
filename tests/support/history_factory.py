"""Past rounds of a partnership, which all measured the same, and further members."""

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
    web_address,
)
from bot.core.ports import Store

ANCHORS = {"trust": "trust.reliable@1", "purpose": "purpose.agree@1", "power": "power.voice@1"}


def unchanged_rounds(
    partnership: str, people: int, now: datetime, rounds: int = 4
) -> Iterator[Round | QuestionResult]:
    """Yield closed rounds, the newest two weeks ago, with their results. Everybody replied to each."""
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


async def add_members_and_history(store: Store, now: datetime, names: Mapping[Address, str]) -> None:
    """Add members, by address and name, to the only partnership, and four past rounds. The key of an address
    becomes the id of the person and of the member."""
    async with store.transaction() as db:
        (partnership,), (council,) = await db.find(Partnership), await db.find(Organisation)
        await db.update_if_unchanged(partnership, rounds=4)
        for address, name in names.items():
            id = address.key
            person = Person(id, address, address, name, "Europe/London", "en")
            await db.add(
                person, Member(id, partnership.id, council.id, id, Role.MEMBER, MembershipStatus.ACTIVE, now)
            )
        await db.add(*unchanged_rounds(partnership.id, await db.count(Member), now))


async def add_members_without_home(store: Store, now: datetime, n: int, partnership: str) -> None:
    """Add members to the partnerships of this name who are written to nowhere, so that enough can be asked
    for a round to be opened."""
    async with store.transaction() as db:
        for joined in await db.find(Partnership, name=partnership):
            (organisation, *_) = await db.find(Organisation, partnership=joined.id)
            for number in range(n):
                id = f"quiet-{number}-{joined.id}"
                zone, language = joined.zone, joined.language
                await db.add(Person(id, web_address(id), None, f"Quiet {number}", zone, language))
                where, active = organisation.id, MembershipStatus.ACTIVE
                await db.add(Member(id, joined.id, where, id, Role.MEMBER, active, now))
