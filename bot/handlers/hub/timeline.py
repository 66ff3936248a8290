"""The timeline of a partnership: rounds, notes, actions, outcomes, people."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import ClassVar, NamedTuple

from bot.analysis.publishing import member_token
from bot.analysis.signals import closed_at
from bot.core.errors import NotFound
from bot.core.followups import Action, Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Member, MembershipStatus, Organisation, Person, Role, Round, RoundState
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.core.timezones import local_date
from bot.handlers.hub.access import HubPart, HubRequest
from bot.handlers.hub.rounds import RoundLine, round_line
from bot.messages.membership import ROLES
from bot.reports.action_text import OUTCOMES
from bot.reports.outcome_text import amount
from bot.reports.result_text import within_sentence
from bot.reports.titles import theme_title
from bot.rounds.names import names_of

ON_ONE_PAGE = 60  # events; with more, each year has a page


class TimelineKind(StrEnum):
    """The kind of an event."""

    ROUND = "round"
    NOTE = "note"
    BASELINE = "baseline"
    ACTION = "action"
    OUTCOME = "outcome"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened on a day. `details` are its further words; `line` is the round, if it is about
    one. `removed` is True if all that is left is that it was removed."""

    on: date
    kind: TimelineKind
    words: str
    details: tuple[str, ...] = ()
    line: RoundLine | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class TimelineMonth:
    """The events of a month, newest first."""

    title: str
    events: tuple[TimelineEvent, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The timeline of a partnership, newest first. `years` are those that have a page of their own, newest
    first, if there are so many events; then `year` is the one shown."""

    months: tuple[TimelineMonth, ...]
    years: tuple[int, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The timeline: all of it or, if it is long, of a year as it is written in an address; of the newest one
    if that is empty."""

    year: str = ""
    part: ClassVar[HubPart] = HubPart.TIMELINE

    async def load(self, request: HubRequest) -> TimelinePage:
        """Load the timeline. Raises NotFound if nothing happened in the year."""
        dated = sorted(await _load_events(request), key=lambda event: event.on, reverse=True)
        years = tuple(dict.fromkeys(event.on.year for event in dated))
        if self.year and self.year not in map(str, years):
            raise NotFound
        if not self.year and (len(dated) <= ON_ONE_PAGE or len(years) == 1):
            return TimelinePage(_months(request.reader.t, (event.describe() for event in dated)), (), None)
        year = int(self.year) if self.year else years[0]
        of_year = (event.describe() for event in dated if event.on.year == year)
        return TimelinePage(_months(request.reader.t, of_year), years, year)


class _DatedEvent(NamedTuple):
    """Something that happened on a day, not yet in words: most pages show one year of many."""

    on: date
    describe: Callable[[], TimelineEvent]


def _months(t: Translator, events: Iterable[TimelineEvent]) -> tuple[TimelineMonth, ...]:
    by_month = groupby(events, key=lambda event: event.on.replace(day=1))
    return tuple(TimelineMonth(t.month(month), tuple(of_month)) for month, of_month in by_month)


async def _load_events(request: HubRequest) -> list[_DatedEvent]:
    db, partnership = request.db, request.reader.partnership.id
    notes = await db.find(Note, partnership=partnership)
    actions = await db.find(Action, partnership=partnership)
    rebases = await db.find(Rebase, partnership=partnership)
    outcomes = await db.find(SharedOutcome, partnership=partnership)
    values = await db.find(OutcomeValue, outcome=[outcome.id for outcome in outcomes])
    tokens = {token for action in actions for token in (action.owner, action.settled_by)}
    authors = {rebase.author for rebase in rebases} | {value.author for value in values}
    names = await names_of(db, tokens | {member_token(author) for author in authors if author})
    rounds = await db.find(Round, partnership=partnership, state=[RoundState.CLOSED, RoundState.CANCELLED])
    t = request.reader.t
    made = [
        *(_note_event(t, note) for note in notes),
        *(_baseline_event(request, rebase, names) for rebase in rebases),
        *(event for action in actions for event in _action_events(t, action, names)),
        *await _people_events(request),
    ]
    return [
        *(
            _DatedEvent(on := _day(t, closed_at(round_)), partial(_round_event, request, round_, on))
            for round_ in rounds
        ),
        *(_DatedEvent(event.on, partial(lambda event: event, event)) for event in made),
        *_outcome_events(t, outcomes, values, names),
    ]


def _day(t: Translator, moment: datetime) -> date:
    return local_date(moment, t.zone)


def _round_event(request: HubRequest, round_: Round, on: date) -> TimelineEvent:
    t = request.reader.t
    line = round_line(t, request.context.bank, round_)
    if round_.state is RoundState.CANCELLED:
        return TimelineEvent(on, TimelineKind.ROUND, t("This round was cancelled."), line=line)
    replied = t("{n} of {invited} replied.", n=line.replies, invited=line.invited)
    return TimelineEvent(on, TimelineKind.ROUND, replied, line=line)


def _note_event(t: Translator, note: Note) -> TimelineEvent:
    if note.removed_at:
        words = t("Note {n} was removed on {day}.", n=note.number, day=t.full_day(note.removed_at))
        return TimelineEvent(note.on, TimelineKind.NOTE, words, removed=True)
    return TimelineEvent(note.on, TimelineKind.NOTE, note.words)


def _baseline_event(request: HubRequest, rebase: Rebase, names: Mapping[str, str]) -> TimelineEvent:
    t = request.reader.t
    theme = within_sentence(theme_title(request.context.bank, rebase.theme, t))
    words = t("New baseline for {theme} from {day}", theme=theme, day=t.full_day(rebase.from_at))
    author = names.get(member_token(rebase.author), "")
    details = (t("Reason: {reason}", reason=rebase.reason), *_by(author))
    return TimelineEvent(_day(t, rebase.said_at or rebase.from_at), TimelineKind.BASELINE, words, details)


def _by(*names: str) -> tuple[str, ...]:
    return tuple(filter(None, names))


def _action_events(t: Translator, action: Action, names: Mapping[str, str]) -> Iterator[TimelineEvent]:
    agreed, settled = _day(t, action.said_at), action.did_at and _day(t, action.did_at)
    if action.removed_at:
        words = t("Action {n} was removed on {day}.", n=action.number, day=t.full_day(action.removed_at))
        yield TimelineEvent(agreed, TimelineKind.ACTION, words, removed=True)
        return
    by = t("by {day}", day=t.full_day(action.by)) if action.by else ""
    words = t("Agreed: {words}", words=action.words)
    yield TimelineEvent(agreed, TimelineKind.ACTION, words, _by(names.get(action.owner, ""), by))
    if settled and action.did:
        outcome, name = t(OUTCOMES[action.did]), names.get(action.settled_by)
        if name:
            outcome = t("{outcome}, says {name}", outcome=outcome, name=name)
        yield TimelineEvent(settled, TimelineKind.ACTION, f"{action.words}: {outcome}")


def _outcome_events(
    t: Translator,
    outcomes: Sequence[SharedOutcome],
    values: Sequence[OutcomeValue],
    names: Mapping[str, str],
) -> Iterator[_DatedEvent]:
    """Yield an event for what was entered of each outcome on a day."""
    for outcome in outcomes:
        own = sorted(
            (value for value in values if value.outcome == outcome.id), key=lambda value: value.number
        )
        for on, entered in groupby(own, key=lambda value: _day(t, value.entered_at)):
            yield _DatedEvent(on, partial(_outcome_event, t, outcome, on, [*entered], names))


def _outcome_event(
    t: Translator, outcome: SharedOutcome, on: date, entered: Sequence[OutcomeValue], names: Mapping[str, str]
) -> TimelineEvent:
    authors = {names.get(member_token(value.author), "") for value in entered}
    words = _entered_text(t, outcome, entered)
    return TimelineEvent(on, TimelineKind.OUTCOME, words, _by(*sorted(authors)))


def _entered_text(t: Translator, outcome: SharedOutcome, entered: Sequence[OutcomeValue]) -> str:
    name = outcome.name
    if len(entered) > 1:
        return t.n(
            "{outcome}: {n} value entered", "{outcome}: {n} values entered", len(entered), outcome=name
        )
    (entry,) = entered
    day = t.full_day(entry.on)
    if entry.value is None:
        return t("{outcome}: the value for {day} was taken back", outcome=name, day=day)
    value = amount(t, entry.value, outcome.unit)
    return t("{outcome}: {amount} on {day}", outcome=name, amount=value, day=day)


async def _people_events(request: HubRequest) -> list[TimelineEvent]:
    """Return when those who lead or coordinate today joined, as the roster names them to members. It names
    nobody who left."""
    if request.reader.person is None:
        return []
    db, t, partnership = request.db, request.reader.t, request.reader.partnership.id
    members = await db.find(
        Member,
        partnership=partnership,
        role=[Role.LEAD, Role.COORDINATOR],
        standing=MembershipStatus.ACTIVE,
    )
    people = {person.id: person for person in await db.find(Person, id=[member.person for member in members])}
    organisations = await db.find(Organisation, partnership=partnership)
    names = {organisation.id: organisation.name for organisation in organisations}
    return [
        TimelineEvent(
            _day(t, member.since_at),
            TimelineKind.PEOPLE,
            t("{name} joined for {organisation}", name=name, organisation=names[member.organisation]),
            (t("{role} today", role=t(ROLES[member.role])),),
        )
        for member in members
        if (name := people[member.person].name)
    ]
