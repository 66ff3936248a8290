"""A date in numbers can be read in two ways, so every reply names the month that we read."""

import pytest

from tests.support.cast import AMIRA, SIX
from tests.support.read_cards import words
from tests.support.scenario import Scenario


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("pause until 4/5/2026", "4 May 2026"),
        ("until 4/5", "4 May 2026"),
        ("action Share the budget by 4/5/2026", "4 May"),
        ("note We have a new chair on 1/2/2026", "1 February"),
        ("schedule fortnightly from 4/5/2026", "5 May"),  # a Tuesday
        ("schedule pause until 4/5/2026", "12 May"),  # the first round after it
        ('outcome "Rough sleepers" 41 on 1/2/2026', "1 February"),
    ],
)
async def test_a_date_in_numbers_is_said_back_with_its_month(
    scenario: Scenario, sentence: str, read: str
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "schedule fortnightly now")
    await scenario.says(AMIRA, 'outcome add "Rough sleepers"')
    assert read in words(await scenario.says(AMIRA, sentence))
