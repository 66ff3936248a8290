"""How far apart the same question must be put: SCIENCE.md 6.8. Whoever asks the same people the same thing
too soon could work out, from who came or went in between, what one of them said."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from unicodedata import normalize

from bot.core.models import Partnership, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.questions.bank import QuestionBank
from bot.rounds.working_hours import add_working_days

MIN_WORKING_DAYS = 5  # working days
FEW = 12  # rounds that are looked through first
MANY = 200  # more than can lie within the days that matter, for one that counts is open for an hour at least
COUNT = (RoundState.OPEN, RoundState.CLOSING, RoundState.CLOSED)  # of one called off nothing was ever shown


async def scheduled(
    db: Transaction, bank: QuestionBank, partnership: Partnership, questions: Sequence[str], now: datetime
) -> datetime:
    """From when on a scheduled round may put these questions. From one scheduled round to the next it counts
    from opening to opening, so that there can be one a week."""

    def asked_at(earlier: Round) -> datetime | None:
        if earlier.kind is RoundKind.SCHEDULED:
            return earlier.opened_at if {*questions} & {*earlier.questions} else None
        return _ended_at(bank, questions, "", earlier)

    return await _free_at(db, partnership, asked_at, now)


async def ad_hoc(
    db: Transaction,
    bank: QuestionBank,
    partnership: Partnership,
    questions: Sequence[str],
    own: str,
    now: datetime,
) -> datetime:
    """From when on an ad hoc round may. It counts from the close: what was answered on the last day of one
    round and on the first of the next would be hours apart."""
    return await _free_at(db, partnership, partial(_ended_at, bank, questions, own), now)


async def _free_at(
    db: Transaction, partnership: Partnership, asked_at: Callable[[Round], datetime | None], now: datetime
) -> datetime:
    """`asked_at` says when an earlier round asked the same, if it did."""
    free = partial(add_working_days, partnership.zone, days=MIN_WORKING_DAYS)
    recent = await db.latest(Round, "opened_at", FEW, partnership=partnership.id, state=COUNT)
    if len(recent) == FEW and free(recent[-1].opened_at) > now:
        recent = await db.latest(Round, "opened_at", MANY, partnership=partnership.id, state=COUNT)
    return max([now, *(free(moment) for each in recent if (moment := asked_at(each)))])


def _ended_at(bank: QuestionBank, questions: Sequence[str], own: str, earlier: Round) -> datetime | None:
    same = not _wordings(bank, questions, own).isdisjoint(_wordings(bank, earlier.questions, earlier.own))
    return (earlier.closed_at or earlier.closes_at) if same else None


def _wordings(bank: QuestionBank, questions: Sequence[str], own: str) -> set[str]:
    """What is asked, in every language, without what makes no other question of it: case, blanks, signs."""
    texts = [words for each in questions for words in bank.as_asked(each, own).text.texts.values()]
    return {"".join(filter(str.isalnum, normalize("NFKC", each).casefold())) for each in texts}
