"""Cards about what happens to people's data: the notice, complaints, and organisations' contacts. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.cards import BulletList, Button, Buttons, Card, Heading, KeyValues, Link, Part, SmallText, Text
from bot.core.i18n import N_, Translator
from bot.core.models import Organisation
from bot.language.commands import SetDataContact, ShowComplaintWays, ShowMyData, ShowPrivacy
from bot.language.parser import format_command
from bot.membership.data_contacts import OFF, Controllers
from bot.membership.roster import Roster, SentenceBuilder, id_or_token
from bot.messages import privacy_statements as statements
from bot.messages.privacy_statements import PrivacyStatement
from bot.settings import ServerOperator

FORM = "data-contact"
PATH = "/privacy"  # of the page with the whole notice
RIGHTS = {"rights", "complaints"}  # sections of the notice


@dataclass(frozen=True, slots=True)
class PrivacySection:
    """Some statements under a title. `id` is that of the section on the page."""

    id: str
    title: str
    statements: tuple[PrivacyStatement, ...]


SECTIONS = (
    PrivacySection(
        "short", N_("In short"), (statements.TOGETHER, statements.CONFIDENTIAL, statements.COORDINATORS)
    ),
    PrivacySection(
        "answers",
        N_("Your answers"),
        (
            statements.SEALED,
            statements.COUNTED,
            statements.NO_LIST,
            statements.FEW,
            statements.COMMENTS,
            statements.COMMENTS_EXPIRE,
        ),
    ),
    PrivacySection(
        "who",
        N_("Who sees what else"),
        (
            statements.ROSTER,
            statements.UNREACHED,
            statements.EMAIL,
            statements.NAMED_ACTIONS,
            statements.AUTHORS,
            statements.OBSERVERS,
        ),
    ),
    PrivacySection(
        "records",
        N_("What other records can show"),
        (
            statements.EMPLOYER,
            statements.PLATFORMS,
            statements.MAIL_SERVERS,
            statements.NETWORKS,
            statements.SENT_STAYS,
        ),
    ),
    PrivacySection(
        "server",
        N_("What the people who run the server could do"),
        (
            statements.OPERATOR,
            statements.OPERATOR_NEEDS,
            statements.KEY_GOES,
            statements.UNCLEARED_LOG,
            statements.WHOLE_COPY,
            statements.BACKUPS,
            statements.BACKUPS_STAY,
            statements.LOG,
        ),
    ),
    PrivacySection(
        "limits",
        N_("What we cannot promise"),
        (
            statements.FOUR_OF_FIVE,
            statements.UNANIMOUS,
            statements.STYLE,
            statements.NAMED_BY_OTHERS,
            statements.STOLEN_LINK,
        ),
    ),
    PrivacySection(
        "rights",
        N_("Your rights"),
        (
            statements.JOINT,
            statements.VOLUNTARY,
            statements.SEE,
            statements.CORRECT,
            statements.DELETE,
            statements.FORGETTING,
            statements.WHAT_STAYS,
            statements.SENT_TO_OTHERS,
            statements.OBJECT,
            statements.LEAVING,
        ),
    ),
    PrivacySection(
        "complaints",
        N_("How to complain"),
        (
            statements.COMPLAIN,
            statements.ACKNOWLEDGED,
            statements.LOOKED_INTO,
            statements.REGULATOR,
            statements.NO_HARM,
        ),
    ),
    PrivacySection(
        "not",
        N_("What we do not do"),
        (statements.NO_MONITORING, statements.NO_AI, statements.NO_ADVERTISING, statements.COOKIES),
    ),
)


def notice(t: Translator, controllers: Sequence[Controllers], operator: ServerOperator) -> Card:
    """Show the short notice. The page has all of it."""
    short = [statement for section in SECTIONS for statement in section.statements if statement.short]
    rights = [statement for section in SECTIONS if section.id in RIGHTS for statement in section.statements]
    parts = (
        _bullets(t, [statement for statement in short if statement not in rights]),
        Heading(t("Your rights")),
        _bullets(t, [statement for statement in short if statement in rights]),
    )
    buttons = (
        Button(t("My data"), format_command(ShowMyData())),
        complain_button(t),
    )
    return Card(
        t("What happens to your data"),
        (
            *parts,
            *controllers_parts(t, controllers),
            *_operator(t, operator),
            Buttons(buttons),
            _whole_notice(t),
        ),
    )


def _bullets(t: Translator, stated: Sequence[PrivacyStatement]) -> BulletList:
    return BulletList(tuple(statement.text(t) for statement in stated))


def _whole_notice(t: Translator) -> Link:
    return Link(t("Read the whole notice"), PATH)


def privacy_button(t: Translator) -> Button:
    """Return the button that shows the notice."""
    return Button(t("What happens to your data"), format_command(ShowPrivacy()))


def complain_button(t: Translator) -> Button:
    return Button(t("How to complain"), format_command(ShowComplaintWays()))


def complaint(t: Translator, controllers: Sequence[Controllers], operator: ServerOperator) -> Card:
    """Show to whom somebody can complain about their data, and what happens then."""
    then = (statements.ACKNOWLEDGED, statements.LOOKED_INTO, statements.REGULATOR)
    first = (
        t("Complain to your own organisation, or to any of the others. They decide together about your data.")
        if controllers
        else t("Complain to the organisation that asked you to use Accord.")
    )
    return Card(
        t("Complain about how your data is used"),
        (
            Text(first),
            *controllers_parts(t, controllers),
            *_operator(t, operator),
            Heading(t("What happens then")),
            *(Text(statement.text(t)) for statement in then),
            SmallText(statements.NO_HARM.text(t)),
            _whole_notice(t),
        ),
    )


def controllers_parts(t: Translator, controllers: Sequence[Controllers]) -> Iterator[Part]:
    """Yield who decides about somebody's data, and where to ask, for each of their partnerships."""
    for each in controllers:
        yield Heading(t("Who decides about your data in {partnership}", partnership=each.partnership))
        yield KeyValues(controllers_rows(t, each))


