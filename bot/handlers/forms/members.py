"""Forms about the members of a partnership: add people, change roles, take somebody out. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence

from bot.core.i18n import N_, Translator
from bot.core.models import Address, Member, Organisation, Role
from bot.handlers.forms.definition import (
    FieldSentence,
    FormContext,
    FormDefinition,
    OwnMembership,
)
from bot.handlers.forms.model import (
    PEOPLE,
    TARGET,
    ChoiceField,
    Form,
    InvalidForm,
    ListedPerson,
    Option,
    PeopleField,
    Problem,
    Submission,
    TextField,
)
from bot.language import commands as c
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.membership.roster import Roster, id_or_token, may_step_in
from bot.messages import adding
from bot.messages.membership import ROLES

EVERYONE, ADD_PEOPLE, ROLE, REMOVE = "everyone", "people", "roles", "remove"
ORGANISATION, NAMES, MEMBER, NEW_ROLE, LEAVING = "organisation", "names", "member", "role", "leaving"
MOST_NAMES = 20  # people added at once
MOST_NAMES_LENGTH = 2_000


def everyone_form(context: FormContext) -> Form:
    """Return the form that adds people to an organisation. Those listed who are in none of the partnerships
    are chosen at first, by name."""
    t, rosters = context.t, context.rosters
    known = {person.address for roster in rosters for person in roster.people.values()}
    unknown = [person for person in context.people if person.address not in known]
    new = sorted(
        (person for person in unknown if not (person.guest or person.out_of_reach)),
        key=lambda person: person.name,
    )
    organisations = [
        Option(f"{roster.partnership.id} {partner.id}", f"{partner.name} · {roster.partnership.name}")
        for roster in rosters
        for partner in roster.active_organisations
    ]
    suggested = suggest_organisation(rosters, [person.address for person in new])
    if len(organisations) == 1:
        suggested = organisations[0].value
    fields = (
        ChoiceField(TARGET, t("Organisation"), organisations, suggested, missing=t("Choose an organisation")),
        PeopleField(
            PEOPLE,
            t("People"),
            new,
            t("Everyone here has joined or been asked already."),
            t.n("Everyone here: {n} person", "Everyone here: {n} people", len(new)),
            t("Only the people chosen below"),
        ),
    )
    return Form(EVERYONE, t("Add everyone here"), t("Add them"), "", fields, _everyone_note(t, unknown))


def _everyone_note(t: Translator, unknown: Sequence[ListedPerson]) -> str:
    """Return what happens to those who are added, and who is not chosen."""
    lines = [t("We ask each of them to confirm. They join when they do.")]
    if far := sum(person.out_of_reach for person in unknown):
        lines.append(
            t.n(
                "We left out {n} person, whose own workspace does not have Accord.",
                "We left out {n} people, whose own workspaces do not have Accord.",
                far,
            )
        )
    if guests := sum(person.guest and not person.out_of_reach for person in unknown):
        lines.append(t.n("We did not choose {n} guest.", "We did not choose {n} guests.", guests))
    return " ".join(lines)


def suggest_organisation(rosters: Sequence[Roster], people: Collection[Address]) -> str:
    """Return the value of the organisation whose members come from the same workspace as most of these
    people, or an empty string if there is none."""
    per_workspace = Counter(address.workspace for address in people)
    scores: Counter[str] = Counter()
    for roster in rosters:
        for organisation in roster.partners:
            members = roster.members_of(organisation)
            workspaces = {roster.person(member).address.workspace for member in members}
            value = f"{roster.partnership.id} {organisation.id}"
            scores[value] = sum(per_workspace[workspace] for workspace in workspaces)
    ((best, score),) = scores.most_common(1) or [("", 0)]
    return best if score else ""


def sentences_to_add(submission: Submission) -> list[FieldSentence]:
    """Return one sentence for each of the people."""
    partnership, _, organisation = submission.value(TARGET).partition(" ")
    return [
        FieldSentence(
            PEOPLE,
            format_command(c.AddMember(str(person.address), f"organisation:{organisation}"), partnership),
        )
        for person in submission.people
    ]


def everyone_sentences(_context: FormContext, submission: Submission) -> list[FieldSentence]:
    return sentences_to_add(submission)


def add_people_form(context: FormContext) -> Form:
    """Return the form that adds people who are on no chat platform, by name or e-mail address."""
    t, own = context.t, context.only
    organisations = [Option(id_or_token(partner), partner.name) for partner in _organisations_to_add_to(own)]
    fields = (
        ChoiceField(ORGANISATION, t("Organisation"), organisations, id_or_token(_own_organisation(own))),
        TextField(
            NAMES,
            t("Names or email addresses, one a line"),
            MOST_NAMES_LENGTH,
            optional=False,
            hint=t("You get a sign-in link to send to each name. We write to each email address ourselves."),
            missing=t("Enter at least one name or email address"),
            lines=5,
        ),
    )
    note = t("Each of them is asked to confirm. They join when they do.")
    return Form(ADD_PEOPLE, t("Add people"), t("Add people"), own.roster.partnership.id, fields, note)


def add_people_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    names = [name for line in submission.text(NAMES).splitlines() if (name := " ".join(line.split()))]
    if len(names) > MOST_NAMES:
        problem = context.t("Add at most {most} people at once", most=MOST_NAMES)
        raise InvalidForm(Problem(NAMES, problem))
    organisation = submission.value(ORGANISATION)
    return [
        FieldSentence(NAMES, format_command(c.AddMember(name, organisation), submission.target), name)
        for name in dict.fromkeys(names)
    ]


def role_form(context: FormContext) -> Form:
    t, own = context.t, context.only
    members = [
        Option(id_or_token(member), f"{own.roster.label(member)} · {t(ROLES[member.role])}")
        for member in own.roster.active_members()
        if own.member.role is Role.COORDINATOR or member.organisation == own.member.organisation
    ]
    roles = [
        Option(Role.MEMBER, t("Member: answers and sees results")),
        Option(Role.LEAD, t("Lead: can also add and remove people of their own organisation")),
    ]
    if own.member.role is Role.COORDINATOR or may_step_in(own.member, own.roster.active_members()):
        roles.append(Option(Role.COORDINATOR, t("Coordinator: runs the rounds and sets up the partnership")))
    fields = (
        ChoiceField(MEMBER, t("Person"), members, missing=t("Choose a person")),
        ChoiceField(NEW_ROLE, t("Role"), roles, missing=t("Choose a role")),
    )
    return Form(ROLE, t("Change a role"), t("Save"), own.roster.partnership.id, fields)


def role_sentences(context: FormContext, submission: Submission) -> list[FieldSentence]:
    member, role = submission.value(MEMBER), submission.value(NEW_ROLE)
    if role in [other.role for other in context.only.roster.active_members() if id_or_token(other) == member]:
        return []
    return [FieldSentence(MEMBER, format_command(c.ChangeRole(member, role), submission.target))]


def remove_form(context: FormContext) -> Form:
    t, own = context.t, context.only
    present: list[Member | Organisation] = [
        *own.roster.present,
        *(own.roster.partners if own.member.role is Role.COORDINATOR else ()),
    ]
    options = [
        Option(id_or_token(target), own.roster.label(target))
        for target in present
        if isinstance(target, Organisation)
        or own.member.role is Role.COORDINATOR
        or target.organisation == own.member.organisation
    ]
    title, label = t("Remove a person or an organisation"), t("Person or organisation")
    if own.member.role is not Role.COORDINATOR:
        title, label = t("Remove a person"), t("Person")
    fields = (ChoiceField(LEAVING, label, options, missing=t("Choose who is to be removed")),)
    note = t("You will see what happens before anyone is removed.")
    return Form(REMOVE, title, t("Continue"), own.roster.partnership.id, fields, note)


def remove_sentences(_: FormContext, submission: Submission) -> list[FieldSentence]:
    leaving = submission.value(LEAVING)
    return [FieldSentence(LEAVING, format_command(c.RemoveMember(leaving), submission.target))]


def _own_organisation(own: OwnMembership) -> Organisation:
    return own.roster.organisation(own.member)


def _organisations_to_add_to(own: OwnMembership) -> list[Organisation]:
    """Return all organisations for a coordinator, and their own one for a lead."""
    if own.member.role is Role.COORDINATOR:
        return own.roster.active_organisations
    return [_own_organisation(own)]


DEFINITIONS = (
    FormDefinition(EVERYONE, N_("Add everyone here"), Rank.COORDINATOR, everyone_form, everyone_sentences),
    FormDefinition(
        ADD_PEOPLE,
        N_("Add people"),
        Rank.LEAD,
        add_people_form,
        add_people_sentences,
        one=True,
        summarise=adding.added_several,
        each_for_itself=True,
    ),
    FormDefinition(ROLE, N_("Change a role"), Rank.LEAD, role_form, role_sentences, one=True),
    FormDefinition(
        REMOVE, N_("Remove a person or an organisation"), Rank.LEAD, remove_form, remove_sentences, one=True
    ),
)
