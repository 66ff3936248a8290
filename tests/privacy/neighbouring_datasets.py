"""Two copies of a partnership in which people said different things, of which the same may be shown. Whatever
differs between the copies, in what anybody is told or in what is kept, is told past the ladder."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import count, islice
from random import Random
from typing import Any, TypeAlias, TypeVar

from bot.analysis.disclosure import MIN_REPLIES, AnswerCounts, disclose_question
from bot.core.deliveries import ProcessedEvent
from bot.core.models import Answer, Member, QuestionResult, Role, Round, RoundKind
from bot.handlers.views import LatestSummaryView, MyPartnershipsView
from bot.questions.bank import QuestionKind
from bot.rounds import answers
from bot.rounds.answers import CANT_SAY, COMMENT, POINTS
from storage.tables import TABLES
from tests.privacy.subtraction import ROUND, Ladder, Look, World, worlds
from tests.questions.product_bank import BANK
from tests.support.cast import ORGANISATIONS, ScenarioUser
from tests.support.fakes import CountedIds
from tests.support.scenario import FORTNIGHTLY, Scenario

R = TypeVar("R")
Said: TypeAlias = dict[str, dict[str, str]]  # by member, to each question

SENTENCES = (
    *("results", "results trust", "results purpose", "results power", "results leadership", "comments"),
    *("trends", "trends power", "status", "members", "actions", "notes", "preview", "schedule"),
    *("privacy", "complain", "data contact"),
)
COMMENTS = ("We meet too late.", "Good papers.", "Who reads the minutes?", "More tea.", "Less tea.")
PLACES = (("council", "trust", "kitchen", "shelter", "shelter"), ("council", "kitchen"))
TEMPERS = ("12345", "3445", "244", "4555")
SEALED = {Answer, ProcessedEvent}  # under keys that differ
ENOUGH = 2000  # worlds, to choose a twin from


class IdsInOrder(CountedIds):
    """Implements ports.Ids. It shuffles alike, whatever the order of the items."""

    def shuffled(self, things: Sequence[R]) -> list[R]:
        return sorted(things)  # type: ignore[type-var]


class NeighbouringDatasets:
    """Both copies, in step. Chance decides who is in them, and what is said in the first."""

    def __init__(self, chance: Random, *copies: Scenario):
        self._chance, self._copies = chance, copies
        self._keys = count()
        self._places, self._temper = chance.choice(PLACES), chance.choice(TEMPERS)
        self._present = [self._actor(Role.COORDINATOR), self._actor(Role.LEAD)]
        self._present += [self._actor() for _ in range(chance.randint(5, 20))]
        self._where = {each.member: each.organisation for each in self._present}

    async def found(self) -> None:
        for copy in self._copies:
            now = copy.clock.now()
            await copy.create_partnership(
                *self._present, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now
            )
            async with copy.store.transaction() as db:
                there = {each.organisation for each in self._present}
                await db.add(*(each for each in ORGANISATIONS.values() if each.id not in there))

    @property
    def viewers(self) -> tuple[ScenarioUser, ScenarioUser, ScenarioUser]:
        """A lead, the coordinator, and a member. Only the member may leave."""
        coordinator, lead, *_, member = self._present
        return lead, coordinator, member

    async def vote(self, *, alike: bool = True) -> bool:
        """A round opens, and the same people reply in both copies; if it need not be `alike`, what they say
        in the second has nothing to do with the first. Returns whether anybody says something else."""
        for copy in self._copies:
            await copy.worker.tick()
        round_ = await self._copies[0].open_round()
        first = self._said(round_)
        second = self._twin(round_, first) if alike else self._said(round_, [*first])
        for copy, said in zip(self._copies, (first, second), strict=True):
            unlocked = await answers.require_unlocked(
                copy.context, await copy.open_round(), copy.context.translator()
            )
            async with copy.store.transaction() as db:
                for member, each in said.items():
                    for question, words in each.items():
                        await answers.save(db, unlocked, member, question, words)
        return first != second

    async def passes(self, **lapse: float) -> None:
        for copy in self._copies:
            await copy.passes(**lapse)

    async def move(self) -> None:
        """Let somebody join, leave, or change organisation."""
        chance = self._chance
        coordinator, *others = self._present
        new, gone, moved = self._actor(), chance.choice(others[1:]), chance.choice(others)
        to = chance.choice(self._places)
        for copy in self._copies:
            async with copy.store.transaction() as db:
                member = await db.update_if_unchanged(await db.get(Member, moved.member), organisation=to)
                new_member = replace(
                    member, id=new.member, person=new.person.id, organisation=new.organisation
                )
                since_at = copy.clock.now()
                await db.add(new.person, replace(new_member, role=Role.MEMBER, since_at=since_at))
            await copy.says(coordinator, f"remove {gone.name} now")
        self._where |= {moved.member: to, new.member: new.organisation}
        self._present = [each for each in (*self._present, new) if each != gone]

    async def seen(self) -> tuple[list[Any], list[Any]]:
        """All that is shown in each copy, be it to a member, a lead or a coordinator; all that was sent, and
        all that is kept."""
        coordinator, lead, *_, member = self._present
        asked = [(self._chance.choice((coordinator, lead, member)), each) for each in SENTENCES]
        one, other = [await _seen(copy, asked) for copy in self._copies]
        return one, other

    def _said(self, round_: Round, replying: Sequence[str] = ()) -> Said:
        chance = self._chance
        replied = replying or [each.member for each in self._present if chance.random() < 0.9]
        return {
            member: {
                **{each: chance.choice(self._temper) for each in round_.questions},
                chance.choice(round_.questions): chance.choice((*POINTS, CANT_SAY)),
                COMMENT: chance.choice(COMMENTS),
            }
            for member in replied
        }

    def _twin(self, round_: Round, said: Said) -> Said:
        """Return another answer that they could have given."""
        twin = {member: dict(each) for member, each in said.items()}
        written = [each[COMMENT] for each in said.values()]
        for each, words in zip(twin.values(), self._chance.sample(written, len(written)), strict=True):
            each[COMMENT] = words
        for question in round_.questions:
            for leads, counts in self._context(question, said, round_.kind).items():
                points = [str(point) for point, people in enumerate(counts, 1) for _ in range(people)]
                side = [who for who in said if said[who][question] in POINTS and (self._leads(who),) == leads]
                for who, point in zip(side, self._chance.sample(points, len(points)), strict=True):
                    twin[who][question] = point
        return twin

    def _context(self, question: str, said: Said, kind: RoundKind) -> World:
        """How each side could have answered, one way of many."""
        scored = {who: int(each[question]) for who, each in said.items() if each[question] in POINTS}
        lead, others = (
            tuple(
                [*(scored[who] for who in scored if self._leads(who) is side)].count(n) for n in range(1, 6)
            )
            for side in (True, False)
        )
        ladder = _ladder(question)
        tally = AnswerCounts(
            tuple(a + b for a, b in zip(lead, others, strict=True)), invited=len(self._present)
        )
        leads = {who: self._leads(who) for who in scored}
        reading = ladder(tally, AnswerCounts(lead), MIN_REPLIES, kind)
        look = Look(reading, MIN_REPLIES, leads, {}, kind)
        cells = {who: (leads[who],) for who in scored}
        possible = [each for each in islice(worlds([look], cells, ladder), ENOUGH) if each]
        return self._chance.choice(possible or [{(True,): lead, (False,): others}])

    def _leads(self, member: str) -> bool:
        return ORGANISATIONS[self._where[member]].lead_body

    def _actor(self, role: Role = Role.MEMBER) -> ScenarioUser:
        n = next(self._keys)
        return ScenarioUser(f"m{n:02}", f"Member {n:02}", self._chance.choice(self._places), "slack", role)


async def _seen(copy: Scenario, asked: Sequence[tuple[ScenarioUser, str]]) -> list[Any]:
    viewer, _ = asked[0]
    found: list[Any] = [await copy.says(*each) for each in asked]
    found += [
        await copy.bot.view(viewer.person, view)
        for view in (LatestSummaryView("harbour"), MyPartnershipsView())
    ]
    for round_ in await copy.all(Round):
        found += [await copy.bot.chart(f"trend:{round_.id}:{theme}", "en") for theme in ("", "power")]
    return found + copy.platform.sent + [await copy.all(kind) for kind in TABLES if kind not in SEALED]


@cache
def _ladder(question: str) -> Ladder:
    asked = BANK.question(question)

    def read(tally: AnswerCounts, lead: AnswerCounts, threshold: int, kind: RoundKind) -> QuestionResult:
        anchor, round_ = asked.kind is QuestionKind.ANCHOR, replace(ROUND, kind=kind)
        return disclose_question("q", round_, asked.theme, question, anchor, tally, threshold, lead)

    return read
