"""Measures the memory and the processor time of `accord export`, as partnerships with five years of rounds
become more."""

import asyncio
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import Figure
from benchmarks.five_years import ROUNDS
from benchmarks.partnerships import FOUNDED, NOW
from bot.analysis.published import FORMAT, SHOWN, PublishedContent, PublishedRound, TrendLine, TrendPoint
from bot.core.models import Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Store
from storage.migrate import migrate
from storage.store import SqlStore

FEW, MANY = 20, 200
QUESTIONS = ("trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.open@1", "service-users.shape@1")


class Cost(NamedTuple):
    """What one export took: megabytes at most, and seconds of processor time."""

    memory: float
    cpu: float


async def measure(few: int = FEW, many: int = MANY) -> list[Figure]:
    small, large = await cost_of(few), await cost_of(many)
    rounds = many * ROUNDS
    what = f"memory of an export of {many:,} partnerships over five years, MB, against one of {few}"
    used = f"{rounds:,} rounds, {large.cpu:.0f} s of CPU"
    return [Figure(f"{what} ({used})", large.memory, small.memory, 1.2, at_most=True)]


async def cost_of(partnerships: int) -> Cost:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/accord.db"
        await migrate(url)
        store = SqlStore(url)
        for number in range(partnerships):
            await add_history(store, f"p{number:06}")
        await store.close()
        return await asyncio.to_thread(export, Path(folder))


def export(folder: Path) -> Cost:
    """Export the database in this folder in a process of its own."""
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "bot", "export", str(folder / "results")],
        os.environ | {"ACCORD_DATA": str(folder)},
    )
    _, status, used = os.wait4(pid, 0)
    assert status == 0
    assert (folder / "results" / "datapackage.json").exists()
    return Cost(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)


async def add_history(store: Store, id: str) -> None:
    """Store a partnership with closed rounds, and what each of them published."""
    async with store.transaction() as db:
        await db.add(Partnership(id, f"Partnership {id}", "Europe/London", "en", FOUNDED))
        for round_, published in rounds(id):
            await db.add(round_)
            await db.add(published)


def rounds(partnership: str) -> Iterator[tuple[Round, PublishedRound]]:
    closed: list[datetime] = []
    for number in range(1, ROUNDS + 1):
        at = NOW - timedelta(weeks=2 * (ROUNDS - number))
        closed.append(at)
        id = f"{partnership}-{number}"
        round_ = Round(
            id, partnership, RoundKind.SCHEDULED, number, QUESTIONS, at, at, at, RoundState.CLOSED,
            closed_at=at, invited=16, replies=13,
        )  # fmt: skip
        readings = tuple(
            QuestionResult(
                f"{id}-{question}", id, partnership, question.partition(".")[0], question, True, 13, 16,
                mean=3.7, low=3.4, high=4.0, spread=0.8, counts=(0, 1, 4, 6, 2), agreement="fair",
            )
            for question in QUESTIONS
        )  # fmt: skip
        points = tuple(TrendPoint(moment, 3.7, 13) for moment in closed[-SHOWN:])
        lines = tuple(TrendLine(theme, points) for theme in ("trust", "purpose", "power"))
        content = PublishedContent(f"Partnership {partnership}", readings, trend=lines)
        yield round_, PublishedRound(id, partnership, FORMAT, content)
