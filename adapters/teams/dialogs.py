"""The set-up flow as Teams dialogs. Pure.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from adapters.teams import elements
from adapters.teams.elements import Element
from adapters.teams.payloads import mapping, text, user_address, user_id
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers import forms
from bot.handlers.forms import (
    ChoiceField,
    Field,
    Form,
    ListedPerson,
    Option,
    PeopleField,
    Submission,
    TextField,
    TimeField,
)

MOST_LIST_BYTES = 48 * 1024  # of the names in a dialog, of the 80 KB that we send
HEIGHT, WIDTH = "medium", "medium"

Answer = dict[str, Any]


def launched_form(value: Mapping[str, Any]) -> tuple[str, str]:
    """Return the form that a button opens, and the key of the place whose people are to be added."""
    data = mapping(value, "data")
    return text(data, "form"), text(data, "here")


def parse_submission(value: Mapping[str, Any], tenant: str, names: Mapping[Address, str]) -> Submission:
    """Read a dialog that was sent. Only the ids of people come back, so `names` are remembered."""
    data = mapping(value, "data")
    values = {id: " ".join(text(data, id).split()) for id in forms.TEXT_FIELDS}
    ids = filter(None, "".join(text(data, forms.PEOPLE).split()).split(","))
    addresses = [user_address(tenant, id) for id in ids]
    people = tuple(ListedPerson(address, names.get(address, "")) for address in addresses)
    form, partnership, sentence = (text(data, name) for name in ("form", "in", "says"))
    return Submission(form, partnership, values, people, sentence)


def parse_member(tenant: str, listed: Mapping[str, Any]) -> ListedPerson:
    """Read a person of a team or a chat, as Teams lists them."""
    id = text(listed, "id")
    name = elements.truncate(text(listed, "name") or id, elements.LABEL)
    return ListedPerson(user_address(tenant, id), name)


def launcher_row(launchers: Sequence[Option], here: str) -> Element:
    """The buttons that open the dialogs."""
    return elements.actions(
        *(
            elements.submit(
                launcher.label, {"msteams": {"type": "task/fetch"}, "form": launcher.value, "here": here}
            )
            for launcher in launchers
        )
    )


def form_dialog(t: Translator, form: Form, problem: str = "") -> Element:
    """The form, or only what to say where it has nobody to choose: Teams has no other picker for people."""
    parts = [*elements.text(problem)] if problem else []
    for field in form.fields:
        if isinstance(field, PeopleField) and not field.people:
            return dialog(elements.text(field.empty_text))
        parts.append(_input(field))
    parts += elements.small_text(form.note) if form.note else []
    if left_out := sum(_left_out(field) for field in form.fields):
        words = t("{n} more do not fit in here. Add these, then open this again.", n=left_out)
        parts += elements.small_text(words)
    return dialog(parts, elements.submit(form.submit, {"form": form.name, "in": form.partnership}))


def confirmation_dialog(body: Sequence[Element], label: str, sentence: str) -> Element:
    """Return a dialog with what would be done, and the button that does it."""
    return dialog(body, elements.submit(label, {"form": forms.CONFIRM, "says": sentence}))


def dialog(body: Sequence[Element], *buttons: Element) -> Element:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
        **({"actions": list(buttons)} if buttons else {}),
    }


def answer(card: Element) -> Answer:
    """Return the response that opens a dialog, or replaces what is in it."""
    attached = {"contentType": elements.CONTENT, "content": card}
    value = {"title": "Accord", "height": HEIGHT, "width": WIDTH, "card": attached}
    return {"task": {"type": "continue", "value": value}}


def _input(field: Field) -> Element:
    match field:
        case ChoiceField(id, label, options, chosen, optional):
            choices = [
                {"title": elements.truncate(option.label, elements.LABEL), "value": option.value}
                for option in options
            ]
            first = options[0].value if options and not optional else ""
            return elements.choices(id, label, choices, chosen or first)
        case TimeField(id, label, chosen):
            return elements.time(id, label, chosen)
        case TextField(id, label, most):
            return elements.box(id, label, most)
        case PeopleField(id, label, people):
            choices = _fitting(people)
            ticked = ",".join(choice["value"] for choice in choices)
            return elements.choices(id, label, choices, ticked, several=True)
        case _:  # never
            assert_never(field)


def _left_out(field: Field) -> int:
    return len(field.people) - len(_fitting(field.people)) if isinstance(field, PeopleField) else 0


def _fitting(people: Iterable[ListedPerson]) -> list[Element]:
    """The choices for as many people as fit into a message. An id stands in it twice: as a choice, and as
    one that is ticked."""
    choices, size = list[Element](), 0
    for person in people:
        choice = {"title": person.name, "value": user_id(person.address.key)}
        size += len(json.dumps(choice)) + len(choice["value"])
        if size > MOST_LIST_BYTES:
            break
        choices.append(choice)
    return choices
