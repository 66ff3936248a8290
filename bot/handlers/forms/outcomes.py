"""Forms about shared outcomes: add one, enter a value or several. Pure."""

from bot.core.i18n import N_
from bot.core.models import Member, Organisation
from bot.core.outcomes import BetterDirection
from bot.core.sanitise import LONGEST_NAME
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition, partnership_form
from bot.handlers.forms.model import (
    ChoiceField,
    DateField,
    Field,
    Form,
    InvalidForm,
    Option,
    Problem,
    Submission,
    TextField,
)
from bot.language import commands as c
from bot.language.dated_values import RowError, format_rows, parse_rows, parse_value
from bot.language.parser import MAX_LENGTH, format_command
from bot.language.sentences import Rank
from bot.membership.outcomes import OUTCOME_TOKEN
from bot.membership.roster import id_or_token
from bot.messages.outcomes import DIRECTIONS, MAX_VALUE_LENGTH, row_problem, too_many_rows
from bot.rounds.outcomes import MAX_SOURCE_LENGTH, MAX_UNIT_LENGTH

OUTCOME, VALUE, VALUES = "outcome", "value", "values"
ENTERING = frozenset({VALUE, VALUES})  # forms for those who may enter an outcome
OUTCOME_NAME, UNIT, BETTER, ENTERED_BY, SOURCE = "name", "unit", "better", "by", "source"
OUTCOME_ID, OUTCOME_VALUE, VALUE_DATE, ROWS = "outcome", "value", "on", "rows"
MAX_ROWS_TEXT = 3_000  # characters, as many as a field of Slack holds
ROWS_SHOWN = 10


def outcome_form(context: FormContext) -> Form:
    """Return the form that adds a shared outcome. Of several partnerships, anybody in the chosen one enters
    it, until that is changed."""
    t = context.t
    better = [Option(direction, t(label)) for direction, label in DIRECTIONS.items()]
    fields: tuple[Field, ...] = (
        TextField(
            OUTCOME_NAME,
            t("Name"),
            LONGEST_NAME,
            optional=False,
            hint=t("For example, people sleeping rough"),
            missing=t("Enter a name"),
        ),
        TextField(UNIT, t("Unit"), MAX_UNIT_LENGTH, hint=t("For example, people or %")),
        ChoiceField(BETTER, t("Which way is better"), better, BetterDirection.NEITHER),
        TextField(SOURCE, t("Source"), MAX_SOURCE_LENGTH),
    )
    if len(context.rosters) == 1:
        (roster,) = context.rosters
        named: list[Member | Organisation] = [*roster.partners, *roster.active_members()]
        options = [Option("anybody", t("anyone"))]
        options += [Option(id_or_token(target), roster.label(target)) for target in named]
        fields = (*fields, ChoiceField(ENTERED_BY, t("Who enters values"), options, "anybody"))
    return partnership_form(context, OUTCOME, t("Add a shared outcome"), t("Add outcome"), fields)


def outcome_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    name, unit, better, who, source = (
        submission.value(id) for id in (OUTCOME_NAME, UNIT, BETTER, ENTERED_BY, SOURCE)
    )
    command = c.AddOutcome(name, unit, better, source, who)
    return [FieldSentence(OUTCOME_NAME, format_command(command, submission.target))]


def value_form(context: FormContext) -> Form:
    """Return the form that enters a value of one of the outcomes that the viewer may enter."""
    t = context.t
    fields = (
        _outcome_field(context),
        TextField(
            OUTCOME_VALUE,
            t("Value"),
            MAX_VALUE_LENGTH,
            optional=False,
            hint=t("For example, 41"),
            missing=t("Enter a value"),
        ),
        DateField(VALUE_DATE, t("Date"), optional=True, hint=t("Leave it empty for today.")),
    )
    return Form(VALUE, t("Enter a value"), t("Save value"), "", fields)


def values_form(context: FormContext) -> Form:
    """Return the form that enters rows of dates and values, pasted or from a file."""
    t = context.t
    fields = (
        _outcome_field(context),
        TextField(
            ROWS,
            t("Dates and values"),
            MAX_ROWS_TEXT,
            optional=False,
            hint=t("One on each line: a date, a comma and a number. For example, 2026-05-03,41"),
            lines=ROWS_SHOWN,
            missing=t("Enter a date and a number, or choose a file"),
            accepts_file=True,
        ),
    )
    note = t("If one row is wrong, we save none of them. You see which values would be replaced first.")
    return Form(VALUES, t("Enter several values"), t("Save values"), "", fields, note)


def values_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Raises InvalidForm for the first row that is wrong."""
    partnership, outcome, unit = _chosen_outcome(context, submission)
    try:
        rows = parse_rows(submission.text(ROWS), unit, context.local_day, context.t)
    except RowError as error:
        raise InvalidForm(Problem(ROWS, row_problem(context.t, error))) from None
    sentence = format_command(c.EnterOutcomeRows(f"{OUTCOME_TOKEN}{outcome}", format_rows(rows)), partnership)
    if len(sentence) > MAX_LENGTH:
        raise InvalidForm(Problem(ROWS, too_many_rows(context.t)))
    return [FieldSentence(ROWS, sentence)]


def _outcome_field(context: FormContext) -> ChoiceField:
    several = len({choice.partnership.id for choice in context.outcomes}) > 1
    options = [
        Option(
            f"{partnership.id} {outcome.id}",
            f"{outcome.name} · {partnership.name}" if several else outcome.name,
        )
        for partnership, outcome in context.outcomes
    ]
    return ChoiceField(OUTCOME_ID, context.t("Outcome"), options, options[0].value)


def _chosen_outcome(context: FormContext, submission: Submission) -> tuple[str, str, str]:
    """Return the ids of the partnership and the outcome that were chosen, and its unit."""
    partnership, _, outcome = submission.value(OUTCOME_ID).partition(" ")
    (unit,) = [choice.outcome.unit for choice in context.outcomes if choice.outcome.id == outcome]
    return partnership, outcome, unit


def value_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    partnership, outcome, unit = _chosen_outcome(context, submission)
    value, date = submission.value(OUTCOME_VALUE), submission.value(VALUE_DATE)
    try:
        parse_value(value, unit)
    except ValueError:
        raise InvalidForm(Problem(OUTCOME_VALUE, context.t("Enter a number, such as 1,234.5"))) from None
    command = c.EnterOutcomeValue(f"{OUTCOME_TOKEN}{outcome}", value, date)
    return [FieldSentence(VALUE_DATE if date else OUTCOME_VALUE, format_command(command, partnership))]


DEFINITIONS = (
    FormDefinition(OUTCOME, N_("Add an outcome"), Rank.COORDINATOR, outcome_form, outcome_sentences),
    FormDefinition(VALUE, N_("Enter a value"), Rank.MEMBER, value_form, value_sentences),
    FormDefinition(VALUES, N_("Enter several values"), Rank.MEMBER, values_form, values_sentences),
)
