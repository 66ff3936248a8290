"""Handlers for shared outcomes: list, show, add, change and remove them, and enter their values."""

from collections.abc import Callable
from datetime import date
from difflib import SequenceMatcher

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.i18n import N_
from bot.core.models import Role
from bot.core.outcomes import BetterDirection, SharedOutcome
from bot.core.timezones import local_date
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language.commands import Command
from bot.language.dated_values import (
    DatedValue,
    DayToCome,
    RowError,
    format_rows,
    parse_day,
    parse_rows,
    parse_value,
)
from bot.language.parser import MAX_LENGTH
from bot.language.phrases import match_phrase
from bot.membership import permissions
from bot.membership import roster as rosters
from bot.membership.outcomes import OUTCOME_TOKEN, may_enter, named_to_enter
from bot.membership.roster import SentenceBuilder
from bot.messages import outcomes as messages
from bot.reports.outcome_reports import chart_of_outcomes
from bot.rounds import outcomes
from bot.rounds.outcomes import NewEntry, OutcomeDraft, OutcomeHistory

ANYBODY = N_("anybody|anyone|everybody|everyone")
NOTHING = N_("none|nothing")


async def list_outcomes(request: MemberRequest, _: c.ListOutcomes) -> Card:
    histories = await outcomes.load_histories(request.db, request.partnership.id)
    return messages.listed(
        request.t,
        request.partnership.name,
        histories,
        chart_of_outcomes(request.t, histories),
        await request.sentence_builder(),
        can_add=request.member.role is Role.COORDINATOR,
    )


async def show_outcome(request: MemberRequest, command: c.ShowOutcome | c.FindOutcome) -> Card:
    history, say = await _require_outcome(request, command.name, c.ShowOutcome)
    return await _outcome_card(request, history, say)


async def add_outcome(request: MemberRequest, command: c.AddOutcome) -> Card:
    say = await request.sentence_builder()

    def again(who: str) -> str:
        return say(c.AddOutcome(command.name, command.unit, command.better, command.source, who))

    entered_by = await _parse_enterer(request, command.who, again) if command.who else ""
    better = BetterDirection(command.better.lower() or BetterDirection.NEITHER)
    return await _add(
        request, OutcomeDraft(command.name, command.unit, better, command.source, entered_by), say
    )


async def add_named_outcome(request: MemberRequest, command: c.AddNamedOutcome) -> Card:
    return await _add(request, OutcomeDraft(command.name), await request.sentence_builder())


async def change_outcome(request: MemberRequest, command: c.ChangeOutcome) -> Card:
    """Change one part of an outcome, or show how it is set."""
    history, say = await _require_outcome(
        request, command.name, lambda name: c.ChangeOutcome(name, command.part, command.text)
    )
    outcome, t = history.outcome, request.t
    text = "" if match_phrase(NOTHING, command.text.casefold(), t) is not None else command.text
    match command.part.casefold():
        case "name":
            found = await outcomes.find_outcomes(request.db, request.partnership.id)
            others = [other for other in found if other.id != outcome.id]
            outcome = await request.db.update_if_unchanged(
                outcome, name=outcomes.validate_name(command.text, others, t)
            )
        case "unit":
            outcome = await request.db.update_if_unchanged(outcome, unit=outcomes.validate_unit(text, t))
        case "source":
            outcome = await request.db.update_if_unchanged(outcome, source=outcomes.validate_source(text, t))
        case "better":
            outcome = await request.db.update_if_unchanged(
                outcome, better=_parse_better(request, outcome, command.text, say)
            )
        case "who":
            entered_by = await _parse_enterer(
                request, command.text, lambda who: say(c.ChangeOutcome(outcome.name, "who", who))
            )
            outcome = await request.db.update_if_unchanged(outcome, entered_by=entered_by)
    roster = await permissions.load_roster(request.db, request.partnership.id)
    return messages.settings(t, roster, outcome, say)


async def remove_outcome(request: MemberRequest, command: c.RemoveOutcome) -> Card:
    """Remove an outcome, once the speaker has confirmed it."""
    history, say = await _require_outcome(
        request, command.name, lambda name: c.RemoveOutcome(name, command.sure)
    )
    if not command.sure:
        return messages.removing(request.t, history, say)
    await request.db.update_if_unchanged(history.outcome, removed_at=request.now)
    return messages.removed(request.t, history.outcome, say)


