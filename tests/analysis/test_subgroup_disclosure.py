"""What may be said of the gap between two sides, attacked by whoever also sees how all gave a score."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.subgroup_disclosure import (
    NO_STATEMENT,
    Counts,
    GapStatement,
    reveals,
    safe_statements,
    splits,
    subtract,
)

few = st.tuples(*[st.integers(0, 4)] * 5).filter(lambda counts: sum(counts) > 5)


def gap(lead: Counts, others: Counts) -> GapStatement:
    """Made up: how many more of the lead side chose the upper points, uneven from four on."""
    size = sum(lead[3:]) - sum(others[3:])
    return GapStatement(size, abs(size) >= 4)


def test_every_way_in_which_some_can_have_answered_is_gone_through_once() -> None:
    assert [*splits((1, 0, 2), 2)] == [(0, 0, 2), (1, 0, 1)]
    assert [*splits((1, 2), 3)] == [(1, 2)]
    assert [*splits((1, 2), 4)] == []


def test_the_others_are_all_but_the_lead_side() -> None:
    assert subtract((1, 2, 3, 4, 5), (0, 2, 1, 0, 5)) == (1, 0, 2, 4, 0)


@pytest.mark.parametrize(
    ("counts", "leads"),
    [
        ((1, 2, 2, 4, 1), [(0, 2, 2, 1, 0)]),  # there is no other way
        ((1, 2, 2, 4, 1), [(0, 0, 0, 4, 1), (0, 1, 2, 2, 0)]),  # to 5 on the lead side: the rest said 4
        ((1, 2, 2, 4, 1), [(1, 2, 2, 1, 0), (1, 1, 2, 1, 1)]),  # to 5 among the others: the rest said 4
        ((1, 2, 2, 5, 1), [(1, 2, 2, 0, 1), (1, 2, 1, 2, 0)]),  # to 5 on the lead side: all others said 4
        ((1, 2, 2, 5, 1), [(0, 0, 0, 5, 0), (1, 2, 0, 2, 0)]),  # to 1 among the others: the lead side said 4
    ],
)
def test_to_be_left_with_one_way_in_which_people_are_of_one_mind_tells(
    counts: Counts, leads: list[Counts]
) -> None:
    assert reveals(counts, leads)


@pytest.mark.parametrize(
    ("counts", "leads"),
    [
        ((1, 2, 2, 4, 1), [(0, 1, 1, 2, 1), (0, 2, 1, 2, 0)]),  # nobody is of one mind
        ((0, 5, 0, 5, 0), [(0, 4, 0, 1, 0), (0, 5, 0, 0, 0), (0, 1, 0, 4, 0)]),  # whoever asks has two ways
    ],
)
def test_two_ways_tell_nothing(counts: Counts, leads: list[Counts]) -> None:
    assert not reveals(counts, leads)


def test_what_leaves_the_answers_open_is_said_in_full() -> None:
    said = safe_statements((2, 2, 2, 2, 2), 5, gap)
    assert said == {lead: gap(lead, subtract((2, 2, 2, 2, 2), lead)) for lead in splits((2, 2, 2, 2, 2), 5)}


def test_what_would_tell_is_said_without_its_size() -> None:
    assert Counter(safe_statements((1, 2, 2, 3, 2), 5, gap).values()) == {
        GapStatement(uneven=True): 2,  # 5 either way, and one way each
        GapStatement(3, uneven=False): 6,
        GapStatement(1, uneven=False): 15,
        GapStatement(-1, uneven=False): 15,
        GapStatement(-3, uneven=False): 6,
    }


def test_what_would_tell_even_so_is_left_unsaid_and_the_smallest_gap_with_it() -> None:
    assert Counter(safe_statements((0, 3, 2, 3, 3), 5, gap).values()) == {
        GapStatement(4, uneven=True): 2,
        GapStatement(2, uneven=False): 6,
        NO_STATEMENT: 13,  # -6, which there is one way to, and the 12 ways to 0
        GapStatement(-2, uneven=False): 9,
        GapStatement(-4, uneven=True): 4,
    }


def test_of_small_gaps_too_none_at_all_is_missed_the_least() -> None:
    def tenth(lead: Counts, others: Counts) -> GapStatement:
        whole = gap(lead, others)
        return GapStatement((whole.size or 0) / 10, whole.uneven)

    assert Counter(safe_statements((0, 3, 2, 3, 3), 5, tenth).values()) == {
        GapStatement(0.4, uneven=True): 2,
        GapStatement(0.2, uneven=False): 6,
        NO_STATEMENT: 13,
        GapStatement(-0.2, uneven=False): 9,
        GapStatement(-0.4, uneven=True): 4,
    }


def test_where_everything_would_tell_nothing_is_said() -> None:
    assert {*safe_statements((0, 0, 5, 5, 0), 5, gap).values()} == {NO_STATEMENT}


def test_what_the_answers_of_all_tell_alone_is_no_secret() -> None:
    assert safe_statements((0, 0, 0, 10, 0), 5, gap) == {(0, 0, 0, 5, 0): GapStatement(0, uneven=False)}


@given(few, st.integers(2, 9))
def test_whatever_is_said_is_true_and_leaves_the_answers_open(counts: Counts, size: int) -> None:
    said = safe_statements(counts, min(size, sum(counts) - 1), gap)
    alike = defaultdict(list)
    for lead, each in said.items():
        full = gap(lead, subtract(counts, lead))
        assert each in (full, NO_STATEMENT, GapStatement(uneven=full.uneven or None))
        alike[each].append(lead)
    assert len(alike) == 1 or not any(reveals(counts, leads) for leads in alike.values())
