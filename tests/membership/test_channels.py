"""Channels are renamed, moved and closed, with the deliveries that wait for them."""

from datetime import timedelta

from bot.core.deliveries import Delivery
from bot.core.events import ChannelClosed, ChannelIdChanged, ChannelRenamed
from bot.core.models import Address, Channel, Partnership
from tests.support.cast import AMIRA, CHANNEL
from tests.support.databases import each_database
from tests.support.scenario import Scenario

pytestmark = each_database

ELSEWHERE = Address("slack", "council", "C2")


async def harbour(scenario: Scenario) -> None:
    """With a channel, and something owed to it."""
    await scenario.start_harbour()
    await scenario.says(AMIRA, "post here", shared=True)
    now, (partnership,) = scenario.clock.now(), await scenario.all(Partnership)
    async with scenario.store.transaction() as db:
        late = now + timedelta(days=1)
        await db.add(Delivery("owed", CHANNEL.lane, CHANNEL, "summary", "r1", now, late, partnership.id))


async def channels(scenario: Scenario) -> dict[Address, str]:
    return {each.address: each.name for each in await scenario.all(Channel) if each.address.platform != "web"}


async def test_a_channel_has_the_name_that_its_platform_reports(scenario: Scenario) -> None:
    await harbour(scenario)
    await scenario.handle(ChannelRenamed("e1", CHANNEL, "#harbour"))
    await scenario.handle(ChannelRenamed("e2", ELSEWHERE, "#elsewhere"))
    await scenario.handle(ChannelRenamed("e3", CHANNEL, "\u200b"))
    assert await channels(scenario) == {CHANNEL: "#harbour"}


async def test_waiting_deliveries_follow_a_channel_to_its_new_address(scenario: Scenario) -> None:
    await harbour(scenario)
    await scenario.handle(ChannelIdChanged("e1", CHANNEL, ELSEWHERE))
    assert list(await channels(scenario)) == [ELSEWHERE]
    assert [each.to for each in await scenario.all(Delivery)] == [ELSEWHERE]


async def test_nothing_is_posted_any_more_where_we_were_taken_out_until_somebody_says_so(
    scenario: Scenario,
) -> None:
    await harbour(scenario)
    await scenario.handle(ChannelClosed("e1", CHANNEL))
    assert (await channels(scenario), await scenario.all(Delivery, kind="summary")) == ({}, [])
    await scenario.says(AMIRA, "post here", shared=True)
    assert list(await channels(scenario)) == [CHANNEL]


async def test_closing_a_team_closes_the_channels_within_it(scenario: Scenario) -> None:
    await harbour(scenario)
    await scenario.says(AMIRA, "post here", place=ELSEWHERE, parent=CHANNEL)
    await scenario.handle(ChannelClosed("e2", ELSEWHERE))
    assert list(await channels(scenario)) == [CHANNEL]
    await scenario.says(AMIRA, "post here", place=ELSEWHERE, parent=CHANNEL)
    await scenario.handle(ChannelClosed("e4", CHANNEL))
    assert (await channels(scenario), await scenario.all(Delivery, kind="summary")) == ({}, [])
