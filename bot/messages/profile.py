"""What Accord says about what kind of partnership it is. Pure."""

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
    t: Translator, roster: Roster, mine: Organisation, packs: Sequence[PackOption], say: SentenceBuilder
) -> Card:
    """All that is known, and a way to set each part of it. `mine` is the organisation of whoever looks."""
    it = roster.partnership
    packs = (*packs, (ALL_PACKS, t("all short packs")))
    sections = [_facts(t, roster, mine, dict(packs))]
    for what, options in CHOICES.items():
        sections += _section(
            t(TITLES[what]), _ways(say, what, [(each, t(each)) for each in options], getattr(it, what))
        )
    sections += _section(t("Questions from a pack"), _ways(say, "pack", packs, it.pack or ALL_PACKS))
    sections += _section(t("Lead or statutory bodies"), _sides(t, roster, say))
    boxes = (
        TextBox(t("What the partnership is for"), say(SetPurpose("")), t("Save"), MAX_PURPOSE_LENGTH),
        TextBox(t("Name of your organisation"), say(SetProfile("organisation", "")), t("Save"), LONGEST_NAME),
        TextBox(
            t("Its public holidays are those of"), say(SetProfile("region", "")), t("Save"), LONGEST_NAME
        ),
    )
    return Card(t("The profile of {partnership}", partnership=it.name), (*sections, *boxes))


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


def _facts(t: Translator, roster: Roster, mine: Organisation, packs: dict[str, str]) -> Part:
    it, unset = roster.partnership, t("not set")
    leads = [each.name for each in roster.partners if each.lead_body]
    chosen = [(t(TITLES[what]), t(getattr(it, what)) if getattr(it, what) else unset) for what in CHOICES]
    rows = [
        (t("Purpose"), it.purpose or unset),
        *chosen,
        (t("Questions from a pack"), packs.get(it.pack, packs[ALL_PACKS])),
        (t("Lead or statutory bodies"), t.join(leads) if leads else unset),
        (t("Replies that results need"), str(it.threshold)),
        (t("Public holidays"), holidays_text(t, roster.partners)),
        (t("Your organisation"), mine.name),
    ]
    return KeyValues(tuple(rows))


def holidays_text(t: Translator, partners: Iterable[Organisation]) -> str:
    """`England (Harbour Council, Age Well), Wales (Cegin Gymunedol)`"""
    kept: dict[str, list[str]] = {}
    for each in partners:
        kept.setdefault(region_name(each.region, t), []).append(each.name)
    return ", ".join(f"{region} ({', '.join(names)})" for region, names in kept.items())


def _section(title: str, ways: tuple[Button, ...]) -> list[Part]:
    return [Text(title), Buttons(ways)]


def _ways(
    say: SentenceBuilder, what: str, options: Iterable[tuple[str, str]], now: str
) -> tuple[Button, ...]:
    """Every option but the one that holds already."""
    return tuple(Button(label, say(SetProfile(what, option))) for option, label in options if option != now)


def _sides(t: Translator, roster: Roster, say: SentenceBuilder) -> tuple[Button, ...]:
    return tuple(
        Button(
            t("{organisation} is not one", organisation=each.name),
            say(SetProfile("not-lead", id_or_token(each))),
        )
        if each.lead_body
        else Button(
            t("{organisation} is one", organisation=each.name), say(SetProfile("lead", id_or_token(each)))
        )
        for each in roster.partners
    )
