"""What was filled into a modal of the set-up flow. Pure. What was not filled in is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import setup_views
from adapters.slack.inbound import ReplyTarget, metadata
from adapters.slack.payloads import Payload, text, thing, things
from bot.core.models import Address
from bot.handlers import forms
from bot.handlers.forms import ListedPerson, Submission


@dataclass(frozen=True, slots=True)
class ModalSubmission:
    """A modal as it was sent. `id` tells one sending from another; `place` is where it was opened."""

    id: str
    place: ReplyTarget
    submission: Submission


def parse_submission(payload: Payload) -> ModalSubmission | None:
    """Return None for what is no modal of the set-up flow."""
    view: Any = payload.get("view")
    kept = metadata(view)
    form, place = text(view, "callback_id"), ReplyTarget.of(kept.get("place"))
    sent = text(view, "id") and text(payload, "user", "id")
    if not (form in forms.FORMS and place and sent):
        return None
    values = {id: _value(view, id) for id in forms.TEXT_FIELDS}
    people = _people(view, kept, place.workspace) if form == forms.EVERYONE else ()
    submission = Submission(form, text(kept, "in"), values, people, text(kept, "says"))
    return ModalSubmission(f"{text(view, 'id')}:{text(view, 'hash')}", place, submission)


def _people(view: Any, kept: Mapping[str, Any], workspace: str) -> tuple[ListedPerson, ...]:
    """Return those who were chosen, at most as many as can be added before Slack stops waiting. People of
    another workspace are known by that one."""
    users = [user for user in things(_state(view, forms.PEOPLE), "selected_users") if isinstance(user, str)]
    return tuple(
        ListedPerson(Address("slack", text(kept, "teams", user) or workspace, user))
        for user in users[: setup_views.MOST_PEOPLE]
    )


def _value(view: Any, field: str) -> str:
    state = _state(view, field)
    typed = " ".join(text(state, "value").split())
    return typed or text(state, "selected_option", "value") or text(state, "selected_time")


def _state(view: Any, field: str) -> Any:
    values = thing(view, "state", "values")
    return thing(values, field, field) or thing(values, field + setup_views.LOADING, field)
