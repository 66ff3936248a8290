"""The form of a person's own settings. Pure."""

from collections.abc import Sequence

from bot.core.cards import Card
from bot.core.i18n import N_, Translator, language_label
from bot.core.models import Person
from bot.core.timezones import parse_zone
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition, unchanged
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
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.messages import weekly
from bot.messages.email import OFF

SETTINGS = "settings"
LANGUAGE, ZONE, PAUSED_UNTIL, EMAIL = "language", "zone", "paused", "email"
WEEKLY_SUMMARY = "weekly"
MOST_ZONE_LENGTH, MOST_EMAIL_LENGTH = 60, 254


def settings_form(context: FormContext) -> Form:
    t, person, own = context.t, _viewer(context), context.own_settings
    languages = [Option(code, language_label(code)) for code in context.languages]
    is_paused = person.paused_until is not None and person.paused_until > context.local_day
    paused = person.paused_until.isoformat() if person.paused_until and is_paused else ""
    fields: tuple[Field, ...] = (
        ChoiceField(LANGUAGE, t("Language"), languages, t.code),
        TextField(
            ZONE,
            t("Time zone"),
            MOST_ZONE_LENGTH,
            _city(person.zone),
            optional=False,
            hint=t("A large city near you, such as London or New York"),
            missing=t("Enter a large city near you"),
        ),
        DateField(
            PAUSED_UNTIL,
            t("Pause my questions until"),
            paused,
            optional=True,
            hint=t("Leave it empty to be asked in every round."),
            clear_label=t("Get questions again"),
        ),
    )
    if own.email is not None:
        hint = t(
            "We send you a link to confirm a new address. Clear it to stop emails and delete your address."
        )
        fields += (TextField(EMAIL, t("Your email address"), MOST_EMAIL_LENGTH, own.email, hint=hint),)
    if own.weekly_summary is not None:
        fields += (_weekly_summary_field(t, on=own.weekly_summary),)
    return Form(SETTINGS, t("Your settings"), t("Save"), "", fields, tracked=True)


def _weekly_summary_field(t: Translator, *, on: bool) -> ChoiceField:
    options = [
        Option(weekly.ON, t("Every week, if something is new")),
        Option(weekly.OFF, t("Never")),
    ]
    return ChoiceField(WEEKLY_SUMMARY, t("Weekly summary"), options, weekly.ON if on else weekly.OFF)


def settings_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Return a sentence for each setting that was changed."""
    before = {field.id: field.initial for field in settings_form(context).fields}
    language, zone, paused, email = (submission.value(id) for id in (LANGUAGE, ZONE, PAUSED_UNTIL, EMAIL))
    changes: list[tuple[str, c.Command]] = []
    try:
        parse_zone(zone)
    except ValueError:
        problem = context.t("Enter a large city near you, such as London or New York")
        raise InvalidForm(Problem(ZONE, problem)) from None
    if zone != before[ZONE]:
        changes.append((ZONE, c.SetTimeZone(zone)))
    if paused != before[PAUSED_UNTIL]:
        changes.append((PAUSED_UNTIL, c.PauseMe(paused) if paused else c.ResumeMe()))
    if email != before.get(EMAIL, ""):
        changes.append((EMAIL, c.SetEmail(email or OFF)))
    if (choice := submission.value(WEEKLY_SUMMARY)) not in ("", before.get(WEEKLY_SUMMARY, "")):
        changes.append((WEEKLY_SUMMARY, c.SetWeeklySummary(choice)))
    if language not in ("", before[LANGUAGE]):
        changes.append((LANGUAGE, c.SetLanguage(language)))
    return [FieldSentence(field, format_command(command)) for field, command in changes]


def saved(t: Translator, cards: Sequence[Card], _: Sequence[str]) -> Card:
    """Return one card of all that was changed."""
    if not cards:
        return unchanged(t)
    return Card(t("Your settings are saved"), tuple(part for card in cards for part in card.parts))


def _viewer(context: FormContext) -> Person:
    if context.viewer is None:
        raise ValueError("only a person has settings")
    return context.viewer


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


DEFINITIONS = (
    FormDefinition(
        SETTINGS, N_("Your settings"), Rank.ANYBODY, settings_form, settings_sentences, summarise=saved
    ),
)
