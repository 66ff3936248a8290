"""Accord was removed from people's workspaces and chats, or from a channel: who is told, who counts, who is
back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.errors import Stale
from bot.core.events import AppReinstalled, AppUninstalled, ChannelClosed, Message, UserSeen
from bot.core.models import Address, BrowserSession, Channel, Invitation, Partnership, Person, Round
from bot.handlers.bot import Bot
from bot.handlers.request import BrowserIdentity
from bot.membership import people
from bot.membership.people import PORTION
from tests.support.cast import AMIRA, BEN, CAST, CHANNEL, EFE, GWIL, HANA, LOWRI
from tests.support.databases import each_database
from tests.support.failpoints import FailingStep, FailingStore, Killed, failpoint
from tests.support.patience import PATIENCE
from tests.support.read_cards import facts, texts, words
from tests.support.scenario import FORTNIGHTLY, Scenario

pytestmark = each_database

REMOVED = "Accord has been removed from Teams at Harbour NHS Trust"
NOT_INVITED = (
    "We do not invite them to new rounds until Accord is back, unless they are signed in to their page."
)
GONE = AppUninstalled("gone", "teams", "trust")
BACK = AppReinstalled("back", "teams", "trust")


async def fortnightly(scenario: Scenario) -> None:
    now = scenario.clock.now()
    await scenario.create_partnership(*CAST, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)


async def test_coordinators_are_told_once_in_their_own_hours(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    scenario.clock.move(timedelta(hours=11))  # in the evening
    await scenario.handle(GONE)
    await scenario.handle(replace(GONE, id="tokens revoked"))
    await scenario.worker.tick()
    assert scenario.platform.sent == []
    await scenario.passes(hours=15)
    assert scenario.titles_sent_to(AMIRA) == [REMOVED]
    assert texts(scenario.last_card(AMIRA)) == [
        "We cannot write to 4 people there: Ben Okoro, Gwil, Hana and Lowri.",
        NOT_INVITED,
        "Someone there has to install Accord again.",
    ]
    assert [to for to, _ in scenario.platform.sent] == [AMIRA.address]


MANY = tuple(replace(GWIL, key=f"gwil-{n:03}", name=f"Gwil {n}") for n in range(PORTION))
IN_TRUST = PORTION + 4


async def reachable(scenario: Scenario) -> int:
    """Return how many people of the trust are written to there."""
    homes = [person.home for person in await scenario.all(Person)]
    return sum(home is not None and home.lane == GWIL.address.lane for home in homes)


async def test_a_large_workspace_is_changed_in_portions_and_coordinators_are_told_once(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*CAST, *MANY)
    steps = FailingStep()
    bot = Bot(replace(scenario.context, store=FailingStore(scenario.store, steps)))
    await asyncio.gather(bot.handle(GONE), bot.handle(replace(GONE, id="tokens revoked")))
    assert await reachable(scenario) == 0
    portions = " ".join(steps.steps).split("begin")[1:]
    assert [portion.count("update_if_unchanged") for portion in portions] == [PORTION, 4, 0]
    assert max(portion.count("find") for portion in portions) <= 5  # however many partnerships they are in
    await bot.handle(GONE)  # once more
    await scenario.passes(hours=1)
    assert scenario.titles_sent_to(AMIRA) == [REMOVED]
    steps.steps.clear()
    await bot.handle(BACK)
    portions = " ".join(steps.steps).split("begin")[1:]
    assert [portion.count("update_if_unchanged") for portion in portions] == [PORTION, 4]
    assert await reachable(scenario) == IN_TRUST


class KilledAt(FailingStep):
    """Kills at the step of this name for the nth time."""

    def __init__(self, name: str, nth: int):
        super().__init__()
        self._name, self._nth = name, nth

    def step(self, name: str) -> None:
        super().step(name)
        if name == self._name and self.steps.count(name) == self._nth:
            self.killed = True
            raise Killed


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("step", ["commit", "committed"])
async def test_after_a_crash_the_event_comes_again_and_nobody_is_told_twice(
    scenario: Scenario, step: str, nth: int
) -> None:
    await scenario.create_partnership(*CAST, *MANY)
    for event, expected in ((GONE, 0), (BACK, IN_TRUST)):
        bot = Bot(replace(scenario.context, store=FailingStore(scenario.store, KilledAt(step, nth))))
        with pytest.raises(Killed):
            await bot.handle(event)
        await scenario.worker.tick()
        await scenario.handle(event)
        assert await reachable(scenario) == expected
        await scenario.passes(hours=1)
    assert scenario.titles_sent_to(AMIRA) == [REMOVED]


async def test_a_removal_and_a_return_at_once_in_two_processes_both_end(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST, *MANY)
    removing, returning = Bot(scenario.context), Bot(scenario.context)
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(removing.handle(GONE), returning.handle(BACK))
    assert await reachable(scenario) in {0, IN_TRUST}


async def test_a_person_who_changes_meanwhile_is_read_again(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    failing_step = FailingStep(
        point=failpoint(people.app_uninstalled, "update_if_unchanged"), fault=lambda: Stale("changed")
    )
    store = FailingStore(scenario.store, failing_step)
    await Bot(replace(scenario.context, store=store)).handle(GONE)
    assert await reachable(scenario) == 0


async def test_nobody_is_told_of_what_is_mended_by_then(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    scenario.clock.move(timedelta(hours=11))
    await scenario.handle(GONE)
    await scenario.handle(BACK)
    await scenario.passes(hours=15)
    assert scenario.platform.sent == []


async def test_a_partnership_that_has_ended_is_told_nothing(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST, ended_at=scenario.clock.now())
    await scenario.handle(GONE)
    assert await scenario.all(Delivery) == []


async def test_many_people_are_counted_and_not_named(scenario: Scenario) -> None:
    others = [replace(GWIL, key=f"gwil-{n}", name=f"Gwil {n}") for n in range(8)]
    await scenario.create_partnership(*CAST, *others)
    await scenario.handle(GONE)
    await scenario.passes(hours=1)
    assert texts(scenario.last_card(AMIRA))[0] == "We cannot write to 12 people there."


async def test_channels_of_a_workspace_that_is_gone_are_named_too(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(AppUninstalled("gone", "slack", "council"))
    await scenario.passes(hours=1)
    assert scenario.titles_sent_to(LOWRI) == ["Accord has been removed from Slack at Harbour Council"]
    assert "We cannot post in #harbour either." in texts(scenario.last_card(LOWRI))


async def test_members_and_status_say_who_cannot_be_written_to(scenario: Scenario) -> None:
    await fortnightly(scenario)
    await scenario.worker.tick()
    await scenario.handle(GONE)
    members = await scenario.says(AMIRA, "members")
    assert facts(members)["Hana"] == "member · Accord was removed from their chat: we cannot write to them"
    line = f"{REMOVED}: we cannot write to 4 people there."
    assert line in texts(await scenario.says(AMIRA, "status"))
    assert "removed" not in words(await scenario.says(EFE, "members"))
    assert "removed" not in words(await scenario.says(EFE, "status"))
    await scenario.handle(BACK)
    await scenario.handle(UserSeen("e1", LOWRI.address, LOWRI.address))
    await scenario.closes()
    assert "removed" not in words(await scenario.says(AMIRA, "members"))


async def test_without_an_open_round_status_says_so_too(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(GONE)
    assert f"{REMOVED}: we cannot write to 4 people there." in texts(await scenario.says(AMIRA, "status"))


async def test_they_are_not_invited_to_a_new_round_unless_signed_in(scenario: Scenario) -> None:
    await fortnightly(scenario)
    await scenario.handle(GONE)
    async with scenario.store.transaction() as db:
        end = scenario.clock.now() + timedelta(days=30)
        await db.add(BrowserSession("s1", "browser", HANA.person.id, end))
    await scenario.worker.tick()
    invited = {each.member for each in await scenario.all(Invitation)}
    assert invited == {each.member for each in CAST} - {BEN.member, GWIL.member, LOWRI.member}
    assert await scenario.all(Delivery, member=HANA.member) == []


async def test_a_round_that_they_keep_from_opening_says_so(scenario: Scenario) -> None:
    now = scenario.clock.now()
    cast = (AMIRA, EFE, BEN, GWIL, HANA, LOWRI)
    await scenario.create_partnership(*cast, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)
    await scenario.handle(GONE)
    await scenario.passes(hours=1)
    told = [card for to, card in scenario.platform.sent if to == AMIRA.address]
    (card,) = [card for card in told if card.title == "Harbour Together: the next round was not opened"]
    assert f"{REMOVED}: we cannot write to 4 people there." in texts(card)


async def test_in_an_open_round_they_stay_invited_and_what_they_answered_counts(scenario: Scenario) -> None:
    await fortnightly(scenario)
    await scenario.worker.tick()
    await scenario.fill(*(0 if each is HANA else 4 for each in CAST))
    await scenario.handle(GONE)
    assert facts(await scenario.says(AMIRA, "status"))["Invited"] == "12"
    await scenario.closes()
    round_ = await scenario.one(Round)
    assert (round_.replies, round_.invited) == (11, 12)


async def test_who_speaks_from_their_address_is_written_to_there_again(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(AppUninstalled("gone", "slack", "council"))
    assert (await scenario.person(EFE)).home is None
    await scenario.says(EFE, "menu", shared=True)
    assert (await scenario.person(EFE)).home == EFE.address
    assert (await scenario.person(AMIRA)).home is None


async def test_an_answer_does_not_bring_a_home_back_as_that_would_tell_who_replied(
    scenario: Scenario,
) -> None:
    await fortnightly(scenario)
    await scenario.worker.tick()
    await scenario.handle(AppUninstalled("gone", "slack", "council"))
    await scenario.answers(EFE, 4)
    assert (await scenario.person(EFE)).home is None


async def test_who_speaks_on_their_page_has_not_spoken_where_accord_was_removed(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(AppUninstalled("gone", "slack", "council"))
    async with scenario.store.transaction() as db:
        end = scenario.clock.now() + timedelta(days=30)
        await db.add(BrowserSession("s1", "browser", EFE.person.id, end))
    said = Message("e1", EFE.address, EFE.address, "menu")
    await scenario.bot.handle(said, identity=BrowserIdentity("browser", EFE.person.id))
    assert (await scenario.person(EFE)).home is None


async def test_a_chat_that_accord_was_removed_from_is_back_with_the_next_message(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    chat = Address("teams", "trust", "a:chat-with-gwil")
    await scenario.handle(UserSeen("e1", GWIL.address, chat))
    await scenario.handle(ChannelClosed("e2", chat))
    await scenario.passes(hours=1)
    assert texts(scenario.last_card(AMIRA))[0] == "We cannot write to 1 person there: Gwil."
    await scenario.says(GWIL, "hello")
    await scenario.handle(UserSeen("e3", GWIL.address, chat))
    assert (await scenario.person(GWIL)).home == chat


async def test_nobody_is_told_of_a_chat_whose_person_has_written_by_then(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    chat = Address("teams", "trust", "a:chat-with-gwil")
    await scenario.handle(UserSeen("e1", GWIL.address, chat))
    await scenario.handle(ChannelClosed("e2", chat))
    await scenario.says(GWIL, "hello")
    await scenario.passes(hours=1)
    assert scenario.titles_sent_to(AMIRA) == []


async def test_coordinators_are_told_of_a_channel_that_is_gone(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(ChannelClosed("e1", CHANNEL))
    await scenario.handle(ChannelClosed("e2", CHANNEL))
    await scenario.passes(hours=1)
    assert scenario.titles_sent_to(AMIRA) == ["We cannot post in #harbour any more"]
    assert texts(scenario.last_card(AMIRA)) == [
        "The channel was deleted, or Accord was removed from it. Members still get results from us.",
        "To post there again, add Accord to the channel. Then type there: post here",
    ]
    assert len(scenario.platform.sent) == 2  # Lowri coordinates too


async def test_nobody_is_told_of_a_channel_that_is_chosen_again(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(ChannelClosed("e1", CHANNEL))
    async with scenario.store.transaction() as db:
        await db.add(Channel("again", "harbour", CHANNEL, "#harbour"))
    await scenario.passes(hours=1)
    assert scenario.platform.sent == []


async def test_a_former_coordinator_is_told_neither(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    await scenario.handle(GONE)
    await scenario.handle(ChannelClosed("e1", CHANNEL))
    kinds = {each.kind for each in await scenario.all(Delivery)}
    assert kinds == {DeliveryKind.APP_REMOVED, DeliveryKind.CHANNEL_CLOSED}
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), ended_at=scenario.clock.now())
    await scenario.passes(hours=1)
    assert scenario.platform.sent == []
