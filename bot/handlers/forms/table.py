"""The one table of forms. Pure."""

import re

from bot.core.i18n import N_
from bot.handlers.forms import (
    account,
    entry,
    evidence,
    followups,
    members,
    outcomes,
    partnership,
    rounds,
    sharing,
)
from bot.handlers.forms.definition import FormDefinition

CONFIRM = "sure"
"""The form without fields that holds sentences which somebody confirms."""

OWN = N_("You")
TOPICS: dict[str, tuple[FormDefinition, ...]] = {
    N_("Rounds"): rounds.DEFINITIONS,
    N_("People"): members.DEFINITIONS,
    N_("What we do next"): followups.DEFINITIONS,
    N_("Shared outcomes"): outcomes.DEFINITIONS,
    N_("The partnership"): (*partnership.DEFINITIONS, *sharing.DEFINITIONS),
    OWN: (*account.DEFINITIONS, *entry.DEFINITIONS),
}
FORMS: dict[str, FormDefinition] = {
    definition.name: definition for definitions in TOPICS.values() for definition in definitions
}
FORM_NAMES = (*FORMS, CONFIRM)
NUMBERED_FORMS = {
    definition.name: definition for definition in (*followups.CORRECTIONS, *evidence.DESCRIPTIONS)
}
"""The forms about one note or action. Its number is at the end of their name: `correct-note-3`."""
NUMBERED_FORM = re.compile(rf"({'|'.join(NUMBERED_FORMS)})-([0-9]{{1,6}})")
COMMON = (members.EVERYONE, rounds.ASK, rounds.SCHEDULE, followups.ACTION, outcomes.VALUE)
"""The forms that a menu shows as buttons, in this order."""


def find_definition(name: str) -> FormDefinition | None:
    """Return the form of this name, or None if there is none."""
    numbered = NUMBERED_FORM.fullmatch(name)
    return NUMBERED_FORMS[numbered[1]] if numbered else FORMS.get(name)


def number_in(name: str) -> int:
    """Return the number at the end of the name of a form, or 0 if it has none."""
    numbered = NUMBERED_FORM.fullmatch(name)
    return int(numbered[2]) if numbered else 0
