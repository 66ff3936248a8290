"""The form that makes a share link. Pure."""

from bot.core.i18n import N_
from bot.core.sanitise import LONGEST_NAME
from bot.core.timezones import DAY
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition
from bot.handlers.forms.model import (
    CheckboxField,
    DateField,
    Form,
    InvalidForm,
    Option,
    Problem,
    Submission,
    TextField,
)
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.membership.sharing import DEFAULT_DAYS, DEFAULT_PARTS, PARTS, without_quotation_marks

SHARE = "share"
SHARED_WITH, SHARED_PARTS, LAST_DAY = "name", "parts", "until"


def share_form(context: FormContext) -> Form:
    t = context.t
    fields = (
        TextField(
            SHARED_WITH,
            t("Who you are sharing with"),
            LONGEST_NAME,
            optional=False,
            hint=t("For example, the May board. Every member can see this."),
            missing=t("Enter who you are sharing with"),
        ),
        CheckboxField(
            SHARED_PARTS,
            t("What they can see"),
            [Option(part, t(title)) for part, title in PARTS.items()],
            DEFAULT_PARTS,
            hint=t("The timeline, evidence log and yearly look show what members wrote."),
        ),
        DateField(
            LAST_DAY,
            t("Last day the link works"),
            (context.local_day + DEFAULT_DAYS * DAY).isoformat(),
            hint=t("Up to a year from today"),
        ),
    )
    note = t(
        "Anyone with the link can read these pages without signing in. They cannot see members’ names or "
        "comments."
    )
    title, partnership = t("Share results by a link"), context.only.roster.partnership.id
    return Form(SHARE, title, t("Make a share link"), partnership, fields, note)


def share_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    parts = submission.ticked(SHARED_PARTS)
    if not parts:
        raise InvalidForm(Problem(SHARED_PARTS, context.t("Choose what they can see")))
    name = without_quotation_marks(submission.value(SHARED_WITH))
    command = c.ShareHub(name, submission.value(LAST_DAY), ", ".join(parts))
    default = (context.local_day + DEFAULT_DAYS * DAY).isoformat()
    field = SHARED_WITH if command.date == default else LAST_DAY
    return [FieldSentence(field, format_command(command, submission.target))]


DEFINITIONS = (FormDefinition(SHARE, N_("Share results"), Rank.LEAD, share_form, share_sentences, one=True),)
