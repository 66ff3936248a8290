"""What a partnership says it will do, and whether it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.followups import MAX_TEXT_LENGTH, Action, ActionOutcome
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, Role, Round
from bot.core.ports import Ids, Transaction
from bot.core.timezones import local_date

MAX_OPEN = 10  # a partnership that has promised more will do none of it


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """An action as somebody puts it. `owner` is a token of the roster, or empty."""

    words: str
    by: date | None = None
    owner: str = ""


async def add(
    db: Transaction, ids: Ids, partnership: Partnership, draft: ActionDraft, now: datetime, t: Translator
) -> Action:
    """Raises Refusal."""
    words = sanitise.validate_text(draft.words, t, MAX_TEXT_LENGTH)
    if await db.count(Action, partnership=partnership.id, did=None) >= MAX_OPEN:
        raise Refusal(
            t(
                "The action was not taken up: {most} are open already. Say actions, and then done and "
                "the number of one that is over.",
                most=MAX_OPEN,
            ),
            ((t("Show the actions"), "actions"),),
        )
    newest = await db.latest(Action, "number", 1, partnership=partnership.id)
    number = newest[0].number + 1 if newest else 1
    action = Action(ids.new(), partnership.id, number, words, now, draft.by, draft.owner)
    await db.add(action)
    return action


async def settle(
    db: Transaction, member: Member, number: str, outcome: ActionOutcome, now: datetime, t: Translator
) -> Action:
    """Record whether an action was done. The first member who answers decides; leads and coordinators may
    correct it. `number` is as it was typed. Raises Refusal."""
    parsed = int(number) if number.isdecimal() and len(number) < 7 else 0
    action = await db.first(Action, partnership=member.partnership, number=parsed)
    if action is None:
        raise Refusal(
            t(
                "Nothing was changed: there is no action {n}. Say actions to see their numbers.",
                n=number[:20],
            ),
            ((t("Show the actions"), "actions"),),
        )
    if action.did is outcome:
        return action
    if action.did and member.role is Role.MEMBER:
        raise Refusal(
            t(
                "Nothing was changed: somebody has answered that already. A lead or a coordinator can "
                "correct it."
            )
        )
    return await db.update_if_unchanged(action, did=outcome, did_at=now)


async def open_actions(db: Transaction, partnership: str) -> list[Action]:
    return _in_order(await db.find(Action, partnership=partnership, did=None))


async def settled_actions(db: Transaction, partnership: str, most: int) -> list[Action]:
    """Those that were answered last, the newest first."""
    return await db.latest(Action, "did_at", most, partnership=partnership, did=list(ActionOutcome))


async def to_ask(db: Transaction, partnership: Partnership, round_: Round) -> list[Action]:
    """Those that the close of a scheduled round asks about: open, taken up before it, and not due later."""
    closed_at = round_.closed_at or round_.closes_at
    day = local_date(closed_at, partnership.zone)
    return [
        each
        for each in await open_actions(db, partnership.id)
        if each.said_at <= closed_at and (each.by is None or each.by <= day)
    ]


async def actions_between(
    db: Transaction, partnership: str, after: datetime | None, until: datetime
) -> tuple[Sequence[Action], Sequence[Action]]:
    """For the summary of a round that closed at `until`: what was answered since the one before closed, and
    what is open since before it."""
    taken_up = await db.find(Action, partnership=partnership)
    answered = [
        each
        for each in taken_up
        if each.did_at and each.did_at <= until and (after is None or each.did_at > after)
    ]
    waiting = [each for each in taken_up if each.did is None and each.said_at <= until]
    return _in_order(answered), _in_order(waiting)


def _in_order(actions: Sequence[Action]) -> list[Action]:
    return sorted(actions, key=lambda each: each.number)
