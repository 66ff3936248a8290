"""Forms as Teams dialogs. Pure.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from adapters.teams import elements
from adapters.teams.elements import Element
from adapters.teams.payloads import button_data, text, user_address, user_id
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers.form_flow import Launchers, ShowForm
from bot.handlers.forms.model import (
    PEOPLE,
    CheckboxField,
    ChoiceField,
    DateField,
    Field,
    ListedPerson,
    Option,
    PeopleField,
    Submission,
    TextField,
    TimeField,
)
from bot.handlers.forms.table import CONFIRM

FORM, PARTNERSHIP, BEFORE, SENTENCES = "form", "in", "before", "says"  # what a button sends with the fields
MOST_LIST_BYTES = 48 * 1024  # of the names in a dialog, of the 80 KB that we send
GUEST_MARK = "#EXT#"  # in the user principal name of somebody whom another organisation has invited
HEIGHT, WIDTH = "medium", "medium"

Answer = dict[str, Any]


def launched_form(value: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the form that a button opens, the key of the place whose people are to be added, and the id of
    the partnership that the form is about."""
    data = button_data(value, FORM, "here", PARTNERSHIP)
    return text(data, FORM), text(data, "here"), text(data, PARTNERSHIP)


def parse_submission(value: Mapping[str, Any], tenant: str, names: Mapping[Address, str]) -> Submission:
    """Read a dialog that was sent. Only the ids of people come back, so `names` are remembered."""
    data = button_data(value, FORM, PARTNERSHIP, BEFORE)
    values = {id: typed.strip() for id, typed in data.items() if isinstance(typed, str)}
    ids = filter(None, "".join(text(data, PEOPLE).split()).split(","))
    addresses = [user_address(tenant, id) for id in ids]
    people = tuple(ListedPerson(address, names.get(address, "")) for address in addresses)
    sentences = data.get(SENTENCES)
    return Submission(
        text(data, FORM),
        text(data, PARTNERSHIP),
        values,
        people,
        [said for said in sentences if isinstance(said, str)] if isinstance(sentences, list) else (),
        text(data, BEFORE),
    )


def parse_member(tenant: str, listed: Mapping[str, Any]) -> ListedPerson:
    """Read a person of a team or a chat, as Teams lists them. Guests have another role than `user`, or a name
    of another tenant; in a shared channel there are people of other tenants too.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#fetch-the-roster-or-user-profile"""
    id, role, home = text(listed, "id"), text(listed, "userRole"), text(listed, "tenantId")
    name = elements.truncate(text(listed, "name") or id, elements.LABEL)
    guest = role not in {"", "user"} or GUEST_MARK in text(listed, "userPrincipalName").upper()
    out_of_reach = role == "anonymous" or home not in {"", tenant}
    return ListedPerson(user_address(tenant, id), name, guest=guest, out_of_reach=out_of_reach)


def launcher_rows(t: Translator, launchers: Launchers, here: str) -> list[Element]:
    """Return the buttons that open the common forms, and one that shows the others."""
    buttons = [_launcher(launcher, here) for launcher in launchers.common]
    if launchers.others:
        others = [_launcher(launcher, here) for launcher in launchers.others]
        buttons.append(elements.more_buttons(t("More forms…"), others))
    return elements.action_rows(buttons)


def _launcher(launcher: Option, here: str) -> Element:
    return elements.form_button(launcher.label, {FORM: launcher.value, "here": here})


def form_dialog(t: Translator, step: ShowForm) -> Element:
    """Return the form with its problems above the fields they are about; or only what to say where it has
    nobody to choose: Teams has no other picker for people."""
    form, parts = step.form, list[Element]()
    problems = {problem.field: problem.text for problem in step.problems}
    for field in form.fields:
        if isinstance(field, PeopleField) and not field.people:
            return dialog(elements.text(field.empty_text))
        parts += elements.warning(problems[field.id]) if field.id in problems else []
        parts.append(_input(field, step.values.get(field.id, field.initial)))
        parts += elements.small_text(hint) if (hint := _hint(field)) else []
    parts += elements.small_text(form.note) if form.note else []
    if left_out := sum(_left_out(field) for field in form.fields):
        words = t("{n} more people do not fit here. Add these first, then open this again.", n=left_out)
        parts += elements.small_text(words)
    data = {FORM: form.name, PARTNERSHIP: form.partnership, BEFORE: form.state}
    return dialog(parts, elements.submit(form.submit, data))


def confirmation_dialog(
    body: Sequence[Element], label: str, sentences: Sequence[str], *, harm: bool
) -> Element:
    """Return a dialog with what would be done, and the button that does it."""
    data = {FORM: CONFIRM, SENTENCES: list(sentences)}
    return dialog(body, elements.submit(label, data, "danger" if harm else "primary"))


def dialog(body: Sequence[Element], *buttons: Element) -> Element:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
        **({"actions": list(buttons)} if buttons else {}),
    }


def answer(card: Element, language: str, title: str = "Accord") -> Answer:
    """Return the response that opens a dialog, or replaces what is in it."""
    attached = {"contentType": elements.CONTENT, "content": card | elements.language(language)}
    value = {"title": title, "height": HEIGHT, "width": WIDTH, "card": attached}
    return {"task": {"type": "continue", "value": value}}


def _input(field: Field, value: str) -> Element:
    id, label = field.id, field.label
    match field:
        case ChoiceField(options=options):
            element = elements.choices(id, label, _choices(options), value)
        case CheckboxField(options=options):
            element = elements.choices(id, label, _choices(options), value, several=True)
        case TimeField():
            element = elements.time_input(id, label, value)
        case DateField():
            element = elements.date_input(id, label, value)
        case TextField(most=most, lines=lines):
            element = elements.text_input(id, label, most, value, multiline=lines > 1)
        case PeopleField(people=people):
            choices = _fitting(people)
            ticked = ",".join(choice["value"] for choice in choices)
            element = elements.choices(id, label, choices, ticked, several=True)
        case _:  # never
            assert_never(field)
    return element


def _choices(options: Iterable[Option]) -> list[Element]:
    return [
        {"title": elements.truncate(option.label, elements.LABEL), "value": option.value}
        for option in options
    ]


def _hint(field: Field) -> str:
    return "" if isinstance(field, TimeField | PeopleField) else field.hint


def _left_out(field: Field) -> int:
    return len(field.people) - len(_fitting(field.people)) if isinstance(field, PeopleField) else 0


def _fitting(people: Iterable[ListedPerson]) -> list[Element]:
    """Return the choices for as many people as fit into a message. An id stands in it twice: as a choice,
    and as one that is ticked."""
    choices, size = list[Element](), 0
    for person in people:
        choice = {"title": person.name, "value": user_id(person.address.key)}
        size += len(json.dumps(choice)) + len(choice["value"])
        if size > MOST_LIST_BYTES:
            break
        choices.append(choice)
    return choices
