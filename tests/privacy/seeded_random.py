"""Measures how far a result is from blind guessing. Pure."""

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

Numbers = Mapping[Any, float]


class GuessTally:
    """Sums over many rounds, by what was tried, how far it was from what chance would make of it."""

    def __init__(self) -> None:
        self._beyond: defaultdict[str, float] = defaultdict(float)
        self._variance: defaultdict[str, float] = defaultdict(float)

    def together(self, tried: str, one: Numbers, other: Numbers) -> None:
        """Whether two numbers go together over the keys of the first; were they dealt out anew by chance, the
        sum of their products would vary this much."""
        keys = [*one]
        if len(keys) < 2:
            return
        first = _centred([one[key] for key in keys])
        second = _centred([other[key] for key in keys])
        spread = sum(x * x for x in first) * sum(y * y for y in second) / (len(keys) - 1)
        self._add(tried, sum(x * y for x, y in zip(first, second, strict=True)), spread)

    def guessed(self, tried: str, right: float, guesses: int, among: int) -> None:
        self._add(tried, right - guesses / among, guesses / among * (1 - 1 / among))

    def scores(self) -> dict[str, float]:
        """Return the deviations from chance, without what could not be tried."""
        return {
            tried: abs(self._beyond[tried]) / math.sqrt(variance)
            for tried, variance in self._variance.items()
            if variance > 0
        }

    def _add(self, tried: str, beyond: float, variance: float) -> None:
        self._beyond[tried] += beyond
        self._variance[tried] += variance


def ranks(values: Mapping[Hashable, str]) -> dict[Any, float]:
    """Return the rank of each value; equal values share a rank."""
    order = sorted({*values.values()})
    return {key: float(order.index(value)) for key, value in values.items()}


def _centred(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]
