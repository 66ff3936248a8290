"""Forms about a partnership itself: its profile, and its organisations. Pure."""

from bot.core.i18n import N_, Translator
from bot.core.models import Organisation, Role
from bot.core.sanitise import LONGEST_NAME
from bot.handlers.forms.definition import FieldSentence, FormContext, FormDefinition
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    Field,
    Form,
    Option,
    Submission,
    TextField,
)
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.membership.data_contacts import MAX_LENGTH
from bot.membership.data_contacts import OFF as OFF_CONTACT
from bot.membership.profiles import ALL_PACKS, CHOICES, TITLES
from bot.membership.roster import id_or_token
from bot.messages.account_sign_in import OFF, ON
from bot.messages.privacy import FORM as DATA_CONTACT
from bot.messages.profile import MAX_PURPOSE_LENGTH
from bot.questions.bank import ThemeKind
from bot.rounds.public_holidays import UK_REGIONS, region_name

PROFILE, ORGANISATION = "profile", "organisations"
PURPOSE, OWN_NAME, PACK, LEAD_BODIES = "purpose", "own_name", "pack", "lead_bodies"
WHICH, REGION = "which", "region"
ACCOUNT_SIGN_IN, REQUIRED = "account-sign-in", "required"
MOST_CONTACTS = 40  # in one form: Slack shows 100 blocks


def profile_form(context: FormContext) -> Form:
    t, (member, roster) = context.t, context.only
    partnership = roster.partnership
    fields: tuple[Field, ...] = (
        TextField(
            PURPOSE,
            t("What the partnership is for"),
            MAX_PURPOSE_LENGTH,
            partnership.purpose,
            optional=not partnership.purpose,
            lines=3,
            missing=t("Enter what the partnership is for"),
        ),
        TextField(
            OWN_NAME,
            t("Name of your organisation"),
            LONGEST_NAME,
            roster.organisation(member).name,
            optional=False,
            missing=t("Enter the name of your organisation"),
        ),
        CheckboxField(
            LEAD_BODIES,
            t("Lead and statutory bodies"),
            [Option(id_or_token(partner), partner.name) for partner in roster.partners],
            [id_or_token(partner) for partner in roster.partners if partner.lead_body],
            hint=t("Results compare these with the other organisations."),
        ),
        *(_choice(t, field, getattr(partnership, field)) for field in CHOICES),
        ChoiceField(PACK, t("Extra questions come from"), _packs(context), partnership.pack or ALL_PACKS),
    )
    title = t("Profile of {partnership}", partnership=partnership.name)
    return Form(PROFILE, title, t("Save"), partnership.id, fields, tracked=True)


def _packs(context: FormContext) -> list[Option]:
    t = context.t
    packs = [theme for theme in context.themes if theme.kind is not ThemeKind.CORE]
    return [
        Option(ALL_PACKS, t("All short sets of questions, in turn")),
        *(Option(pack.id, pack.title.in_language(t.code)) for pack in packs),
    ]


def _choice(t: Translator, field: str, chosen: str) -> ChoiceField:
    """Return the field for one part of a profile, which can be changed but not cleared once it is set."""
    options = [Option(choice, t(choice)) for choice in CHOICES[field]]
    return ChoiceField(field, t(TITLES[field]), options, chosen, optional=not chosen)


