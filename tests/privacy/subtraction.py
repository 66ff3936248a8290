"""What can be worked out by subtraction from everything that is ever shown: docs/method.md 5.

The thief has all readings of all rounds, from which everything that is shown is made; knows the product's
code, who was in which organisation and on which side, and even who gave a scored answer; and may know what
they said themselves. Whoever is asked the same again within five working days says the same again: readings
of one question that are so near belong together. Later, people may have changed their minds, and no reading
can be subtracted from another.

A world is everything that people can have said for exactly that to be shown which was shown. A group is
worked out if its mean, and so all the more its answers, is the same in every world: a person; an
organisation; a side that is too small, or whose remainder is; those who joined or changed places since the
round before, or were gone by the next; and all but these. So is a side of under ten that may be shown, if how
many chose each point on it is the same in every world, for of so few the ladder promises a mean; and another
person, if what they said is the same in every world in which the thief said what the thief did say. What the
reading of everybody alone tells is not worked out but promised, as that all are of one mind where ten or more
are; and so is how each side answered where both are ten or more.

The method is exact. People who stood on the same side whenever they answered are a cell, and can be exchanged
for one another: a world is how many of each cell chose each point, and all worlds are gone through. In one of
them the sum of some people of a cell lies anywhere from that of its lowest answers to that of its highest.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import TypeAlias

from bot.analysis import statistics
from bot.analysis.disclosure import (
    MIN_FOR_COUNTS,
    MIN_REPLIES,
    POWER_THEME,
    AnswerCounts,
    disclose_question,
    meets_threshold,
    round_to_tenth,
)
from bot.core.models import QuestionResult, Round, RoundKind

Counts: TypeAlias = tuple[int, ...]
Cell: TypeAlias = tuple[bool | None, ...]  # in each reading: on the lead side, with the others, or not there
World: TypeAlias = Mapping[Cell, Counts]
Ladder: TypeAlias = Callable[
    [AnswerCounts, AnswerCounts, int, RoundKind], QuestionResult
]  # of all, of the lead side, the threshold, and the kind of the round

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROUND = Round("r", "p", RoundKind.SCHEDULED, 1, (), NOON, NOON, NOON)
ALL: Cell = ()
MANY = 50_000  # tries, after which the thief gives up; only one who may ask again at once ever does
of_all = attrgetter("mean", "band", "low", "high", "agreement", "split", "low_share", "spread", "counts")
of_sides = attrgetter("gap", "uneven")


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of the power anchor in one round. `leads` are all who gave a scored answer, and whether
    they stood on the lead side; `groups`, by name, are those of whom the thief would like to know."""

    reading: QuestionResult
    threshold: int
    leads: Mapping[str, bool]
    groups: Mapping[str, frozenset[str]]
    kind: RoundKind = RoundKind.SCHEDULED

    @property
    def tells(self) -> bool:
        """Whether it shows more than how many answered, and may tell more than the ladder promises."""
        shows = self.reading.mean is not None or bool(self.reading.band)
        return shows and min(map(len, self.sides)) < max(MIN_FOR_COUNTS, self.threshold)

    @property
    def sides(self) -> tuple[frozenset[str], frozenset[str]]:
        lead = frozenset(who for who, leads in self.leads.items() if leads)
        return lead, frozenset(self.leads) - lead

    def hidden(self) -> Iterator[tuple[str, frozenset[str]]]:
        """All that the thief may not be told the mean of."""
        everybody, sides = frozenset(self.leads), self.sides
        shown = {everybody, frozenset[str]()}
        if all(meets_threshold(len(side), self.threshold) for side in sides):
            shown |= {*sides}
        named = {**{who: frozenset({who}) for who in everybody}, **self.groups, "the lead side": sides[0]}
        for name, group in named.items():
            for called, part in ((name, group & everybody), (f"all but {name}", everybody - group)):
                if part not in shown:
                    yield called, part


def product(
    tally: AnswerCounts, lead: AnswerCounts, threshold: int, kind: RoundKind = RoundKind.SCHEDULED
) -> QuestionResult:
    round_ = replace(ROUND, kind=kind)
    return disclose_question("q", round_, POWER_THEME, "q", True, tally, threshold, lead)


