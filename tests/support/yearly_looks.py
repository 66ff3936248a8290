"""Yearly looks of a partnership: parts that are asked, answered question by question, and closed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.core.models import Round
from bot.rounds import answers
from tests.support.cast import AMIRA
from tests.support.scenario import Scenario

USUAL = (3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5)  # the answers of the cast to a question; the last does not reply
LOW = (1, 1, 1, 2, 1, 2, 1, 2, 1, 1, 2)
SPLIT = (1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5)


async def hold_part(
    scenario: Scenario,
    points: Mapping[str, Sequence[int]] = MappingProxyType({}),
    usual: Sequence[int] = USUAL,
    lasting: str = "a week",
) -> Round:
    """Ask the next part of the yearly look, let the cast answer, and close it. `points` are the answers to
    questions that are not answered as `usual`, by the last word of their ids. The part is open for as long as
    `lasting` says. Return the closed round."""
    await scenario.says(AMIRA, f"yearly look for {lasting} now")
    round_ = await scenario.open_round()
    unlocked = await answers.require_unlocked(scenario.context, round_, scenario.context.translator())
    async with scenario.store.transaction() as db:
        for question in round_.questions:
            word = question.partition(".")[2].partition("@")[0]
            for user, point in zip(scenario.cast, points.get(word, usual), strict=False):
                await answers.save(db, unlocked, user.member, question, str(point))
    await scenario.closes()
    return await scenario.one(Round, id=round_.id)
