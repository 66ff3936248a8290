"""Handlers for people's own settings and data: pause, language, time zone, erasure; help and the hub."""

from dataclasses import replace
from datetime import timedelta

from bot.core import hub_paths
from bot.core.cards import Card
from bot.core.email import is_mailbox_address
from bot.core.errors import NotFound, Refusal
from bot.core.i18n import find_language, language_label, language_name
from bot.core.models import web_address
from bot.core.timezones import city_of, local_date, parse_zone
from bot.handlers import posts
from bot.handlers.browser import sessions_of
from bot.handlers.forms.table import FORMS
from bot.handlers.hub.rounds import find_round
from bot.handlers.request import MemberRequest, Request
from bot.language import commands as c
from bot.language import dates, parser
from bot.membership import (
    data_contacts,
    erasure,
    login_links,
    mailboxes,
    people,
    permissions,
    weekly_summaries,
)
from bot.messages import account as messages
from bot.messages import general, home

MAX_PAUSE = timedelta(days=183)


async def show_help(request: Request, command: c.ShowHelp) -> Card:
    """Show what the speaker can type, in the highest of their roles."""
    rank = await permissions.highest_rank(request.db, request.speaker)
    memberships = await permissions.memberships_of(request.db, request.speaker) if request.speaker else []
    several = memberships[0].partnership.name if len(memberships) > 1 else ""
    forms = {name: request.t(form.label) for name, form in FORMS.items() if memberships and form.rank <= rank}
    return general.help_card(request.t, rank, command.topic, several, forms)


async def show_menu(request: Request, _: c.ShowMenu) -> Card:
    """Show what the speaker can do, for each of their partnerships."""
    memberships = await permissions.memberships_of(request.db, request.speaker) if request.speaker else []
    parts = []
    for member, partnership in memberships:
        say = await permissions.sentence_builder(request.db, request.require_speaker(), partnership)
        parts.append((partnership.name, home.buttons(request.t, member.role, say)))
    return general.menu(request.t, parts)


async def accept_thanks(request: Request, _: c.AcceptThanks) -> Card:
    return general.thanked(request.t)


async def offer_to_stop(request: Request, _: c.OfferToStop) -> Card:
    """Show the ways to get fewer messages or none. Each is a step of its own: this one changes nothing."""
    speaker = request.require_speaker()
    leaving = []
    for _member, partnership in await permissions.memberships_of(request.db, speaker):
        say = await permissions.sentence_builder(request.db, speaker, partnership)
        leaving.append((partnership.name, say(c.LeavePartnership())))
    return general.ways_to_stop(
        request.t,
        leaving,
        by_email=is_mailbox_address(speaker.home),
        paused=speaker.paused_until is not None,
        weekly_summary=await weekly_summaries.is_on(request.db, speaker) or False,
    )


async def show_settings(request: Request, _: c.ShowSettings) -> Card:
    speaker = request.require_speaker()
    weekly_summary = await weekly_summaries.is_on(request.db, speaker)
    return home.settings(request.t, speaker, request.context.languages, weekly_summary)


async def pause(request: Request, command: c.PauseMe) -> Card:
    speaker = request.require_speaker()
    today = local_date(request.now, speaker.zone)
    try:
        until = dates.parse_end(command.date, today, request.t)
    except ValueError:
        raise Refusal(
            request.t("We did not understand that date. Type it like this: pause until 3 May")
        ) from None
    if not today < until <= today + MAX_PAUSE:
        latest = request.t.full_day(today + MAX_PAUSE)
        raise Refusal(request.t("Choose a date from tomorrow to {latest}.", latest=latest))
    await request.db.update_if_unchanged(speaker, paused_until=until)
    return messages.paused(request.t, until)


async def resume(request: Request, _: c.ResumeMe) -> Card:
    await request.db.update_if_unchanged(request.require_speaker(), paused_until=None)
    return messages.resumed(request.t)


async def set_language(request: Request, command: c.SetLanguage) -> Card:
    speaker, languages = request.require_speaker(), request.context.languages
    code = find_language(command.code, languages)
    if code is None:
        ways = tuple((language_label(code), parser.format_command(c.SetLanguage(code))) for code in languages)
        names = request.t.join([language_name(code, request.t.code) for code in languages])
        raise Refusal(request.t("Accord speaks {languages}. Choose one of these.", languages=names), ways)
    now = await request.db.update_if_unchanged(speaker, language=code)
    return replace(messages.language_set(request.context.translator(now)), language=code)


async def set_time_zone(request: Request, command: c.SetTimeZone) -> Card:
    """Set the time zone of people whose platform does not tell it."""
    speaker = request.require_speaker()
    try:
        name = parse_zone(command.name)
    except ValueError:
        raise Refusal(
            request.t(
                "We could not find that place. Your time zone is still {zone}. Type a large city near you, "
                "for example: zone New York",
                zone=city_of(speaker.zone),
            )
        ) from None
    speaker = await request.db.update_if_unchanged(speaker, zone=name)
    return messages.zone_set(request.context.translator(speaker), request.now)


async def show_my_data(request: Request, _: c.ShowMyData) -> Card:
    """Show all that is kept about the speaker, except answers in an open round, which nobody is shown."""
    speaker = request.require_speaker()
    browsers = await sessions_of(request.db, speaker, request.now)
    boxes = await mailboxes.owned_addresses(request.db, request.context.crypto, speaker)
    memberships = await permissions.all_memberships_of(request.db, speaker)
    weekly_summary = await weekly_summaries.is_on(request.db, speaker)
    controllers = await data_contacts.controllers_of(request.db, speaker)
    return messages.my_data(request.t, speaker, memberships, browsers, boxes, weekly_summary, controllers)


async def forget_me(request: Request, command: c.ForgetMe) -> Card:
    """Erase the speaker, once they have confirmed it."""
    speaker = request.require_speaker()
    if not command.sure:
        return messages.forgetting(request.t)
    rounds = await erasure.erase(request.context, request.db, speaker, request.now)
    await posts.compose_again(request.context, request.db, rounds)
    return messages.forgotten(request.t)


async def open_hub(request: MemberRequest, command: c.OpenHub) -> Card:
    """Link to the hub of the partnership, or to one of its rounds there. People who use the web, or are on
    our pages just now, are signed in there; others get a one-time link."""
    partnership, place = request.partnership.id, request.message.place
    if command.round:
        await _require_round(request, command.round)
    page = hub_paths.page_path(partnership, command.round)
    if people.uses_the_web(request.speaker) or place == web_address(place.key):
        return messages.hub(request.t, page, one_time=False)
    link = await login_links.create(
        request.db, request.context.ids, request.speaker, request.now + login_links.HUB_LINK_VALID_FOR, page
    )
    return messages.hub(request.t, link, one_time=True)


async def _require_round(request: MemberRequest, round_: str) -> None:
    try:
        await find_round(request.db, request.partnership.id, round_)
    except NotFound:
        say = await request.sentence_builder()
        raise Refusal(
            request.t("There is no round {round}.", round=round_),
            ((request.t("Open the hub"), say(c.OpenHub())),),
        ) from None