def controllers_rows(t: Translator, controllers: Controllers) -> tuple[tuple[str, str], ...]:
    """Return the name of each organisation with its contact, the reader's own first."""
    own = t("{organisation} (yours)", organisation=controllers.own.name)
    return (
        (own, contact_text(t, controllers.own)),
        *((other.name, contact_text(t, other)) for other in controllers.others),
    )


def contact_text(t: Translator, organisation: Organisation) -> str:
    return organisation.data_contact or t("ask its data protection officer")


def _operator(t: Translator, operator: ServerOperator) -> tuple[Part, ...]:
    return Heading(t("Who runs this server")), Text(operator_text(t, operator))


def operator_text(t: Translator, operator: ServerOperator) -> str:
    """Return who runs the server, as far as its settings tell."""
    if not (operator.name or operator.contact):
        return t("They have not given their name. Ask your coordinator.")
    return " · ".join(filter(None, (operator.name, operator.contact)))


def contacts(t: Translator, roster: Roster, say: SentenceBuilder) -> Card:
    """Show leads and coordinators where each organisation is asked about data."""
    rows = tuple((partner.name, _since_text(t, partner)) for partner in roster.active_organisations)
    example = t("You can type it too: {sentence}", sentence=say(SetDataContact("dpo@example.org")))
    return Card(
        t("Where organisations are asked about data"),
        (KeyValues(rows), Buttons((_form_button(t, roster, say),)), SmallText(example)),
    )


def missing_contacts(
    t: Translator, roster: Roster, missing: Sequence[Organisation], say: SentenceBuilder
) -> Card:
    """Remind a coordinator that organisations have not said where they are asked about data."""
    words = t(
        "Members have a right to know where to ask about their data. These have not told us: {names}.",
        names=t.join([organisation.name for organisation in missing]),
    )
    return Card(t("Data contacts are missing"), (Text(words), Buttons((_form_button(t, roster, say),))))


def contact_set(t: Translator, organisation: Organisation, say: SentenceBuilder) -> Card:
    if organisation.data_contact is None:
        words = t(
            "We do not show a contact for {organisation} now. Members read: ask its data protection officer.",
            organisation=organisation.name,
        )
        return Card(t("Data contact removed"), (Text(words),))
    words = t(
        "Members can ask {organisation} about their data here: {contact}",
        organisation=organisation.name,
        contact=organisation.data_contact,
    )
    off = Button(t("Remove it"), say(SetDataContact(OFF, id_or_token(organisation))))
    return Card(t("Data contact saved"), (Text(words), Buttons((off,))))


def _since_text(t: Translator, organisation: Organisation) -> str:
    if organisation.data_contact is None or organisation.data_contact_at is None:
        return t("not set")
    day = t.full_day(organisation.data_contact_at)
    return t("{contact} · since {day}", contact=organisation.data_contact, day=day)


def _form_button(t: Translator, roster: Roster, say: SentenceBuilder) -> Button:
    return Button(
        t("Set a data contact"), say(SetDataContact()), form=FORM, partnership=roster.partnership.id
    )
