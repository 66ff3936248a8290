"""Channels are renamed, moved and closed, with the deliveries that wait for them."""

from datetime import timedelta

from bot.core.deliveries import Delivery
from bot.core.events import ChannelClosed, ChannelIdChanged, ChannelRenamed
from bot.core.models import Address, Channel, Partnership
from tests.handlers.scene import AMIRA, CHANNEL, Scene

ELSEWHERE = Address("slack", "T1", "C2")


async def harbour(scene: Scene) -> None:
    """With a channel, and something owed to it."""
    await scene.harbour()
    await scene.say(AMIRA, "post here", CHANNEL)
    now, (partnership,) = scene.clock.now(), await scene.found(Partnership)
    async with scene.store.transaction() as db:
        late = now + timedelta(days=1)
        await db.add(Delivery("owed", CHANNEL.lane, CHANNEL, "summary", "r1", now, late, partnership.id))


async def channels(scene: Scene) -> dict[Address, str]:
    return {each.address: each.name for each in await scene.found(Channel) if each.address.platform != "web"}


async def test_a_channel_has_the_name_that_its_platform_reports(scene: Scene) -> None:
    await harbour(scene)
    await scene.handle(ChannelRenamed("e1", CHANNEL, "#harbour"))
    await scene.handle(ChannelRenamed("e2", ELSEWHERE, "#elsewhere"))
    await scene.handle(ChannelRenamed("e3", CHANNEL, "\u200b"))
    assert await channels(scene) == {CHANNEL: "#harbour"}


async def test_waiting_deliveries_follow_a_channel_to_its_new_address(scene: Scene) -> None:
    await harbour(scene)
    await scene.handle(ChannelIdChanged("e1", CHANNEL, ELSEWHERE))
    assert list(await channels(scene)) == [ELSEWHERE]
    assert [each.to for each in await scene.found(Delivery)] == [ELSEWHERE]


async def test_nothing_is_posted_any_more_where_we_were_taken_out_until_somebody_says_so(
    scene: Scene,
) -> None:
    await harbour(scene)
    await scene.handle(ChannelClosed("e1", CHANNEL))
    assert (await channels(scene), await scene.found(Delivery)) == ({}, [])
    await scene.say(AMIRA, "post here", CHANNEL)
    assert list(await channels(scene)) == [CHANNEL]


async def test_closing_a_team_closes_the_channels_within_it(scene: Scene) -> None:
    await harbour(scene)
    await scene.say(AMIRA, "post here", ELSEWHERE, parent=CHANNEL)
    await scene.handle(ChannelClosed("e2", ELSEWHERE))
    assert list(await channels(scene)) == [CHANNEL]
    await scene.say(AMIRA, "post here", ELSEWHERE, parent=CHANNEL)
    await scene.handle(ChannelClosed("e4", CHANNEL))
    assert (await channels(scene), await scene.found(Delivery)) == ({}, [])
