"""Forms as Slack modals. Pure."""

import json
from collections.abc import Sequence
from typing import Any, assert_never

from adapters.slack import block_kit
from adapters.slack.block_kit import Block
from adapters.slack.payloads import ReplyTarget
from adapters.slack.views import MOST_SUBMIT, MOST_TITLE, View
from bot.handlers.form_flow import ShowForm
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    DateField,
    Field,
    Form,
    Option,
    PeopleField,
    TextField,
    TimeField,
)
from bot.handlers.forms.table import CONFIRM

LOADING = "?"  # ends the id of a block whose content is not known yet
MOST_OPTIONS, MOST_OPTION, MOST_VALUE, MOST_FIELD_LABEL, MOST_HINT = 100, 75, 150, 2_000, 2_000
MOST_CHECKBOXES = 10  # more are drawn as a list to choose from
MOST_PEOPLE = 50  # shown by name; of more, all are chosen together
CLEAR = "clear "  # begins the id of the field that clears another
ALL, SOME = "all", "some"  # the field to choose between all and some people, and its values


def form_view(step: ShowForm, place: ReplyTarget, close: str, drawing: str = "") -> View:
    """Return the modal of a form, with the values and problems of the step. Slack does not change a field
    that keeps its id, so a modal that takes the place of one with the same fields needs another `drawing`."""
    form = step.form
    problems = {problem.field: problem.text for problem in step.problems}
    blocks = list[Block]()
    for field in form.fields:
        blocks += [block_kit.context(problems[field.id])] if field.id in problems else []
        blocks += _inputs(field, step.values.get(field.id, field.initial), drawing)
    if form.note:
        blocks.append(block_kit.context(form.note))
    kept: dict[str, Any] = {"in": form.partnership, "before": form.state}
    ids = {field.id for field in form.fields}
    if later := {id: value for id, value in step.values.items() if id not in ids}:
        kept["later"] = later  # for the form that follows the choice of a partnership
    return _modal(form.name, block_kit.plain(form.title, MOST_TITLE), form.submit, close, blocks, place, kept)


def loading_view(form: Form, place: ReplyTarget, close: str, words: str) -> View:
    """Return the form as it is until the people are known."""
    view = form_view(ShowForm(form), place, close, LOADING)
    view["blocks"].append(block_kit.context(words))
    return view


def confirmation_view(
    title: Block,
    blocks: Sequence[Block],
    label: str,
    sentences: Sequence[str],
    place: ReplyTarget,
    close: str,
) -> View:
    """Return a modal with what would be done, and the button that does it."""
    return _modal(CONFIRM, title, label, close, blocks, place, {"says": list(sentences)})


def _modal(
    form: str,
    title: Block,
    submit: str,
    close: str,
    blocks: Sequence[Block],
    place: ReplyTarget,
    kept: dict[str, Any],
) -> View:
    metadata = {"place": place.kept(), **kept}
    return {
        "type": "modal",
        "callback_id": form,
        "title": title,
        "submit": block_kit.plain(submit, MOST_SUBMIT),
        "close": block_kit.plain(close, MOST_SUBMIT),
        "private_metadata": json.dumps(metadata, separators=(",", ":"), ensure_ascii=False),
        "blocks": list(blocks),
    }


def _inputs(field: Field, value: str, drawing: str) -> list[Block]:
    """Return the input of a field. More people than can be shown by name are two: all of them are chosen, or
    those who are picked. So is a day that is set and need not be, since a picker cannot be emptied:
    https://github.com/slackapi/node-slack-sdk/issues/1631"""
    shown = _input(field, value, drawing)
    if isinstance(field, DateField) and field.clear_label and value:
        id, options = CLEAR + field.id, _options([Option(CLEAR, field.clear_label)])
        box = {"type": "checkboxes", "action_id": id, "options": options}
        clear = {"type": "input", "block_id": id + drawing, "label": shown["label"], "element": box}
        return [shown, clear | {"optional": True}]
    if not isinstance(field, PeopleField) or len(field.people) <= MOST_PEOPLE:
        return [shown]
    shown["element"].pop("initial_users")
    options = _options([Option(ALL, field.all_label), Option(SOME, field.some_label)])
    radio = {"type": "radio_buttons", "action_id": ALL, "options": options, "initial_option": options[0]}
    label = shown["label"]
    return [
        {"type": "input", "block_id": ALL + drawing, "label": label, "element": radio},
        shown | {"label": block_kit.plain(field.some_label, MOST_FIELD_LABEL), "optional": True},
    ]


def _input(field: Field, value: str, drawing: str) -> Block:
    match field:
        case CheckboxField(hint=hint):
            optional = True
        case ChoiceField(optional=optional, hint=hint) | DateField(optional=optional, hint=hint):
            pass
        case TextField(optional=optional, hint=hint):
            pass
        case TimeField() | PeopleField():
            optional, hint = False, ""
        case _:  # never
            assert_never(field)
    return {
        "type": "input",
        "block_id": field.id + drawing,
        "label": block_kit.plain(field.label, MOST_FIELD_LABEL),
        "element": _element(field, value) | {"action_id": field.id},
        **({"optional": True} if optional else {}),
        **({"hint": block_kit.plain(hint, MOST_HINT)} if hint else {}),
    }


def _element(field: Field, value: str) -> Block:
    match field:
        case ChoiceField(options=options):
            element = _select(options, value)
        case CheckboxField(options=options):
            element = _checkboxes(options, value.split(","))
        case TimeField():
            element = {"type": "timepicker", "initial_time": value}
        case DateField():
            element = {"type": "datepicker"} | ({"initial_date": value} if value else {})
        case TextField(most=most, lines=lines):
            element = {"type": "plain_text_input", "max_length": most}
            element |= {"multiline": True} if lines > 1 else {}
            element |= {"initial_value": value} if value else {}
        case PeopleField(people=people):
            users = [person.address.key for person in people[:MOST_PEOPLE]]
            element = {"type": "multi_users_select"}
            element |= {"initial_users": users} if users else {}
        case _:  # never
            assert_never(field)
    return element


def _select(options: Sequence[Option], value: str) -> Block:
    """Return a list to choose from. What is chosen is in it, however many options there are."""
    chosen = [option for option in options[MOST_OPTIONS - 1 :] if option.value == value]
    shown = _options([*options[: MOST_OPTIONS - 1], *(chosen or options[MOST_OPTIONS - 1 :])])
    element: Block = {"type": "static_select", "options": shown}
    if initial := [option for option in shown if option["value"] == value]:
        element["initial_option"] = initial[0]
    return element


def _checkboxes(options: Sequence[Option], values: Sequence[str]) -> Block:
    shown = _options(options)
    kind = "checkboxes" if len(shown) <= MOST_CHECKBOXES else "multi_static_select"
    element: Block = {"type": kind, "options": shown}
    if initial := [option for option in shown if option["value"] in values]:
        element["initial_options"] = initial
    return element


def _options(options: Sequence[Option]) -> list[Block]:
    return [
        {"text": block_kit.plain(option.label, MOST_OPTION), "value": option.value}
        for option in options[:MOST_OPTIONS]
        if len(option.value) <= MOST_VALUE
    ]
