"""Statistics of small groups. Pure.

`counts` are how many people chose each of the five points of the scale, 1 to 5, lowest first.
`tests/reference/stats_cases.json` holds cases that these reproduce.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

TOLERANCE = 1e-9  # comparisons forgive what floating point adds
LEAST_DEVIATION = 0.5  # a few people who agree by chance do not make a result certain
USUAL_DEVIATION = 0.85  # for rounds whose own may not be shown


def mean(counts: Sequence[int]) -> float:
    """Return the mean. Raises ValueError if nobody answered, as do all measures here."""
    return _total(counts) / _people(counts)


def deviation(counts: Sequence[int]) -> float:
    """Return the sample standard deviation. Raises ValueError for fewer than two people."""
    centre, n = mean(counts), _people(counts)
    if n < 2:
        raise ValueError("A standard deviation needs the answers of two people at least.")
    squares = sum(count * (point - centre) ** 2 for point, count in enumerate(counts, 1))
    return math.sqrt(squares / (n - 1))


def bounds(counts: Sequence[int], members: int) -> tuple[float, float]:
    """Return the lowest and the highest possible mean of all `members`, whatever the others would answer."""
    n = _people(counts)
    if members < n:
        raise ValueError(f"{n} people answered, of {members}.")
    missing = members - n
    return (_total(counts) + missing) / members, (_total(counts) + missing * len(counts)) / members


def interval(counts: Sequence[int], members: int) -> tuple[float, float]:
    """Return a 95% confidence interval of the mean of all `members`, assuming that people who did not answer
    feel the same: Student's t with the finite population correction, never wider than `bounds`. If everybody
    answered, both ends are the mean."""
    low, high = bounds(counts, members)
    n, centre = _people(counts), mean(counts)
    if n in (1, members):
        return low, high
    error = max(deviation(counts), LEAST_DEVIATION) / math.sqrt(n) * math.sqrt(1 - n / members)
    margin = student_t(n - 1) * error
    return max(centre - margin, low), min(centre + margin, high)


@lru_cache
def student_t(df: int) -> float:
    """Return the 0.975 quantile of Student's t for whole degrees of freedom, by bisection of the closed form
    of its distribution. Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4."""
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        low, high = (angle, high) if _central_probability(angle, df) < 0.95 else (low, angle)
    return math.sqrt(df) * math.tan(low)


def _central_probability(angle: float, df: int) -> float:
    """Return the probability that |t| is at most sqrt(df) * tan(angle)."""
    odd = df % 2
    cosine = math.cos(angle)
    term = cosine if odd else 1.0
    series = 0.0
    for power in range(1 + odd, df, 2):
        series += term
        term *= cosine**2 * power / (power + 1)
    chance = math.sin(angle) * series
    return (angle + chance) * 2 / math.pi if odd else chance


def average_distance(counts: Sequence[int]) -> float:
    """Return the mean distance from the median: 0 if all agree, 2 if half of the people chose either end."""
    n = _people(counts)
    points = [point for point, count in enumerate(counts, 1) for _ in range(count)]
    median = (points[(n - 1) // 2] + points[n // 2]) / 2
    return sum(abs(point - median) for point in points) / n


def split(counts: Sequence[int]) -> bool:
    """Return True if there are two groups: at least two people and a quarter at 1-2, as many at 4-5, and each
    group larger than the middle."""
    n = _people(counts)
    ends = (counts[0] + counts[1], counts[3] + counts[4])
    return all(end >= 2 and 4 * end >= n and end > counts[2] for end in ends)


def permutation_p(lead: Sequence[int], others: Sequence[int]) -> float:
    """Return the p-value of an exact, two-sided permutation test: how often two sides of these sizes, drawn
    at random from the same people, have means at least as far apart. Whole numbers throughout, so that ties
    count as ties."""
    everybody = tuple(a + b for a, b in zip(lead, others, strict=True))
    n, side, total = _people(everybody), _people(lead), _total(everybody)
    sums = _draws(everybody, side)
    observed = abs(_total(lead) * n - total * side)
    extreme = sum(ways for drawn, ways in sums.items() if abs(drawn * n - total * side) >= observed)
    return extreme / math.comb(n, side)


@lru_cache(64)
def _draws(counts: tuple[int, ...], size: int) -> dict[int, int]:
    """Return in how many ways `size` of these people can be drawn, by the sum of their answers."""
    ways = {(0, 0): 1}
    for point, count in enumerate(counts, 1):
        longer: dict[tuple[int, int], int] = defaultdict(int)
        for (drawn, total), number in ways.items():
            for more in range(min(count, size - drawn) + 1):
                longer[drawn + more, total + more * point] += number * math.comb(count, more)
        ways = longer
    return {total: number for (drawn, total), number in ways.items() if drawn == size}


def early_concern(means: Sequence[float], sds: Sequence[float | None], ns: Sequence[int]) -> bool:
    """Return True if the newest of 4 to 12 rounds, oldest first, is a fall beyond chance. A standard
    deviation that may not be shown is None. For a rise, pass the means negated."""
    return is_low_round(means, sds, ns) or are_two_low_rounds(means)


def is_low_round(means: Sequence[float], sds: Sequence[float | None], ns: Sequence[int]) -> bool:
    """Return True if the newest round alone lies beyond chance below those before."""
    if len(means) < 4:
        return False
    newest, before = means[-1], sum(means[:-1]) / (len(means) - 1)
    chance = 2 * _pooled(sds, ns) / math.sqrt(ns[-1])
    return before - newest >= max(0.5, chance) - TOLERANCE


def are_two_low_rounds(means: Sequence[float]) -> bool:
    """Return True if each of the newest two rounds lies 0.4 below those before them."""
    if len(means) < 5:
        return False
    earlier = sum(means[:-2]) / (len(means) - 2)
    return all(earlier - value >= 0.4 - TOLERANCE for value in means[-2:])


def _pooled(sds: Sequence[float | None], ns: Sequence[int]) -> float:
    shown = [(sd, n - 1) for sd, n in zip(sds, ns, strict=True) if sd is not None]
    if not shown:
        return USUAL_DEVIATION
    return math.sqrt(sum(sd**2 * freedom for sd, freedom in shown) / sum(freedom for _, freedom in shown))


def _people(counts: Sequence[int]) -> int:
    if not (people := sum(counts)):
        raise ValueError("Nobody answered.")
    return people


def _total(counts: Sequence[int]) -> int:
    return sum(point * count for point, count in enumerate(counts, 1))