async def enter_value(request: MemberRequest, command: c.EnterOutcomeValue) -> Card:
    history, say = await _require_outcome(
        request, command.name, lambda name: c.EnterOutcomeValue(name, command.value, command.date)
    )
    outcome = await _require_may_enter(request, history)
    try:
        value = parse_value(command.value, outcome.unit)
    except ValueError:
        raise Refusal(_not_a_number(request, outcome, command.value)) from None
    day = _parse_day(
        request,
        command.date,
        lambda past: say(c.EnterOutcomeValue(outcome.name, command.value, past.isoformat())),
    )
    before = history.value_on(day)
    if before == value:
        raise Refusal(
            request.t(
                "{outcome} already has the value {value} for {day}.",
                outcome=outcome.name,
                value=request.t.quantity(value),
                day=request.t.full_day(day),
            )
        )
    await _enter(request, outcome, [NewEntry(day, value)])
    return messages.entered(request.t, outcome, DatedValue(day, value), before, say)


async def enter_rows(request: MemberRequest, command: c.EnterOutcomeRows) -> Card:
    """Enter all rows, or none if one is wrong. Rows that would replace values have to be confirmed."""
    history, say = await _require_outcome(
        request, command.name, lambda name: c.EnterOutcomeRows(name, command.rows, command.sure)
    )
    outcome, t = await _require_may_enter(request, history), request.t
    try:
        rows = parse_rows(command.rows, outcome.unit, _today(request), t)
    except RowError as error:
        raise Refusal(messages.row_problem(t, error)) from None
    there = dict(history.values)
    changed = [row for row in rows if there.get(row.on) != row.value]
    if not changed:
        raise Refusal(t("We already have all of these values."))
    replaced = [(row, there[row.on]) for row in changed if row.on in there]
    if replaced and not command.sure:
        again = say(c.EnterOutcomeRows(outcome.name, format_rows(changed), "now"))
        if len(again) > MAX_LENGTH:
            raise Refusal(messages.too_many_rows(t))
        return messages.replacing(t, outcome, replaced, len(changed) - len(replaced), again, say)
    await _enter(request, outcome, [NewEntry(row.on, row.value) for row in changed])
    return messages.entered_rows(t, outcome, len(changed), say)


async def remove_value(request: MemberRequest, command: c.RemoveOutcomeValue) -> Card:
    history, say = await _require_outcome(
        request, command.name, lambda name: c.RemoveOutcomeValue(name, command.date)
    )
    outcome = await _require_may_enter(request, history)
    day = _parse_day(
        request, command.date, lambda past: say(c.RemoveOutcomeValue(outcome.name, past.isoformat()))
    )
    before = history.value_on(day)
    if before is None:
        raise Refusal(
            request.t(
                "{outcome} has no value for {day}.",
                outcome=outcome.name,
                day=request.t.full_day(day),
            ),
            ((request.t("See the outcome"), say(c.ShowOutcome(outcome.name))),),
        )
    await _enter(request, outcome, [NewEntry(day, None)])
    return messages.value_removed(request.t, outcome, day, before, say)


async def _outcome_card(request: MemberRequest, history: OutcomeHistory, say: SentenceBuilder) -> Card:
    roster = await permissions.load_roster(request.db, request.partnership.id)
    return messages.shown(
        request.t,
        roster,
        history,
        chart_of_outcomes(request.t, [history], history.outcome.id),
        say,
        can_enter=may_enter(history.outcome, roster, request.member),
        can_change=request.member.role is Role.COORDINATOR,
    )


async def _add(request: MemberRequest, draft: OutcomeDraft, say: SentenceBuilder) -> Card:
    outcome = await outcomes.add(
        request.db, request.context.ids, request.partnership, draft, request.now, request.t
    )
    roster = await permissions.load_roster(request.db, request.partnership.id)
    return messages.settings(request.t, roster, outcome, say, is_new=True)


async def _enter(request: MemberRequest, outcome: SharedOutcome, entries: list[NewEntry]) -> None:
    await outcomes.enter(
        request.db, request.context.ids, outcome, request.member, entries, request.now, request.t
    )


