"""Forms that describe a note or an action in the evidence log. Pure."""

from bot.core.followups import MAX_DETAIL_LENGTH, Action, EvidencePart, Note
from bot.core.i18n import N_, Translator
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition
from bot.handlers.forms.model import Form, Submission, TextField
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.messages.evidence import entry_word

DESCRIBE_NOTE, DESCRIBE_ACTION = "describe-note", "describe-action"
DETAIL_LINES = 4


def description_form(context: FormContext) -> Form:
    t, (entry,) = context.t, context.numbered
    fields = [
        TextField(part, label, MAX_DETAIL_LENGTH, _words_before(context, part), hint=hint, lines=DETAIL_LINES)
        for part, (label, hint) in _labels(t).items()
    ]
    name = f"describe-{entry_word(entry)}-{entry.number}"
    title = (
        t("Describe note {n}", n=entry.number)
        if isinstance(entry, Note)
        else t("Describe action {n}", n=entry.number)
    )
    note = t(
        "This is about “{words}”. Everyone in the partnership can read it, with your name. Leave empty "
        "what you do not know.",
        words=entry.words,
    )
    return Form(name, title, t("Save"), entry.partnership, fields, note, tracked=True)


def description_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Return a sentence for each part that was changed."""
    (entry,) = context.numbered
    kind, number = entry_word(entry), str(entry.number)
    sentences = []
    for part in EvidencePart:
        words = submission.value(part)
        if words != _words_before(context, part):
            command = (
                c.DescribeEntry(kind, number, part, words)
                if words
                else c.ClearDescription(part, kind, number)
            )
            sentences.append(FieldSentence(part, format_command(command, entry.partnership)))
    return sentences


def _labels(t: Translator) -> dict[EvidencePart, tuple[str, str]]:
    """Return label and hint of the field for each part."""
    return {
        EvidencePart.HOW: (
            t("How do you think it works?"),
            t("For example, partners see the same figures before they meet"),
        ),
        EvidencePart.TOOK: (
            t("What did it take?"),
            t("People, time and money. For example, two days of an analyst each month"),
        ),
        EvidencePart.FOLLOWED: (
            t("What followed?"),
            t("Write what you saw. For example, meetings end on time"),
        ),
    }


def _words_before(context: FormContext, part: EvidencePart) -> str:
    (entry,) = context.numbered
    own = (detail for detail in context.details if detail.entry == entry.id and detail.part is part)
    return next((detail.words for detail in own), "")


DESCRIPTIONS = (
    FormDefinition(
        DESCRIBE_NOTE,
        N_("Describe a note"),
        Rank.MEMBER,
        description_form,
        description_sentences,
        one=True,
        about=Note,
    ),
    FormDefinition(
        DESCRIBE_ACTION,
        N_("Describe an action"),
        Rank.MEMBER,
        description_form,
        description_sentences,
        one=True,
        about=Action,
    ),
)
