from dataclasses import replace
from itertools import product

import pytest

from bot.analysis.before_after import BeforeAfter, ComparedRound, MeanDifference
from bot.analysis.evidence_strength import EvidenceStrength, LostPoint, evidence_strength
from tests.analysis.series_factory import closed

DIFFERENCE = MeanDifference(0.4, 0.4, 0.1, 0.7)


def side(rounds: int, scored: int = 12) -> tuple[ComparedRound, ...]:
    return tuple(
        ComparedRound(number, closed(number), closed(number), 3.5, 3.5, scored, 16)
        for number in range(1, rounds + 1)
    )


STRONG = BeforeAfter("trust", side(5), side(5), difference=DIFFERENCE)


def test_evidence_without_a_fault_has_three_points() -> None:
    assert evidence_strength(STRONG, 0) == EvidenceStrength(3)


@pytest.mark.parametrize("faults", [*product([False, True], repeat=4)])
def test_each_fault_loses_a_point_and_is_named(faults: tuple[bool, ...]) -> None:
    few_rounds, few_replies, others, reworded = faults
    compared = replace(
        STRONG,
        before=side(4 if few_rounds else 5, 9 if few_replies else 10),
        after=side(4 if few_rounds else 5),
        is_reworded=reworded,
    )
    strength = evidence_strength(compared, 1 if others else 0)
    reasons = (LostPoint.FEW_ROUNDS, LostPoint.FEW_REPLIES, LostPoint.OTHER_CHANGES, LostPoint.REWORDED)
    assert strength.lost == tuple(reason for reason, is_lost in zip(reasons, faults, strict=True) if is_lost)
    assert strength.points == max(0, 3 - sum(faults))


def test_a_round_between_them_that_does_not_count_is_one_of_few_replies() -> None:
    assert evidence_strength(replace(STRONG, skipped=(4,)), 0).lost == (LostPoint.FEW_REPLIES,)


def test_what_is_not_compared_has_no_strength_whatever_else_holds() -> None:
    for others, reworded in product((0, 4), (False, True)):
        compared = replace(STRONG, difference=None, is_reworded=reworded)
        assert evidence_strength(compared, others) == EvidenceStrength(0, (LostPoint.NOT_COMPARED,))
