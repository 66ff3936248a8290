"""Finds what is wrong with a form as it was sent, before anything is done. Pure."""

from collections.abc import Sequence
from datetime import date, time
from typing import assert_never

from bot.core.i18n import Translator
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    DateField,
    Field,
    Form,
    FormValues,
    PeopleField,
    Problem,
    Submission,
    TextField,
    TimeField,
    digest,
    shown_value,
)
from bot.language.dates import parse_date


def find_problems(form: Form, submission: Submission, today: date, t: Translator) -> list[Problem]:
    """Return a problem for each field that lacks what it needs, or holds what cannot be understood, in the
    order of the fields."""
    found = ((field.id, _problem(field, submission.text(field.id), today, t)) for field in form.fields)
    return [Problem(id, text) for id, text in found if text]


def find_changes(form: Form, submission: Submission, t: Translator) -> list[Problem]:
    """Return a problem for each field whose stored value is another than when the form was opened, and
    another than the sender's."""
    changed = form.changed_since(submission.before)
    return [
        Problem(
            field.id,
            t(
                "This was changed to “{value}” after you opened the form. Check it, then save again.",
                value=shown_value(field, field.initial) or t("nothing"),
            ),
        )
        for field in form.fields
        if field.id in changed and submission.text(field.id) != field.initial
    ]


def newest_values(form: Form, submission: Submission, changed: Sequence[Problem]) -> FormValues:
    """Return what was sent, but the newest value where the sender had left a field as it was."""
    before = dict(pair.split("=", 1) for pair in submission.before.split())
    outdated = {problem.field for problem in changed}
    return {
        **submission.values,
        **{
            field.id: field.initial
            for field in form.fields
            if field.id in outdated and digest(submission.text(field.id)) == before.get(field.id)
        },
    }


def _problem(field: Field, value: str, today: date, t: Translator) -> str:
    """Return what is wrong with a value; empty if nothing is."""
    match field:
        case ChoiceField(options=options, optional=optional):
            allowed = {option.value for option in options} | ({""} if optional else set())
            problem = "" if value in allowed else field.missing or t("Choose one")
        case CheckboxField(options=options):
            unknown = set(filter(None, value.split(","))) - {option.value for option in options}
            problem = t("Choose from the list") if unknown else ""
        case DateField(optional=optional):
            problem = "" if _is_date(value, today, t) or (optional and not value) else _date_problem(t)
        case TimeField():
            problem = "" if value else t("Enter a time, such as 10:00")
        case TextField(most=most, optional=optional):
            problem = "" if value or optional else field.missing or t("Fill this in")
            if len(value) > most:
                problem = t("Use {most} characters or fewer", most=most)
        case PeopleField():
            problem = ""
        case _:  # never
            assert_never(field)
    return problem


def _is_date(text: str, today: date, t: Translator) -> bool:
    try:
        parse_date(text, today, t)
    except ValueError:
        return False
    return True


def is_iso_date(text: str) -> bool:
    """Return True for a day as `2026-05-03`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_iso_time(text: str) -> bool:
    """Return True for a time as `09:30`."""
    try:
        return f"{time.fromisoformat(text):%H:%M}" == text
    except ValueError:
        return False


def _date_problem(t: Translator) -> str:
    return t("Enter a real date, such as 3 May")
