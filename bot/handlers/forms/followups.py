"""Forms about what a partnership does next: notes, actions, new baselines. Pure."""

from bot.core.followups import MAX_TEXT_LENGTH
from bot.core.i18n import N_
from bot.core.models import Member, Organisation
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition, partnership_form
from bot.handlers.forms.model import (
    ChoiceField,
    DateField,
    Form,
    Option,
    Submission,
    TextField,
)
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.membership.roster import id_or_token
from bot.questions.bank import ThemeKind

NOTE, ACTION, REBASE = "note", "action", "rebase"
TEXT, DAY, OWNER, REBASED_THEME, REASON = "text", "day", "owner", "theme", "reason"


def note_form(context: FormContext) -> Form:
    t = context.t
    fields = (
        TextField(
            TEXT,
            t("What changed"),
            MAX_TEXT_LENGTH,
            optional=False,
            hint=t("For example, a new chair"),
            missing=t("Enter what changed"),
        ),
        DateField(DAY, t("Date"), context.local_day.isoformat(), optional=True),
    )
    note = t("Everyone in the partnership can read it. It is marked on the trend of each theme.")
    return partnership_form(context, NOTE, t("Record a change"), t("Save"), fields, note)


def note_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    command = c.AddNote(submission.value(TEXT), submission.value(DAY))
    return [FieldSentence(_day_or_text(submission), format_command(command, submission.target))]


def action_form(context: FormContext) -> Form:
    t, (_, roster) = context.t, context.only
    owners: list[Member | Organisation] = [*roster.partners, *roster.active_members()]
    fields = (
        TextField(
            TEXT,
            t("What you will do together"),
            MAX_TEXT_LENGTH,
            optional=False,
            hint=t("For example, share the budget"),
            missing=t("Enter what you will do"),
        ),
        ChoiceField(
            OWNER,
            t("Who is responsible"),
            [Option(id_or_token(owner), roster.label(owner)) for owner in owners],
            optional=True,
        ),
        DateField(DAY, t("Due date"), optional=True),
    )
    note = t("Everyone in the partnership can read it. The next summary asks how it went.")
    return Form(ACTION, t("Add an action"), t("Add action"), roster.partnership.id, fields, note)


def action_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    command = c.AddAction(submission.value(TEXT), submission.value(DAY), submission.value(OWNER))
    return [FieldSentence(_day_or_text(submission), format_command(command, submission.target))]


def rebase_form(context: FormContext) -> Form:
    t = context.t
    themes = [
        Option(theme.id, theme.title.in_language(t.code))
        for theme in context.themes
        if theme.kind is ThemeKind.CORE
    ]
    fields = (
        ChoiceField(REBASED_THEME, t("Theme"), themes, missing=t("Choose a theme")),
        DateField(DAY, t("From"), context.local_day.isoformat()),
        TextField(
            REASON,
            t("Why"),
            MAX_TEXT_LENGTH,
            optional=False,
            hint=t("For example, half of the members are new"),
            missing=t("Enter a reason"),
        ),
    )
    note = t("You will see what this changes before it is saved.")
    return partnership_form(context, REBASE, t("Start a new baseline"), t("Continue"), fields, note)


def rebase_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    theme, day, reason = (submission.value(id) for id in (REBASED_THEME, DAY, REASON))
    return [FieldSentence(DAY, format_command(c.RebaseTheme(theme, day, reason), submission.target))]


def _day_or_text(submission: Submission) -> str:
    """Return the field that is wrong if a sentence with a day is refused: without a day it can only be the
    text."""
    return DAY if submission.value(DAY) else TEXT


DEFINITIONS = (
    FormDefinition(NOTE, N_("Record a change"), Rank.MEMBER, note_form, note_sentences),
    FormDefinition(ACTION, N_("Add an action"), Rank.MEMBER, action_form, action_sentences, one=True),
    FormDefinition(REBASE, N_("Start a new baseline"), Rank.COORDINATOR, rebase_form, rebase_sentences),
)
