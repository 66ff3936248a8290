"""Years of rounds, with clocks that change, jump and are put back, and workers that sleep: each date of a
rhythm has exactly one round, and nobody is written to outside their hours or asked twice a day. All of it is
held against a walk that goes through the same years minute by minute."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.i18n import Translator
from bot.core.models import (
    Address,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
    web_address,
)
from bot.core.ports import Clock
from bot.delivery.rate_limit import limits_of
from bot.language.recurrence import next_dates
from bot.language.schedules import parse_schedule
from storage.tables import TABLES
from tests.language import reference_schedule
from tests.support.fakes import FakePlatform
from tests.support.scenario import Scenario

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
CHANGES = (datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))  # of clocks, soon after
LONGEST = 3 * DAY  # between two ticks
PACE = limits_of("slack:T1").conversation.every


@dataclass(frozen=True, slots=True)
class Place:
    zone: str
    region: str
    rhythm: str


PLACES = (
    Place("Europe/London", "GB-SCT", "every second Tuesday at 10:00"),
    Place("America/New_York", "US-NY", "every second Wednesday at 14:45"),
    Place("Africa/Casablanca", "MA", "every 3 weeks on Sunday at 02:30"),  # the clocks change around Ramadan
    Place("Asia/Kathmandu", "", "monthly on the last Friday at 16:00"),  # quarter of an hour; never changes
    Place("Australia/Lord_Howe", "AU-NSW", "monthly on the first Sunday at 02:00"),  # changes by half an hour
    Place("Pacific/Auckland", "NZ", "every 4 weeks on Thursday at 00:15"),
)


@dataclass
class Diary(FakePlatform):
    """Notes what was sent when, to whom; and when somebody worked on it."""

    clock: Clock = field(kw_only=True)
    ticks: list[datetime] = field(default_factory=list)
    written: list[tuple[datetime, str, Card]] = field(default_factory=list)

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.written.append((self.clock.now(), to.key, card))
        return key


async def everybody(scenario: Scenario, begun: datetime) -> Diary:
    """A partnership in every place, and in each of them somebody of this place and of the two next to it."""
    scenario.platform = diary = Diary(clock=scenario.clock)
    scenario.worker = scenario.another_worker()
    scenario.clock.move(begun - scenario.clock.now())
    people = [_person(n, place) for n, place in enumerate(PLACES)]
    quiet = [  # enough to be asked
        replace(_person(n, PLACES[0]), id=f"quiet-{n}", address=web_address(f"quiet-{n}"), home=None)
        for n in (7, 8)
    ]
    async with scenario.store.transaction() as db:
        for kind in TABLES:
            await db.remove(kind)
        await db.add(*people, *quiet)
        for n, place in enumerate(PLACES):
            rhythm = parse_schedule(place.rhythm, Translator(), place.zone, begun)
            first = next_dates(rhythm, place.zone, begun, begun, 1)[0]
            it = Partnership(f"p{n}", f"Partnership {n}", place.zone, "en", begun)
            await db.add(replace(it, rhythm=rhythm, rhythm_at=first, next_round_at=first))
            for m in (n, (n + 1) % 6, (n + 2) % 6):
                where = Organisation(
                    f"o{n}{m}", it.id, f"{m}", MembershipStatus.ACTIVE, region=PLACES[m].region
                )
                await db.add(where)
                await db.add(
                    Member(
                        f"m{n}{m}", it.id, where.id, people[m].id, Role.MEMBER, MembershipStatus.ACTIVE, begun
                    )
                )
            for person in quiet:
                await db.add(
                    Member(
                        f"{person.id}-{n}", it.id, where.id, person.id, Role.MEMBER, MembershipStatus.ACTIVE,
                        begun,
                    )
                )  # fmt: skip
    return diary


def _person(n: int, place: Place) -> Person:
    address = Address("slack", f"T{n}", f"{n}")
    return Person(f"person-{n}", address, address, f"Person {n}", place.zone, "en")


async def live(scenario: Scenario, diary: Diary, lapses: Iterable[timedelta], until: datetime) -> datetime:
    """Ticks, and lapses between them, of which some are negative; return how far the clock got. A worker that
    is awake ticks until nothing is due: to somebody on Slack it writes one message a second."""
    furthest = scenario.clock.now()
    for lapse in lapses:
        scenario.clock.move(lapse)
        await scenario.worker.tick()
        while await _more_is_due(scenario):
            scenario.clock.move(PACE)
            await scenario.worker.tick()
        diary.ticks.append(scenario.clock.now())
        furthest = max(furthest, scenario.clock.now())
        if furthest >= until:
            break
    return furthest


async def _more_is_due(scenario: Scenario) -> bool:
    async with scenario.store.read_only() as db:
        soon = scenario.clock.now() + PACE
        return bool(await db.due(Delivery, "due_at", soon, 1, state=DeliveryState.WAITING))


def lapses(chance: Random, troubles: Iterable[tuple[int, timedelta]]) -> Iterator[timedelta]:
    """A tick every few minutes or hours; and after so many of them something else, now and then."""
    for quiet, trouble in troubles:
        for _ in range(quiet):
            yield timedelta(minutes=chance.randrange(20, 180))
        yield trouble


async def judge(
    scenario: Scenario, diary: Diary, begun: datetime, furthest: datetime
) -> tuple[int, int, int]:
    """Hold what happened against the walk; return how many rounds and messages there were, and how often
    somebody was never asked in one."""
    rounds = {each.id: each for each in await scenario.all(Round)}
    for n, place in enumerate(PLACES):
        opened = [each for each in rounds.values() if each.partnership == f"p{n}"]
        opened.sort(key=lambda each: each.number)
        planned = list(reference_schedule.dates(place.rhythm, place.zone, begun, furthest))
        assert [each.number for each in opened] == list(range(1, len(planned) + 1)), place
        late = [each.opened_at - date for date, each in zip(planned, opened, strict=True)]
        assert all(timedelta(0) <= each <= LONGEST for each in late), place
    _judge_hours(diary)
    invitations = await scenario.all(Invitation)
    invited = {(each.round, each.member[-1]) for each in invitations if each.member.startswith("m")}
    closed = {each.id for each in rounds.values() if each.state is RoundState.CLOSED}
    never = _judge_asking(diary, {(round_, who) for round_, who in invited if round_ in closed}, rounds)
    return len(rounds), len(diary.written), never


def _judge_hours(diary: Diary) -> None:
    days = Counter[tuple[str, date]]()
    for at, who, card in diary.written:
        place = PLACES[int(who)]
        assert reference_schedule.may_be_written_to(at, place.zone, place.region), (at, place, card.title)
        if _asks(card):
            days[who, at.astimezone(ZoneInfo(place.zone)).date()] += 1
    assert {*days.values()} <= {1}


def _judge_asking(diary: Diary, invited: set[tuple[str, str]], rounds: dict[str, Round]) -> int:
    """Everybody who was invited was asked exactly once, and reminded once at most, while it was open; or
    never, where sleeps, jumps and holidays left no day on which they had not been asked something else, or
    where a clock was set back, before which they had been put off until later days. Return how often."""
    asked, reminded = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for at, who, card in diary.written:
        if card.thread_key.startswith("ask:"):
            round_ = rounds[card.thread_key.removeprefix("ask:")]
            assert round_.opened_at <= at < round_.closes_at
            (asked if _asks(card) else reminded)[round_.id, who] += 1
    assert {each for each in invited if asked[each] > 1} == set()
    days = _days(diary)
    never = [(rounds[id], who) for id, who in sorted(invited) if not asked[id, who]]
    for round_, who in never:
        assert _free_days(diary, round_, who) <= days[who] or _was_set_back(diary, round_), (round_, who)
    assert {each for each in invited if reminded[each] > 1} == set()
    return len(never)


def _days(diary: Diary) -> dict[str, set[date]]:
    """On which days each was asked, as they were where they are."""
    days: dict[str, set[date]] = {str(n): set() for n in range(len(PLACES))}
    for at, who, card in diary.written:
        if _asks(card):
            days[who].add(at.astimezone(ZoneInfo(PLACES[int(who)].zone)).date())
    return days


def _free_days(diary: Diary, round_: Round, who: str) -> set[date]:
    """Those on which they might have been asked about this round: somebody worked, in their hours."""
    place = PLACES[int(who)]
    return {
        at.astimezone(ZoneInfo(place.zone)).date()
        for at in diary.ticks
        if round_.opened_at <= at < round_.closes_at
        and reference_schedule.may_be_written_to(at, place.zone, place.region)
    }


def _was_set_back(diary: Diary, round_: Round) -> bool:
    """Whether the clock was, while the round was open."""
    return any(
        later < earlier and later < round_.closes_at and earlier > round_.opened_at
        for earlier, later in pairwise(diary.ticks)
    )


def _asks(card: Card) -> bool:
    return card.thread_key.startswith("ask:") and "still time" not in card.title


sleeps_and_jumps = st.lists(
    st.tuples(
        st.integers(80, 160),  # ticks: more troubles than that leave nobody time to be asked
        st.one_of(st.just(3 * DAY), st.timedeltas(-36 * HOUR, 36 * HOUR), st.timedeltas(-HOUR, HOUR)),
    ),
    min_size=1,
    max_size=2,
)


@settings(
    deadline=None,
    max_examples=2,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a story that fails takes minutes to make shorter
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begun=st.sampled_from(CHANGES), seed=st.integers(0, 1_000_000), troubles=sleeps_and_jumps)
async def test_each_date_has_one_round_and_everybody_is_asked_in_their_hours(
    scenario: Scenario, begun: datetime, seed: int, troubles: list[tuple[int, timedelta]]
) -> None:
    diary = await everybody(scenario, begun)
    furthest = await live(scenario, diary, lapses(Random(seed), troubles), begun + 30 * DAY)
    await judge(scenario, diary, begun, furthest)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1])
async def test_rounds_keep_their_promises_for_ten_years(scenario: Scenario, seed: int) -> None:
    chance, diary = Random(seed), await everybody(scenario, BEGUN)
    troubles = chain.from_iterable(
        ((chance.randrange(100, 300), trouble) for trouble in (3 * DAY, 30 * HOUR, -30 * HOUR, -HOUR, HOUR))
        for _ in count()
    )
    furthest = await live(scenario, diary, lapses(chance, troubles), BEGUN + 3653 * DAY)
    rounds, messages, never = await judge(scenario, diary, BEGUN, furthest)
    print(f"{rounds} rounds, {messages} messages, {never} never asked")  # noqa: T201  figures worth knowing
    assert rounds > 1000
    assert 500 * never < messages
