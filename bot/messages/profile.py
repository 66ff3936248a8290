"""Cards about a partnership's profile. Pure."""

from collections.abc import Iterable, Sequence

from bot.core.cards import Button, Buttons, Card, KeyValues, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.core.models import Organisation
from bot.language.commands import SetProfile, SetPurpose
from bot.language.parser import format_command
from bot.membership.profiles import ALL_PACKS, CHOICES, TITLES
from bot.membership.roster import Roster, SentenceBuilder
from bot.rounds.public_holidays import region_name

MAX_PURPOSE_LENGTH = 500
PackOption = tuple[str, str]  # id and title


def profile(
    t: Translator,
    roster: Roster,
    own_organisation: Organisation,
    packs: Sequence[PackOption],
    say: SentenceBuilder,
) -> Card:
    """Show the profile, and lead to the forms that change it. `own_organisation` is the viewer's."""
    partnership = roster.partnership
    rows = _profile_rows(
        t, roster, own_organisation, dict((*packs, (ALL_PACKS, t("all short sets, in turn"))))
    )
    shown = say(SetProfile())
    forms = (
        Button(t("Edit the profile"), shown, "primary", form="profile", partnership=partnership.id),
        Button(t("Set public holidays"), shown, form="organisations", partnership=partnership.id),
    )
    examples = t(
        "You can type these too, for example: {purpose}, {kind}, {lead}",
        purpose=format_command(SetPurpose(t("Warm homes for all"))),
        kind=format_command(SetProfile("kind", t("planning together"))),
        lead=format_command(SetProfile("lead", own_organisation.name)),
    )
    title = t("Profile of {partnership}", partnership=partnership.name)
    return Card(title, (rows, Buttons(forms), SmallText(examples)))


def region_set(t: Translator, organisation: Organisation, say: SentenceBuilder) -> Card:
    """Say which public holidays an organisation keeps now."""
    words = t(
        "{organisation} now keeps the public holidays of {region}.",
        organisation=organisation.name,
        region=region_name(organisation.region, t),
    )
    return Card(
        t("Public holidays set"),
        (Text(words), Buttons((Button(t("Show the profile"), say(SetProfile())),))),
    )


def regrouping(t: Translator, organisation: Organisation, again: str) -> Card:
    """Ask whether an organisation is to change sides, although results compare the sides."""
    words = t(
        "Results compare lead and statutory bodies with the others. If {organisation} changes sides, this "
        "comparison starts again. Earlier results stay as they are, but cannot be compared with later ones.",
        organisation=organisation.name,
    )
    buttons = (Button(t("Change the comparison"), again, "primary"),)
    return Card(t("Change how results are compared?"), (Text(words), Buttons(buttons)))


def purpose(t: Translator, name: str, words: str) -> Card:
    return Card(t("What {partnership} is for", partnership=name), (Text(words),))


def _profile_rows(
    t: Translator, roster: Roster, own_organisation: Organisation, packs: dict[str, str]
) -> Part:
    partnership, unset = roster.partnership, t("not set")
    lead_bodies = [organisation.name for organisation in roster.partners if organisation.lead_body]
    choices = [
        (t(TITLES[field]), t(getattr(partnership, field)) if getattr(partnership, field) else unset)
        for field in CHOICES
    ]
    rows = [
        (t("Purpose"), partnership.purpose or unset),
        *choices,
        (t("Extra questions"), packs.get(partnership.pack, packs[ALL_PACKS])),
        (t("Lead and statutory bodies"), t.join(lead_bodies) if lead_bodies else unset),
        (t("Replies needed for results"), str(partnership.threshold)),
        (t("Public holidays"), holidays_text(t, roster.partners)),
        (t("Your organisation"), own_organisation.name),
    ]
    return KeyValues(tuple(rows))


def holidays_text(t: Translator, partners: Iterable[Organisation]) -> str:
    """Return a text such as `England (Harbour Council, Age Well), Wales (Cegin Gymunedol)`."""
    by_region: dict[str, list[str]] = {}
    for organisation in partners:
        by_region.setdefault(region_name(organisation.region, t), []).append(organisation.name)
    return ", ".join(f"{region} ({', '.join(names)})" for region, names in by_region.items())
