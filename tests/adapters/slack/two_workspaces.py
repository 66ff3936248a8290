"""A partnership of two workspaces, three people and a channel in each, and a Slack that does as it is told,
all over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from bot.app import Application
from bot.core.models import (
    Address,
    Channel,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
)
from bot.delivery.outbox import Outbox
from bot.notifications.registry import compose
from tests.adapters.slack.signing import Sender
from tests.adapters.slack.slack_api import Body, SlackAPI, slack_api
from tests.adapters.slack.slack_app import joined
from tests.adapters.web.browser import Browser
from tests.support.fakes import SetClock
from tests.support.patience import PATIENCE

R = TypeVar("R")

PEOPLE = {"T1": ("U11", "U12", "U13"), "T2": ("U21", "U22", "U23")}
TEAM_OF = {user: team for team, users in PEOPLE.items() for user in users}
CHANNELS = {"T1": "C1", "T2": "C2"}
COORDINATOR = "U11"


@dataclass(frozen=True, slots=True)
class TwoWorkspaces:
    api: SlackAPI
    accord: Application
    clock: SetClock
    slack: Sender
    ids: "count[int]" = field(default_factory=count)

    async def installs(self, team: str, **given: Any) -> int:
        """Somebody lets Accord in; the status of the page that they see at the end."""
        code = f"code{next(self.ids)}"
        self.api.codes[code] = {"access_token": f"xoxb-{code}", "team": {"id": team, "name": team}, **given}
        browser = Browser(self.accord.app)
        asked = await browser.http.get("/slack/install?begin")
        state = httpx2.URL(asked.headers["location"]).params["state"]
        await browser.get(f"/slack/oauth_redirect?code={code}&state={state}")
        return browser.status

    async def founded(self) -> None:
        now = self.clock.now()
        members = [
            Member(f"m{user}", "p", f"o{team}", f"p{user}", role(user), MembershipStatus.ACTIVE, now)
            for user, team in TEAM_OF.items()
        ]
        async with self.accord.bot.context.store.transaction() as db:
            await db.add(Partnership("p", "Two Villages", "Europe/London", "en", now))
            await db.add(
                *(
                    Organisation(f"o{team}", "p", f"Village {team}", MembershipStatus.ACTIVE)
                    for team in PEOPLE
                )
            )
            await db.add(*(person(user) for user in TEAM_OF), *members)
            channels = [(team, Address("slack", team, channel)) for team, channel in CHANNELS.items()]
            await db.add(*(Channel(f"c{team}", "p", where, "#village") for team, where in channels))

    async def passes(self, **lapse: float) -> None:
        """Time goes by, and what is due is sent."""
        self.clock.move(timedelta(**lapse))
        context = self.accord.bot.context
        platforms = {chat.name: chat.platform for chat in self.accord.integrations}
        limit = timedelta(seconds=PATIENCE)
        outbox = Outbox(context.store, platforms, partial(compose, context), self.clock, send_timeout=limit)
        await outbox.send_due()

    async def says(self, user: str, text: str) -> httpx2.Response:
        """By a slash command, in the channel."""
        team, trigger = TEAM_OF[user], f"trigger {next(self.ids)}"
        where = {"team_id": team, "channel_id": CHANNELS[team], "response_url": self.api.response_url()}
        return await self.slack.command(**where, user_id=user, user_name=user, text=text, trigger_id=trigger)

    async def press(self, user: str, question: int, point: int) -> Body:
        """What Slack sends when they answer so."""
        (invitation,) = await self.all(Invitation, member=f"m{user}")
        value, matter = f"answer {invitation.id}.{question} {point}", f"ask:{invitation.round}"
        return pressed(user, value, matter, f"trigger {next(self.ids)}", self.api.response_url())

    async def happens(self, team: str, **event: Any) -> httpx2.Response:
        number = next(self.ids)
        payload = {"type": "event_callback", "team_id": team, "event_id": f"Ev{number}", "event": event}
        return await self.slack.event(payload | {"event_time": int(self.clock.now().timestamp())})

    async def all(self, kind: type[R], /, **where: Any) -> list[R]:
        async with self.accord.bot.context.store.read_only() as db:
            return await db.find(kind, **where)

    def asked(self) -> dict[str, int]:
        """How many messages each was sent that stayed."""
        return {user: len(self.api.to(f"D{user[1:]}")) for user in TEAM_OF}


def role(user: str) -> Role:
    return Role.COORDINATOR if user == COORDINATOR else Role.MEMBER


def person(user: str) -> Person:
    address = Address("slack", TEAM_OF[user], user)
    return Person(f"p{user}", address, address, user, "Europe/London", "en")


def pressed(user: str, value: str, matter: str, trigger: str, url: str) -> Body:
    direct, team = f"D{user[1:]}", TEAM_OF[user]
    return {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": user, "name": user, "team_id": team},
        "channel": {"id": direct},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": direct},
        "message": {"ts": "1.2"},
        "trigger_id": trigger,
        "response_url": url,
        "actions": [{"type": "button", "action_id": "say:1", "block_id": f"{matter}~y~1", "value": value}],
    }


@asynccontextmanager
async def two_workspaces(database_url: str, data: Path, clock: SetClock) -> AsyncIterator[TwoWorkspaces]:
    """At ten on a working day, founded, and installed in both workspaces."""
    clock.move(timedelta(hours=1))
    async with slack_api(clock) as api, joined(api, database_url, data, clock) as accord:
        both = TwoWorkspaces(api, accord, clock, Sender(accord.app))
        assert [await both.installs(team) for team in PEOPLE] == [200, 200]
        await both.founded()
        yield both
