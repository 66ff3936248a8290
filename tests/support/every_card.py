"""A sample of each kind of card that the product composes, for the adapters that draw them."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import get_type_hints

import bot.messages
from bot.analysis.changes import Change, SpcRule
from bot.analysis.false_alarms import false_alarm_rates
from bot.analysis.signals import Signal, SignalKind
from bot.core.cards import Annotation, Button, Card, Chart, ControlLimits, Panel, Point
from bot.core.deliveries import FailedDelivery
from bot.core.email import Mailbox, MutedReason, VisibleMailbox
from bot.core.errors import FailureReason, Refusal
from bot.core.followups import (
    Action,
    ActionOutcome,
    AlertResponse,
    EvidenceDetail,
    EvidencePart,
    Note,
    Rebase,
)
from bot.core.i18n import Translator
from bot.core.models import (
    BrowserSession,
    JoinCode,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    QuestionResult,
    Role,
    Round,
    RoundKind,
    RoundState,
    SignInMethod,
    web_address,
)
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.core.sharing import HubShare
from bot.language.dated_values import DatedValue
from bot.language.parser import format_command
from bot.language.sentences import Rank
from bot.membership.data_contacts import Controllers
from bot.membership.invitations import AddedMember, HandoverLink
from bot.membership.roster import Roster
from bot.membership.set_up import SetUp
from bot.messages import (
    account,
    account_sign_in,
    actions,
    adding,
    alerts,
    check_in,
    email,
    evidence,
    general,
    greetings,
    home,
    join_requests,
    membership,
    notes,
    outcomes,
    partnership,
    privacy,
    profile,
    removals,
    results,
    rounds,
    schedule,
    set_up,
    sharing,
    summary,
    undelivered,
    weekly,
)
from bot.messages.home import PartnershipOverview
from bot.messages.hub import hub_button
from bot.messages.results import RoundRow
from bot.messages.schedule import ScheduleProposal
from bot.questions.bank import QuestionBank, ScaleText
from bot.reports import signal_text
from bot.reports.outcome_chart import outcome_chart
from bot.reports.summary import RoundSummary
from bot.reports.weekly import PartnershipWeek
from bot.rounds import progress
from bot.rounds.next_round import Postponement
from bot.rounds.outcomes import OutcomeHistory
from bot.settings import UNKNOWN_OPERATOR, ServerOperator

Typed = Callable[[str], str]
"""Returns text as somebody typed it, in place of a plain text: tests put hostile text there."""

MONDAY, FRIDAY = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)
DOWN = Change(-1, SpcRule.TWO_ROUNDS, 2, centre=3.6, level=3.0, most=3.0 - 3.6, firm=False, confirmed=True)
CHART = Chart(
    "trend:r1",
    "Trust is steady",
    "2 rounds",
    "Trust went from 3.4 to 3.6.",
    (
        Panel(
            "Trust", (Point(DAY, 3.4), Point(date(2026, 3, 16), 3.6)), (ControlLimits(0, 1, 3.5, 3.0, 4.0),)
        ),
    ),
    (("common", "within the usual range"),),
)


def composers() -> set[str]:
    """Return the names of all functions that compose a card in one language: `check_in.question`, ..."""
    names = set()
    for module in pkgutil.iter_modules(bot.messages.__path__):
        messages = import_module(f"bot.messages.{module.name}")
        for name, function in inspect.getmembers(messages, inspect.isfunction):
            own = function.__module__ == messages.__name__ and not name.startswith("_")
            hints = get_type_hints(function)
            if own and next(iter(hints)) == "t" and hints["return"] is Card:
                names.add(f"{module.name}.{name}")
    return names


@cache
def every_card(t: Translator, bank: QuestionBank, typed: Typed = lambda words: words) -> Mapping[str, Card]:
    """Return samples by the function that composes them; a second one of a function has a word added."""
    return MappingProxyType(dict(Samples(t, bank, typed).all()))


class Samples:
    def __init__(self, t: Translator, bank: QuestionBank, typed: Typed):
        self.t, self.bank = t, bank
        self.in_channel = replace(t, shared=True)
        self.typed = typed
        self.place = Partnership(
            "harbour",
            typed("Harbour Together"),
            "Europe/London",
            "en",
            MONDAY,
            purpose=typed("Warm homes for everybody."),
            rhythm="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0",
            next_round_at=MONDAY,
        )
        self.council = Organisation(
            "council", "harbour", typed("Harbour Council"), MembershipStatus.ACTIVE, lead_body=True
        )
        self.shelter = Organisation("shelter", "harbour", typed("Harbour Shelter"), MembershipStatus.WAITING)
        self.person = self._person("p1", "Amira Khan")
        self.amira = Member(
            "m1", "harbour", "council", "p1", Role.COORDINATOR, MembershipStatus.ACTIVE, MONDAY
        )
        self.idris = Member("m2", "harbour", "shelter", "p2", Role.LEAD, MembershipStatus.WAITING, FRIDAY)
        people = {"p1": self.person, "p2": self._person("p2", "Idris Bevan")}
        self.roster = Roster(self.place, (self.council, self.shelter), (self.amira, self.idris), people)
        self.action = Action("a1", "harbour", 2, typed("Share the budget papers"), MONDAY, DAY, "member:m1")
        self.over = Action(
            "a2", "harbour", 1, typed("Meet monthly"), MONDAY, did=ActionOutcome.PARTLY, did_at=FRIDAY
        )
        self.note = Note("n1", "harbour", DAY, typed("A new chair"), 3)
        self.rebase = Rebase(
            "b1", "harbour", "trust", MONDAY, typed("half of us are new"), typed("Amira Khan"), FRIDAY
        )
        self.refs = tuple(theme.questions[0].ref for theme in bank.themes[:3])
        self.seen = {"m2": VisibleMailbox(typed("idris@shelter.example"), MutedReason.RETURNED)}
        box = Mailbox("b1", "p1", b"", "", "p2", confirmed=True)
        self.boxes = [(typed("amira@council.example"), box)]
        self.round = Round("r1", "harbour", RoundKind.SCHEDULED, 7, self.refs, MONDAY, FRIDAY, MONDAY)
        self.questions = tuple(bank.as_asked(ref).text.in_language(t.code) for ref in self.refs)

    def _person(self, id: str, name: str) -> Person:
        return Person(id, web_address(id), web_address(id), self.typed(name), "Europe/London", "en")

    def all(self) -> Iterator[tuple[str, Card]]:
        for sample in (
            self._loop,
            self._asking,
            self._planning,
            self._belonging,
            self._adding_many,
            self._removals,
            self._privacy,
            self._founding,
        ):
            yield from sample()
        for sample in (self._removals, self._results, self._shared_outcomes, self._sharing, self._own):
            yield from sample()

    def _loop(self) -> Iterator[tuple[str, Card]]:
        t, roster, typed = self.t, self.roster, self.typed
        down = Signal(SignalKind.DOWN, "trust", 7, 6, MONDAY, DOWN, false_alarm_rates(9, 3.6, firm=False))
        yield "actions.asked", actions.asked(self.in_channel, roster, "r1", [self.action, self.over])
        yield "actions.listed", actions.listed(t, roster, [self.action], [self.over], format_command)
        yield "actions.listed none", actions.listed(t, roster, [], [], format_command)
        yield "actions.settled", actions.settled(t, roster, self.over, format_command)
        yield "actions.added", actions.added(t, roster, self.action)
        yield "actions.correct", actions.correct(t, roster, self.action, format_command)
        yield "actions.corrected", actions.corrected(t, roster, self.action, format_command)
        yield "actions.remove", actions.remove(t, roster, self.action, format_command)
        yield "actions.removed", actions.removed(t, self.action, typed("Amira Khan"))
        yield "alerts.act", alerts.act(t, format_command)
        yield (
            "alerts.alert",
            alerts.alert(
                *(t, "al1", "Trust", down),
                sure=signal_text.how_sure_in_brief(t, down),
                point="What slipped, and did we say so?",
            ),
        )
        for response in AlertResponse:
            yield f"alerts.alert {response}", alerts.alert(t, "al1", "Trust", down, response=response)
        yield "alerts.alert few", alerts.alert(t, "al2", "", Signal(SignalKind.FEW, "", 7, 6, MONDAY))
        monthly = Signal(SignalKind.MONTHLY, "", 7, 6, MONDAY)
        yield "alerts.for_coordinators", alerts.for_coordinators(t, "al3", "", monthly)
        yield "alerts.not_now", alerts.not_now(t)
        yield "alerts.talked", alerts.talked(t, "What slipped, and did we say so?")
        yield (
            "notes.listed",
            notes.listed(t, self.place, [self.note], [self.rebase], {"trust": "Trust"}, format_command),
        )
        yield "notes.noted", notes.noted(t, self.note)
        yield "notes.rebased", notes.rebased(t, "Trust", typed("Amira Khan"), self.rebase, format_command)
        yield (
            "notes.confirm_rebase",
            notes.confirm_rebase(t, "Trust", self.rebase, "start baseline trust on Monday", format_command),
        )
        yield "notes.rebase_undone", notes.rebase_undone(t, "Trust", self.rebase)
        yield "notes.correct", notes.correct(t, self.note, format_command)
        yield "notes.corrected", notes.corrected(t, self.note, format_command)
        yield "notes.remove", notes.remove(t, self.note, format_command)
        yield "evidence.description", self._description()
        yield "notes.removed", notes.removed(t, self.note, typed("Amira Khan"))

    def _description(self) -> Card:
        written = EvidenceDetail(
            "d1", "harbour", "n1", EvidencePart.TOOK, self.typed("Two days"), "member:m1", MONDAY
        )
        removed = replace(written, id="d2", part=EvidencePart.HOW, words="", corrected_at=FRIDAY)
        details = {detail.part: detail for detail in (written, removed)}
        names = {"member:m1": self.typed("Amira Khan")}
        return evidence.description(self.t, self.note, details, names, format_command)

    def _asking(self) -> Iterator[tuple[str, Card]]:
        t, typed = self.t, self.typed
        scale = self._scale()
        opens = typed("Harbour: 5 questions, under a minute. Open until Friday 6 March, 16:30.")
        first = check_in.question(t, "i1", 1, self.questions, scale, "ask:r1", opens)
        yield "check_in.question", check_in.question(t, "i1", 2, self.questions, scale, "ask:r1", opens)
        yield "check_in.typed_answer_refused", check_in.typed_answer_refused(t, first)
        yield "check_in.moved", check_in.moved(t)
        yield "check_in.comment", check_in.comment(t, "i1", "ask:r1")
        yield "check_in.comment_again", check_in.comment_again(t, "i1", "ask:r1")
        yield "check_in.later", check_in.later(t, FRIDAY)
        yield "check_in.nothing_waits", check_in.nothing_waits(t, MONDAY)
        yield "check_in.thanks", check_in.thanks(t, "i1", self.questions, FRIDAY, "ask:r1")
        standing = progress.RoundProgress(self.round, 8, 5, 3, False, 5)
        lost = [FailedDelivery(typed("Idris"), "ask", FailureReason.NOT_FOUND.value)]
        troubles = undelivered.failed_parts(
            t, lost, [FailedDelivery("Jo", "summary", FailureReason.BUSY.value)], format_command
        )
        yield "rounds.cancelled", rounds.cancelled(self.in_channel, typed("Harbour"), MONDAY)
        words, moved = tuple(map(typed, self.questions)), Postponement(FRIDAY, MONDAY)
        drafted = rounds.DraftedRound(words, 8, FRIDAY, moved)
        yield "rounds.confirm_ask", rounds.confirm_ask(t, drafted, "ask trust now")
        yield "rounds.confirm_cancel", rounds.confirm_cancel(t, 8, "cancel now", "status")
        yield "rounds.confirm_close", rounds.confirm_close(t, standing, "close now", "status")
        yield "rounds.postponed", rounds.postponed(self.in_channel, typed("Harbour"), MONDAY, FRIDAY)
        yield "rounds.closing", rounds.closing(t)
        by = typed("Asked by Maya (Riverside).")
        yield "check_in.question first", rounds.invited(first, (by,))
        yield "rounds.nothing_open", rounds.nothing_open(t, MONDAY)
        yield "rounds.announced", rounds.announced(t, self.round)
        yield "rounds.announced extra", rounds.announced(t, replace(self.round, number=0))
        yield "rounds.announcement_over", rounds.announcement_over(t, self.round)
        yield "rounds.announcement_over extra", rounds.announcement_over(t, replace(self.round, number=0))
        yield "rounds.opened", rounds.opened(t, self.round, 8)
        sources = (typed("Cook (2015). Review."),)
        title = typed("Questions in the next round")
        yield "rounds.preview", rounds.preview(t, title, words, sources, "ask trust")
        for state, is_cancelled in (("", False), (" as cancelled", True)):
            closed = rounds.question_closed(t, self.typed("Harbour"), is_cancelled=is_cancelled)
            yield f"rounds.question_closed{state}", closed
        yield "rounds.question_moved", rounds.question_moved(t)
        yield "rounds.reminded", rounds.reminded(t, typed("Harbour"), self.round)
        yield "rounds.schedule_stopped", rounds.schedule_stopped(t, typed("Harbour"))
        yield "rounds.status", rounds.status(t, standing, True, troubles)
        yield "rounds.too_few_members", rounds.too_few_members(t, self.place)
        yield "undelivered.retried", undelivered.retried(t, 1, lost, format_command)

    def _planning(self) -> Iterator[tuple[str, Card]]:
        t, place = self.t, self.place
        easter = datetime(2026, 4, 6, 9, tzinfo=UTC)
        plan = ScheduleProposal("every second Monday at 09:00", (MONDAY, easter), place.zone, (self.council,))
        yield "schedule.none_set", schedule.none_set(t, may_set=True)
        yield "schedule.proposed", schedule.proposed(t, plan, "schedule every second Monday at 09:00 now")
        yield "schedule.shown", schedule.shown(t, place, plan, paused=True, say=format_command)
        yield "schedule.stopped", schedule.stopped(t, may_set=True)

    def _adding_many(self) -> Iterator[tuple[str, Card]]:
        t = self.t
        yield "adding.under_way", adding.under_way(t, 0, 0)
        yield "adding.under_way for a while", adding.under_way(t, 100, 450)
        yield "adding.interrupted", adding.interrupted(t, 100, 450)
        yield "adding.nobody_listed", adding.nobody_listed(t)

    def _belonging(self) -> Iterator[tuple[str, Card]]:
        t, place, roster, idris = self.t, self.place, self.roster, self.idris
        name = self.typed("Idris Bevan")
        way_in = HandoverLink("/me/open/secret", FRIDAY, was_in=True)
        yield "adding.added", adding.added(t, AddedMember(name, self.typed("Harbour Shelter")))
        by_mail = AddedMember(name, self.typed("Shelter"), by_name=f"add {name} to Shelter")
        yield "adding.added by mail", adding.added(t, by_mail)
        yield "adding.added by hand", adding.added(t, AddedMember(name, self.typed("Shelter"), way_in))
        yield "adding.confirm_renewal", adding.confirm_renewal(t, name, False, "new link for member:m2 now")
        yield "adding.confirm_renewal other", adding.confirm_renewal(t, name, True, "new link for x now")
        first = AddedMember(name, "Shelter", HandoverLink("/me/open/secret", FRIDAY, was_in=False))
        yield "adding.added by hand first", adding.added(t, first)
        yield "adding.added_together", adding.added_together(t, 2, [self.typed("Sam is in already.")])
        yield "adding.added_together all", adding.added_together(t, 1, [])
        refused = [self.typed("Sam is in already.")]
        yield "adding.added_several", adding.added_several(t, [adding.added(t, first)] * 2, refused)
        yield "adding.added_together none", adding.added_together(t, 0, [self.typed("Sam is in.")])
        yield "join_requests.approved", join_requests.approved(t, roster, [idris], [], format_command)
        yield (
            "join_requests.approved several",
            join_requests.approved(t, roster, [idris, self.amira], [idris], format_command),
        )
        organisations = [replace(self.council, id=f"o{n}") for n in range(11)]
        yield (
            "join_requests.choose_organisation",
            join_requests.choose_organisation(t, roster, idris, organisations),
        )
        yield "join_requests.asked_to_join", join_requests.asked_to_join(t, idris)
        going = roster.members_of(self.council)
        remove_now = "remove organisation:council now"
        yield (
            "membership.confirm_remove",
            membership.confirm_remove(t, roster, self.council, going, remove_now, format_command),
        )
        change_now = "make member:m2 lead now"
        yield "membership.confirm_role", membership.confirm_role(t, name, change_now, format_command)
        yield "membership.confirm_role own", membership.confirm_role(t, "", change_now, format_command)
        yield "join_requests.declined", join_requests.declined(t)
        yield "membership.ended", membership.ended(t, place)
        yield "membership.leaving", membership.leaving(t, place, "leave now")
        renewed = replace(self.amira, new_link_by="m2", new_link_at=FRIDAY)
        yield "membership.link_renewed", membership.link_renewed(t, roster, renewed, FRIDAY)
        yield "membership.left", membership.left(t, place)
        yield "membership.made", membership.made(t, name, Role.LEAD)
        yield "membership.no_coordinator", membership.no_coordinator(t, place, format_command)
        yield "membership.not_joined", membership.not_joined(t, roster, idris)
        yield "membership.please_confirm", membership.please_confirm(t, roster, idris)
        yield "membership.removed", membership.removed(t, place)
        yield (
            "membership.roster",
            membership.roster(
                t, roster, MONDAY, format_command, self.seen, {"m1": FRIDAY}, role=Role.COORDINATOR
            ),
        )
        yield (
            "membership.roster lead",
            membership.roster(t, roster, MONDAY, format_command, {}, {}, role=Role.LEAD),
        )
        yield "membership.taken_out", membership.taken_out(t, name)
        yield "join_requests.turned_down", join_requests.turned_down(t, roster, idris, [], format_command)
        yield "join_requests.requests", join_requests.requests(t, roster, [idris], format_command)
        many = [replace(idris, id=f"m{n}") for n in range(51)]
        yield "join_requests.requests several", join_requests.requests(t, roster, many[:2], format_command)
        yield "join_requests.requests many", join_requests.requests(t, roster, many, format_command)
        yield "join_requests.requests_one_by_one", join_requests.requests_one_by_one(t, roster, many[:11])
        yield "join_requests.requests_one_by_one none", join_requests.requests_one_by_one(t, roster, [])
        yield "join_requests.unknown_code", join_requests.unknown_code(t)
        yield "membership.welcome", membership.welcome(t, roster, self.amira, format_command)

    def _privacy(self) -> Iterator[tuple[str, Card]]:
        t, roster, council = self.t, self.roster, self.council
        asked = replace(council, data_contact="dpo@council.example", data_contact_at=MONDAY)
        controllers = [Controllers(self.place.name, council, (asked,), Role.LEAD)]
        operator = ServerOperator(self.typed("Harbour Digital"), "help@harbour.example")
        yield "privacy.notice", privacy.notice(t, controllers, operator)
        yield "privacy.complaint", privacy.complaint(t, controllers, operator)
        yield "privacy.complaint stranger", privacy.complaint(t, [], UNKNOWN_OPERATOR)
        with_contact = replace(roster, organisations=(asked, *roster.organisations[1:]))
        yield "privacy.contacts", privacy.contacts(t, with_contact, format_command)
        yield "privacy.missing_contacts", privacy.missing_contacts(t, roster, [council], format_command)
        yield "privacy.contact_set", privacy.contact_set(t, asked, format_command)
        yield "privacy.contact_set none", privacy.contact_set(t, council, format_command)

    def _removals(self) -> Iterator[tuple[str, Card]]:
        t, roster, removed = self.t, self.roster, [self.amira]
        yield "removals.app_removed", removals.app_removed(t, roster, removed, ["#harbour"], format_command)
        yield "removals.app_removed many", removals.app_removed(t, roster, removed * 11, [], format_command)
        yield "removals.channel_closed", removals.channel_closed(t, "#harbour")

    def _founding(self) -> Iterator[tuple[str, Card]]:
        t, place, roster, typed = self.t, self.place, self.roster, self.typed
        packs = (("roles", "Roles"), ("learning", "Learning"))
        code = JoinCode("harbour-4821-mint", "harbour", FRIDAY)
        yield "partnership.ended", partnership.ended(t, place)
        council = self.council
        yield "account_sign_in.ask", account_sign_in.ask(t, format_command, roster, council)
        for on in (True, False):
            yield (
                f"account_sign_in.state {on}",
                account_sign_in.state(t, format_command, council.name, on=on),
            )
            yield (
                f"account_sign_in.switched {on}",
                account_sign_in.switched(t, format_command, council.name, on=on),
            )
        yield "partnership.ending", partnership.ending(t, place, format_command)
        yield "partnership.invitation", partnership.invitation(t, place, code)
        yield "partnership.choose_threshold", partnership.choose_threshold(t, 6, 5, 8, format_command)
        yield "partnership.needing", partnership.needing(t, 8, 8)
        yield "partnership.posting", partnership.posting(t, place.name, is_new=True)
        state = SetUp(place, "", 1, has_asked=False)
        unplanned = replace(place, rhythm="", next_round_at=None)
        later = SetUp(unplanned, typed("Harbour Council"), 8, has_asked=False)
        yield "set_up.started", set_up.started(t, state, format_command)
        yield "set_up.set_up", set_up.set_up(t, later, format_command, "/me/p1")
        yield "set_up.set_up in a chat", set_up.set_up(t, later, format_command)
        running = SetUp(replace(unplanned, round="r1"), "Council", 9, has_asked=True)
        yield "set_up.set_up running", set_up.set_up(t, running, format_command, "/me/p1")
        stopped = replace(running, partnership=replace(place, next_round_at=None))
        yield "set_up.set_up stopped", set_up.set_up(t, stopped, format_command)
        yield "set_up.hidden", set_up.hidden(t)
        yield "profile.profile", profile.profile(t, roster, self.council, packs, format_command)
        yield "profile.region_set", profile.region_set(t, self.council, format_command)
        yield "profile.purpose", profile.purpose(t, place.name, typed("Warm homes for everybody."))
        yield (
            "profile.regrouping",
            profile.regrouping(t, self.council, "profile lead organisation:council now"),
        )

    def _results(self) -> Iterator[tuple[str, Card]]:
        t, outcome = self.t, self._outcome()
        yield "summary.brief", summary.brief(t, outcome, format_command)
        beside_alerts = replace(outcome, stands_out=(), talking_point="", alerted=("trust",))
        yield "summary.post", summary.post(self.in_channel, beside_alerts, format_command)
        yield "summary.card", summary.card(t, outcome, format_command)
        weeks = [
            PartnershipWeek(
                self.place.name, outcome, ("Overdue: 1. " + self.typed("Share the papers"),), MONDAY
            ),
            PartnershipWeek(self.typed("Estuary"), None, ("New action",) * 6, None),
        ]
        yield (
            "weekly.card",
            weekly.card(t, weeks[:1], [hub_button(t, format_command, "harbour")], "weekly:2026-03-02"),
        )
        yield (
            "weekly.card of several",
            weekly.card(
                t,
                weeks,
                [hub_button(t, format_command, "harbour", name=week.partnership) for week in weeks],
                "weekly:2026-03-02",
            ),
        )
        yield "weekly.state", weekly.state(t, on=True)
        yield "weekly.switched", weekly.switched(t, on=False)
        yield "summary.comments", summary.comments(t, outcome.comments)
        theme, chart = outcome.readings[0].theme, self._chart()
        yield "summary.detail", summary.detail(t, outcome, theme, [chart], [Button(t("Back"), "results")])
        yield "summary.nothing_of", summary.nothing_of(t, self.typed("cake"))
        yield "summary.nothing_yet", summary.nothing_yet(t, self.place.name, MONDAY)

        rows = [
            RoundRow(
                outcome.round, [("Trust", outcome.readings[0]), (self.typed("Own"), outcome.readings[1])]
            )
        ]
        name = self.typed("Harbour")
        yield "results.period", results.period(t, name, rows, "trust", "trends trust", format_command)
        yield (
            "results.trends",
            results.trends(
                t, name, chart, rows, [notes.baseline_line(t, "Trust", "", self.rebase)], [self.note]
            ),
        )

    def _shared_outcomes(self) -> Iterator[tuple[str, Card]]:
        t, roster, typed = self.t, self.roster, self.typed
        sleepers = SharedOutcome(
            *("o1", "harbour", typed("Rough sleepers"), typed("people"), BetterDirection.DOWN),
            *(typed("the yearly count"), "member:m1", MONDAY),
        )
        spring = date(2026, 3, 16)
        entries = (
            OutcomeValue("v1", "o1", 1, DAY, 46.0, MONDAY, "m1"),
            OutcomeValue("v2", "o1", 2, spring, 14.0, FRIDAY, "m1"),
            OutcomeValue("v3", "o1", 3, spring, 41.0, FRIDAY, "m2"),
        )
        history = OutcomeHistory(sleepers, entries)
        chart = outcome_chart(t, "outcomes:harbour:o1:1", [history])
        rights = {"can_enter": True, "can_change": True}
        new = DatedValue(spring, 41.0)
        name = typed("Harbour")
        replace_now = 'outcome "Rough sleepers" csv 2026-03-16,41 now'
        yield "outcomes.listed", outcomes.listed(t, name, [history], chart, format_command, can_add=True)
        yield "outcomes.listed none", outcomes.listed(t, name, [], None, format_command, can_add=False)
        yield "outcomes.shown", outcomes.shown(t, roster, history, chart, format_command, **rights)
        yield "outcomes.settings", outcomes.settings(t, roster, sleepers, format_command)
        yield "outcomes.entered", outcomes.entered(t, sleepers, new, None, format_command)
        yield "outcomes.entered corrected", outcomes.entered(t, sleepers, new, 14.0, format_command)
        yield "outcomes.entered_rows", outcomes.entered_rows(t, sleepers, 12, format_command)
        yield (
            "outcomes.replacing",
            outcomes.replacing(t, sleepers, [(new, 14.0)], 3, replace_now, format_command),
        )
        yield "outcomes.value_removed", outcomes.value_removed(t, sleepers, DAY, 46.0, format_command)
        yield "outcomes.removing", outcomes.removing(t, history, format_command)
        yield "outcomes.removed", outcomes.removed(t, sleepers, format_command)

    def _sharing(self) -> Iterator[tuple[str, Card]]:
        t, name = self.t, self.typed("Harbour")
        share = HubShare(
            *("s1", "harbour", 2, self.typed("the May board"), ("overview", "themes")),
            *("member:m1", MONDAY, DAY),
        )
        names = {"member:m1": self.typed("Amira Khan")}
        stopped = replace(share, number=1, stopped_by="member:m1", stopped_at=FRIDAY, opened=3)
        rows = [sharing.share_row(t, link, names) for link in (share, stopped)]
        yield "sharing.made", sharing.made(t, name, share, "/shared/secret", format_command)
        yield (
            "sharing.listed",
            sharing.listed(t, self.place, rows[:1], rows[1:], format_command, can_share=True),
        )
        yield "sharing.listed none", sharing.listed(t, self.place, [], [], format_command, can_share=False)
        yield "sharing.stops", sharing.stops(t, [share], format_command)
        yield "sharing.stopping", sharing.stopping(t, share, format_command)
        yield "sharing.stopped", sharing.stopped(t, share, format_command)

    def _own(self) -> Iterator[tuple[str, Card]]:
        t, typed = self.t, self.typed
        ways = home.buttons(t, Role.COORDINATOR, format_command)
        overview = PartnershipOverview(
            self.roster, self.amira, self.round, True, [typed("1. Share the budget papers")]
        )
        refusal = Refusal(
            typed("Nothing was done: which do you mean?"), ((typed("Sam (Shelter)"), "members"),)
        )
        yield "email.asked", email.asked(t)
        yield "email.is_this_yours", email.is_this_yours(t, "/mail/yes/signed")
        yield "email.let_in", email.let_in(t)
        yield "email.off", email.off(t)
        yield "email.on", email.on(t)
        yield "email.state", email.state(t, typed("idris@shelter.example"), None, used=True)
        yield (
            "email.state returned",
            email.state(t, "idris@shelter.example", MutedReason.RETURNED, used=False),
        )
        yield "home.asked", home.asked(t, typed("Harbour"), self.round)
        yield "home.partnership", home.partnership(t, overview, ways)
        yield "home.settings_summary", home.settings_summary(t, self.person)
        yield "home.settings", home.settings(t, self.person, ("cy", "en"), weekly_summary=True)
        yield "general.not_shown", general.not_shown(t, sealed=False)
        yield "general.not_shown of a check-in", general.not_shown(t, sealed=True)
        yield "general.try_again", general.try_again(t)
        yield "general.sent_privately", general.sent_privately(t)
        yield "general.not_sent_privately", general.not_sent_privately(t, later=False)
        yield "general.not_sent_privately yet", general.not_sent_privately(t, later=True)
        yield (
            "general.help_card",
            general.help_card(
                t, Rank.COORDINATOR, forms={"ask": "Ask something now", "action": "Add an action"}
            ),
        )
        yield "general.help_card of a topic", general.help_card(t, Rank.LEAD, "partnership", typed("Harbour"))
        yield "general.menu", general.menu(t, ((typed("Harbour"), ways),))
        yield "general.menu for a stranger", general.menu(t, ())
        yield (
            "general.not_understood",
            general.not_understood(t, "status close", Rank.COORDINATOR),
        )
        yield "greetings.welcome", greetings.welcome(t)
        yield "greetings.in_channel", greetings.in_channel(t)
        yield "general.thanked", general.thanked(t)
        stopping = general.ways_to_stop(t, [(typed("Harbour"), "leave")], by_email=True, paused=False)
        yield "general.ways_to_stop", stopping
        yield "general.refused", general.refused(t, refusal)
        yield "account.zone_set", account.zone_set(t, MONDAY)
        yield "account.forgetting", account.forgetting(t)
        yield "account.forgotten", account.forgotten(t)
        browsers = [
            BrowserSession("s1", "b1", self.person.id, FRIDAY, method, "Chrome on Windows")
            for method in (*SignInMethod, None)
        ]
        yield (
            "account.my_data",
            account.my_data(t, self.person, [(self.amira, self.place, self.council)], browsers, self.boxes),
        )
        yield "account.hub", account.hub(t, "/me/open/secret?to=/p/harbour", one_time=True)
        yield "account.paused", account.paused(t, DAY)
        yield "account.resumed", account.resumed(t)
        yield "account.language_set", account.language_set(t)

    def _scale(self) -> ScaleText:
        return self.bank.scale.in_language(self.t.code, self.bank.scale.frame)

    def _outcome(self) -> RoundSummary:
        trust = QuestionResult(
            "r1.1", "r1", "harbour", "trust", self.refs[0], True, 11, 12, 3.6, low=3.2, high=4.0
        )
        own = QuestionResult("r1.2", "r1", "harbour", "own", "own", False, 4, 12)
        closed = Round(
            *("r1", "harbour", RoundKind.SCHEDULED, 7, self.refs, MONDAY, FRIDAY, MONDAY, RoundState.CLOSED),
            closed_at=FRIDAY,
            invited=12,
            replies=11,
        )
        return RoundSummary(
            closed,
            self.place.name,
            (trust, own),
            {},
            {"trust": "Trust", "own": self.typed("Your own question")},
            {self.refs[0]: self.questions[0], "own": self.typed("How fair was it?")},
            (self.typed("The papers came late."), self.typed("A good venue.")),
            ("Trust is clearly lower.",),
            "What slipped, and did we say so?",
            self._chart(),
            MONDAY,
            (self.typed("Meet monthly: done"),),
            (self.typed("2. Share the budget papers"),),
            outcomes=(self.typed("Rough sleepers: 41 people on 16 March 2026 (46 before)"),),
        )

    def _chart(self) -> Chart:
        notes_ = (Annotation("1", DAY, self.typed("A new chair")),)
        panels = tuple(Panel(panel.title, panel.points, panel.limits, notes_) for panel in CHART.panels)
        return Chart(
            CHART.name, CHART.title, CHART.subtitle, f"{CHART.alt} {self.typed('A new chair')}", panels
        )
