"""The set-up flow as Slack modals. Pure."""

import json
from collections.abc import Sequence
from typing import Any, assert_never

from adapters.slack import block_kit
from adapters.slack.block_kit import Block
from adapters.slack.payloads import ReplyTarget
from adapters.slack.views import MOST_SUBMIT, NAME, View
from bot.handlers import forms
from bot.handlers.forms import ChoiceField, Field, Form, PeopleField, TextField, TimeField

LOADING = "?"  # ends the id of a block whose content is not known yet
MOST_OPTIONS, MOST_OPTION, MOST_VALUE, MOST_FIELD_LABEL = 100, 75, 150, 2_000
MOST_PEOPLE = 50  # added at once, so that Slack has its reply in time


def form_view(form: Form, place: ReplyTarget) -> View:
    blocks = [_input(field) for field in form.fields]
    if form.note:
        blocks.append(block_kit.context(form.note))
    kept = {"in": form.partnership, "teams": _foreign_workspaces(form, place)}
    return _modal(form.name, form.submit, blocks, place, kept)


def loading_view(form: Form, place: ReplyTarget, words: str) -> View:
    """The form as it is until the people are known. Slack does not change the content of a block that keeps
    its id, so these ids differ from those of `form_view`."""
    view = form_view(form, place)
    for block in view["blocks"]:
        if "block_id" in block:
            block["block_id"] += LOADING
    view["blocks"].append(block_kit.context(words))
    return view


def confirmation_view(blocks: Sequence[Block], label: str, sentence: str, place: ReplyTarget) -> View:
    """Return a modal with what would be done, and the button that does it."""
    return _modal(forms.CONFIRM, label, blocks, place, {"says": sentence})


def _modal(form: str, submit: str, blocks: Sequence[Block], place: ReplyTarget, kept: dict[str, Any]) -> View:
    metadata = {"place": place.kept(), **kept}
    return {
        "type": "modal",
        "callback_id": form,
        "title": NAME,
        "submit": block_kit.plain(submit, MOST_SUBMIT),
        "private_metadata": json.dumps(metadata, separators=(",", ":"), ensure_ascii=False),
        "blocks": list(blocks),
    }


def _foreign_workspaces(form: Form, place: ReplyTarget) -> dict[str, str]:
    """The workspaces of those people who are of another one than that where the modal is shown."""
    listed = [
        person.address for field in form.fields if isinstance(field, PeopleField) for person in field.people
    ]
    return {user.key: user.workspace for user in listed[:MOST_PEOPLE] if user.workspace != place.workspace}


def _input(field: Field) -> Block:
    optional = isinstance(field, TextField) or (isinstance(field, ChoiceField) and field.optional)
    block = {
        "type": "input",
        "block_id": field.id,
        "label": block_kit.plain(field.label, MOST_FIELD_LABEL),
        "element": _element(field) | {"action_id": field.id},
    }
    return block | ({"optional": True} if optional else {})


def _element(field: Field) -> Block:
    match field:
        case ChoiceField():
            return _select(field)
        case TimeField(chosen=chosen):
            return {"type": "timepicker", "initial_time": chosen}
        case TextField(most=most):
            return {"type": "plain_text_input", "max_length": most}
        case PeopleField(people=people):
            users = [person.address.key for person in people[:MOST_PEOPLE]]
            picker: Block = {"type": "multi_users_select", "max_selected_items": MOST_PEOPLE}
            return picker | ({"initial_users": users} if users else {})
        case _:  # never
            assert_never(field)


def _select(field: ChoiceField) -> Block:
    options = [
        {"text": block_kit.plain(option.label, MOST_OPTION), "value": option.value}
        for option in field.options[:MOST_OPTIONS]
        if len(option.value) <= MOST_VALUE
    ]
    element: Block = {"type": "static_select", "options": options}
    if initial := [option for option in options if option["value"] == field.chosen]:
        element["initial_option"] = initial[0]
    return element
