"""One round of three organisations: one in Slack, one in Teams, one on the web."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.slack.settings import SlackSettings
from bot.app import Application, open_application
from bot.core.models import (
    Answer,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Person,
    QuestionResult,
    Round,
    RoundState,
)
from bot.settings import Settings
from tests.adapters.slack.signing import SECRET, Sender
from tests.adapters.slack.slack_api import SlackAPI, slack_api
from tests.adapters.slack.two_workspaces import pressed
from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.issuer import APP, Issuer, trusting
from tests.adapters.teams.teams_user import CHANNEL, TeamsUser, card_in, labels, words
from tests.adapters.web.browser import HERE, Browser
from tests.support.fakes import SetClock
from tests.support.history_factory import add_members_without_home

R = TypeVar("R")
AMIRA, EFE = "U11", "U12"  # of the council, in Slack
IN_SLACK = {AMIRA: "Amira", EFE: "Efe"}
TRUST, KITCHEN = "Harbour NHS Trust", "Cegin Gymunedol"
WHAT = "Harbour Together: what you said"


@dataclass
class World:
    """The scenario with each person on their own platform."""

    accord: Application
    clock: SetClock
    api: SlackAPI
    slack: Sender
    service: Service
    ben: TeamsUser
    farah: TeamsUser
    cerys: Browser
    gwil: Browser
    ids: "count[int]"

    async def says(self, user: str, text: str) -> dict[str, Any]:
        """With a slash command, in the council's channel."""
        where = {"team_id": "T1", "channel_id": "C1", "response_url": self.api.response_url()}
        trigger = f"trigger {next(self.ids)}"
        answer = await self.slack.command(**where, user_id=user, text=text, trigger_id=trigger)
        shown: dict[str, Any] = answer.json()
        return shown

    async def press(self, user: str, says: str, about: str) -> None:
        at = pressed(user, says, about, f"trigger {next(self.ids)}", self.api.response_url())
        before = len(self.api.answers)
        assert (await self.slack.press(at)).status_code == 200
        await self.api.until(lambda: len(self.api.answers) > before)

    async def passes(self, **lapse: float) -> None:
        self.clock.move(timedelta(**lapse))
        await self.accord.worker.tick()

    async def all(self, kind: type[R], /, **where: Any) -> list[R]:
        async with self.accord.bot.context.store.read_only() as db:
            return await db.find(kind, **where)

    def in_teams(self, place: str) -> list[dict[str, Any]]:
        """Return the cards that arrived in Teams."""
        path = f"/v3/conversations/{place}/activities"
        return [card_in(body) for _, asked, body in self.service.asked if asked == path]


@pytest.fixture
async def context(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, clock: SetClock
) -> AsyncIterator[World]:
    keys = ""
    if database_url.startswith("postgresql"):
        server = request.getfixturevalue("postgresql")
        keys = server.url(server.new())
    settings = Settings(data=tmp_path, database_url=database_url, keys_url=keys, public_url=HERE)
    service, ids = Service(), count(1)
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(slack_api(**{"xoxb-1": "T1"}))
        api.names.update(IN_SLACK)
        there = str((await stack.enter_async_context(TestServer(service.app()))).make_url("")).rstrip("/")
        issuer = str((await stack.enter_async_context(TestServer(Issuer().app()))).make_url("")).rstrip("/")
        slack = SlackSettings(
            bot_token=SecretStr("xoxb-1"), signing_secret=SecretStr(SECRET), api_url=f"{api.url}api/"
        )
        teams = trusting(issuer, there)
        accord = await stack.enter_async_context(
            open_application(settings, clock, chats=[slack.open, teams.open])
        )
        ben = TeamsUser(accord.app, service, there, clock)
        farah = replace(ben, id="29:farah", name="Farah Ali", home="a:2")
        people = (ben, farah, Browser(accord.app), Browser(accord.app))
        yield World(accord, clock, api, Sender(accord.app), service, *people, ids)


