"""What kind of partnership it is: shown, or one part of it set."""

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.language.commands import SetProfile
from bot.partners import access, organisations, profiles
from bot.partners import roster as rosters
from bot.questions.bank import Theme, ThemeKind
from bot.rounds import regions
from bot.talk.phrases import profile as phrases
from bot.talk.turn import Inside

SIDES = {"lead": True, "not-lead": False}
SURE = " now"


async def profile(turn: Inside, command: SetProfile) -> Card:
    match command.what.casefold():
        case "":
            return await _shown(turn)
        case "field" | "kind" | "degree" as what:
            return await _choose(turn, what, command.text)
        case "pack":
            return await _rotate(turn, command.text)
        case "organisation":
            return await _rename(turn, command.text)
        case "region":
            return await _relocate(turn, command.text)
        case "lead" | "not-lead" as side:
            return await _regroup(turn, side, command.text)
        case _:
            raise Refusal(
                turn.t(
                    "Nothing was changed: a profile has field, kind, degree, pack, organisation, region, "
                    "lead and not-lead. Say profile to see them."
                ),
                ((turn.t("Show the profile"), "profile"),),
            )


async def _choose(turn: Inside, what: str, said: str) -> Card:
    option = profiles.chosen(profiles.CHOICES[what], said, turn.t)
    if option is None:
        say = await access.saying(turn.db, turn.speaker, turn.partnership)
        ways = tuple((turn.t(each), say(SetProfile(what, each))) for each in profiles.CHOICES[what])
        raise Refusal(
            turn.t("Nothing was changed: it can only be one of these, so that partnerships can be compared."),
            ways,
        )
    await turn.db.update_if_unchanged(turn.partnership, **{what: option})
    return await _shown(turn)


async def _rotate(turn: Inside, said: str) -> Card:
    """Which pack's questions take turns in scheduled rounds; `all` goes through every short pack."""
    pack = turn.context.bank.find_theme(said)
    if pack not in _packs(turn) and sanitise.fold(said) != profiles.ALL:
        say = await access.saying(turn.db, turn.speaker, turn.partnership)
        ways = tuple(
            (each.title.in_language(turn.t.code), say(SetProfile("pack", each.id))) for each in _packs(turn)
        )
        raise Refusal(
            turn.t("Nothing was changed: I know no such pack. These there are, or say: profile pack all"),
            ways,
        )
    await turn.db.update_if_unchanged(turn.partnership, pack=pack.id if pack else "")
    return await _shown(turn)


async def _rename(turn: Inside, name: str) -> Card:
    roster = await access.held_roster(turn.db, turn.partnership)
    await organisations.rename(turn.db, roster, roster.organisation(turn.member), name, turn.t)
    return await _shown(turn)


async def _relocate(turn: Inside, said: str) -> Card:
    """Whose public holidays an organisation keeps: `Age Well in Scotland`; without a name, the speaker's."""
    roster = await access.held_roster(turn.db, turn.partnership)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    who, _, where = f" {said}".rpartition(" in ")
    organisation = roster.organisation(turn.member)
    if who.strip():
        organisation = rosters.organisation(
            roster, who.strip(), turn.t, lambda other: say(SetProfile("region", f"{other} in {where}"))
        )
    try:
        region = regions.region_in(where, turn.t)
    except ValueError:
        ways = tuple(
            (turn.t(name), say(SetProfile("region", f"{rosters.token(organisation)} in {name}")))
            for name in regions.NATIONS.values()
        )
        raise Refusal(
            turn.t(
                "Nothing was changed: I do not know these public holidays. Name a country, or one of these."
                " Say for example: profile region Age Well in Scotland"
            ),
            ways,
        ) from None
    await turn.db.update_if_unchanged(organisation, region=region)
    return await _shown(turn)


async def _regroup(turn: Inside, side: str, said: str) -> Card:
    """Put an organisation on the side of lead and statutory bodies, or off it. Where rounds have been
    compared by sides, it must be said twice."""
    roster = await access.held_roster(turn.db, turn.partnership)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    sure = said.lower().endswith(SURE)
    who = said[: -len(SURE)].rstrip() if sure else said
    organisation = rosters.organisation(roster, who, turn.t, lambda other: say(SetProfile(side, other)))
    if not sure and await organisations.compared(turn.db, turn.partnership):
        again = say(SetProfile(side, rosters.token(organisation) + SURE))
        return phrases.regrouping(turn.t, organisation, again)
    await turn.db.update_if_unchanged(organisation, lead_body=SIDES[side])
    return await _shown(turn)


async def _shown(turn: Inside) -> Card:
    roster = await access.roster(turn.db, turn.partnership.id)
    say = await access.saying(turn.db, turn.speaker, turn.partnership)
    packs = tuple((each.id, each.title.in_language(turn.t.code)) for each in _packs(turn))
    return phrases.profile(turn.t, roster, roster.organisation(turn.member), packs, say)


def _packs(turn: Inside) -> tuple[Theme, ...]:
    return tuple(each for each in turn.context.bank.themes if each.kind is not ThemeKind.CORE)
