"""Stores what a round publishes at its close, and loads it for summaries."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

import structlog

from bot.analysis.outcome_process import NewestValue
from bot.analysis.published import (
    FORMAT,
    PublishedContent,
    PublishedRound,
    RosterChange,
)
from bot.analysis.publishing import (
    RoundFacts,
    by_theme,
    is_low,
    member_token,
    publish,
    round_before,
)
from bot.analysis.signals import ResultHistory, closed_at, compared_with
from bot.analysis.talking_points import PACK_PATTERNS
from bot.context import AppContext, QuestionFiles
from bot.core.errors import AlreadyExists, Unavailable, locate_error
from bot.core.followups import Action, Alert, Note, Rebase
from bot.core.models import (
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    QuestionResult,
    Round,
    RoundKind,
    RoundState,
)
from bot.core.ports import Transaction
from bot.rounds import actions
from bot.rounds.alerts import detect_signals
from bot.rounds.history import scheduled_results
from bot.rounds.names import PRESENT, names_of
from bot.rounds.outcomes import newest_values

log = structlog.get_logger()

PAGE = 100  # partnerships that are read at once


async def store_published(context: AppContext, db: Transaction, round_: Round) -> None:
    """Store what a closed round publishes. Raises AlreadyExists."""
    content = await _make(context, db, round_)
    await db.add(PublishedRound(round_.id, round_.partnership, FORMAT, content))


async def load_published(context: QuestionFiles, db: Transaction, round_: Round) -> PublishedContent:
    """Return what a closed round published. One that an older version closed has nothing stored until
    `store_older` has run: then it is made from what is stored today."""
    if published := await db.first(PublishedRound, id=round_.id):
        return published.content
    return await _make(context, db, round_)


async def store_older(context: AppContext, most: int) -> bool:
    """Store what rounds published that an older version closed, the oldest of a partnership first, at most so
    many. Return True once there are no more, or none that can be stored."""
    older = await _find_older(context, most)
    stored = [await store_if_missing(context, round_) for round_ in older]
    return len(older) < most or not any(stored)


async def store_if_missing(context: AppContext, round_: Round) -> bool:
    """Store what a closed round published, unless it is stored. Return False, and log why, if it cannot be
    made."""
    try:
        async with context.store.transaction() as db:
            await store_published(context, db, round_)
    except Unavailable:
        raise
    except AlreadyExists:
        return True  # another worker was first
    except Exception as error:  # noqa: BLE001  one bad round must not keep the others waiting
        log.error("a round could not be published", round=round_.id, fault=locate_error(error))  # noqa: TRY400  a traceback could hold what people wrote
        return False
    return True


async def _find_older(context: AppContext, most: int) -> list[Round]:
    async with context.store.read_only() as db:
        if await db.count(Round, state=RoundState.CLOSED) == await db.count(PublishedRound):
            return []
    older: list[Round] = []
    last = ""
    while len(older) < most:
        await asyncio.sleep(0)  # SQLite reads in the event loop
        async with context.store.read_only() as db:
            if not (partnerships := await db.page(Partnership, last, PAGE)):
                break
            for partnership in partnerships:
                if len(older) < most:
                    older += await _unpublished(db, partnership)
        last = partnerships[-1].id
    return older[:most]


async def _unpublished(db: Transaction, partnership: Partnership) -> list[Round]:
    """Return the closed rounds of a partnership of which is not stored what they published, oldest first."""
    closed = await db.count(Round, partnership=partnership.id, state=RoundState.CLOSED)
    if closed == await db.count(PublishedRound, partnership=partnership.id):
        return []
    rounds = await db.find(Round, partnership=partnership.id, state=RoundState.CLOSED)
    return [
        round_ for round_ in sorted(rounds, key=closed_at) if not await db.count(PublishedRound, id=round_.id)
    ]


async def _make(context: QuestionFiles, db: Transaction, round_: Round) -> PublishedContent:
    partnership = await db.get(Partnership, round_.partnership)
    past = await scheduled_results(db, round_)
    readings = await db.find(QuestionResult, round=round_.id)
    rebases = await db.find(Rebase, partnership=round_.partnership)
    did, to_do = await _actions(db, round_, past)
    facts = RoundFacts(
        round=round_,
        partnership=partnership.name,
        readings=readings,
        past=past,
        rebases=rebases,
        notes=await db.find(Note, partnership=round_.partnership, removed_at=None) if past else (),
        signals=await detect_signals(db, round_, past),
        alert_points={
            (alert.kind, alert.theme): alert.point for alert in await db.find(Alert, round=round_.id)
        },
        low_days={
            theme: await _low_days(db, round_, theme)
            for theme in dict.fromkeys(reading.theme for reading in readings if is_low(reading))
            if theme in PACK_PATTERNS
        },
        did=did,
        to_do=to_do,
        names=await _names(db, round_, rebases, (*did, *to_do)),
        roster=await _roster_change(db, round_, past, rebases),
        # One that has come while this round was open opens with its close.
        next_round_at=(at := partnership.next_round_at) and max(at, closed_at(round_)),
        outcomes=await _outcomes(db, round_),
        asked_for=await _asked_for(db, round_),
    )
    return publish(facts, context.bank, context.talking_points)


async def _names(
    db: Transaction, round_: Round, rebases: Sequence[Rebase], actions_: Sequence[Action]
) -> Mapping[str, str]:
    """Return the names of who asked the round, of the authors of rebases, of who settled actions, and of
    owners who are present."""
    authors = {member_token(rebase.author) for rebase in rebases}
    settlers = {action.settled_by for action in actions_}
    owners = await names_of(db, {action.owner for action in actions_}, PRESENT)
    return {**owners, **await names_of(db, {round_.asked_by} | authors | settlers)}


async def _actions(
    db: Transaction, round_: Round, past: ResultHistory
) -> tuple[Sequence[Action], Sequence[Action]]:
    """Return the actions that were settled since the round before, and those still open."""
    if round_.kind is not RoundKind.SCHEDULED:
        return (), ()
    earlier = round_before(past, round_)
    after = closed_at(earlier) if earlier else None
    return await actions.actions_between(db, round_.partnership, after, closed_at(round_))


async def _asked_for(db: Transaction, round_: Round) -> str:
    """Return the name of the organisation of who asked an ad hoc round."""
    asker = await db.first(Member, id=round_.asked_by.partition(":")[2])
    return (await db.get(Organisation, asker.organisation)).name if asker else ""


async def _outcomes(db: Transaction, round_: Round) -> Sequence[NewestValue]:
    """Return the newest value of each shared outcome, with what was entered by the close."""
    if round_.kind is not RoundKind.SCHEDULED:
        return ()
    return await newest_values(db, round_.partnership, closed_at(round_))


async def _low_days(db: Transaction, round_: Round, theme: str) -> list[date]:
    """Return the days on which a theme had a low score, up to this round's."""
    low = [
        reading.round
        for reading in await db.find(QuestionResult, partnership=round_.partnership, theme=theme)
        if is_low(reading)
    ]
    moments = [closed_at(low_round) for low_round in await db.find(Round, id=low)]
    return [at.date() for at in sorted(moments) if at <= closed_at(round_)]


async def _roster_change(
    db: Transaction, round_: Round, past: ResultHistory, rebases: Sequence[Rebase]
) -> RosterChange | None:
    """Return how many members joined and left since the round that this one is compared with. Paused members
    and erased people are not counted."""
    compared = [
        earlier
        for theme, own in by_theme(past).items()
        if (earlier := compared_with(own, [rebase for rebase in rebases if rebase.theme == theme]))
    ]
    if not compared:
        return None
    since = min(compared, key=closed_at)
    then, now = [
        {invitation.member for invitation in await db.find(Invitation, round=at.id)} for at in (since, round_)
    ]
    changed = {member.id: member for member in await db.find(Member, id=[*(then ^ now)])}
    joined = sum(id in changed and changed[id].since_at > since.opened_at for id in now - then)
    left = sum(id in changed and changed[id].standing is MembershipStatus.LEFT for id in then - now)
    return RosterChange(since.number, joined, left)
