"""What kind of partnership it is: shown, or one part of it set."""

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
SURE = " now"


async def set_profile(request: MemberRequest, command: SetProfile) -> Card:
    match command.what.casefold():
        case "":
            return await _shown(request)
        case "field" | "kind" | "degree" as what:
            return await _choose(request, what, command.text)
        case "pack":
            return await _rotate(request, command.text)
        case "organisation":
            return await _rename(request, command.text)
        case "region":
            return await _relocate(request, command.text)
        case "lead" | "not-lead" as side:
            return await _regroup(request, side, command.text)
        case _:
            raise Refusal(
                request.t(
                    "Nothing was changed: a profile has field, kind, degree, pack, organisation, region, "
                    "lead and not-lead. Say profile to see them."
                ),
                ((request.t("Show the profile"), "profile"),),
            )


async def _choose(request: MemberRequest, what: str, said: str) -> Card:
    option = profiles.parse_choice(profiles.CHOICES[what], said, request.t)
    if option is None:
        say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
        ways = tuple((request.t(each), say(SetProfile(what, each))) for each in profiles.CHOICES[what])
        raise Refusal(
            request.t(
                "Nothing was changed: it can only be one of these, so that partnerships can be compared."
            ),
            ways,
        )
    await request.db.update_if_unchanged(request.partnership, **{what: option})
    return await _shown(request)


async def _rotate(request: MemberRequest, said: str) -> Card:
    """Which pack's questions take turns in scheduled rounds; `all` goes through every short pack."""
    pack = request.context.bank.find_theme(said)
    if pack not in _packs(request) and sanitise.fold(said) != profiles.ALL_PACKS:
        say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
        ways = tuple(
            (each.title.in_language(request.t.code), say(SetProfile("pack", each.id)))
            for each in _packs(request)
        )
        raise Refusal(
            request.t("Nothing was changed: I know no such pack. These there are, or say: profile pack all"),
            ways,
        )
    await request.db.update_if_unchanged(request.partnership, pack=pack.id if pack else "")
    return await _shown(request)


async def _rename(request: MemberRequest, name: str) -> Card:
    roster = await permissions.lock_roster(request.db, request.partnership)
    await organisations.rename(request.db, roster, roster.organisation(request.member), name, request.t)
    return await _shown(request)


async def _relocate(request: MemberRequest, said: str) -> Card:
    """Whose public holidays an organisation keeps: `Age Well in Scotland`; without a name, the speaker's."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    who, _, where = f" {said}".rpartition(" in ")
    organisation = roster.organisation(request.member)
    if who.strip():
        organisation = rosters.find_organisation(
            roster, who.strip(), request.t, lambda other: say(SetProfile("region", f"{other} in {where}"))
        )
    try:
        region = public_holidays.parse_region(where, request.t)
    except ValueError:
        ways = tuple(
            (request.t(name), say(SetProfile("region", f"{rosters.id_or_token(organisation)} in {name}")))
            for name in public_holidays.UK_REGIONS.values()
        )
        raise Refusal(
            request.t(
                "Nothing was changed: I do not know these public holidays. Name a country, or one of these."
                " Say for example: profile region Age Well in Scotland"
            ),
            ways,
        ) from None
    await request.db.update_if_unchanged(organisation, region=region)
    return await _shown(request)


async def _regroup(request: MemberRequest, side: str, said: str) -> Card:
    """Put an organisation on the side of lead and statutory bodies, or off it. Where rounds have been
    compared by sides, it must be said twice."""
    roster = await permissions.lock_roster(request.db, request.partnership)
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    sure = said.lower().endswith(SURE)
    who = said[: -len(SURE)].rstrip() if sure else said
    organisation = rosters.find_organisation(
        roster, who, request.t, lambda other: say(SetProfile(side, other))
    )
    if not sure and await organisations.has_compared_rounds(request.db, request.partnership):
        again = say(SetProfile(side, rosters.id_or_token(organisation) + SURE))
        return messages.regrouping(request.t, organisation, again)
    await request.db.update_if_unchanged(organisation, lead_body=SIDES[side])
    return await _shown(request)


async def _shown(request: MemberRequest) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    packs = tuple((each.id, each.title.in_language(request.t.code)) for each in _packs(request))
    return messages.profile(request.t, roster, roster.organisation(request.member), packs, say)


def _packs(request: MemberRequest) -> tuple[Theme, ...]:
    return tuple(each for each in request.context.bank.themes if each.kind is not ThemeKind.CORE)
