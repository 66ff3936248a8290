"""Nobody is certain of anybody else's answer: an exact enumeration of what five to nine people can answer.

The reader knows the product's code, how many were invited, who gave a scored answer, and may know what they
said themselves. What is shown together is one stored result, from which everything that people see is made.
"Since last round" follows from two of them, and so adds nothing. Answers of everybody are a world; a reader
is certain of somebody's answer if it is the same in every world in which just that would be shown, and in
which they themselves said what they said. Others of one side can be exchanged for one another, so somebody's
answer is the same in all worlds only if all of their side, without the reader, gave that answer in each.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from itertools import combinations_with_replacement
from typing import Any, TypeAlias

import pytest

from bot.analysis import statistics
from bot.analysis.disclosure import POWER_THEME, AnswerCounts, disclose_question
from bot.core.models import QuestionResult, RoundKind
from tests.privacy.subtraction import ROUND

Counts: TypeAlias = tuple[int, ...]
Shown: TypeAlias = tuple[Any, ...]
Show: TypeAlias = Callable[[Counts, int], Shown]  # of these answers, and so many invited
World: TypeAlias = tuple[Counts, ...]  # the answers of each side; of all, if there are no sides
Knowledge: TypeAlias = tuple[int | None, Shown, int]  # own answer, what is shown, what all others said

FEW = range(5, 10)
SILENT = (0, 1, 3, 12)
KINDS = {
    "trust": (RoundKind.SCHEDULED, "trust", "trust.reliable@1", True),
    "power": (RoundKind.SCHEDULED, POWER_THEME, "power.voice@1", True),
    "ad hoc": (RoundKind.AD_HOC, POWER_THEME, "power.voice@1", True),
    "own": (RoundKind.AD_HOC, "own", "own", False),
}


def answers_of(n: int) -> Sequence[Counts]:
    """Return all that n people can answer, as people per point."""
    return [
        tuple(answers.count(point) for point in range(1, 6))
        for answers in combinations_with_replacement(range(1, 6), n)
    ]


def shown_by(kind: str) -> Show:
    round_kind, theme, question, anchor = KINDS[kind]

    def show(counts: Counts, invited: int) -> Shown:
        tally = AnswerCounts(counts, cant_say=2, invited=invited)
        round_ = replace(ROUND, kind=round_kind)
        return tuple(asdict(disclose_question("q", round_, theme, question, anchor, tally)).items())

    return show


def shown_before(theme: str) -> Show:
    """Return what the product showed while bands were narrower, and words were not held back."""

    def show(counts: Counts, invited: int) -> Shown:
        n, mean = sum(counts), statistics.mean(counts)
        score = "1.5 or less" if mean <= 1.5 else "4.5 or more" if mean >= 4.5 else round(mean + 1e-9, 1)
        if n < 8:
            return (score,)
        distance = statistics.average_distance(counts)
        words = "strong" if distance <= 0.5 else "fair" if distance <= 0.8 else "wide"
        low = counts[0] + counts[1]
        voice = "third" if 3 * low >= n else "some" if low else "none" if mean != 3 else ""
        return score, words, statistics.split(counts), voice if theme == POWER_THEME else ""

    return show


def certain(worlds: Iterable[World], shown: Callable[[World], Shown]) -> set[Knowledge]:
    """Return all that a reader could be certain of, for each own answer, or None for an outsider."""
    alike = defaultdict(list)
    for world in worlds:
        alike[shown(world)].append(world)
    return {
        (own, told, answer)
        for told, possible in alike.items()
        for side in range(len(possible[0]))
        for own in (None, *range(1, 6))
        for others in others_in(possible, side, own)
        for answer in known(others)
    }


def others_in(possible: Sequence[World], side: int, own: int | None) -> Iterable[list[Counts]]:
    """Return, for each side, what all but the reader, of this side, said in each world that the reader
    thinks possible."""
    worlds = [world for world in possible if own is None or world[side][own - 1]]
    for other in range(len(possible[0])):
        yield [without(world[other], own if side == other else None) for world in worlds]


def without(counts: Counts, point: int | None) -> Counts:
    return tuple(count - (at == point) for at, count in enumerate(counts, 1))


def known(others: Sequence[Counts]) -> set[int]:
    """Return the one answer that all others gave in every world, if there is one."""
    said = {frozenset(point for point, count in enumerate(counts, 1) if count) for counts in others}
    return set(next(iter(said))) if len(said) == 1 and len(next(iter(said))) == 1 else set()


def certain_of_few(show: Show, n: int, silent: int) -> set[Knowledge]:
    return certain(((counts,) for counts in answers_of(n)), lambda world: show(world[0], n + silent))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", FEW)
def test_nobody_is_certain_of_an_answer_of_five_to_nine_people(kind: str, n: int) -> None:
    assert [certain_of_few(shown_by(kind), n, silent) for silent in SILENT] == [set()] * len(SILENT)


@pytest.mark.parametrize(
    ("n", "theme", "own", "shown", "answer"),
    [
        (5, "trust", 3, ("1.5 or less",), 1),
        (5, "trust", 3, ("4.5 or more",), 5),
        (5, "trust", 5, (1.8,), 1),
        (5, "trust", 4, (1.6,), 1),
        (5, "trust", 1, (4.2,), 5),
        (5, "trust", 2, (4.4,), 5),
        (6, "trust", 5, (1.7,), 1),
        (7, "trust", 5, (1.6,), 1),
        (6, "trust", 4, ("1.5 or less",), 1),
        (7, "trust", 2, ("4.5 or more",), 5),
        (8, "trust", 5, (2.4, "strong", False, ""), 2),
        (9, "trust", 5, (2.3, "strong", False, ""), 2),
        (8, "trust", 1, (3.6, "strong", False, ""), 4),
        (9, "trust", 1, (3.7, "strong", False, ""), 4),
        (8, "power", 4, (3.1, "strong", False, "none"), 3),
        (8, "power", 5, (3.3, "strong", False, "none"), 3),
        (9, "power", 5, (3.2, "strong", False, "none"), 3),
    ],
)
def test_narrower_bands_and_all_words_told_a_person_who_stands_alone(
    n: int, theme: str, own: int, shown: Shown, answer: int
) -> None:
    assert (own, shown, answer) in certain_of_few(shown_before(theme), n, 0)


def test_of_ten_only_unanimity_tells_an_outsider() -> None:
    """That is the one exception, which the product states: from ten answers on, the counts are shown."""
    found = certain_of_few(shown_by("trust"), 10, 1)
    outsiders = {(own, answer) for own, _, answer in found if own is None}
    assert outsiders == {(None, answer) for answer in range(1, 6)}


@pytest.mark.parametrize(
    ("n", "size"),
    [
        (10, 5),
        *[
            pytest.param(n, size, marks=pytest.mark.long)
            for n in (11, 12, 13)
            for size in range(5, n // 2 + 1)
        ],
    ],
)
def test_the_gap_beside_the_answers_of_all_makes_nobody_certain(n: int, size: int) -> None:
    for counts in answers_of(n):
        alone = certain([(counts,)], lambda _: ())
        found = certain(sides_of(counts, size), gap_shown(counts))
        assert {(own, answer) for own, _, answer in found} <= {(own, answer) for own, _, answer in alone}, (
            counts
        )


def sides_of(counts: Counts, size: int) -> list[World]:
    """Return all ways in which a lead side of this size, and the others, can have given these answers."""
    return [
        (lead, others)
        for lead in answers_of(size)
        if min(others := tuple(a - b for a, b in zip(counts, lead, strict=True))) >= 0
    ]


def gap_shown(counts: Counts) -> Callable[[World], Shown]:
    def show(world: World) -> Shown:
        tally = AnswerCounts(counts, invited=sum(counts) + 2)
        result: QuestionResult = disclose_question(
            "q", ROUND, POWER_THEME, "power.voice@1", True, tally, lead=AnswerCounts(world[0])
        )
        return result.gap, result.uneven

    return show