def without_the_remainder_rule(
    tally: AnswerCounts, lead: AnswerCounts, threshold: int, kind: RoundKind
) -> QuestionResult:
    """A copy that shows a side if it is large enough, whatever remains beside it."""
    others = _minus(tally.counts, lead.counts)
    shown = any(meets_threshold(sum(side), threshold) for side in (lead.counts, others))
    return (
        _in_full(product(tally, lead, threshold, kind), lead.counts, others)
        if shown
        else product(tally, lead, threshold, kind)
    )


def with_the_gap_in_full(
    tally: AnswerCounts, lead: AnswerCounts, threshold: int, kind: RoundKind
) -> QuestionResult:
    """A copy that says how far two large sides are apart, whatever that tells beside the answers of all."""
    others = _minus(tally.counts, lead.counts)
    shown = all(meets_threshold(sum(side), threshold) for side in (lead.counts, others))
    return (
        _in_full(product(tally, lead, threshold, kind), lead.counts, others)
        if shown
        else product(tally, lead, threshold, kind)
    )


def _in_full(reading: QuestionResult, lead: Counts, others: Counts) -> QuestionResult:
    if not (any(lead) and any(others)):
        return reading
    gap = round_to_tenth(statistics.mean(lead) - statistics.mean(others))
    return replace(reading, gap=gap, uneven=statistics.permutation_p(lead, others) < 0.05)


def worked_out(looks: Sequence[Look], said: Mapping[str, int], ladder: Ladder) -> set[str]:
    """All that readings that belong together tell and may not tell. `said` is the truth."""
    cells = {who: tuple(each.leads.get(who) for each in looks) for look in looks for who in look.leads}
    tried = [*islice(worlds(looks, cells, ladder), MANY)]
    if len(tried) == MANY:
        return set()
    possible = [context for context in tried if context is not None]
    assert _truth(cells, said, possible[0]) in possible
    found: set[str] = set()
    for place, look in enumerate(looks):
        if look.tells:
            alone: list[World] = [{ALL: counts} for counts in _alike(look, ladder)]
            found |= set(_groups(look, cells, possible, alone))
            found |= set(_sides(look, place, possible, alone))
            found |= set(_neighbours(look, cells, said, possible, alone))
    return found


def _groups(
    look: Look, cells: Mapping[str, Cell], possible: Sequence[World], alone: Sequence[World]
) -> Iterator[str]:
    for name, group in look.hidden():
        if _is_known(possible, Counter(cells[who] for who in group)) and not _is_known(
            alone, {ALL: len(group)}
        ):
            yield name


def _sides(look: Look, place: int, possible: Sequence[World], alone: Sequence[World]) -> Iterator[str]:
    """Those that may be shown, but whose answers may not."""
    if not all(meets_threshold(len(side), look.threshold) for side in look.sides) or _is_known(
        alone, {ALL: 1}
    ):
        return
    for name, leads, side in zip(("lead side", "others"), (True, False), look.sides, strict=True):
        spread = {_sum(context[cell] for cell in context if cell[place] is leads) for context in possible}
        if len(side) < MIN_FOR_COUNTS and len(spread) == 1:
            yield f"the answers of the {name}"


def _neighbours(
    look: Look,
    cells: Mapping[str, Cell],
    said: Mapping[str, int],
    possible: Sequence[World],
    alone: Sequence[World],
) -> Iterator[str]:
    """Those of whom one of the others knows by knowing what they said themselves."""
    here = Counter(cells[who] for who in look.leads)
    for mine, point in {(cells[who], said[who]) for who in look.leads}:
        left = [
            _without(context, mine, point)
            for context in possible
            if mine not in context or context[mine][point - 1]
        ]
        if _is_known(
            [_without(context, ALL, point) for context in alone if context[ALL][point - 1]], {ALL: 1}
        ):
            continue
        for theirs in here - Counter([mine]):
            if _is_known(left, {theirs: 1}):
                yield f"one of {theirs}, known to one of {mine} who said {point}"


