"""Measures how often somebody guesses one member's answer who asks twice, in other words, without them.

All members answer a question, and then all but one the same question in other words. Some of the others
waver: they change their answer by one point. People are those of docs/method.md 4, on one occasion. The
attacker is a member, so their own answer is known to them. They know the rules of disclosure and how often
people give which answer, and guess what is most likely after what was shown. That is learnt from half of the
simulated partnerships, and tried on the other half. Under the `earlier` rules means of few were exact to a
tenth between 1.5 and 4.5, and rounds could be hours apart. Today's are a band, or the nearest half or
whole point, and own questions are at least five working days apart.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks import Figure
from bot.analysis.disclosure import AnswerCounts, disclose_question, round_to_tenth
from bot.core.models import Round, RoundKind
from bot.questions.bank import OWN_QUESTION

TIMES = 20_000  # partnerships of each size: rates are right to a point
MEMBERS = (6, 7, 8, 9, 12, 15, 20)
WAVERING = (0, 2, 5, 10)  # of 100 others
LEVEL, PERSON, OCCASION = 3.7, 0.7, 0.5
NEAR = 12  # points that asking twice may gain beyond guessing without a look
RARE = 1e-3  # how often something is taken to happen that was never seen

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AD_HOC = Round("r", "p", RoundKind.AD_HOC, 0, (OWN_QUESTION,), NOON, NOON, NOON)
SCHEDULED = replace(AD_HOC, kind=RoundKind.SCHEDULED)

Answers = tuple[int, ...]
Show = Callable[[Answers], Hashable]


@dataclass(frozen=True, slots=True)
class Rates:
    """Right guesses of 100: without looking, after one round, and after pairs of rounds, by how many of 100
    others waver."""

    members: int
    no_look: float
    one: float
    pairs: tuple[float, ...]


async def measure() -> list[Figure]:
    columns = (f"{percent}% waver" for percent in WAVERING)
    table = Table("members", "rules", "no look", "one round", *columns, title="Right guesses of 100")
    figures = []
    for members in MEMBERS:
        for name, (first, second, pairs) in RULES.items():
            rates = simulate(members, first, second, pairs)
            shown = (rates.no_look, rates.one, *rates.pairs)
            table.add_row(str(members), name, *(f"{rate:.0f}" for rate in shown))
            if name == TODAY:
                gained = max(rates.pairs) - rates.no_look
                figures.append(
                    Figure(
                        f"points that asking twice gains, {members} members", gained, NEAR, 1, at_most=True
                    )
                )
    Console(width=110).print(table)
    return figures


def simulate(members: int, first: Show, second: Show, pairs: int = 1, times: int = TIMES) -> Rates:
    """Return the rates for partnerships of this size. `first` and `second` return what is shown of the two
    rounds of a pair. The result is always the same."""
    chance = Random(members)
    partnerships = [tuple(_answer(chance) for _ in range(members)) for _ in range(times)]
    said = [answers[0] for answers in partnerships]
    one = [[(answers[1], first(tuple(sorted(answers))))] for answers in partnerships]
    by_wavering = []
    for percent in WAVERING:
        seen = [
            [_pair(chance, answers, percent, first, second) for _ in range(pairs)] for answers in partnerships
        ]
        by_wavering.append(_right(seen, said))
    return Rates(members, _right([[()]] * times, said), _right(one, said), tuple(by_wavering))


def _pair(chance: Random, answers: Answers, percent: int, first: Show, second: Show) -> Hashable:
    """Return what is seen of two rounds, of which the victim answers the first only. The attacker's own
    answer is the second of all."""
    victim, *others = answers
    before, after = ([_waver(chance, answer, percent / 2) for answer in others] for _ in range(2))
    return answers[1], first(tuple(sorted([victim, *before]))), second(tuple(sorted(after)))


def earlier(answers: Answers) -> Hashable:
    mean = sum(answers) / len(answers)
    if len(answers) < 10:
        return min(max(round_to_tenth(mean), 1.5), 4.5)
    return answers


def today(answers: Answers) -> Hashable:
    return _shown(answers, AD_HOC)


def scheduled(answers: Answers) -> Hashable:
    return _shown(answers, SCHEDULED)


@cache
def _shown(answers: Answers, round_: Round) -> Hashable:
    counts = tuple(answers.count(point) for point in range(1, 6))
    tally = AnswerCounts(counts, invited=len(answers))
    result = disclose_question("q", round_, OWN_QUESTION, OWN_QUESTION, False, tally)
    return result.mean, result.band, result.counts, result.agreement, result.split


TODAY = "today"
RULES = {  # what is shown of each round of a pair, and how many pairs there are
    "earlier": (earlier, earlier, 1),
    "earlier, three pairs": (earlier, earlier, 3),
    TODAY: (today, today, 1),
    "today, three pairs": (today, today, 3),
    "scheduled, then own": (scheduled, today, 1),
}


def _answer(chance: Random) -> int:
    return min(max(round(chance.gauss(LEVEL, PERSON) + chance.gauss(0, OCCASION)), 1), 5)


def _waver(chance: Random, answer: int, percent: float) -> int:
    if 100 * chance.random() >= percent:
        return answer
    return min(max(answer + chance.choice((-1, 1)), 1), 5)


def _right(seen: Sequence[Sequence[Hashable]], said: Sequence[int]) -> float:
    """Return how many of 100 best guesses are right. Each partnership has one or more sights, which are taken
    as independent. Half of the partnerships teach, the others are guessed."""
    answers = Counter(said[::2])
    taught: defaultdict[Hashable, Counter[int]] = defaultdict(Counter)
    for sights, answer in zip(seen[::2], said[::2], strict=True):
        taught[sights[0]][answer] += 1
    right = 0
    for sights, answer in zip(seen[1::2], said[1::2], strict=True):
        scores = {
            point: math.log(often / len(said))
            + sum(math.log((taught[sight][point] + RARE) / often) for sight in sights if sight in taught)
            for point, often in answers.items()
        }
        right += max(scores, key=scores.__getitem__) == answer
    return 100 * right / len(seen[1::2])
