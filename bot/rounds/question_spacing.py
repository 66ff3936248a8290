"""The minimum time before the same question may be asked again: docs/method.md 2 and 6.8.

Asking the same people the same thing again too soon could show, by who joined, left or was away in between,
what one of them answered. No comparison of words finds out that two questions mean the same, so a
partnership's own question counts as the same as anything else that is asked ad hoc."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from unicodedata import normalize

from bot.core.models import Partnership, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.questions.bank import QuestionBank
from bot.rounds.working_hours import add_working_days

MIN_WORKING_DAYS = 5
FEW_ROUNDS = 12  # usually enough to cover the days that matter
MANY_ROUNDS = 200  # always enough: each round that counts is open for an hour at least
COUNTED_STATES = (RoundState.OPEN, RoundState.CLOSING, RoundState.CLOSED)  # cancelled rounds show no results


async def scheduled(
    db: Transaction, bank: QuestionBank, partnership: Partnership, questions: Sequence[str], now: datetime
) -> datetime:
    """Return the moment from which a scheduled round may ask these questions, `now` at the earliest.

    Between scheduled rounds the time counts from opening to opening, so that there can be one a week."""

    def asked_at(earlier: Round) -> datetime | None:
        if earlier.kind is RoundKind.SCHEDULED:
            return earlier.opened_at if {*questions} & {*earlier.questions} else None
        return _ended_at(bank, questions, "", earlier)

    return await _allowed_at(db, partnership, asked_at, now)


def after_round(
    bank: QuestionBank, partnership: Partnership, questions: Sequence[str], earlier: Round
) -> datetime | None:
    """Return the moment from which a scheduled round may ask these questions after one ad hoc round, or None
    if that asks none of them."""
    ended_at = _ended_at(bank, questions, "", earlier)
    return add_working_days(partnership.zone, ended_at, MIN_WORKING_DAYS) if ended_at else None


async def ad_hoc(
    db: Transaction,
    bank: QuestionBank,
    partnership: Partnership,
    questions: Sequence[str],
    own: str,
    now: datetime,
) -> datetime:
    """Return the moment from which an ad hoc round may ask these questions, `now` at the earliest.

    The time counts from the close: answers of the last day of one round and of the first of the next would be
    hours apart."""

    def asked_at(earlier: Round) -> datetime | None:
        if earlier.kind is RoundKind.AD_HOC and (own or earlier.own):
            return _end_of(earlier)
        return _ended_at(bank, questions, own, earlier)

    return await _allowed_at(db, partnership, asked_at, now)


async def _allowed_at(
    db: Transaction, partnership: Partnership, asked_at: Callable[[Round], datetime | None], now: datetime
) -> datetime:
    """Return the moment from which a question may be asked. `asked_at` returns when an earlier round asked
    it, or None."""
    spaced = partial(add_working_days, partnership.zone, days=MIN_WORKING_DAYS)
    id = partnership.id
    recent = await db.latest(Round, "opened_at", FEW_ROUNDS, partnership=id, state=COUNTED_STATES)
    if len(recent) == FEW_ROUNDS and spaced(recent[-1].opened_at) > now:
        recent = await db.latest(Round, "opened_at", MANY_ROUNDS, partnership=id, state=COUNTED_STATES)
    return max([now, *(spaced(moment) for round_ in recent if (moment := asked_at(round_)))])


def _ended_at(bank: QuestionBank, questions: Sequence[str], own: str, earlier: Round) -> datetime | None:
    """Return when an earlier round closed or closes, if it asks one of these questions, else None."""
    if _wordings(bank, questions, own).isdisjoint(_wordings(bank, earlier.questions, earlier.own)):
        return None
    return _end_of(earlier)


def _end_of(round_: Round) -> datetime:
    return round_.closed_at or round_.closes_at


def _wordings(bank: QuestionBank, questions: Sequence[str], own: str) -> set[str]:
    """Return the texts of the questions in every language, reduced to what makes them different questions:
    without case, blanks and punctuation."""
    texts = [text for question in questions for text in bank.as_asked(question, own).text.texts.values()]
    return {"".join(filter(str.isalnum, normalize("NFKC", text).casefold())) for text in texts}