def worlds(
    looks: Sequence[Look],
    cells: Mapping[str, Cell],
    ladder: Ladder,
    context: World = MappingProxyType({}),
    place: int = 0,
) -> Iterator[World | None]:
    """All that fit what was shown, from this reading on; and None for whatever was tried and does not. Cells
    of whom nothing was shown are left out."""
    if place == len(looks):
        yield context
        return
    look, sizes = looks[place], Counter(cells.values())
    here = {cell: size for cell, size in sizes.items() if cell[place] is not None}
    for more in _fitting(look, place, here, context, ladder) if look.tells else ({},):
        if more is None:
            yield None
        else:
            yield from worlds(looks, cells, ladder, {**context, **more}, place + 1)


def _fitting(
    look: Look, place: int, here: Mapping[Cell, int], context: World, ladder: Ladder
) -> Iterator[World | None]:
    """Return what the cells that earlier readings told nothing of can have scored."""
    before = _sum(context[cell] for cell in here if cell in context)
    new = [(cell, size) for cell, size in here.items() if cell not in context]
    for counts in _alike(look, ladder):
        yield None
        for more in _dealt(_minus(counts, before), new):
            lead = _sum((more.get(cell) or context[cell]) for cell in here if cell[place])
            tally = AnswerCounts(counts, invited=sum(counts))
            again = ladder(tally, AnswerCounts(lead), look.threshold, look.kind)
            yield more if of_sides(again) == of_sides(look.reading) else None


def _alike(look: Look, ladder: Ladder) -> Sequence[Counts]:
    """How all can have answered for the same to be shown of them, taken together."""
    reading = look.reading
    if reading.counts is not None:
        return [reading.counts]
    return _read(reading.scored, reading.invited, ladder, look.kind)[of_all(reading)]


@cache
def _read(n: int, invited: int, ladder: Ladder, kind: RoundKind) -> Mapping[object, list[Counts]]:
    """All that so many can have answered, by what is shown of it."""
    found: dict[object, list[Counts]] = {}
    for counts in _ways((n,) * 5, n):
        found.setdefault(
            of_all(ladder(AnswerCounts(counts, 0, invited), AnswerCounts(), MIN_REPLIES, kind)), []
        ).append(counts)
    return found


def _dealt(counts: Counts, cells: Sequence[tuple[Cell, int]]) -> Iterator[dict[Cell, Counts]]:
    """All ways to deal these answers out to cells of these sizes."""
    if min(counts) < 0:
        return
    if not cells:
        if not any(counts):
            yield {}
        return
    (cell, size), *others = cells
    for theirs in _ways(counts, size):
        for more in _dealt(_minus(counts, theirs), others):
            yield {cell: theirs, **more}


@cache
def _ways(counts: Counts, size: int) -> Sequence[Counts]:
    """Return how so many of these people can have scored."""
    if not counts:
        return [] if size else [()]
    return [(n, *more) for n in range(min(counts[0], size) + 1) for more in _ways(counts[1:], size - n)]


def _is_known(possible: Sequence[World], share: Mapping[Cell, int]) -> bool:
    """Whether the sum of so many people of these cells is the same in every world."""
    if not all(cell in context for cell in share for context in possible):
        return False
    sums = [[_reach(context[cell], size) for cell, size in share.items()] for context in possible]
    low = min(sum(least for least, _ in each) for each in sums)
    return low == max(sum(most for _, most in each) for each in sums)


@cache
def _reach(counts: Counts, size: int) -> tuple[int, int]:
    points = [point for point, count in enumerate(counts, 1) for _ in range(count)]
    return sum(points[:size]), sum(points[len(points) - size :])


def _truth(cells: Mapping[str, Cell], said: Mapping[str, int], told: Iterable[Cell]) -> World:
    chosen = Counter((cell, said[who]) for who, cell in cells.items())
    return {cell: tuple(chosen[cell, point] for point in range(1, 6)) for cell in told}


def _without(context: World, cell: Cell, point: int) -> World:
    """With one answer less."""
    if cell not in context:
        return context
    return {**context, cell: tuple(count - (at == point) for at, count in enumerate(context[cell], 1))}


def _sum(some: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip((0,) * 5, *some, strict=False)))


def _minus(counts: Counts, some: Counts) -> Counts:
    return tuple(a - b for a, b in zip(counts, some, strict=True))
