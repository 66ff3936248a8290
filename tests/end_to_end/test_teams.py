"""A partnership's life in Teams, in Microsoft's own local client and a real browser."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.app import Application, open_application
from bot.core.models import Invitation, Partnership, Round, RoundState, web_address
from bot.rounds.answers import require_unlocked, save
from bot.settings import Settings
from tests.adapters.teams.issuer import trusting
from tests.end_to_end.playground import CLIENT, MISSING, TENANT, Microsoft, microsoft, playground
from tests.end_to_end.serving import our_port, served
from tests.support.chromium import CHROMIUM, running_chromium
from tests.support.fakes import SetClock
from tests.support.history_factory import add_members_and_history, add_members_without_home

pytestmark = pytest.mark.skipif(
    not (CLIENT.exists() and CHROMIUM.exists() and shutil.which("node")), reason=MISSING
)
OTHERS = {web_address(name): name for name in ("Cerys", "Dilys", "Efe", "Farah", "Gwil")}


@dataclass(frozen=True, slots=True)
class Scene:
    """The page of the local client, with Alex in front of it."""

    page: Page
    accord: Application
    clock: SetClock
    microsoft: Microsoft
    folder: Path

    async def says(self, text: str) -> None:
        await self.page.locator("[contenteditable=true]").first.click()
        await self.page.keyboard.type(text)
        await self.page.get_by_role("button", name="Send Message", exact=True).first.click()

    async def mentions(self, text: str, send: str) -> None:
        await self.page.locator("[contenteditable=true]").first.click()
        await self.page.keyboard.type("@")
        await self.page.get_by_role("listbox").get_by_text("Test Bot").last.click()
        await self.page.keyboard.type(f" {text}")
        await self.page.get_by_role("button", name=send, exact=True).first.click()

    async def presses(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, words: str) -> None:
        await expect(self.words(words)).to_be_visible()

    def words(self, words: str) -> Locator:
        return self.page.get_by_text(words).last

    async def looks(self, name: str) -> None:
        """Keep a screenshot, for runs with `-o tmp_path_retention_policy=all`."""
        await self.page.screenshot(path=self.folder / f"{name}.png")

    async def passes(self, **lapse: float) -> None:
        self.clock.move(timedelta(**lapse))
        await self.accord.worker.tick()


@pytest.fixture
async def scene(sqlite_url: str, tmp_path: Path, clock: SetClock) -> AsyncIterator[Scene]:
    with our_port() as (at, here):
        settings = Settings(data=tmp_path, database_url=sqlite_url, public_url=here)
        async with microsoft(here, clock) as them:
            teams = trusting(them.url, them.url, TENANT, "localhost,127.0.0.1")
            async with (
                open_application(settings, clock, chats=[teams.open]) as accord,
                served(accord.app, at),
                playground(f"{them.url}/api/messages", tmp_path) as url,
                running_chromium() as chromium,
            ):
                page = await chromium.new_page(viewport={"width": 1280, "height": 1000})
                await page.goto(url)
                yield Scene(page, accord, clock, them, tmp_path)


async def test_a_partnership_is_founded_asked_and_told_what_came_of_it(scene: Scene) -> None:
    await scene.sees("Welcome to Accord")  # said unasked, because they let Accord in
    await scene.says("start partnership Harbour Together")
    await scene.sees("Harbour Together has started")
    await scene.looks("1 founded")
    await in_a_group_and_a_channel(scene)
    await in_private(scene)
    await a_check_in(scene)
    await what_came_of_it(scene)
    await an_old_question(scene)
    assert scene.microsoft.refused == []


async def in_a_group_and_a_channel(scene: Scene) -> None:
    """Accord gets only the messages that mention it."""
    for number, (place, send) in enumerate((("Group Chat", "Send Message"), ("General", "Post"))):
        await scene.page.get_by_text(place, exact=True).first.click()
        await scene.mentions("post here", send)
        await scene.sees("Summaries in this channel")
        await scene.looks(f"2 place {number}")


async def in_private(scene: Scene) -> None:
    """What is only for whoever asks leaves one line in the channel."""
    await scene.mentions("my data", "Post")
    await scene.sees("We’ve replied to you privately.")
    await scene.looks("2 private in a channel")
    assert await scene.page.get_by_text("What we keep about you").count() == 0
    await scene.page.get_by_text("Personal Chat", exact=True).first.click()
    await scene.sees("What we keep about you")
    await scene.looks("2 private")


async def a_check_in(scene: Scene) -> None:
    store, now = scene.accord.bot.context.store, scene.clock.now()
    await add_members_without_home(store, now, 4, "Harbour Together")
    await add_members_and_history(store, now, OTHERS)
    await scene.page.get_by_text("Personal Chat", exact=True).first.click()
    await scene.says("schedule every second Tuesday at 10:00")
    await scene.presses("Set this schedule")
    await scene.sees("Schedule: every second Tuesday at 10:00")
    await scene.passes(days=1, hours=1)
    for number in range(1, 6):
        await scene.sees(f"{number} of 5")
        if number == 1:
            await scene.looks("3 question")
        await scene.presses("A little")
        if number == 2:
            await after_another_chat(scene, "3 of 5")
    await scene.sees("Anything to add?")
    await scene.page.locator("textarea").last.fill("We *meet* [here](https://elsewhere.example) too seldom.")
    await scene.presses("Send")
    await scene.sees("Thank you")
    await scene.looks("4 gave a score")


async def after_another_chat(scene: Scene, progress: str) -> None:
    """The message itself was edited, so that it shows the next question on every device."""
    await scene.sees(progress)
    await scene.page.get_by_text("Group Chat", exact=True).first.click()
    await scene.page.get_by_text("Personal Chat", exact=True).first.click()
    await scene.sees(progress)
    await scene.looks("3 question again")


async def what_came_of_it(scene: Scene) -> None:
    """A score falls; the summary has a picture, in the channel and in the group alike."""
    context = scene.accord.bot.context
    async with context.store.transaction() as db:
        (round_,) = await db.find(Round, state=RoundState.OPEN)
        unlocked = await require_unlocked(context, round_, context.translator())
        for invitation in await db.find(Invitation, round=round_.id):
            for question in round_.questions:
                await save(db, unlocked, invitation.member, question, "2")
    await scene.passes(seconds=(round_.closes_at - scene.clock.now()).total_seconds())
    await scene.passes(hours=18)
    for number, place in enumerate(("Group Chat", "General")):
        await scene.page.get_by_text(place, exact=True).first.click()
        await scene.sees("10 of 10 replied.")
        picture = scene.page.locator("img[alt*='Trust']").last
        await expect(picture).to_have_js_property("complete", value=True)
        assert await picture.evaluate("i => i.naturalWidth > 0")
        await picture.scroll_into_view_if_needed()
        await scene.looks(f"5 told {number}")
    posts = (await scene.page.inner_text("body")).split("Type a message...")  # below each of them
    assert [each.count("Even with no change") for each in posts if "10 of 10 replied." in each] == [1]
    await scene.presses("We will talk about it")
    await scene.sees("When you know what you will do")
    await scene.words("When you know what you will do").scroll_into_view_if_needed()
    await scene.looks("6 followed up")
    await scene.passes(minutes=1)  # then it is seen to be taken up by everybody
    for number, place in enumerate(("Group Chat", "General")):
        await scene.page.get_by_text(place, exact=True).first.click()
        await scene.sees("Taken up: your partnership will talk about it.")
        await scene.words("Taken up: your partnership").scroll_into_view_if_needed()
        await scene.looks(f"7 taken up {number}")


async def an_old_question(scene: Scene) -> None:
    """Of several messages that ask the last one does, and none does once the round is over."""
    await scene.page.get_by_text("Personal Chat", exact=True).first.click()
    async with scene.accord.bot.context.store.read_only() as db:
        (partnership,) = await db.find(Partnership)
    assert partnership.next_round_at
    await scene.passes(seconds=(partnership.next_round_at - scene.clock.now()).total_seconds())
    await scene.passes(hours=1)
    await scene.sees("1 of 5")
    await scene.says("check-in")
    await scene.sees("We’ve moved this question")
    await scene.looks("8 asked twice")
    async with scene.accord.bot.context.store.read_only() as db:
        (round_,) = await db.find(Round, state=RoundState.OPEN)
    await scene.passes(seconds=(round_.closes_at - scene.clock.now()).total_seconds())
    await scene.passes(minutes=5)
    await expect(scene.page.get_by_text("1 of 5")).to_have_count(0)
    await scene.looks("9 over")
