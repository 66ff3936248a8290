"""Slack on this machine, and the stage that the product's stories are told on."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.limits import broken
from tests.adapters.slack.slack_user import SlackUser, slack_user
from tests.support.scenario import Scenario

__all__ = ["slack"]


@pytest.fixture
async def slack(scenario: Scenario) -> AsyncIterator[SlackUser]:
    """Whatever is shown in a story, Slack would take, and its reader sees it."""
    async with slack_user(scenario) as it:
        yield it
    shown = [*it.api.posted, *it.api.ephemerals, *it.api.views, *it.api.homes.values(), *it.api.answers]
    assert it.api.unseen == []
    assert [found for each in shown if (found := broken(each))] == []