async def together(context: World) -> None:
    """All join by the code that the coordinator gave out, and she approves."""
    await context.says(AMIRA, "start partnership Harbour Together")
    code = re.findall(r"\w+-\d{4}(?:-\w+)+", str(await context.says(AMIRA, "invite")))[0]
    await context.says(EFE, f"join {code} as First organisation")
    for one in (context.ben, context.farah):
        await one.types(f"join {code} as {TRUST}")
    for browser, name in ((context.cerys, "Cerys Evans"), (context.gwil, "Gwil Rees")):
        await browser.get("/join")
        await browser.press("Ask to join", name=name, code=code, organisation=KITCHEN)
    assert [each.standing for each in await context.all(Member)].count(MembershipStatus.ACTIVE) == 1
    for member in await context.all(Member):
        if member.standing is not MembershipStatus.ACTIVE:
            await context.says(AMIRA, f"approve {member.id}")
    assert {each.standing for each in await context.all(Member)} == {MembershipStatus.ACTIVE}
    named = {each.name for each in await context.all(Organisation)}
    assert named == {"First organisation", TRUST, KITCHEN}
    store = context.accord.bot.context.store
    await add_members_without_home(store, context.clock.now(), 4, "Harbour Together")
    await context.says(AMIRA, "post here")
    await context.says(AMIRA, "make Ben Price coordinator")
    at = {"type": "mention", "mentioned": {"id": f"28:{APP}", "name": "Accord"}, "text": "<at>Accord</at>"}
    await context.ben.types("<at>Accord</at> post here", place=CHANNEL, entities=[at])


async def answered(context: World) -> None:
    """All answer, each on their own platform."""
    (round_,) = await context.all(Round)
    for user, point in ((AMIRA, 4), (EFE, 5)):
        (person,) = [each for each in await context.all(Person) if each.address.key == user]
        (member,) = await context.all(Member, person=person.id)
        (invitation,) = await context.all(Invitation, member=member.id)
        for number, _ in enumerate(round_.questions, start=1):
            await context.press(user, f"answer {invitation.id}.{number} {point}", f"ask:{round_.id}")
    for one in (context.ben, context.farah):
        (card,) = [each for each in context.in_teams(one.home) if "Mostly" in labels(each)]
        while "Mostly" in labels(card):
            card = (await one.presses("Mostly", card))["value"]
        assert words((await one.presses("Finish without a comment", card))["value"])[0] == "Thank you"
    for browser in (context.cerys, context.gwil):
        page = await browser.get(browser.path)
        form = next(form for form in page.forms if "Partly" in form.buttons)
        says = form.buttons["Partly"][1]
        page = await browser.get(f"{browser.path}/check-in/{says.split()[1].partition('.')[0]}")
        while "Partly" in page.forms[0].buttons:
            page = await browser.press("Partly")
        assert (await browser.press("Finish without a comment")).titles[0] == "Thank you"


async def test_members_on_all_platforms_get_the_same_summary_together(context: World) -> None:
    await together(context)
    await context.says(AMIRA, "ask trust for 1 day now")
    await context.passes(hours=1)
    await answered(context)
    (round_,) = await context.all(Round)
    assert len(await context.all(Answer)) == 6 * len(round_.questions) + 4  # who said that they are done
    before = len(context.in_teams(CHANNEL))
    context.api.posted.clear()
    moments = []
    for _ in range(30):
        await context.passes(hours=1)
        in_slack = [each["text"] for each in context.api.to("C1")]
        in_teams = [each["fallbackText"] for each in context.in_teams(CHANNEL)[before:]]
        home = await context.gwil.get("/")
        channel = (await context.gwil.get(home.links["Channel"])).words
        on_the_web = channel[channel.index(WHAT) :] if WHAT in channel else []
        moments.append([lines(text) for text in (in_slack, in_teams, on_the_web)])
    (closed,) = await context.all(Round)
    assert (closed.state, closed.replies) == (RoundState.CLOSED, 6)
    told = [seen for seen in moments if any(seen)]
    same = {WHAT, "6 of 10 replied.", "No rounds are planned."}
    assert [[same <= seen for seen in each] for each in told] == [[True] * 3] * len(told)
    results = await context.all(QuestionResult)
    scores = {f"about {each.mean:.1f}" for each in results}
    in_slack_, in_teams_, on_the_web_ = ("\n".join(seen) for seen in told[0])
    for score in scores:
        assert (score in in_slack_, score in in_teams_, score in on_the_web_) == (True, True, True)


def lines(shown: list[str]) -> set[str]:
    """Return the texts of a message, however it is rendered."""
    return {line.strip(" •").replace("\xa0", " ") for text in shown for line in text.splitlines()}
