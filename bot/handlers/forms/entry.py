"""The forms that bring somebody into a partnership: join one by its code, start one. Pure.

A chat platform knows its users' names. On the web, `bot/handlers/entry.py` asks for them too.
"""

from bot.core.i18n import N_
from bot.core.sanitise import LONGEST_NAME
from bot.handlers.entry import CODE, ORGANISATION, PARTNERSHIP, JoinForm, StartForm
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition
from bot.handlers.forms.model import Form, Submission, TextField
from bot.language.parser import format_command
from bot.language.sentences import Rank

JOIN, START = "join", "start"
MOST_CODE_LENGTH = 80


def join_form(context: FormContext) -> Form:
    t = context.t
    fields = (
        TextField(
            CODE,
            t("Code"),
            MOST_CODE_LENGTH,
            optional=False,
            hint=t("It looks like harbour-4821-mint-otter. Your coordinator can give you one."),
            missing=t("Enter the code from your coordinator"),
        ),
        _organisation_field(context),
    )
    note = t("A coordinator of the partnership looks at your request. You join when they approve it.")
    return Form(JOIN, t("Join a partnership"), t("Ask to join"), "", fields, note)


def join_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    return [FieldSentence(JoinForm.blamed, format_command(JoinForm.of(submission.values).command))]


def start_form(context: FormContext) -> Form:
    t = context.t
    fields = (
        TextField(
            PARTNERSHIP,
            t("Name of the partnership"),
            LONGEST_NAME,
            optional=False,
            missing=t("Enter a name for the partnership"),
        ),
        _organisation_field(context),
    )
    note = t(
        "You become its coordinator. You invite the others and decide how often everyone is asked. You see "
        "results, but nobody’s answers."
    )
    return Form(START, t("Start a partnership"), t("Start"), "", fields, note)


def start_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    return [FieldSentence(StartForm.blamed, format_command(StartForm.of(submission.values).command))]


def _organisation_field(context: FormContext) -> TextField:
    t = context.t
    missing = t("Enter the name of your organisation")
    return TextField(ORGANISATION, t("Your organisation"), LONGEST_NAME, optional=False, missing=missing)


DEFINITIONS = (
    FormDefinition(
        JOIN, N_("Join a partnership"), Rank.ANYBODY, join_form, join_sentences, for_strangers=True
    ),
    FormDefinition(
        START, N_("Start a partnership"), Rank.ANYBODY, start_form, start_sentences, for_strangers=True
    ),
)
