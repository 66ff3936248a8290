"""How much may be said of the gap between two sides, beside the answers of all. Pure.

Who is shown how all answered, and how far apart the sides are, can often work out how each side answered,
and of small sides what one person said. So as much is said of the gap as leaves that open, even to somebody
who knows what they said themselves. Every way in which the answers of all can lie on the two sides is gone
through, and those that would be told too closely are told alike: what is held back then depends on nothing
that is not shown anyway, and so tells nothing either.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Counts = tuple[int, ...]  # people per point


@dataclass(frozen=True, slots=True)
class GapStatement:
    """What is said of it: `size` is the lead side's mean minus the others'; `uneven` is None where there is
    nothing to say."""

    size: float | None = None
    uneven: bool | None = None


NO_STATEMENT = GapStatement()

Groups = Mapping[GapStatement, list[Counts]]  # the lead sides that are told alike


def safe_statements(
    counts: Counts, size: int, gap: Callable[[Counts, Counts], GapStatement]
) -> dict[Counts, GapStatement]:
    """What to say of the gap, for each way in which a lead side of `size` can have answered. `gap` gives what
    there would be to say of a lead side and the others."""
    said = {lead: gap(lead, subtract(counts, lead)) for lead in splits(counts, size)}
    groups = _groups(said)
    while len(groups) > 1 and (telling := [each for each in groups if reveals(counts, groups[each])]):
        for each in telling:
            among = _least(groups) if each == NO_STATEMENT else each
            said |= dict.fromkeys(groups[among], _less(among))
        groups = _groups(said)
    return said


def reveals(counts: Counts, leads: list[Counts]) -> bool:
    """Whether it tells too much to know that one of these is how the lead side answered: how each side did,
    or, to somebody who knows their own answer, what another one said."""
    if len(leads) == 1:
        return True
    others = [subtract(counts, lead) for lead in leads]
    return any(
        _leaves_one(mine, theirs, point)
        for mine, theirs in ((leads, others), (others, leads))
        for point in range(len(counts))
    )


def splits(counts: Counts, size: int) -> Iterator[Counts]:
    """How so many of these people can have answered."""
    if not counts:
        if not size:
            yield ()
        return
    for here in range(min(counts[0], size) + 1):
        yield from ((here, *more) for more in splits(counts[1:], size - here))


def subtract(counts: Counts, some: Counts) -> Counts:
    return tuple(a - b for a, b in zip(counts, some, strict=True))


def _groups(said: Mapping[Counts, GapStatement]) -> Groups:
    groups: defaultdict[GapStatement, list[Counts]] = defaultdict(list)
    for lead, gap in said.items():
        groups[gap].append(lead)
    return groups


def _less(gap: GapStatement) -> GapStatement:
    return GapStatement(uneven=True) if gap.uneven and gap.size is not None else NO_STATEMENT


def _least(groups: Groups) -> GapStatement:
    """Of what is said, that which is missed the least where nothing is said in its place."""
    return min(
        (each for each in groups if each != NO_STATEMENT), key=lambda each: (each.uneven, abs(each.size or 0))
    )


def _leaves_one(mine: list[Counts], theirs: list[Counts], point: int) -> bool:
    """Whether somebody of a side who chose this point is left with one way, in which all others of either
    side are of one mind."""
    left = [each for each in zip(mine, theirs, strict=True) if each[0][point]]
    if len(left) != 1:
        return False
    ((own, other),) = left
    return _of_one_mind(other) or _of_one_mind((*own[:point], own[point] - 1, *own[point + 1 :]))


def _of_one_mind(counts: Counts) -> bool:
    return sum(map(bool, counts)) == 1
