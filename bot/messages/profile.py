"""Cards about a partnership's profile. Pure."""

from collections.abc import Iterable, Sequence

from bot.core.cards import Button, Buttons, Card, KeyValues, Part, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import Organisation
from bot.core.sanitise import LONGEST_NAME
from bot.language.commands import SetProfile, SetPurpose
from bot.membership.profiles import ALL_PACKS, CHOICES, TITLES
from bot.membership.roster import Roster, SentenceBuilder, id_or_token
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
    """Show the profile with a way to set each part of it. `own_organisation` is the viewer's."""
    partnership = roster.partnership
    packs = (*packs, (ALL_PACKS, t("all short packs")))
    sections = [_profile_rows(t, roster, own_organisation, dict(packs))]
    for field, choices in CHOICES.items():
        options = [(choice, t(choice)) for choice in choices]
        sections += _section(
            t(TITLES[field]), _option_buttons(say, field, options, getattr(partnership, field))
        )
    pack_buttons = _option_buttons(say, "pack", packs, partnership.pack or ALL_PACKS)
    sections += _section(t("Questions from a pack"), pack_buttons)
    sections += _section(t("Lead or statutory bodies"), _lead_body_buttons(t, roster, say))
    boxes = (
        TextBox(t("What the partnership is for"), say(SetPurpose("")), t("Save"), MAX_PURPOSE_LENGTH),
        TextBox(t("Name of your organisation"), say(SetProfile("organisation", "")), t("Save"), LONGEST_NAME),
        TextBox(
            t("Its public holidays are those of"), say(SetProfile("region", "")), t("Save"), LONGEST_NAME
        ),
    )
    return Card(t("The profile of {partnership}", partnership=partnership.name), (*sections, *boxes))


def regrouping(t: Translator, organisation: Organisation, again: str) -> Card:
    words = t(
        "Results compare lead and statutory bodies with the others. If {organisation} changes sides, "
        "that comparison starts anew: earlier results stay as they are, and cannot be held against "
        "later ones.",
        organisation=organisation.name,
    )
    return Card(
        t("Nothing was changed yet"), (Text(words), Buttons((Button(t("Change it all the same"), again),)))
    )


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
        (t("Questions from a pack"), packs.get(partnership.pack, packs[ALL_PACKS])),
        (t("Lead or statutory bodies"), t.join(lead_bodies) if lead_bodies else unset),
        (t("Replies that results need"), str(partnership.threshold)),
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


def _section(title: str, buttons: tuple[Button, ...]) -> list[Part]:
    return [Text(title), Buttons(buttons)]


def _option_buttons(
    say: SentenceBuilder, field: str, options: Iterable[tuple[str, str]], current: str
) -> tuple[Button, ...]:
    """Return a button for every option but the current one."""
    return tuple(
        Button(label, say(SetProfile(field, option))) for option, label in options if option != current
    )


def _lead_body_buttons(t: Translator, roster: Roster, say: SentenceBuilder) -> tuple[Button, ...]:
    return tuple(
        Button(
            t("{organisation} is not one", organisation=organisation.name),
            say(SetProfile("not-lead", id_or_token(organisation))),
        )
        if organisation.lead_body
        else Button(
            t("{organisation} is one", organisation=organisation.name),
            say(SetProfile("lead", id_or_token(organisation))),
        )
        for organisation in roster.partners
    )
