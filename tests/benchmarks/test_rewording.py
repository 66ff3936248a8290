"""How much asking twice, in other words, tells of somebody who was away or gone at the second time."""

import pytest

from benchmarks.rewording import MEMBERS, NEAR, RULES, TODAY, simulate

SOME = 6_000  # partnerships: rates are right to two points


def test_asking_twice_told_all_where_means_of_few_were_exact() -> None:
    first, second, pairs = RULES["earlier"]
    assert simulate(6, first, second, pairs, SOME).pairs[0] > 95


def test_asking_twice_gains_little_today() -> None:
    first, second, pairs = RULES[TODAY]
    rates = simulate(8, first, second, pairs, SOME)
    assert max(rates.pairs) - rates.no_look < NEAR
    assert max(rates.pairs) - rates.one < 10


@pytest.mark.long
@pytest.mark.parametrize("members", MEMBERS)
def test_asking_twice_gains_little_in_groups_of_every_size(members: int) -> None:
    for rules in (TODAY, "today, three pairs"):
        first, second, pairs = RULES[rules]
        rates = simulate(members, first, second, pairs)
        assert max(rates.pairs) - rates.no_look < NEAR


def test_a_simulation_of_rewording_gives_the_same_each_time() -> None:
    first, second, pairs = RULES[TODAY]
    assert simulate(6, first, second, pairs, 50) == simulate(6, first, second, pairs, 50)
