"""Handlers for actions, which a partnership takes up, lists, corrects and reports on."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import ActionOutcome
from bot.core.timezones import local_date
from bot.handlers import posts
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import dates
from bot.language.commands import Command
from bot.language.dates import TypedDay
from bot.membership import permissions
from bot.membership import roster as rosters
from bot.membership.roster import Roster
from bot.messages import actions as messages
from bot.rounds import actions, yearly

MAX_SETTLED_SHOWN = 5
MENTION = re.compile(r"(\s|^)((?:slack|teams):[^:\s]+:[^:\s,.;!?)]+)")  # as platforms write it
FAR_AHEAD = timedelta(days=270)  # a day without a year that is further ahead has been this year


async def add_action(request: MemberRequest, command: c.AddAction) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    draft = await _draft(request, roster, command, c.AddAction)
    action = await actions.add(
        request.db, request.context.ids, request.partnership, draft, request.now, request.t
    )
    return messages.added(request.t, roster, action)


async def add_plan_action(request: MemberRequest, command: c.AddPlanAction) -> Card:
    """Add an action to the improvement plan of the newest yearly look. It needs a date and an owner."""
    roster = await permissions.load_roster(request.db, request.partnership.id)
    draft = await _draft(request, roster, command, c.AddPlanAction)
    say = await request.sentence_builder()
    if draft.by is None or not draft.owner:
        raise Refusal(
            request.t(
                "An action of the improvement plan needs a date and an owner. Type for example: "
                "improve Share the budget by 3 May @Ben Okoro"
            )
        )
    looks = await yearly.closed_looks(request.db, request.context.bank, request.partnership)
    if not looks:
        action = c.AddAction(draft.words, draft.by.isoformat(), draft.owner)
        raise Refusal(
            request.t("The improvement plan follows a yearly look, and none has closed yet."),
            ((request.t("Add it as an action"), say(action)),),
        )
    draft = replace(draft, plan_year=looks[0].year)
    planned = await actions.add(
        request.db, request.context.ids, request.partnership, draft, request.now, request.t
    )
    return messages.added(request.t, roster, planned)


async def list_actions(request: MemberRequest, _: c.ListActions) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    open_actions = await actions.open_actions(request.db, request.partnership.id)
    settled_actions = await actions.settled_actions(request.db, request.partnership.id, MAX_SETTLED_SHOWN)
    say = await request.sentence_builder()
    return messages.listed(request.t, roster, open_actions, settled_actions, say)


async def correct_action(request: MemberRequest, command: c.CorrectAction) -> Card:
    action = await actions.require_action(request.db, request.member, command.n, request.t)
    roster = await permissions.load_roster(request.db, request.partnership.id)
    say = await request.sentence_builder()
    if not command.text:
        return messages.correct(request.t, roster, action, say)

    def again(text: str, day: str, owner: str) -> Command:
        by, at = f" by {day}" if day else "", f" @{owner}" if owner else ""
        return c.CorrectAction(command.n, text + by + at)

    draft = await _draft(request, roster, c.AddAction(command.text), again)
    corrected = await actions.correct(request.db, action, draft, request.t)
    return messages.corrected(request.t, roster, corrected, say)


async def clear_detail(request: MemberRequest, command: c.ClearActionDetail) -> Card:
    """Take the due date, or the owner, off an action that is not part of an improvement plan."""
    action = await actions.require_action(request.db, request.member, command.n, request.t)
    if action.plan_year:
        say = await request.sentence_builder()
        number = str(action.number)
        raise Refusal(
            request.t(
                "Action {n} is part of the improvement plan of {year}, so it needs a date and an owner.",
                n=number,
                year=action.plan_year,
            ),
            ((request.t("Correct {n}", n=number), say(c.CorrectAction(number))),),
        )
    emptied: dict[str, Any] = {"by": None} if command.detail.lower() == "date" else {"owner": ""}
    cleared = await request.db.update_if_unchanged(action, **emptied)
    roster = await permissions.load_roster(request.db, request.partnership.id)
    return messages.corrected(request.t, roster, cleared, await request.sentence_builder())


async def remove_action(request: MemberRequest, command: c.RemoveAction) -> Card:
    action = await actions.require_action(request.db, request.member, command.n, request.t)
    if not command.sure:
        roster = await permissions.load_roster(request.db, request.partnership.id)
        return messages.remove(request.t, roster, action, await request.sentence_builder())
    rounds = await actions.remove(request.db, action, request.member, request.now)
    await posts.compose_again(request.context, request.db, rounds)
    return messages.removed(request.t, action, request.speaker.name)


async def complete_action(request: MemberRequest, command: c.CompleteAction) -> Card:
    return await _settle(request, command.n, ActionOutcome.YES)


async def report_action(request: MemberRequest, command: c.ReportAction) -> Card:
    return await _settle(request, command.n, ActionOutcome(command.how.lower()))


async def _settle(request: MemberRequest, n: str, did: ActionOutcome) -> Card:
    action = await actions.settle(request.db, request.member, n, did, request.now, request.t)
    roster = await permissions.load_roster(request.db, request.partnership.id)
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    return messages.settled(request.t, roster, action, say)


def _split(
    request: MemberRequest, command: c.AddAction, addresses: Container[str]
) -> tuple[str, TypedDay | None, str]:
    """Return the text, the due date and the owner.

    The grammar splits a sentence at the first " by " and " @", which may belong to the text ("write by hand
    by 3 May"): here the last ones decide, in either order. Raises Refusal."""
    by, at = f" by {command.date}" if command.date else "", f" @{command.owner}" if command.owner else ""
    words, owner = _split_owner(command.text + by + at, addresses)
    try:
        owner, due = _split_due_date(request, owner)
        if due is None:
            words, due = _split_due_date(request, words)
    except ValueError:
        raise Refusal(request.t("We did not understand that date. Type it like this: by 3 May")) from None
    return words, due, owner


def _split_owner(text: str, addresses: Container[str]) -> tuple[str, str]:
    """Return the text and its owner: named at the end after an "@", or there or at the beginning by an
    address, which is how platforms write a mention."""
    if match := re.fullmatch(r"(?P<words>.+)\s@\s*(?P<owner>[^@]+)", text, re.DOTALL):
        return match["words"], match["owner"]
    words, _, last = text.rpartition(" ")
    if words and last in addresses:
        return words, last
    first, _, words = text.partition(" ")
    return (words, first) if words and first in addresses else (text, "")


def _named(text: str, names: Mapping[str, str]) -> str:
    """Return the text with names in the place of addresses; those of people who are not here are left out."""
    return MENTION.sub(
        lambda mention: f"{mention[1]}{names[mention[2]]}" if mention[2] in names else "", text
    )


def _split_due_date(request: MemberRequest, text: str) -> tuple[str, TypedDay | None]:
    today = local_date(request.now, request.speaker.zone)
    return dates.split_trailing_date(
        text, "by", lambda day: dates.parse_due_day(day, today, request.t), request.t
    )


async def _draft(
    request: MemberRequest, roster: Roster, command: c.AddAction, again: Callable[[str, str, str], Command]
) -> actions.ActionDraft:
    """Return the action to store; `again` makes the same sentence of a text, a date and an owner. Raises
    Refusal if the day is past or may be meant as past, or the owner is unknown or ambiguous."""
    names = {str(roster.person(member).address): roster.name_of(member) for member in roster.present}
    words, typed, owner = _split(request, command, names)
    words = _named(words, names)
    say = await request.sentence_builder()
    by = _require_to_come(request, typed, lambda day: say(again(words, day, owner))) if typed else None
    if not owner:
        return actions.ActionDraft(words, by)
    if owner.casefold() == "me":
        return actions.ActionDraft(words, by, rosters.id_or_token(request.member))
    day = by.isoformat() if by else ""
    member = rosters.find_present(roster, owner, request.t, lambda other: say(again(words, day, other)))
    return actions.ActionDraft(words, by, rosters.id_or_token(member))


def _require_to_come(request: MemberRequest, typed: TypedDay, again: Callable[[str], str]) -> date:
    """Return a due date. Raises Refusal if it is past; with the sentence as a button if it was typed without
    its year and has just been."""
    today, full_day = local_date(request.now, request.speaker.zone), request.t.full_day(typed.day)
    if typed.day < today:
        raise Refusal(request.t("{day} has already passed. Type a later date.", day=full_day))
    if not typed.has_year and typed.day - today > FAR_AHEAD:
        raise Refusal(
            request.t(
                "“{typed}” has already passed this year. Did you mean {day}? Choose it, or type the year.",
                typed=typed.typed,
                day=full_day,
            ),
            ((full_day, again(typed.day.isoformat())),),
        )
    return typed.day
