"""Measures how often somebody guesses one member's answer who asks twice, in other words, without them.

All members answer a question, and then all but one the same question in other words. Some of the others
waver: they change their answer by one point. People are those of docs/method.md 4, on one occasion. The
attacker is a member, so their own answer is known to them. They know the rules of disclosure and how often
people give which answer, and guess what is most likely after what was shown. That is learnt from half of the
simulated partnerships, and tried on the other half. Under the `earlier` rules means of few were exact to a
tenth between 1.5 and 4.5, and rounds could be hours apart. Today's are a band or the nearest half, and own
questions are at least five working days apart.
"""

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

TIMES = 40_000  # partnerships of each size: rates are right to half a point
MEMBERS = (6, 7, 8, 9, 12, 15, 20)
WAVERING = (0, 2, 5, 10)  # of 100 others
LEVEL, PERSON, OCCASION = 3.7, 0.7, 0.5
NEAR = 10  # points above the prior: what a guess may gain

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AD_HOC = Round("r", "p", RoundKind.AD_HOC, 0, (OWN_QUESTION,), NOON, NOON, NOON)
SCHEDULED = replace(AD_HOC, kind=RoundKind.SCHEDULED)

Answers = tuple[int, ...]
Show = Callable[[Answers], Hashable]


@dataclass(frozen=True, slots=True)
class Rates:
    """Right guesses of 100: without looking, of one round, and of both rounds by how many others waver."""

    members: int
    prior: float
    one: float
    both: tuple[float, ...]


async def measure() -> list[Figure]:
    table = Table("members", "rules", "no look", "one round", *(f"{percent}% waver" for percent in WAVERING))
    figures = []
    for members in MEMBERS:
        for name, shows in RULES.items():
            rates = simulate(members, *shows)
            cells = (f"{rate:.0f}" for rate in (rates.prior, rates.one, *rates.both))
            table.add_row(str(members), name, *cells)
            figures.append(rates)
    Console(width=110).print(table)
    return []


def simulate(members: int, first: Show, second: Show, times: int = TIMES) -> Rates:
    """Return the rates for partnerships of this size. `first` and `second` return what is shown of either
    round. The result is always the same."""
    chance = Random(members)
    rounds = [[_answer(chance) for _ in range(members)] for _ in range(times)]
    said = [answers[0] for answers in rounds]
    one = [(answers[1], first(tuple(sorted(answers)))) for answers in rounds]
    both = []
    for percent in WAVERING:
        again = [
            tuple(sorted(_waver(chance, answer, percent) for answer in answers[1:])) for answers in rounds
        ]
        both.append(
            _right([(*seen, second(answers)) for seen, answers in zip(one, again, strict=True)], said)
        )
    return Rates(members, _right([()] * times, said), _right(one, said), tuple(both))


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


RULES = {
    "earlier": (earlier, earlier),
    "today": (today, today),
    "scheduled, then own": (scheduled, today),
}


def _answer(chance: Random) -> int:
    return min(max(round(chance.gauss(LEVEL, PERSON) + chance.gauss(0, OCCASION)), 1), 5)


def _waver(chance: Random, answer: int, percent: int) -> int:
    if 100 * chance.random() >= percent:
        return answer
    return min(max(answer + chance.choice((-1, 1)), 1), 5)


def _right(seen: Sequence[Hashable], said: Sequence[int]) -> float:
    """Return how many of 100 best guesses are right. Half of the partnerships teach, the others are
    guessed."""
    taught: defaultdict[Hashable, Counter[int]] = defaultdict(Counter)
    for what, answer in zip(seen[::2], said[::2], strict=True):
        taught[what][answer] += 1
    usual = Counter(said[::2]).most_common(1)[0][0]
    guesses = [taught[what].most_common(1)[0][0] if what in taught else usual for what in seen[1::2]]
    right = sum(guess == answer for guess, answer in zip(guesses, said[1::2], strict=True))
    return 100 * right / len(guesses)
