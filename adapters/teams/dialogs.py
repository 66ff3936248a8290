"""Dialogs, in which a coordinator fills in a form. Pure.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from adapters.teams import elements
from adapters.teams.elements import Element
from adapters.teams.payloads import mapping, text, user_address
from bot.core.i18n import Translator
from bot.core.models import Address
from bot.handlers import forms
from bot.handlers.forms import EVERYONE, WHO, ChoiceField, Field, Form, FormValues, TextField, TimeField
from bot.membership.roster import Roster

SURE = "sure"  # the dialog that asks whether to ask
MOST = 48 * 1024  # bytes of names in a dialog, of the 80 KB that we send
HEIGHT, WIDTH = "medium", "medium"

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DialogSubmission:
    """What comes with a press that opens or sends a dialog. `here` is the place whose people are meant,
    `says` the sentence of a dialog that only asks whether to say it."""

    form: str
    here: str
    partnership: str
    says: str
    filled: FormValues
    people: tuple[str, ...]

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "DialogSubmission":
        data = mapping(value, "data")
        words = {name: " ".join(each.split()) for name, each in data.items() if isinstance(each, str)}
        people = tuple(filter(None, words.pop(WHO, "").split(",")))
        form, here, partnership, says = (text(data, name) for name in ("form", "here", "in", "says"))
        return cls(form, here, partnership, says, words, people)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A person in a team or a chat, as Teams lists them."""

    id: str
    name: str
    address: Address

    @classmethod
    def read(cls, tenant: str, listed: Mapping[str, Any]) -> "TeamMember":
        id = text(listed, "id")
        return cls(
            id, elements.truncate(text(listed, "name") or id, elements.LABEL), user_address(tenant, id)
        )


def launcher_row(t: Translator, here: str) -> Element:
    """The buttons that open the dialogs; where nobody else is, nobody can be added."""
    ways = [(name, label) for name, label in forms.launchers(t) if here or name != EVERYONE]
    return elements.actions(
        *(
            elements.submit(label, {"msteams": {"type": "task/fetch"}, "form": name, "here": here})
            for name, label in ways
        )
    )


def add_everyone_dialog(
    t: Translator, rosters: Sequence[Roster], people: Sequence[TeamMember], here: str
) -> Element:
    """Those who are in nothing yet, ticked; as many as fit into a message."""
    new = {*forms.not_yet_members(rosters, [each.address for each in people])}
    strangers = sorted((each for each in people if each.address in new), key=lambda each: each.name)
    listed = _fitting({"title": each.name, "value": each.id} for each in strangers)
    asked = t("Each of them is asked to confirm. Nobody is in before they have.")
    if not listed:
        return dialog([*elements.text(t("Everybody here has been asked already, or is in."))])
    parts = [
        _field(forms.organisations(t, rosters, new)),
        elements.choices(WHO, t("People"), listed, ",".join(each["value"] for each in listed), several=True),
        *elements.small_text(asked),
    ]
    if more := len(strangers) - len(listed):
        parts += elements.small_text(
            t("{n} more do not fit in here. Add these, then open this again.", n=more)
        )
    return dialog(parts, elements.submit(t("Add them"), {"form": EVERYONE, "here": here}))


def form_dialog(form: Form, wrong: str = "") -> Element:
    parts = [*elements.text(wrong)] if wrong else []
    parts += [_field(each) for each in form.fields]
    return dialog(parts, elements.submit(form.submit, {"form": form.name, "in": form.partnership}))


def confirmation_dialog(label: str, shown: Sequence[Element], sentence: str) -> Element:
    """What would come of it, and the button that has it done."""
    return dialog(shown, elements.submit(label, {"form": SURE, "says": sentence}))


def dialog(body: Sequence[Element], *buttons: Element) -> Element:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": list(body),
        **({"actions": list(buttons)} if buttons else {}),
    }


def answer(card: Element) -> Answer:
    """What opens a dialog, or takes the place of what is in it."""
    attached = {"contentType": elements.CONTENT, "content": card}
    value = {"title": "Accord", "height": HEIGHT, "width": WIDTH, "card": attached}
    return {"task": {"type": "continue", "value": value}}


def _fitting(options: Iterable[Element]) -> list[Element]:
    """An option stands in there twice: to be ticked, and ticked."""
    listed, size = [], 0
    for each in options:
        size += len(json.dumps(each)) + len(each["value"])
        if size > MOST:
            break
        listed.append(each)
    return listed


def _first(listed: Sequence[Element]) -> str:
    return str(listed[0]["value"]) if listed else ""


def _field(field: Field) -> Element:
    match field:
        case ChoiceField(id, label, options, chosen, optional):
            listed = [
                {"title": elements.truncate(name, elements.LABEL), "value": value} for value, name in options
            ]
            return elements.choices(id, label, listed, chosen or ("" if optional else _first(listed)))
        case TimeField(id, label, chosen):
            return elements.time(id, label, chosen)
        case TextField(id, label, most):
            return elements.box(id, label, most)
        case _:  # never
            assert_never(field)
