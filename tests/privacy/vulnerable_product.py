"""A product that does everything wrong which docs/method.md 6 warns of: the attacks must succeed against
it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TypeVar

from bot.core.deliveries import Delivery
from bot.core.models import Answer, Invitation, Member
from storage.crypto import ChaChaCrypto
from storage.keys import SqlRoundKeyStore
from tests.privacy.simulated_rounds import Truth
from tests.support.scenario import Scenario

R = TypeVar("R")

ROWS_IN_ORDER_OF_ARRIVAL = """
    DROP TABLE answers;
    CREATE TABLE answers (
        round VARCHAR NOT NULL, pseudonym BLOB NOT NULL, question VARCHAR NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (round, pseudonym, question)
    );
"""


class NoSeals(ChaChaCrypto):
    """Implements ports.Crypto without encrypting anything."""

    def pseudonym(self, key: bytes, round_: str, member: str) -> bytes:
        return member.encode()[:16].ljust(16, b"\0")

    def seal(self, key: bytes, answer: tuple[str, bytes, str], words: str) -> bytes:
        return words.encode()

    def unseal(self, key: bytes, answer: Answer) -> str:
        return answer.sealed.decode()

    def event(self, id: str) -> str:
        return id


class KeysKeptInLog(SqlRoundKeyStore):
    """Implements ports.RoundKeyStore. What it destroys is left in the write-ahead log."""

    async def destroy(self, *rounds: str) -> None:
        database = await self.open()
        async with database.transaction() as connection:
            for round_ in rounds:
                await connection.execute(f"DELETE FROM round_keys WHERE round = '{round_}'")
        await database.purge_deleted("round_keys")


class IdsInTurn:
    """Implements ports.Ids without any chance."""

    def __init__(self) -> None:
        self._count = count(1)

    def new(self) -> str:
        return f"{next(self._count):016}"

    def code(self) -> str:
        return self.new()

    def shuffled(self, things: Sequence[R]) -> list[R]:
        return list(things)


async def tell_all(scenario: Scenario, truth: Truth) -> None:
    """Whoever replied is noted, although that is taken back; whoever did not has one more reminder; and
    reminders settle as they were needed."""
    async with scenario.store.transaction() as db:
        for invitation in await db.find(Invitation, round=truth.round):
            owed = await db.find(Delivery, kind="remind", subject=invitation.id)
            if invitation.member in truth.said:
                await db.update_if_unchanged(owed[0], error="It was not needed.")
            else:
                await db.add(replace(owed[0], id=scenario.context.ids.new()))
    for member in await scenario.all(Member, id=[*truth.said]):
        for since_at in (scenario.clock.now(), member.since_at):
            async with scenario.store.transaction() as db:
                await db.update_if_unchanged(await db.get(Member, member.id), since_at=since_at)


def keep_rows_in_order_of_arrival(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ROWS_IN_ORDER_OF_ARRIVAL)
