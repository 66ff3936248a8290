"""What can be guessed of a newcomer's answer by subtracting the round before, while all others had a
fortnight to waver in. People are those of docs/method.md 4: round(person N(3.7, 0.7) + occasion), from 1 to
5."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from functools import cache
from random import Random

from bot.analysis.disclosure import MIN_REPLIES, AnswerCounts
from bot.core.models import QuestionResult
from tests.privacy.subtraction import Counts, product


def right(members: int, occasion: float, times: int) -> tuple[int, int]:
    """How many of 100 guesses are right: from both rounds, and from the newcomer's first alone. Everybody
    answers; what is best to guess when this or that is shown, the thief knows from as many other
    partnerships."""
    chance = Random(members)
    both, alone = list[tuple[Hashable, int]](), list[tuple[Hashable, int]]()
    for _ in range(times):
        people = [chance.gauss(3.7, 0.7) for _ in range(members + 1)]
        before, after = (
            [min(max(round(each + chance.gauss(0, occasion)), 1), 5) for each in people] for _ in range(2)
        )
        first, second = _read(tuple(sorted(before[:-1]))), _read(tuple(sorted(after)))
        both.append((_change(first, second), after[-1]))
        alone.append(((second.mean, second.band), after[-1]))
    return _of_hundred(both), _of_hundred(alone)


@cache
def _read(said: tuple[int, ...]) -> QuestionResult:
    counts: Counts = tuple(said.count(point) for point in range(1, 6))
    return product(AnswerCounts(counts, invited=len(said)), AnswerCounts(), MIN_REPLIES)


def _change(first: QuestionResult, second: QuestionResult) -> Hashable:
    """By how much more people chose each point, where that is shown, else both means."""
    if first.counts and second.counts:
        return tuple(min(max(b - a, -2), 2) for a, b in zip(first.counts, second.counts, strict=True))
    return first.mean, first.band, second.mean, second.band


def _of_hundred(seen: Sequence[tuple[Hashable, int]]) -> int:
    """Half of them are what the thief knows, the others are guessed."""
    known: defaultdict[Hashable, Counter[int]] = defaultdict(Counter)
    for shown, said in seen[::2]:
        known[shown][said] += 1
    guesses = [
        (max(known[shown], key=known[shown].__getitem__, default=4), said) for shown, said in seen[1::2]
    ]
    return round(100 * sum(guess == said for guess, said in guesses) / len(guesses))
