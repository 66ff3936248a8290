"""Read the fields of a modal with a form. Pure. A field that was not filled in is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import form_views
from adapters.slack.payloads import ReplyTarget, SlackPayload, list_at, metadata, text_at, value_at
from bot.handlers.forms.model import PEOPLE, Submission
from bot.handlers.forms.table import CONFIRM, find_definition


@dataclass(frozen=True, slots=True)
class ModalSubmission:
    """A modal as it was sent. `id` tells one sending from another; `view` is the modal itself, `place` where
    it was opened; `blocks` are the ids of the blocks by field, for errors. `users` are those that were picked
    in EVERYONE, unless it `wants_all`."""

    id: str
    view: str
    place: ReplyTarget
    submission: Submission
    blocks: Mapping[str, str]
    users: Sequence[str]
    wants_all: bool


def parse_submission(payload: SlackPayload) -> ModalSubmission | None:
    """Return None for what is no modal with a form."""
    view = payload.view
    kept = metadata(view)
    form, place = text_at(view, "callback_id"), ReplyTarget.of(kept.get("place"))
    id = text_at(view, "id")
    if not ((form == CONFIRM or find_definition(form)) and place and id):
        return None
    states = list(_states(view))
    later = value_at(kept, "later")
    values = {id: text_at(later, id) for id in (later if isinstance(later, dict) else ())}
    values |= {field: value for _, field, state in states if (value := _value(state))}
    values = {id: value for id, value in values.items() if form_views.CLEAR + id not in values}
    sentences = [text for text in list_at(kept, "says") if isinstance(text, str)]
    submission = Submission(form, text_at(kept, "in"), values, (), sentences, text_at(kept, "before"))
    blocks = {field: block for block, field, _ in states}
    users = [user for _, field, state in states if field == PEOPLE for user in _users(state)]
    wants_all = values.get(form_views.ALL) == form_views.ALL
    return ModalSubmission(f"{id}:{text_at(view, 'hash')}", id, place, submission, blocks, users, wants_all)


def _states(view: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield the id of each block with a field, the id of the field, and what was filled in."""
    values = value_at(view, "state", "values")
    for block, fields in values.items() if isinstance(values, Mapping) else ():
        for field, state in fields.items() if isinstance(fields, Mapping) else ():
            yield block, field, state


def _users(state: Any) -> list[str]:
    return [user for user in list_at(state, "selected_users") if isinstance(user, str)]


def _value(state: Any) -> str:
    chosen = [text_at(option, "value") for option in list_at(state, "selected_options")]
    return (
        text_at(state, "value").strip()
        or text_at(state, "selected_option", "value")
        or ",".join(filter(None, chosen))
        or text_at(state, "selected_time")
        or text_at(state, "selected_date")
    )
