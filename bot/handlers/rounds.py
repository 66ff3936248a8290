"""Handlers for rounds: ask now, preview, close, call off, try deliveries again; and the status of a round."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.core import sanitise
from bot.core.cards import Card, Part, Text
from bot.core.errors import Refusal
from bot.core.models import Invitation, Partnership, Role, Round, RoundState
from bot.core.timezones import local_date
from bot.handlers.request import MemberRequest
from bot.handlers.results import theme_choices
from bot.language import commands as c
from bot.language import dates
from bot.language.commands import Command
from bot.language.dates import TypedDuration
from bot.language.parser import format_command
from bot.membership import partnerships
from bot.membership.roster import id_or_token
from bot.messages import partnership as partnership_messages
from bot.messages import rounds as messages
from bot.messages import undelivered as undelivered_messages
from bot.messages.removals import removal_lines
from bot.notifications.failed import find_failed, retry_failed
from bot.questions import rotation, rules
from bot.questions.bank import OWN_QUESTION, Theme, ThemeKind
from bot.reports.who_asked import who_asked
from bot.rounds import closing, next_round, opening, progress, schedule, yearly
from bot.rounds.participants import Participants
from bot.rounds.working_hours import working_time


async def ask_theme(request: MemberRequest, command: c.AskTheme) -> Card:
    theme = await _require_theme(request, command.what, lambda what: replace(command, what=what))
    questions = tuple(question.ref for question in rotation.ad_hoc(theme))
    return await _ask(request, questions, "", command)


async def ask_own_question(request: MemberRequest, command: c.AskOwnQuestion) -> Card:
    own = rules.validate_own_question(command.own, request.t)
    return await _ask(request, (OWN_QUESTION,), own, command)


async def start_yearly_look(request: MemberRequest, command: c.StartYearlyLook) -> Card:
    """Ask the first long pack that this year has not asked yet."""
    bank, t = request.context.bank, request.t
    year = local_date(request.now, request.partnership.zone).year
    packs = await yearly.packs_to_ask(request.db, bank, request.partnership, year)
    if not packs:
        say = await request.sentence_builder()
        asked = {pack.id: pack.title.in_language(t.code) for pack in bank.of_kind(ThemeKind.LONG_PACK)}
        raise Refusal(
            t(
                (
                    "All parts of the yearly look of {year} have been asked: {packs}. You can ask one again "
                    "as an extra round."
                ),
                year=year,
                packs=t.join(list(asked.values())),
            ),
            tuple((title, say(c.AskTheme(pack, "a week"))) for pack, title in asked.items()),
        )
    pack, *others = packs
    note = messages.yearly_look_note(t, pack, others)
    questions = tuple(question.ref for question in rotation.ad_hoc(pack))
    return await _ask(request, questions, "", command, note)


async def preview_questions(request: MemberRequest, command: c.PreviewQuestions) -> Card:
    """Show the questions of the next scheduled round, or of a theme."""
    if command.what:
        theme = await _require_theme(request, command.what, c.PreviewQuestions)
        questions = rotation.ad_hoc(theme)
        ask_now = format_command(c.AskTheme(theme.id)) if _is_coordinator(request) else ""
        title = request.t("Questions about {theme}", theme=theme.title.in_language(request.t.code))
    else:
        packs = (request.partnership.pack,) if request.partnership.pack else ()
        questions = rotation.scheduled(request.context.bank, request.partnership.rounds + 1, packs)
        ask_now = ""
        title = request.t("Questions in the next round")
    texts = [question.text.in_language(request.t.code) for question in questions]
    sources = [source for question in questions for source in question.sources]
    return messages.preview(request.t, title, texts, sources, ask_now)


async def show_status(request: MemberRequest, _: c.ShowStatus) -> Card:
    failures = await failed_parts(request) if _is_coordinator(request) else []
    members = await partnerships.count_active_members(request.db, request.partnership)
    few = partnership_messages.limits_of_few(request.t, members, request.partnership.threshold)
    if not request.partnership.round:
        return messages.nothing_open(request.t, request.partnership.next_round_at, failures, few)
    round_ = await request.db.get(Round, request.partnership.round)
    if round_.state is not RoundState.OPEN:
        return messages.closing(request.t)
    standing = await progress.round_progress(
        request.context, request.db, request.partnership, round_, request.now
    )
    asked = await who_asked(request.context, request.db, round_, request.t)
    return messages.status(request.t, standing, _is_coordinator(request), failures, (*asked, *few))


async def retry_deliveries(request: MemberRequest, _: c.RetryDeliveries) -> Card:
    failed = await find_failed(request.db, request.partnership, request.now)
    left = await retry_failed(request.db, failed, request.now)
    say = await request.sentence_builder()
    return undelivered_messages.retried(
        request.t, len(failed.given_up) - len(left), failed.describe(left), say
    )


async def close_round(request: MemberRequest, command: c.CloseRound) -> Card:
    """Close the open round, once the speaker has confirmed it."""
    round_ = await _require_open_round(request)
    closing.may_close(round_, request.now, request.t)
    if not command.sure:
        standing = await progress.round_progress(
            request.context, request.db, request.partnership, round_, request.now
        )
        say = await request.sentence_builder()
        return messages.confirm_close(request.t, standing, say(c.CloseRound("now")), say(c.ShowStatus()))
    await closing.stop_answers(request.db, round_)
    return messages.closing(request.t)


async def cancel_round(request: MemberRequest, command: c.CancelRound) -> Card:
    """Cancel the open round, once the speaker has confirmed it."""
    round_ = await _require_open_round(request)
    if not command.sure:
        invited = await request.db.count(Invitation, round=round_.id)
        say = await request.sentence_builder()
        return messages.confirm_cancel(request.t, invited, say(c.CancelRound("now")), say(c.ShowStatus()))
    partnership = await closing.cancel(request.context, request.db, round_, request.now)
    return messages.cancelled(request.t, partnership.name, partnership.next_round_at)


async def _ask(
    request: MemberRequest,
    questions: tuple[str, ...],
    own: str,
    command: c.AskTheme | c.AskOwnQuestion | c.StartYearlyLook,
    note: str = "",
) -> Card:
    """Open an ad hoc round, once the speaker has seen and confirmed what it comes to. `note` says what else
    is worth knowing before."""
    is_yearly_look = isinstance(command, c.StartYearlyLook)
    draft = opening.AdHocDraft(
        questions,
        own,
        _parse_duration(request, command.time),
        id_or_token(request.member),
        schedule.WORKING_DAYS_OPEN if is_yearly_look else opening.AD_HOC_WORKING_DAYS,
    )
    circumstances = (request.context, request.db, request.partnership, draft, request.now, request.t)
    if command.sure:
        round_ = await opening.open_ad_hoc(*circumstances)
        return messages.opened(request.t, round_, await request.db.count(Invitation, round=round_.id))
    round_, active = await opening.draft_round(*circumstances)
    bank, language = request.context.bank, request.t.code
    drafted = messages.DraftedRound(
        tuple(bank.as_asked(question, own).text.in_language(language) for question in questions),
        len(active.invitees(round_)),
        round_.closes_at,
        next_round.postponed_by(bank, request.partnership, round_),
        _working_time(request.partnership, round_, draft, active),
        note,
    )
    say = await request.sentence_builder()
    return messages.confirm_ask(request.t, drafted, say(replace(command, sure="now")))


def _working_time(
    partnership: Partnership, round_: Round, draft: opening.AdHocDraft, active: Participants
) -> timedelta | None:
    """Return how much working time a round has that is open for some hours; None if it is all of them."""
    if not (draft.duration and draft.duration.exactly):
        return None
    regions = active.regions_of(partnership)
    within = working_time(partnership.zone, round_.opened_at, round_.closes_at, regions)
    return within if within < draft.duration.exactly else None


def _parse_duration(request: MemberRequest, text: str) -> TypedDuration | None:
    """Return how long a round is open, or None if it was not said. Raises Refusal."""
    try:
        return dates.parse_open_duration(text, request.t) if text else None
    except ValueError:
        raise Refusal(
            request.t(
                "We did not understand “for {time}”. Type for example: for 2 days",
                time=text,
            )
        ) from None


async def _require_open_round(request: MemberRequest) -> Round:
    if not request.partnership.round:
        say = await request.sentence_builder()
        raise Refusal(
            request.t("No round is open now."),
            ((request.t("See when the next one opens"), say(c.ShowStatus())),),
        )
    round_ = await request.db.get(Round, request.partnership.round)
    if round_.state is not RoundState.OPEN:
        raise Refusal(request.t("The round has already closed. Its summary will come in a moment."))
    return round_


async def failed_parts(request: MemberRequest) -> list[Part]:
    """Return whom we cannot write to, and which messages did not arrive."""
    failed = await find_failed(request.db, request.partnership, request.now)
    say = await request.sentence_builder()
    removed = map(Text, removal_lines(request.t, failed.roster))
    given_up, waiting = failed.describe(failed.given_up), failed.describe(failed.waiting)
    return [*removed, *undelivered_messages.failed_parts(request.t, given_up, waiting, say)]


def _is_coordinator(request: MemberRequest) -> bool:
    return request.member.role is Role.COORDINATOR


async def _require_theme(request: MemberRequest, what: str, again: Callable[[str], Command]) -> Theme:
    """Return the theme of this name. Raises Refusal, which offers the same sentence about each theme."""
    if theme := request.context.bank.find_theme(what):
        return theme
    raise Refusal(
        request.t(
            "There is no theme called “{what}”. Choose one, or put your own question in quotation marks.",
            what=sanitise.quoted(what),
        ),
        await theme_choices(request, again),
    )
