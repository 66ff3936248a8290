"""The form that creates a token. Pure.

It stands for no sentence, as other forms do: a chat would keep the secret that it returns.
"""

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import N_, Translator
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    Form,
    InvalidForm,
    Option,
    Problem,
    Submission,
    TextField,
)
from bot.handlers.hub.access import FOR_PROGRAMS, HubPart
from bot.membership.api_tokens import VALID_FOR, TokenDraft

NAME, SCOPES, DAYS = "name", "scopes", "days"
SCOPE_LABELS: dict[HubPart, str] = {
    HubPart.OVERVIEW: N_("The partnership: its name, purpose and profile"),
    HubPart.THEMES: N_("Themes, their questions and their results over time"),
    HubPart.ROUNDS: N_("Rounds and their results"),
    HubPart.OUTCOMES: N_("Shared outcomes and their values"),
    HubPart.EVIDENCE: N_("The evidence log, with the words of notes and actions"),
}


def token_form(t: Translator) -> Form:
    scopes = [Option(part, t(label)) for part, label in SCOPE_LABELS.items() if part in FOR_PROGRAMS]
    lengths = [Option(str(days), t.n("{n} day", "{n} days", days)) for days in VALID_FOR]
    hint = t("The program or report that will use it, for example “Board dashboard”.")
    fields = (
        TextField(NAME, t("What is it for?"), sanitise.LONGEST_NAME, optional=False, hint=hint),
        CheckboxField(SCOPES, t("What may it read?"), scopes),
        ChoiceField(DAYS, t("How long does it work?"), lengths, chosen=str(VALID_FOR[1])),
    )
    return Form("token", t("Create a token"), t("Create the token"), "", fields)


def parse_token_form(t: Translator, sent: Submission) -> TokenDraft:
    """Return the token that somebody described. Raises InvalidForm."""
    problems, scopes, days = list[Problem](), sent.ticked(SCOPES), sent.value(DAYS)
    try:
        name = sanitise.validate_name(sent.value(NAME), t)
    except Refusal as refusal:
        name = ""
        problems.append(Problem(NAME, str(refusal)))
    if not scopes or not {part.value for part in FOR_PROGRAMS}.issuperset(scopes):
        problems.append(Problem(SCOPES, t("Choose what the program may read.")))
    if days not in map(str, VALID_FOR):
        problems.append(Problem(DAYS, t("Choose how long the token works.")))
    if problems:
        raise InvalidForm(*problems)
    return TokenDraft(name, scopes, int(days))
