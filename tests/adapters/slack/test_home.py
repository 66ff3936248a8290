"""The home shows what holds now, also while somebody looks at it."""

from tests.adapters.slack.slack_user import IN_HOME, SlackUser, labels, title
from tests.support.cast import AMIRA, EFE, SIX
from tests.support.scenario import Scenario


def published(slack: SlackUser) -> int:
    return sum(call.method == "views.publish" for call in slack.api.calls)


async def test_a_press_in_it_and_a_form_from_it_change_it(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    home = await slack.opens_home(AMIRA)
    await slack.presses(AMIRA, home, "Set how often to ask…", IN_HOME)
    proposed = await slack.submits(AMIRA, slack.api.views[-1], every="every", day="Friday", at="14:30")
    assert proposed is not None
    assert published(slack) == 1  # nothing was changed yet
    await slack.submits(AMIRA, proposed["view"])
    assert "Friday" in str(slack.api.homes[AMIRA.key])
    before = slack.api.homes[AMIRA.key]
    await slack.presses(AMIRA, before, "Pause until (a date, such as 3 May)…", IN_HOME)
    await slack.submits(AMIRA, slack.api.views[-1], typed="3 May")
    assert slack.api.homes[AMIRA.key] != before


async def test_what_is_typed_changes_it_once_it_was_opened(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.create_partnership(*SIX)
    await slack.types(EFE, "language cy")
    assert published(slack) == 0
    await slack.opens_home(EFE)
    before = slack.api.homes[EFE.key]
    await slack.types(EFE, "pause until 3 May")
    await slack.commands(EFE, "members")
    assert (published(slack), slack.api.homes[EFE.key] == before) == (2, False)


async def test_answers_in_it_are_seen_in_it(scenario: Scenario, slack: SlackUser) -> None:
    await scenario.open_first_round(*SIX)
    home = await slack.opens_home(EFE)
    assert title(home) == "You have questions to answer"
    await slack.presses(EFE, home, "Start", IN_HOME)
    view = slack.api.views[-1]
    for _ in range(5):
        await slack.presses(EFE, slack.api.views[-1], "Mostly", {"view": {"id": view["id"], "type": "modal"}})
    assert title(slack.api.homes[EFE.key]) != "You have questions to answer"
    assert "Start" not in labels(slack.api.homes[EFE.key])
