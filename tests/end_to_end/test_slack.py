"""A partnership's life in Slack, against a Slack that nobody here wrote, over HTTP and Socket Mode alike."""

import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.charts.renderer import WARM_UP
from adapters.slack.settings import SlackSettings
from bot.app import Application, open_application
from bot.core.i18n import Translator
from bot.core.models import Address, Invitation, Round, RoundState
from bot.rounds.answers import require_unlocked, save
from bot.settings import Settings
from tests.end_to_end.local_slack import BINARY, HARBOUR, MISSING, TEAM, TOKENS, LocalSlack, local_slack
from tests.end_to_end.serving import accord_serve, free_port, our_port, served
from tests.support.fakes import SetClock
from tests.support.history_factory import add_members_and_history, add_members_without_home

GOLDEN = Path(__file__).parent / "golden" / "slack.txt"
AMIRA, BEN = "U01AMIRA", "U02BEN"
PEOPLE = {
    AMIRA: "Amira",
    BEN: "Ben",
    "U03CERYS": "Cerys",
    "U04DILYS": "Dilys",
    "U05EFE": "Efe",
    "U06FARAH": "Farah",
}
OTHERS = {Address("slack", TEAM, user): PEOPLE[user] for user in [*PEOPLE][2:]}
TONGUE = Translator()

pytestmark = pytest.mark.skipif(not BINARY.exists(), reason=MISSING)


@dataclass(frozen=True, slots=True)
class Scene:
    slack: LocalSlack
    accord: Application
    clock: SetClock

    async def passes(self, **lapse: float) -> None:
        """Let time pass; the worker does what is due."""
        self.clock.move(timedelta(**lapse))
        self.slack.happens(f"It is {TONGUE.moment(self.clock.now())}")
        await self.accord.worker.tick()
        await self.slack.look()

    async def goes_on(self) -> None:
        """Let half a minute pass, in which alerts are posted."""
        for _ in range(3):
            self.clock.move(timedelta(seconds=10))
            await self.accord.worker.tick()
        await self.slack.look()


def wanted(url: str, *, over_socket: bool) -> SlackSettings:
    values = {
        "bot_token": SecretStr(TOKENS["botToken"]),
        "signing_secret": SecretStr(TOKENS["signingSecret"]),
        "app_token": SecretStr(TOKENS["appToken"] if over_socket else ""),
        "api_url": f"{url}/api/",
    }
    return SlackSettings.model_validate(values)


@pytest.fixture(params=["HTTP", "Socket Mode"])
async def scene(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path, clock: SetClock
) -> AsyncIterator[Scene]:
    over_socket = request.param == "Socket Mode"
    with our_port() as (at, here):
        settings = Settings(data=tmp_path, database_url=sqlite_url, public_url="https://accord.example.org")
        async with (
            local_slack("" if over_socket else f"{here}/slack/events", PEOPLE) as slack,
            open_application(
                settings, clock, chats=[wanted(slack.url, over_socket=over_socket).open]
            ) as accord,
            served(accord.app, at),
            accord.integrations[0].connection(),
        ):
            if over_socket:
                await slack.connected()
            await accord.chart_renderer.png(WARM_UP)  # the first may take longer than a message may
            yield Scene(slack, accord, clock)


async def test_a_partnership_is_founded_asked_and_told_what_came_of_it(scene: Scene) -> None:
    slack = scene.slack
    store = scene.accord.bot.context.store
    await founding(slack)
    await add_members_without_home(store, scene.clock.now(), 8, "Harbour Together")
    await a_survey(scene)
    await add_members_and_history(store, scene.clock.now(), OTHERS)
    await a_round(scene)
    told = "\n".join(slack.story).strip() + "\n"
    if os.environ.get("ACCORD_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(told, "utf-8")
    assert told == GOLDEN.read_text("utf-8")


async def founding(slack: LocalSlack) -> None:
    """The partnership starts by a slash command, a box, and a confirmation."""
    await slack.command(AMIRA, "")
    await slack.command(AMIRA, "start partnership Harbour Together")
    await slack.press(AMIRA, "Name of your organisation", HARBOUR)
    await slack.sends(AMIRA, typed="Harbour Council")
    await slack.command(AMIRA, "post here")
    await slack.command(AMIRA, "add <@U02BEN|ben> to Harbour Council")


async def a_survey(scene: Scene) -> None:
    """A coordinator opens an extra round; two people answer in private."""
    slack = scene.slack
    await scene.passes(hours=1)  # which is ten o'clock, when people work
    await slack.press(BEN, "Confirm")
    await slack.opens_home(BEN)
    await slack.command(AMIRA, "ask leadership for 2 hours now")
    await scene.passes(minutes=1)
    await answers(slack, AMIRA, "Mostly")
    await slack.press(AMIRA, "Finish without a comment")
    await answers(slack, BEN, "Can't say")
    await slack.press(BEN, "Your comment")
    await slack.sends(BEN, typed="The shared office helps.")
    await slack.command(AMIRA, "status")
    await scene.passes(hours=2)


async def answers(slack: LocalSlack, user: str, label: str) -> None:
    """Give the same answer to every question."""
    while await slack.sees(user, label):
        await slack.press(user, label)


async def a_round(scene: Scene) -> None:
    """A scheduled round opens; all answer, and a score falls."""
    slack, context = scene.slack, scene.accord.bot.context
    await slack.command(AMIRA, "schedule every second Tuesday at 10:00")
    await slack.press(AMIRA, "Set this schedule", HARBOUR)
    await scene.passes(days=1)
    for user in (AMIRA, BEN):
        await answers(slack, user, "A little")
        await slack.press(user, "Finish without a comment")
    async with context.store.transaction() as db:
        (round_,) = await db.find(Round, state=RoundState.OPEN)
        unlocked = await require_unlocked(context, round_, context.translator())
        for invitation in await db.find(Invitation, round=round_.id):
            for question in round_.questions:
                await save(db, unlocked, invitation.member, question, "2")
    await scene.passes(seconds=(round_.closes_at - scene.clock.now()).total_seconds())
    await scene.goes_on()
    await slack.press(BEN, "We will talk about it", HARBOUR, upon="Trust")
    await slack.opens_home(AMIRA)


@pytest.mark.parametrize("over_socket", [False, True], ids=["HTTP", "Socket Mode"])
async def test_accord_serve_runs_until_it_is_stopped(tmp_path: Path, over_socket: bool) -> None:
    port = free_port()
    here = f"http://127.0.0.1:{port}/slack/events"
    async with local_slack("" if over_socket else here, PEOPLE) as slack:
        told = {"SLACK_API_URL": f"{slack.url}/api/", "SLACK_BOT_TOKEN": TOKENS["botToken"]}
        if over_socket:
            told |= {"SLACK_APP_TOKEN": TOKENS["appToken"]}
        else:
            told |= {"SLACK_SIGNING_SECRET": TOKENS["signingSecret"]}
        async with accord_serve(port, ACCORD_DATA=str(tmp_path), **told) as served:
            if over_socket:
                await slack.connected()
            await slack.command(AMIRA, "start partnership Harbour Together")
            await slack.opens_home(AMIRA)
            said = await served.stops()
    story = "\n".join(slack.story)
    assert story.count("Harbour Together has started") == 1
    assert "the home of Amira:\n    Set up Harbour Together\n" in story
    assert (served.process.returncode in {0, -signal.SIGTERM}, "Traceback" in said) == (True, False)
