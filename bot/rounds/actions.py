"""Actions: what a partnership plans to do, and whether it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.analysis.publishing import member_token
from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.followups import MAX_TEXT_LENGTH, Action, ActionOutcome
from bot.core.i18n import Translator
from bot.core.models import Member, Partnership, Role, Round
from bot.core.ports import Ids, Transaction
from bot.core.timezones import local_date
from bot.rounds.evidence import forget_details
from bot.rounds.numbering import find_numbered, next_number
from bot.rounds.redaction import redact_words

MAX_OPEN = 10  # actions; a partnership that plans more does none of them
MAX_OPEN_IN_PLAN = 5


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """An action as a member proposes it. `owner` is a token of the roster, or empty; `plan_year` is the year
    of the improvement plan that it is for, if any."""

    words: str
    by: date | None = None
    owner: str = ""
    plan_year: int | None = None


async def add(
    db: Transaction, ids: Ids, partnership: Partnership, draft: ActionDraft, now: datetime, t: Translator
) -> Action:
    """Add an open action to a partnership, under the next number. Raises Refusal."""
    words = sanitise.validate_text(draft.words, t, MAX_TEXT_LENGTH)
    await _require_room(db, partnership, draft, t)
    number = await next_number(db, Action, partnership)
    action = Action(
        ids.new(), partnership.id, number, words, now, draft.by, draft.owner, plan_year=draft.plan_year
    )
    await db.add(action)
    return action


async def _require_room(db: Transaction, partnership: Partnership, draft: ActionDraft, t: Translator) -> None:
    """Raise Refusal if there are as many open actions as there may be."""
    actions = await open_actions(db, partnership.id)
    planned = [action for action in actions if action.plan_year == draft.plan_year]
    if len(actions) >= MAX_OPEN:
        problem = t(
            "You already have {most} open actions, which is the limit. Mark one as done first.", most=MAX_OPEN
        )
    elif draft.plan_year and len(planned) >= MAX_OPEN_IN_PLAN:
        problem = t(
            (
                "The improvement plan of {year} already has {most} open actions, which is the limit. "
                "Mark one as done first."
            ),
            year=draft.plan_year,
            most=MAX_OPEN_IN_PLAN,
        )
    else:
        return
    raise Refusal(problem, ((t("Show the actions"), "actions"),))


async def require_action(db: Transaction, member: Member, number: str, t: Translator) -> Action:
    """Return the action of a partnership with a number, as it was typed. Raises Refusal."""
    action = await find_numbered(db, Action, member, number)
    if action is None:
        raise Refusal(
            t(
                "There is no action {n}. Look at the actions to see their numbers.",
                n=number[:20],
            ),
            ((t("Show the actions"), "actions"),),
        )
    return action


async def settle(
    db: Transaction, member: Member, number: str, outcome: ActionOutcome, now: datetime, t: Translator
) -> Action:
    """Record whether an action was done, and who says so. The first member who answers decides; leads and
    coordinators may correct it. `number` is as it was typed. Raises Refusal."""
    action = await require_action(db, member, number, t)
    if action.did is outcome:
        return action
    if action.did and member.role is Role.MEMBER:
        raise Refusal(t("Someone has already answered that. A lead or a coordinator can change it."))
    return await db.update_if_unchanged(action, did=outcome, did_at=now, settled_by=member_token(member.id))


async def correct(db: Transaction, action: Action, draft: ActionDraft, t: Translator) -> Action:
    """Replace the words of an action, and its date and owner if there are new ones. What was published stays
    as it was. Raises Refusal."""
    words = sanitise.validate_text(draft.words, t, MAX_TEXT_LENGTH)
    return await db.update_if_unchanged(
        action, words=words, by=draft.by or action.by, owner=draft.owner or action.owner
    )


async def remove(db: Transaction, action: Action, remover: Member, now: datetime) -> list[str]:
    """Remove an action with its description, and take its words out of what was published. Returns the rounds
    that held them."""
    await db.update_if_unchanged(action, words="", owner="", settled_by="", removed_at=now)
    await forget_details(db, action.id)
    return await redact_words(db, action, remover, now)


async def open_actions(db: Transaction, partnership: str) -> list[Action]:
    return _by_number(await db.find(Action, partnership=partnership, did=None, removed_at=None))


async def settled_actions(db: Transaction, partnership: str, most: int) -> list[Action]:
    """Return the actions that were settled last, newest first."""
    return await db.latest(
        Action, "did_at", most, partnership=partnership, did=list(ActionOutcome), removed_at=None
    )


async def to_ask(db: Transaction, partnership: Partnership, round_: Round) -> list[Action]:
    """Return the actions that the close of a scheduled round asks about: open, proposed before the close,
    and due by then or without a date."""
    closed_at = round_.closed_at or round_.closes_at
    day = local_date(closed_at, partnership.zone)
    return [
        action
        for action in await open_actions(db, partnership.id)
        if action.said_at <= closed_at and (action.by is None or action.by <= day)
    ]


async def actions_between(
    db: Transaction, partnership: str, after: datetime | None, until: datetime
) -> tuple[Sequence[Action], Sequence[Action]]:
    """Return what the summary of a round that closed at `until` reports: the actions settled since the round
    before closed (`after`), and those that have been open since before `until`."""
    actions = await db.find(Action, partnership=partnership, removed_at=None)
    settled = [
        action
        for action in actions
        if action.did_at and action.did_at <= until and (after is None or action.did_at > after)
    ]
    waiting = [action for action in actions if action.did is None and action.said_at <= until]
    return _by_number(settled), _by_number(waiting)


def _by_number(actions: Sequence[Action]) -> list[Action]:
    return sorted(actions, key=lambda action: action.number)
