"""Handlers for the descriptions of the evidence log."""

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.followups import Action, EvidencePart, Note
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.messages import evidence as messages
from bot.rounds import actions, evidence, notes
from bot.rounds.names import names_of


async def describe_entry(request: MemberRequest, command: c.DescribeEntry) -> Card:
    """Describe one part of a note or an action, or show how it is described."""
    entry = await _require_entry(request, command.entry, command.n)
    if command.text:
        await _write(request, entry, command.aspect, command.text)
    return await _description(request, entry)


async def clear_description(request: MemberRequest, command: c.ClearDescription) -> Card:
    entry = await _require_entry(request, command.entry, command.n)
    await _write(request, entry, command.aspect, "")
    return await _description(request, entry)


async def _write(request: MemberRequest, entry: Note | Action, part: str, text: str) -> None:
    await evidence.describe(
        request.db,
        request.context.ids,
        entry,
        EvidencePart(part.casefold()),
        text,
        request.member,
        request.now,
        request.t,
    )


async def _description(request: MemberRequest, entry: Note | Action) -> Card:
    details = await evidence.details_of(request.db, entry.id)
    names = await names_of(request.db, {detail.author for detail in details.values()})
    return messages.description(request.t, entry, details, names, await request.sentence_builder())


async def _require_entry(request: MemberRequest, kind: str, number: str) -> Note | Action:
    """Return the note or the action with a number. Raises Refusal if there is none, or it was not done."""
    if kind.casefold() == "note":
        return await notes.require_note(request.db, request.member, number, request.t)
    action = await actions.require_action(request.db, request.member, number, request.t)
    if not evidence.is_entry(action):
        raise Refusal(*messages.not_done_yet(request.t, action, await request.sentence_builder()))
    return action
