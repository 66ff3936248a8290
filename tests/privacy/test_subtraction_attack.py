"""From everything that is ever shown, neither a small group nor a person can be worked out by subtraction;
where a rule is off, the same attack works them out."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from bot.analysis.disclosure import MIN_REPLIES, AnswerCounts
from bot.core.models import Round, RoundKind, RoundState
from storage.crypto import ChaChaCrypto
from storage.store import SqlStore
from tests.privacy.neighbouring_datasets import IdsInOrder, NeighbouringDatasets
from tests.privacy.newcomers import right
from tests.privacy.random_partnerships import RandomPartnership
from tests.privacy.subtraction import (
    Ladder,
    Look,
    product,
    with_the_gap_in_full,
    without_the_remainder_rule,
    worked_out,
)
from tests.support.databases import key_store
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

TEN_THOUSAND = [pytest.param(range(n, n + 500), marks=pytest.mark.long) for n in range(0, 10_000, 500)]
THIRTY_SIX = [pytest.param(seed, 4, marks=pytest.mark.long) for seed in range(1, 37)]
Copies = tuple[Scenario, Scenario]


async def attacked(seed: int, ladder: Ladder = product, *, spaced: bool = True) -> set[str]:
    """Return all that subtraction reveals of one random partnership."""
    fortune = await RandomPartnership(Random(seed), ladder, spaced=spaced).looks()
    return {find for looks, said in fortune for find in worked_out(looks, said, ladder)}


def seen(ladder: Ladder, lead: dict[str, int], others: dict[str, int]) -> set[str]:
    """Return all that subtraction reveals of one result that everybody gave a score."""
    said = lead | others
    of_all, of_lead = (
        AnswerCounts(tuple([*side.values()].count(point) for point in range(1, 6)), invited=len(said))
        for side in (said, lead)
    )
    reading = ladder(of_all, of_lead, MIN_REPLIES, RoundKind.SCHEDULED)
    look = Look(reading, MIN_REPLIES, {who: who in lead for who in said}, {})
    return worked_out([look], said, ladder)


@pytest.mark.parametrize("seeds", [range(-40, 0), *TEN_THOUSAND])
async def test_subtraction_reveals_nothing(seeds: range) -> None:
    assert {seed: found for seed in seeds if (found := await attacked(seed))} == {}


async def test_subtraction_succeeds_without_the_remainder_rule() -> None:
    found = [await attacked(seed, without_the_remainder_rule) for seed in range(15)]
    assert sum("the lead side" in each for each in found) > 2
    assert any(what.startswith("person") for each in found for what in each)


async def test_a_gap_in_full_reveals_the_answers_of_the_sides() -> None:
    found = set().union(*[await attacked(seed, with_the_gap_in_full) for seed in range(10)])
    assert {"the answers of the lead side", "the answers of the others"} <= found


async def test_asking_again_at_once_reveals_joiners_and_leavers() -> None:
    found = set().union(*[await attacked(seed, spaced=False) for seed in range(120)])
    assert {"newcomers", "leavers", "all but newcomers", "all but leavers"} <= found


def test_a_single_person_is_revealed_without_the_remainder_rule() -> None:
    lead, alone = {"a": 4, "b": 3, "c": 4, "d": 2, "e": 4}, {"f": 2}
    told = seen(without_the_remainder_rule, lead, alone)
    assert told >= {"f", "all but f", "the lead side", "all but the lead side"}
    assert seen(product, lead, alone) == set()


def test_a_gap_in_full_reveals_unanimous_sides() -> None:
    lead, others = dict.fromkeys("abcde", 4), dict.fromkeys("fghij", 2)
    assert {*"abcdefghij"} <= seen(with_the_gap_in_full, lead, others)
    assert seen(product, lead, others) == set()


def test_a_gap_in_full_reveals_a_side_to_its_own_member() -> None:
    lead, others = {**dict.fromkeys("abcd", 4), "e": 5}, {"f": 1, "g": 2, "h": 3, "i": 3, "j": 4}
    assert "one of (True,), known to one of (True,) who said 5" in seen(with_the_gap_in_full, lead, others)
    assert seen(product, lead, others) == set()


@pytest.mark.parametrize("times", [6_000, pytest.param(40_000, marks=pytest.mark.long)])
def test_subtraction_after_a_fortnight_reveals_little_of_a_newcomer(times: int) -> None:
    subtracting, looking = right(members=6, occasion=0.5, times=times)
    assert subtracting - looking < 6
    assert right(members=6, occasion=0, times=times)[0] > 95


@pytest.fixture
async def copies(
    tmp_path: Path, migrated_file: Path, crypto: ChaChaCrypto, clock: SetClock
) -> AsyncIterator[Copies]:
    names = ("one", "other")
    stores = [
        SqlStore(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / name)}") for name in names
    ]
    keys = [key_store(f"sqlite+aiosqlite:///{tmp_path / name}-keys") for name in names]
    one, other = (
        Scenario(store, key, crypto, SetClock(clock.now()), IdsInOrder())
        for store, key in zip(stores, keys, strict=True)
    )
    yield one, other
    for store, key in zip(stores, keys, strict=True):
        await store.close()
        await key.close()


@pytest.mark.parametrize(("seed", "rounds"), [(0, 2), *THIRTY_SIX])
async def test_equal_disclosure_means_equal_output(copies: Copies, seed: int, rounds: int) -> None:
    twins = NeighbouringDatasets(Random(seed), *copies)
    await twins.found()
    differing = []
    for _ in range(rounds):
        differing.append(await twins.vote())
        one, other = await twins.seen()
        assert one == other  # while the round is open, too
        await twins.passes(days=9)
        assert await copies[0].all(Round, state=RoundState.OPEN) == []  # nobody changes places in one
        one, other = await twins.seen()
        assert one == other
        await twins.move()
        await twins.passes(days=5)
    assert any(differing)


async def test_different_answers_change_what_may_be_shown(copies: Copies) -> None:
    twins = NeighbouringDatasets(Random(0), *copies)
    await twins.found()
    await twins.vote(alike=False)
    await twins.passes(days=8)
    one, other = await twins.seen()
    assert one != other