def profile_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Return a sentence for each part that was changed. Those come last that may have to be confirmed."""
    changed = [
        (field.id, _profile_command(field.id, submission.text(field.id)))
        for field in profile_form(context).fields
        if field.id != LEAD_BODIES and submission.text(field.id) not in ("", field.initial)
    ]
    commands = [*changed, *((LEAD_BODIES, command) for command in _side_commands(context, submission))]
    return [FieldSentence(field, format_command(command, submission.target)) for field, command in commands]


def _side_commands(context: FormContext, submission: Submission) -> list[c.Command]:
    """Return a command for each organisation that is to change sides."""
    ticked = submission.ticked(LEAD_BODIES)
    return [
        c.SetProfile("lead" if id_or_token(partner) in ticked else "not-lead", id_or_token(partner))
        for partner in context.only.roster.partners
        if partner.lead_body != (id_or_token(partner) in ticked)
    ]


def _profile_command(field: str, value: str) -> c.Command:
    if field == PURPOSE:
        return c.SetPurpose(value)
    return c.SetProfile("organisation" if field == OWN_NAME else field, value)


def organisation_form(context: FormContext) -> Form:
    t, (member, roster) = context.t, context.only
    fields = (
        ChoiceField(
            WHICH,
            t("Organisation"),
            [
                Option(id_or_token(partner), f"{partner.name} · {region_name(partner.region, t)}")
                for partner in roster.partners
            ],
            id_or_token(roster.organisation(member)),
        ),
        ChoiceField(REGION, t("Its public holidays"), _regions(context)),
    )
    note = t("Rounds and reminders leave out public holidays.")
    return Form(ORGANISATION, t("Public holidays"), t("Save"), roster.partnership.id, fields, note)


def _regions(context: FormContext) -> list[Option]:
    """Return the parts of the United Kingdom, and the other regions that organisations have."""
    others = {partner.region for partner in context.only.roster.partners} - UK_REGIONS.keys() - {""}
    return [Option(code, region_name(code, context.t)) for code in (*UK_REGIONS, *sorted(others))]


def organisation_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    which, region = submission.value(WHICH), submission.value(REGION)
    if region in [other.region for other in context.only.roster.partners if id_or_token(other) == which]:
        return []
    command = c.SetProfile("region", f"{which} in {region}")
    return [FieldSentence(REGION, format_command(command, submission.target))]


def account_form(context: FormContext) -> Form:
    t, (member, roster) = context.t, context.only
    organisation = roster.organisation(member)
    required = ON if organisation.account_required_at else OFF
    options = [
        Option(ON, t("With their Slack or Teams account only")),
        Option(OFF, t("In any way, also by a link")),
    ]
    field = ChoiceField(REQUIRED, t("How coordinators sign in to manage"), options, required)
    title = t("Coordinators of {organisation}", organisation=organisation.name)
    note = t("Sign in with your account yourself before you require it.")
    return Form(ACCOUNT_SIGN_IN, title, t("Save"), roster.partnership.id, (field,), note, tracked=True)


def account_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    choice = submission.value(REQUIRED)
    if choice == account_form(context).fields[0].initial:
        return []
    return [FieldSentence(REQUIRED, format_command(c.SetAccountSignIn(choice), submission.target))]


def data_contact_form(context: FormContext) -> Form:
    """Return a field for each contact that the viewer can set: a lead that of their own organisation, a
    coordinator all."""
    t, (_, roster) = context.t, context.only
    fields = tuple(
        TextField(id_or_token(organisation), organisation.name, MAX_LENGTH, organisation.data_contact or "")
        for organisation in _settable_organisations(context)
    )
    note = t(
        "An email address, or a web address that begins with https://. Members see it where they read how to "
        "complain. An empty field removes it."
    )
    return Form(
        DATA_CONTACT,
        t("Where to ask about data"),
        t("Save"),
        roster.partnership.id,
        fields,
        note,
        tracked=True,
    )


def _settable_organisations(context: FormContext) -> list[Organisation]:
    """Return the organisations whose contact the viewer can set."""
    member, roster = context.only
    if member.role is not Role.COORDINATOR:
        return [roster.organisation(member)]
    return roster.active_organisations[:MOST_CONTACTS]


def data_contact_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    """Return a sentence for each contact that was changed."""
    return [
        FieldSentence(
            field.id,
            format_command(
                c.SetDataContact(submission.text(field.id) or OFF_CONTACT, field.id), submission.target
            ),
        )
        for field in data_contact_form(context).fields
        if submission.text(field.id) != field.initial
    ]


DEFINITIONS = (
    FormDefinition(
        PROFILE,
        N_("Edit the profile"),
        Rank.COORDINATOR,
        profile_form,
        profile_sentences,
        one=True,
    ),
    FormDefinition(
        ORGANISATION,
        N_("Set public holidays"),
        Rank.COORDINATOR,
        organisation_form,
        organisation_sentences,
        one=True,
    ),
    FormDefinition(
        ACCOUNT_SIGN_IN,
        N_("Choose how coordinators sign in"),
        Rank.LEAD,
        account_form,
        account_sentences,
        one=True,
    ),
    FormDefinition(
        DATA_CONTACT,
        N_("Set where to ask about data"),
        Rank.LEAD,
        data_contact_form,
        data_contact_sentences,
        one=True,
    ),
)
