"""What somebody says about themselves: pause, language, what is kept about them, be forgotten; help and
the pages."""

from datetime import timedelta

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.models import BrowserSession
from bot.core.timezones import local_date, parse_zone
from bot.language import commands as c
from bot.language import dates
from bot.partners import access, ending, mailboxes, passes, people
from bot.talk.phrases import overview, plain
from bot.talk.phrases import you as phrases
from bot.talk.turn import Inside, Turn

LONGEST_PAUSE = timedelta(days=183)
LINK_VALID = timedelta(days=1)
LANGUAGES = {"english": "en", "saesneg": "en", "welsh": "cy", "cymraeg": "cy"}


async def help_(turn: Turn, _: c.ShowHelp) -> Card:
    return plain.helped(turn.t, await access.rank(turn.db, turn.speaker))


async def menu(turn: Turn, _: c.ShowMenu) -> Card:
    """What fits whoever asks: for those in several partnerships, a part for each."""
    mine = await access.places(turn.db, turn.speaker) if turn.speaker else []
    parts = []
    for member, partnership in mine:
        say = await access.saying(turn.db, turn.known(), partnership)
        parts.append((partnership.name, overview.ways(turn.t, member.role, say)))
    return plain.menu(turn.t, parts)


async def pause(turn: Turn, command: c.PauseMe) -> Card:
    speaker = turn.known()
    today = local_date(turn.now, speaker.zone)
    try:
        until = dates.parse_date(command.date, today, turn.t.code)
    except ValueError:
        raise Refusal(
            turn.t("You are not paused: I did not understand the date. Say for example: pause until 3 May")
        ) from None
    if not today < until <= today + LONGEST_PAUSE:
        latest = turn.t.full_day(today + LONGEST_PAUSE)
        raise Refusal(
            turn.t("You are not paused: say a date from tomorrow on, and not after {latest}.", latest=latest)
        )
    await turn.db.update_if_unchanged(speaker, paused_until=until)
    return phrases.paused(turn.t, until)


async def resume(turn: Turn, _: c.ResumeMe) -> Card:
    await turn.db.update_if_unchanged(turn.known(), paused_until=None)
    return phrases.resumed(turn.t)


async def language(turn: Turn, command: c.SetLanguage) -> Card:
    speaker, wanted = turn.known(), command.code.casefold()
    code = LANGUAGES.get(wanted, wanted)
    if code not in {"en", *turn.context.catalogues}:
        ways = (("English", "language en"), ("Cymraeg", "language cy"))
        raise Refusal(turn.t("The language was not changed: I speak English (en) and Welsh (cy)."), ways)
    now = await turn.db.update_if_unchanged(speaker, language=code)
    return phrases.speaks(turn.context.translator(now))


async def zone(turn: Turn, command: c.SetTimeZone) -> Card:
    """For those whose platform does not tell us."""
    speaker = turn.known()
    try:
        name = parse_zone(command.name)
    except ValueError:
        raise Refusal(
            turn.t(
                "Your clocks stay as they were: I do not know this place. Name a large city near you."
                " Say for example: zone New York"
            )
        ) from None
    now = await turn.db.update_if_unchanged(speaker, zone=name)
    return phrases.clocked(turn.context.translator(now), turn.now)


async def my_data(turn: Turn, _: c.ShowMyData) -> Card:
    """Everything that is kept about the speaker, but for answers in an open round, which nobody is shown."""
    speaker = turn.known()
    browsers = await turn.db.count(BrowserSession, person=speaker.id)
    boxes = await mailboxes.owned(turn.db, turn.context.crypto, speaker)
    return phrases.kept(turn.t, speaker, await access.everywhere(turn.db, speaker), browsers, boxes)


async def forget_me(turn: Turn, command: c.ForgetMe) -> Card:
    """Asks first."""
    speaker = turn.known()
    if not command.sure:
        return phrases.forgetting(turn.t)
    await ending.forget(turn.context, turn.db, speaker, turn.now)
    return phrases.forgotten(turn.t)


async def hub(turn: Inside, _: c.OpenHub) -> Card:
    """Whoever uses the web is signed in there; others are let in once."""
    if people.uses_the_web(turn.speaker):
        return phrases.pages(turn.t, f"/me/{turn.speaker.id}", one_time=False)
    path = await passes.issue(turn.db, turn.context.ids, turn.speaker, turn.now + LINK_VALID)
    return phrases.pages(turn.t, path, one_time=True)


ANYBODY = {
    c.ShowHelp: help_,
    c.ShowMenu: menu,
    c.PauseMe: pause,
    c.ResumeMe: resume,
    c.SetLanguage: language,
    c.SetTimeZone: zone,
    c.ShowMyData: my_data,
    c.ForgetMe: forget_me,
}
INSIDE = {c.OpenHub: hub}