async def _require_outcome(
    request: MemberRequest, name: str, again: Callable[[str], Command]
) -> tuple[OutcomeHistory, SentenceBuilder]:
    """Return the outcome that a name means, and the function that formats sentences. Raises Refusal, which
    offers the same sentence for each outcome, the most alike first."""
    say = await request.sentence_builder()
    histories = await outcomes.load_histories(request.db, request.partnership.id)
    wanted = sanitise.fold(name)
    names = {history.outcome.id: sanitise.fold(history.outcome.name) for history in histories}
    for matches in (
        [history for history in histories if name == OUTCOME_TOKEN + history.outcome.id],
        [history for history in histories if names[history.outcome.id] == wanted],
        [history for history in histories if names[history.outcome.id].startswith(wanted)],
        [history for history in histories if wanted in names[history.outcome.id]],
    ):
        if len(matches) == 1:
            return matches[0], say
    if not histories:
        raise Refusal(
            request.t(
                "This partnership has no outcomes yet. A coordinator can add one, for example: {sentence}",
                sentence=say(messages.EXAMPLE),
            )
        )
    likest = sorted(
        (history.outcome for history in histories),
        key=lambda outcome: -SequenceMatcher(None, wanted, names[outcome.id]).ratio(),
    )
    raise Refusal(
        request.t(
            "We are not sure which outcome “{name}” is. Choose the one you mean.",
            name=sanitise.quoted(name),
        ),
        tuple((outcome.name, say(again(outcome.name))) for outcome in likest),
    )


async def _require_may_enter(request: MemberRequest, history: OutcomeHistory) -> SharedOutcome:
    """Return the outcome if the speaker may enter values of it. Raises Refusal."""
    roster = await permissions.load_roster(request.db, request.partnership.id)
    if may_enter(history.outcome, roster, request.member):
        return history.outcome
    if named := named_to_enter(history.outcome, roster):
        raise Refusal(
            request.t(
                "Only {who}, leads and coordinators can enter values for this outcome.",
                who=roster.label(named),
            )
        )
    raise Refusal(request.t("Only leads and coordinators can enter values for this outcome."))


async def _parse_enterer(request: MemberRequest, text: str, again: Callable[[str], str]) -> str:
    """Return the token of the member or organisation that enters an outcome; empty for anybody. Raises
    Refusal."""
    if match_phrase(ANYBODY, text.casefold(), request.t) is not None:
        return ""
    roster = await permissions.load_roster(request.db, request.partnership.id)
    return rosters.id_or_token(rosters.find_present(roster, text, request.t, again))


def _parse_better(
    request: MemberRequest, outcome: SharedOutcome, text: str, say: SentenceBuilder
) -> BetterDirection:
    """Raises Refusal."""
    try:
        return BetterDirection(text.casefold())
    except ValueError:
        ways = tuple(
            (request.t(label), say(c.ChangeOutcome(outcome.name, "better", direction)))
            for direction, label in messages.DIRECTIONS.items()
        )
        raise Refusal(request.t("Choose which way is better."), ways) from None


def _parse_day(request: MemberRequest, text: str, again: Callable[[date], str]) -> date:
    """Return today if there is no text. Raises Refusal for a date that lies ahead: it offers the same date of
    last year, which must not be guessed."""
    t = request.t
    if not text:
        return _today(request)
    try:
        return parse_day(text, _today(request), t)
    except DayToCome as error:
        ways = ((t.full_day(error.past), again(error.past)),) if error.past else ()
        reason = t("{day} has not come yet.", day=t.full_day(error.day))
        advice = t("If you mean an earlier year, type the year too.")
        raise Refusal(f"{reason} {advice}", ways) from None
    except ValueError:
        raise Refusal(t("We did not understand that date. Type it like this: on 3 May 2026")) from None


def _not_a_number(request: MemberRequest, outcome: SharedOutcome, text: str) -> str:
    return request.t(
        (
            "“{text}” is not a number we can use. Type up to 12 digits, for example: outcome "
            '"{outcome}" 1,234.5 on 3 May'
        ),
        text=sanitise.quoted(text),
        outcome=outcome.name,
    )


def _today(request: MemberRequest) -> date:
    return local_date(request.now, request.speaker.zone)
