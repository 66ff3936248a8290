"""Read the fields of a modal of the set-up flow. Pure. A field that was not filled in is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import setup_views
from adapters.slack.payloads import ReplyTarget, SlackPayload, list_at, metadata, text_at, value_at
from bot.core.models import Address
from bot.handlers import forms
from bot.handlers.forms import ListedPerson, Submission


@dataclass(frozen=True, slots=True)
class ModalSubmission:
    """A modal as it was sent. `id` tells one sending from another; `place` is where it was opened."""

    id: str
    place: ReplyTarget
    submission: Submission


def parse_submission(payload: SlackPayload) -> ModalSubmission | None:
    """Return None for what is no modal of the set-up flow."""
    view = payload.view
    kept = metadata(view)
    form, place = text_at(view, "callback_id"), ReplyTarget.of(kept.get("place"))
    sent = text_at(view, "id") and payload.speaker.user
    if not (form in forms.FORMS and place and sent):
        return None
    values = {id: _value(view, id) for id in forms.TEXT_FIELDS}
    people = _people(view, kept, place.workspace) if form == forms.EVERYONE else ()
    submission = Submission(form, text_at(kept, "in"), values, people, text_at(kept, "says"))
    return ModalSubmission(f"{text_at(view, 'id')}:{text_at(view, 'hash')}", place, submission)


def _people(view: Any, kept: Mapping[str, Any], workspace: str) -> tuple[ListedPerson, ...]:
    """Return those who were chosen, at most as many as can be added before Slack stops waiting. People of
    another workspace are known by that one."""
    users = [user for user in list_at(_state(view, forms.PEOPLE), "selected_users") if isinstance(user, str)]
    return tuple(
        ListedPerson(Address("slack", text_at(kept, "teams", user) or workspace, user))
        for user in users[: setup_views.MOST_PEOPLE]
    )


def _value(view: Any, field: str) -> str:
    state = _state(view, field)
    typed = " ".join(text_at(state, "value").split())
    return typed or text_at(state, "selected_option", "value") or text_at(state, "selected_time")


def _state(view: Any, field: str) -> Any:
    values = value_at(view, "state", "values")
    return value_at(values, field, field) or value_at(values, field + setup_views.LOADING, field)
