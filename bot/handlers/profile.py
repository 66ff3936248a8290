"""The handler for a partnership's profile: shows it, or sets one part of it."""

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.handlers.request import MemberRequest
from bot.language.commands import SetProfile
from bot.membership import organisations, permissions, profiles
from bot.membership import roster as rosters
from bot.messages import profile as messages
from bot.questions.bank import Theme, ThemeKind
from bot.rounds import public_holidays

SIDES = {"lead": True, "not-lead": False}
CONFIRMED = " now"


async def set_profile(request: MemberRequest, command: SetProfile) -> Card:
    match command.what.casefold():
        case "":
            return await _show(request)
        case "field" | "kind" | "degree" as field:
            return await _set_choice(request, field, command.text)
        case "pack":
            return await _set_pack(request, command.text)
        case "organisation":
            return await _rename_organisation(request, command.text)
        case "region":
            return await _set_region(request, command.text)
        case "lead" | "not-lead" as side:
            return await _set_side(request, side, command.text)
        case _:
            raise Refusal(
                request.t(
                    "The profile has no “{what}”. Look at it to see what you can change.", what=command.what
                ),
                ((request.t("Show the profile"), "profile"),),
            )


async def _set_choice(request: MemberRequest, field: str, text: str) -> Card:
    option = profiles.parse_choice(profiles.CHOICES[field], text, request.t)
    if option is None:
        say = await request.sentence_builder()
        ways = tuple(
            (request.t(choice), say(SetProfile(field, choice))) for choice in profiles.CHOICES[field]
        )
        raise Refusal(
            request.t("Choose one of these, so that partnerships can be compared."),
            ways,
        )
    await request.db.update_if_unchanged(request.partnership, **{field: option})
    return await _show(request)


async def _set_pack(request: MemberRequest, text: str) -> Card:
    """Set the pack whose questions take turns in scheduled rounds; `all` stands for every short pack."""
    pack = request.context.bank.find_theme(text)
    if pack not in _packs(request) and sanitise.fold(text) != profiles.ALL_PACKS:
        say = await request.sentence_builder()
        ways = tuple(
            (theme.title.in_language(request.t.code), say(SetProfile("pack", theme.id)))
            for theme in _packs(request)
        )
        raise Refusal(
            request.t("There is no pack called “{what}”. Choose one.", what=sanitise.quoted(text)),
            (*ways, (request.t("all short packs"), say(SetProfile("pack", profiles.ALL_PACKS)))),
        )
    await request.db.update_if_unchanged(request.partnership, pack=pack.id if pack else "")
    return await _show(request)


async def _rename_organisation(request: MemberRequest, name: str) -> Card:
    roster = await permissions.lock_roster(request.db, request.partnership)
    await organisations.rename(request.db, roster, roster.organisation(request.member), name, request.t)
    return await _show(request)


async def _set_region(request: MemberRequest, text: str) -> Card:
    """Set the region whose public holidays an organisation keeps: `Age Well in Scotland`. Without a name that
    is the speaker's organisation."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await request.sentence_builder()
    name, _, region_text = f" {text}".rpartition(" in ")
    organisation = roster.organisation(request.member)
    if name.strip():
        organisation = rosters.find_organisation(
            roster,
            name.strip(),
            request.t,
            lambda other: say(SetProfile("region", f"{other} in {region_text}")),
        )
    try:
        region = public_holidays.parse_region(region_text, request.t)
    except ValueError:
        ways = tuple(
            (request.t(name), say(SetProfile("region", f"{rosters.id_or_token(organisation)} in {name}")))
            for name in public_holidays.UK_REGIONS.values()
        )
        raise Refusal(
            request.t(
                "We could not find public holidays for that place. Choose one of these, or type a "
                "country, for example: profile region Ireland"
            ),
            ways,
        ) from None
    changed = await request.db.update_if_unchanged(organisation, region=region)
    return messages.region_set(request.t, changed, say)


async def _set_side(request: MemberRequest, side: str, text: str) -> Card:
    """Count an organisation among the lead and statutory bodies, or not. If rounds have been compared by
    that, the speaker has to confirm it."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await request.sentence_builder()
    is_confirmed = text.lower().endswith(CONFIRMED)
    name = text[: -len(CONFIRMED)].rstrip() if is_confirmed else text
    organisation = rosters.find_organisation(
        roster, name, request.t, lambda other: say(SetProfile(side, other))
    )
    if not is_confirmed and await organisations.has_compared_rounds(request.db, request.partnership):
        again = say(SetProfile(side, rosters.id_or_token(organisation) + CONFIRMED))
        return messages.regrouping(request.t, organisation, again)
    await request.db.update_if_unchanged(organisation, lead_body=SIDES[side])
    return await _show(request)


async def _show(request: MemberRequest) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    say = await request.sentence_builder()
    packs = tuple((theme.id, theme.title.in_language(request.t.code)) for theme in _packs(request))
    return messages.profile(request.t, roster, roster.organisation(request.member), packs, say)


def _packs(request: MemberRequest) -> tuple[Theme, ...]:
    return tuple(theme for theme in request.context.bank.themes if theme.kind is not ThemeKind.CORE)
