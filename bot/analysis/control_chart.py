"""XmR control charts, as NHS England's Making Data Count draws them. Pure.

Limits lie 2.66 mean moving ranges either side of the mean (Shewhart's constants for moving ranges of two); no
moving range is screened out. https://www.england.nhs.uk/publication/making-data-count/ gives the method,
`tests/reference/spc_cases.json` cases that this reproduces.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean

from bot.analysis.statistics import TOLERANCE

COMMON = "Common Cause"
SHIFT_POINTS = 7
FIRM_POINTS = 13  # with fewer, limits are a trial


@dataclass(frozen=True, slots=True)
class Segment:
    """Values under one set of limits. `start` is a position in the series, `n` the number of values that are
    not missing. A single value has no limits."""

    start: int
    n: int
    mean: float
    lower: float | None
    upper: float | None

    @property
    def trial(self) -> bool:
        return self.n < FIRM_POINTS


@dataclass(frozen=True, slots=True)
class Process:
    """A series with its limits: one label for each value, empty if the value is missing."""

    segments: tuple[Segment, ...]
    labels: tuple[str, ...]


def xmr(
    values: Sequence[float | None],
    *,
    rebase_at: Sequence[int] = (),
    fix_after: int | None = None,
    trend_points: int = 7,
) -> Process:
    """Return mean, limits and labels of a series, oldest first. A missing value is None and is skipped.

    A new segment starts at each position in `rebase_at`; one that holds no value is left out. With
    `fix_after`, limits come from that many first values of a segment. `trend_points` values in a row that
    rise or fall are a trend."""
    labels = [""] * len(values)
    segments = []
    starts = sorted({0, *rebase_at} & set(range(len(values))))
    for start, end in pairwise([*starts, len(values)]):
        positions = [position for position in range(start, end) if values[position] is not None]
        if not positions:
            continue
        present = [value for value in values[start:end] if value is not None]
        mean, distance = limits(present[:fix_after])
        lower, upper = (None, None) if distance is None else (mean - distance, mean + distance)
        segments.append(Segment(start, len(present), mean, lower, upper))
        for position, label in zip(positions, _labels(present, mean, distance, trend_points), strict=True):
            labels[position] = label
    return Process(tuple(segments), tuple(labels))


def label_direction(label: str) -> int:
    """Return the direction of a label: 1 up, -1 down, 0 for common cause and for no label."""
    if label.endswith(("Above CL", "UCL", "(Increasing)")):
        return 1
    return -1 if label.endswith(("Below CL", "LCL", "(Decreasing)")) else 0


def limits(values: Sequence[float]) -> tuple[float, float | None]:
    """Return the mean, and the distance of the limits from it; None for a single value."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    return fmean(values), 2.66 * fmean(ranges) if ranges else None


def _labels(values: list[float], mean: float, distance: float | None, trend_points: int) -> list[str]:
    """Return the label of each value, that of the strongest rule."""
    sides = [_sign(value - mean) for value in values]
    outside = [distance is not None and abs(value - mean) > distance + TOLERANCE for value in values]
    near = [
        distance is not None and not out and abs(value - mean) > distance * 2 / 3 + TOLERANCE
        for value, out in zip(values, outside, strict=True)
    ]
    steps = [_sign(after - before) for before, after in pairwise(values)]
    return [
        labels[-1] if labels else COMMON for labels in rule_labels(sides, outside, near, steps, trend_points)
    ]


def rule_labels(
    sides: Sequence[int],
    outside: Sequence[bool],
    near: Sequence[bool],
    steps: Sequence[int],
    trend_points: int = 7,
) -> list[tuple[str, ...]]:
    """Return the labels of each point, the weakest rule first. A point is on one of two `sides` (1 or -1) of
    the mean or on it (0), `outside` the limits, or `near` one; `steps` are the directions from one point to
    the next."""
    labels: list[tuple[str, ...]] = [() for _ in sides]
    for start, end, sign in _runs(sides, SHIFT_POINTS):
        for position in range(start, end):
            labels[position] += (f"{SHIFT_POINTS} Points {'Above' if sign > 0 else 'Below'} CL",)
    for position in {*_two_in_three(near, sides)}:
        labels[position] += (f"2 in 3 {'Above' if sides[position] > 0 else 'Below'} CL",)
    for start, end, sign in _runs(steps, trend_points - 1):
        for position in range(start, end + 1):
            labels[position] += (
                f"{trend_points} Point Trend ({'Increasing' if sign > 0 else 'Decreasing'})",
            )
    for position, out in enumerate(outside):
        if out:
            labels[position] += ("Above UCL" if sides[position] > 0 else "Below LCL",)
    return labels


def _sign(difference: float) -> int:
    return 0 if abs(difference) <= TOLERANCE else 1 if difference > 0 else -1


def _runs(signs: Sequence[int], least: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end (not included) and sign of each run of at least `least` equal signs other than 0."""
    start = 0
    for sign, run in groupby(signs):
        end = start + len(list(run))
        if sign and end - start >= least:
            yield start, end, sign
        start = end


def _two_in_three(near: Sequence[bool], sides: Sequence[int]) -> Iterator[int]:
    """Yield the points near a limit, of each three in a row on one side of which at least two are near it."""
    for start in range(len(near) - 2):
        three = range(start, start + 3)
        if sum(near[i] for i in three) >= 2 and abs(sum(sides[i] for i in three)) == 3:
            yield from (i for i in three if near[i])
