"""Makes five years of a partnership that enters notes, actions and outcomes, asks both long packs each year,
and shares its hub."""

from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from adapters.web.platform import WebPlatform
from adapters.web.session import BrowserCookie
from benchmarks.five_years import (
    ID,
    NEXT_MORNING,
    MovableClock,
    answer,
    found_partnership,
    make_reachable,
    rounds,
)
from benchmarks.open_rounds import SECRET, signed_in
from benchmarks.partnerships import context
from bot import app
from bot.analysis.publishing import member_token
from bot.context import AppContext
from bot.core.followups import Action, ActionOutcome, EvidenceDetail, EvidencePart, Note
from bot.core.i18n import Translator
from bot.core.models import Partnership, Round, hash_secret
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.core.sharing import HubShare
from bot.handlers.hub.access import FOR_OBSERVERS
from bot.handlers.hub.rounds import A_YEAR
from bot.questions.bank import ThemeKind
from bot.rounds.opening import AdHocDraft, open_ad_hoc
from bot.worker import Worker
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys
from storage.migrate import migrate
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox

MEMBERS = 40
VIEWER, AUTHOR = "u000000-00", "m000000-00"  # one person and their membership
SHARED = "a-share-link-of-the-hub"  # the secret in its address
OUTCOMES = 3
FIRST_LOOK = 3  # the round of each year after which the first long pack is asked
ROUNDS_TO_A_NOTE, ROUNDS_TO_AN_ACTION = 4, 5


@dataclass(frozen=True, slots=True)
class HubHistory:
    """Lives through the rounds of the only partnership, and through what its members do between them."""

    context: AppContext
    clock: MovableClock
    worker: Worker

    async def run(self, before: int) -> None:
        """Run so many rounds. The last stays open."""
        async with aclosing(rounds(self.worker, self.context, self.clock, self._after)) as upcoming:
            for _ in range(before):
                await anext(upcoming)

    async def _after(self, round_: Round) -> None:
        """Enter what members enter after a round and, early in each year, ask the long packs."""
        async with self.context.store.transaction() as db:
            await db.add(*entered_after(round_, self.clock.moment))
        packs = self.context.bank.of_kind(ThemeKind.LONG_PACK)
        at = (round_.number - FIRST_LOOK) % A_YEAR
        if at < len(packs):
            await self._ask(tuple(question.ref for question in packs[at].questions))

    async def _ask(self, questions: tuple[str, ...]) -> None:
        """Run an extra round about these questions."""
        async with self.context.store.transaction() as db:
            partnership, draft = await db.get(Partnership, ID), AdHocDraft(questions)
            asked = await open_ad_hoc(self.context, db, partnership, draft, self.clock.moment, Translator())
            await answer(self.context, db, asked, Random(1))
        for moment in (asked.closes_at, asked.closes_at + NEXT_MORNING):
            self.clock.moment = moment
            await self.worker.tick()


def entered_after(round_: Round, now: datetime) -> Iterator[Any]:
    """Yield what members enter after a round: a value of each outcome, and now and then a note with its
    description, or an action that was done."""
    number, on = round_.number, now.date()
    for outcome in range(OUTCOMES):
        yield OutcomeValue(f"v{outcome}-{number}", f"x{outcome}", number, on, 40.0 + number % 7, now, AUTHOR)
    if number % ROUNDS_TO_A_NOTE == 0:
        note = f"n{number}"
        yield Note(note, ID, on, f"We agreed how to share data, part {number}", number, now)
        yield EvidenceDetail(
            f"d{number}", ID, note, EvidencePart.TOOK, "Two half days", member_token(AUTHOR), now
        )
    if number % ROUNDS_TO_AN_ACTION == 0:
        yield Action(
            f"a{number}",
            ID,
            number,
            f"Send the notes of meeting {number} within a week",
            now - timedelta(weeks=4),
            did=ActionOutcome.YES,
            did_at=now,
            settled_by=member_token(AUTHOR),
        )


def outcomes(now: datetime) -> Iterator[SharedOutcome]:
    for number in range(OUTCOMES):
        name = f"Families seen within a week, area {number}"
        yield SharedOutcome(f"x{number}", ID, name, "families", BetterDirection.UP, "", "", now)


def share(now: datetime) -> HubShare:
    """Return a share link that opens all parts that can be shared."""
    until = now.date() + timedelta(days=30)
    return HubShare(hash_secret(SHARED), ID, 1, "Board", (*FOR_OBSERVERS,), member_token(AUTHOR), now, until)


async def create_history(folder: Path, browser: BrowserCookie, now: datetime, before: int) -> None:
    """Fill a database with so many rounds, their messages to the channel and to one member, who is signed in
    on this browser, and all that members entered."""
    url = f"sqlite+aiosqlite:///{folder}/accord.db"
    await migrate(url)
    store = SqlStore(url)
    keys, _ = await open_keys(url, locate_keys(folder, Path(f"{folder}-keys"), "", ""), [SECRET], now)
    clock = MovableClock(now - before * timedelta(weeks=2))
    app_context = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
    viewer, *_ = await found_partnership(store, MEMBERS, clock.moment)
    await make_reachable(store, [viewer])
    async with store.transaction() as db:
        await db.add(signed_in(browser, VIEWER, now), *outcomes(clock.moment), share(now))
    worker = Worker(app_context, {"web": WebPlatform(SqlWebInbox(store), clock)})
    await HubHistory(app_context, clock, worker).run(before)
    await store.close()
    await keys.close()
