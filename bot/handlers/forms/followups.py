"""Forms about what a partnership does next: notes, actions, new baselines. Pure."""

from bot.core.followups import MAX_TEXT_LENGTH, Action, Note
from bot.core.i18n import N_, Translator
from bot.core.models import Member, Organisation
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition, partnership_form
from bot.handlers.forms.model import (
    CheckboxField,
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
from bot.membership.roster import Roster, id_or_token
from bot.questions.bank import ThemeKind

NOTE, ACTION, PLAN_ACTION, REBASE = "note", "action", "improve", "rebase"
CORRECT_NOTE, CORRECT_ACTION = "correct-note", "correct-action"
TEXT, DAY, OWNER, REMOVAL = "text", "day", "owner", "remove"
NOBODY = "nobody"  # an owner that some platforms need, since there a choice cannot be taken back
REBASED_THEME, REASON = "theme", "reason"


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
    fields = (
        TextField(
            TEXT,
            t("What you will do together"),
            MAX_TEXT_LENGTH,
            optional=False,
            hint=t("For example, share the budget"),
            missing=t("Enter what you will do"),
        ),
        ChoiceField(OWNER, t("Who is responsible"), _owners(roster), optional=True),
        DateField(DAY, t("Due date"), optional=True),
    )
    note = t("Everyone in the partnership can read it. The next summary asks how it went.")
    return Form(ACTION, t("Add an action"), t("Add action"), roster.partnership.id, fields, note)


def action_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    command = c.AddAction(submission.value(TEXT), submission.value(DAY), submission.value(OWNER))
    return [FieldSentence(_day_or_text(submission), format_command(command, submission.target))]


def plan_action_form(context: FormContext) -> Form:
    t, (_, roster) = context.t, context.only
    missing_owner = t("Choose who is responsible")
    fields = (
        TextField(
            TEXT,
            t("What you will do together"),
            MAX_TEXT_LENGTH,
            optional=False,
            hint=t("For example, share the budget"),
            missing=t("Enter what you will do"),
        ),
        ChoiceField(OWNER, t("Who is responsible"), _owners(roster), missing=missing_owner),
        DateField(DAY, t("Due date")),
    )
    note = t("Everyone in the partnership can read it. The next summary after that date asks how it went.")
    title = t("Add to the improvement plan")
    return Form(PLAN_ACTION, title, t("Add action"), roster.partnership.id, fields, note)


def plan_action_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    command = c.AddPlanAction(submission.value(TEXT), submission.value(DAY), submission.value(OWNER))
    return [FieldSentence(DAY, format_command(command, submission.target))]


def correct_note_form(context: FormContext) -> Form:
    t, note = context.t, _note(context)
    missing = t("Enter what changed")
    fields = (
        TextField(TEXT, t("What changed"), MAX_TEXT_LENGTH, note.words, optional=False, missing=missing),
        DateField(DAY, t("Date"), note.on.isoformat()),
        _removal(t, t("Remove this note")),
    )
    name, title = f"{CORRECT_NOTE}-{note.number}", t("Correct note {n}", n=note.number)
    kept = t("Future charts will show the new wording. Past ones stay as they are.")
    return Form(name, title, t("Save"), note.partnership, fields, kept, tracked=True)


def correct_note_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    note, (words, day) = _note(context), (submission.value(id) for id in (TEXT, DAY))
    number = str(note.number)
    if submission.ticked(REMOVAL):
        return [FieldSentence(REMOVAL, format_command(c.RemoveNote(number), note.partnership))]
    if (words, day) == (note.words, note.on.isoformat()):
        return []
    field = TEXT if day == note.on.isoformat() else DAY
    command = c.CorrectNote(number, f"{words} on {day}")
    return [FieldSentence(field, format_command(command, note.partnership))]


def correct_action_form(context: FormContext) -> Form:
    t, action = context.t, _action(context)
    owners = [Option(NOBODY, t("No one")), *_owners(context.only.roster)]
    owner = action.owner if action.owner in dict(owners) else NOBODY
    label, missing = t("What you will do together"), t("Enter what you will do")
    fields = (
        TextField(TEXT, label, MAX_TEXT_LENGTH, action.words, optional=False, missing=missing),
        ChoiceField(OWNER, t("Who is responsible"), owners, owner),
        DateField(
            DAY,
            t("Due date"),
            action.by.isoformat() if action.by else "",
            optional=True,
            clear_label=t("No due date"),
        ),
        _removal(t, t("Remove this action")),
    )
    name, title = f"{CORRECT_ACTION}-{action.number}", t("Correct action {n}", n=action.number)
    kept = t("Future summaries will show the new wording. Past ones stay as they are.")
    return Form(name, title, t("Save"), action.partnership, fields, kept, tracked=True)


def correct_action_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Return a sentence with what is to be stored, and one for each part that was cleared. A due date that
    has passed is left out, and so kept, unless it was changed."""
    action, number = _action(context), str(_action(context).number)
    before = {field.id: field.initial for field in correct_action_form(context).fields}
    words, day = (submission.value(id) for id in (TEXT, DAY))
    before_owner, owner = (who.replace(NOBODY, "") for who in (before[OWNER], submission.value(OWNER)))
    if submission.ticked(REMOVAL):
        return [FieldSentence(REMOVAL, format_command(c.RemoveAction(number), action.partnership))]
    cleared = [
        FieldSentence(field, format_command(c.ClearActionDetail(detail, number), action.partnership))
        for field, detail, is_cleared in (
            (DAY, "date", before[DAY] and not day),
            (OWNER, "owner", before_owner and not owner),
        )
        if is_cleared
    ]
    if words == before[TEXT] and owner in ("", before_owner) and day in ("", before[DAY]):
        return cleared
    due = day if day != before[DAY] or day >= context.local_day.isoformat() else ""
    text = words + (f" by {due}" if due else "") + (f" @{owner}" if owner else "")
    field = TEXT if day == before[DAY] else DAY
    command = c.CorrectAction(number, text)
    return [FieldSentence(field, format_command(command, action.partnership)), *cleared]


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


def _note(context: FormContext) -> Note:
    (note,) = (item for item in context.numbered if isinstance(item, Note))
    return note


def _action(context: FormContext) -> Action:
    (action,) = (item for item in context.numbered if isinstance(item, Action))
    return action


def _owners(roster: Roster) -> list[Option]:
    owners: list[Member | Organisation] = [*roster.partners, *roster.active_members()]
    return [Option(id_or_token(owner), roster.label(owner)) for owner in owners]


def _removal(t: Translator, label: str) -> CheckboxField:
    """Return the field that removes what the form is about, once that is confirmed."""
    hint = t("You will see what happens before it is removed.")
    return CheckboxField(REMOVAL, t("Remove"), [Option("yes", label)], hint=hint)


def _day_or_text(submission: Submission) -> str:
    """Return the field that is wrong if a sentence with a day is refused: without a day it can only be the
    text."""
    return DAY if submission.value(DAY) else TEXT


DEFINITIONS = (
    FormDefinition(NOTE, N_("Record a change"), Rank.MEMBER, note_form, note_sentences),
    FormDefinition(ACTION, N_("Add an action"), Rank.MEMBER, action_form, action_sentences, one=True),
    FormDefinition(
        PLAN_ACTION,
        N_("Add to the improvement plan"),
        Rank.MEMBER,
        plan_action_form,
        plan_action_sentences,
        one=True,
    ),
    FormDefinition(REBASE, N_("Start a new baseline"), Rank.COORDINATOR, rebase_form, rebase_sentences),
)
CORRECTIONS = (
    FormDefinition(
        CORRECT_NOTE,
        N_("Correct a note"),
        Rank.MEMBER,
        correct_note_form,
        correct_note_sentences,
        one=True,
        about=Note,
    ),
    FormDefinition(
        CORRECT_ACTION,
        N_("Correct an action"),
        Rank.MEMBER,
        correct_action_form,
        correct_action_sentences,
        one=True,
        about=Action,
    ),
)
