"""Disclosure control for the gap between two sides, beside the answers of all. Pure.

A reader who sees how all answered, and how far apart the sides are, can often work out how each side
answered, and on small sides what one person answered. So the statement about the gap leaves that open, even
to a reader who knows their own answer. For every way to split the answers of all between the two sides, the
statement is made less exact until it fits several of them. What is held back then depends only on what is
shown anyway, and so reveals nothing either.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Counts = tuple[int, ...]  # people per point


@dataclass(frozen=True, slots=True)
class GapStatement:
    """A statement about the gap: `size` is the lead side's mean minus the others'; `uneven` is None if
    nothing is stated."""

    size: float | None = None
    uneven: bool | None = None


NO_STATEMENT = GapStatement()

Groups = Mapping[GapStatement, list[Counts]]  # the lead sides with the same statement


def safe_statements(
    counts: Counts, size: int, gap: Callable[[Counts, Counts], GapStatement]
) -> dict[Counts, GapStatement]:
    """Return the statement that may be shown, for each way in which a lead side of `size` can have answered.
    `gap` returns the exact statement for a lead side and the others."""
    statements = {lead: gap(lead, subtract(counts, lead)) for lead in splits(counts, size)}
    groups = _groups(statements)
    while len(groups) > 1 and (
        revealing := [statement for statement in groups if reveals(counts, groups[statement])]
    ):
        for statement in revealing:
            reduced = _least_important(groups) if statement == NO_STATEMENT else statement
            statements |= dict.fromkeys(groups[reduced], _less_exact(reduced))
        groups = _groups(statements)
    return statements


def reveals(counts: Counts, leads: list[Counts]) -> bool:
    """Return True if it reveals too much that one of these is how the lead side answered: how each side
    answered, or, to a person who knows their own answer, what another person answered."""
    if len(leads) == 1:
        return True
    others = [subtract(counts, lead) for lead in leads]
    return any(
        _identifies_others(own_side, other_side, point)
        for own_side, other_side in ((leads, others), (others, leads))
        for point in range(len(counts))
    )


def splits(counts: Counts, size: int) -> Iterator[Counts]:
    """Yield every way in which `size` of these people can have answered."""
    if not counts:
        if not size:
            yield ()
        return
    for first in range(min(counts[0], size) + 1):
        yield from ((first, *rest) for rest in splits(counts[1:], size - first))


def subtract(counts: Counts, some: Counts) -> Counts:
    return tuple(a - b for a, b in zip(counts, some, strict=True))


def _groups(statements: Mapping[Counts, GapStatement]) -> Groups:
    groups: defaultdict[GapStatement, list[Counts]] = defaultdict(list)
    for lead, statement in statements.items():
        groups[statement].append(lead)
    return groups


def _less_exact(gap: GapStatement) -> GapStatement:
    return GapStatement(uneven=True) if gap.uneven and gap.size is not None else NO_STATEMENT


def _least_important(groups: Groups) -> GapStatement:
    """Return the statement that matters least if it is left out."""
    statements = (statement for statement in groups if statement != NO_STATEMENT)
    return min(statements, key=lambda statement: (statement.uneven, abs(statement.size or 0)))


def _identifies_others(own_side: list[Counts], other_side: list[Counts], point: int) -> bool:
    """Return True if only one split is possible for a person who chose this point, and in it all others of
    either side gave the same answer."""
    possible = [pair for pair in zip(own_side, other_side, strict=True) if pair[0][point]]
    if len(possible) != 1:
        return False
    ((own, other),) = possible
    return _is_unanimous(other) or _is_unanimous((*own[:point], own[point] - 1, *own[point + 1 :]))


def _is_unanimous(counts: Counts) -> bool:
    return sum(map(bool, counts)) == 1
