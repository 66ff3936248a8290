"""The one table of forms. Pure."""

from bot.core.i18n import N_
from bot.handlers.forms import account, followups, members, outcomes, partnership, rounds
from bot.handlers.forms.definition import FormDefinition

CONFIRM = "sure"
"""The form without fields that holds sentences which somebody confirms."""

TOPICS: dict[str, tuple[FormDefinition, ...]] = {
    N_("Rounds"): rounds.DEFINITIONS,
    N_("People"): members.DEFINITIONS,
    N_("What we do next"): followups.DEFINITIONS,
    N_("Shared outcomes"): outcomes.DEFINITIONS,
    N_("The partnership"): partnership.DEFINITIONS,
    N_("You"): account.DEFINITIONS,
}
FORMS: dict[str, FormDefinition] = {
    definition.name: definition for definitions in TOPICS.values() for definition in definitions
}
FORM_NAMES = (*FORMS, CONFIRM)
COMMON = (members.EVERYONE, rounds.ASK, rounds.SCHEDULE, followups.ACTION, outcomes.VALUE)
"""The forms that a menu shows as buttons, in this order."""
