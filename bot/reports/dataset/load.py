"""Loads what closed rounds published, as rows."""

import asyncio
from collections.abc import Sequence

from bot.analysis.published import PublishedRound
from bot.analysis.signals import closed_at
from bot.context import QuestionFiles
from bot.core.models import Round, RoundState
from bot.core.ports import Transaction
from bot.reports.dataset.result_rows import ResultRow, result_rows
from bot.rounds.publishing import load_published

PAGE = 20  # records of rounds that are read at once

RoundRows = tuple[ResultRow, ...]


async def closed_rounds_in_order(db: Transaction, partnership: str) -> list[Round]:
    """Return the closed rounds of a partnership, oldest first."""
    rounds = await db.find(Round, partnership=partnership, state=RoundState.CLOSED)
    return sorted(rounds, key=lambda round_: (closed_at(round_), round_.id))


async def load_round_rows(questions: QuestionFiles, db: Transaction, round_: Round) -> RoundRows:
    """Return the rows of a closed round."""
    return result_rows(questions.bank, round_, await load_published(questions, db, round_))


async def load_rows(questions: QuestionFiles, db: Transaction, rounds: Sequence[Round]) -> list[RoundRows]:
    """Return the rows of each of these closed rounds. Records, which are larger, are read some at a time."""
    rows = []
    for first in range(0, len(rounds), PAGE):
        page = rounds[first : first + PAGE]
        records = await db.find(PublishedRound, id=[round_.id for round_ in page])
        stored = {record.id: record.content for record in records}
        for round_ in page:
            content = stored.get(round_.id) or await load_published(questions, db, round_)
            rows.append(result_rows(questions.bank, round_, content))
        await asyncio.sleep(0)  # SQLite reads in the event loop
    return rows
