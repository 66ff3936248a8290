"""Slack on this machine, and the stage that the product's stories are told on."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.limits import broken
from tests.adapters.slack.speaking import Speaking, speaking
from tests.stage import Stage, stage

__all__ = ["slack", "stage"]


@pytest.fixture
async def slack(stage: Stage) -> AsyncIterator[Speaking]:
    """Whatever is shown in a story, Slack would take."""
    async with speaking(stage) as it:
        yield it
    shown = [*it.api.posted, *it.api.views, *it.api.homes.values(), *it.api.answers]
    assert [found for each in shown if (found := broken(each))] == []
