"""The strength of evidence about one theme before and after a day, from facts that anybody can count. Pure.

It starts at three points and loses one for each reason. It says how far a difference may be relied on, and
nothing about why there is one. The Education Endowment Foundation's padlocks are lost in the same way.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.analysis.before_after import BeforeAfter

FULL_STRENGTH = 3
FIRM_COMPARED = 5  # rounds on each side, with fewer of which a point is lost


class LostPoint(StrEnum):
    """A reason for which evidence loses a point, or all if there are too few rounds to compare."""

    NOT_COMPARED = "not compared"
    FEW_ROUNDS = "few rounds"
    FEW_REPLIES = "few replies"
    OTHER_CHANGES = "other changes"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class EvidenceStrength:
    """From 0 to 3 points, and why others were lost. With 0 points no number may be shown."""

    points: int
    lost: tuple[LostPoint, ...] = ()


def evidence_strength(compared: BeforeAfter, other_changes: int) -> EvidenceStrength:
    """Return the strength of a comparison. `other_changes` is the number of other changes that were noted in
    the time of its rounds."""
    if compared.difference is None:
        return EvidenceStrength(0, (LostPoint.NOT_COMPARED,))
    reasons = {
        LostPoint.FEW_ROUNDS: len(compared.after) < FIRM_COMPARED,
        LostPoint.FEW_REPLIES: bool(compared.few_replies or compared.skipped),
        LostPoint.OTHER_CHANGES: other_changes > 0,
        LostPoint.REWORDED: compared.is_reworded,
    }
    lost = tuple(reason for reason, is_lost in reasons.items() if is_lost)
    return EvidenceStrength(max(0, FULL_STRENGTH - len(lost)), lost)
