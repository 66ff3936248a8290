"""A platform at the other end of a wire, which remembers what arrived wherever the worker that sent it has
gone; and a client of it, at the port."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.core.cards import Card
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address
from bot.core.ports import Clock
from tests.support.http_stub import Cut, Reply, post

SHUT_OUT_FOR = timedelta(minutes=5)  # before it is tried whether Accord is let in again


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message, under its key. `at` is when it left its sender, in seconds: on a busy machine whoever notes
    down arrivals may be seconds late, and finds together what came apart."""

    key: str
    workspace: str
    to: str
    title: str
    at: float


@dataclass(frozen=True, slots=True)
class Illness:
    """The reply of a workspace to everything: None is no reply. If it `takes`, messages arrive all the
    same."""

    reply: Reply | Cut | None
    takes: bool = False


@dataclass
class FarAway:
    """A platform in the process of the test. `asked` holds the time of every request, by workspace."""

    ill: dict[str, Illness] = field(default_factory=dict)
    arrived: list[Arrival] = field(default_factory=list)
    asked: list[tuple[str, float]] = field(default_factory=list)

    async def answer(self, path: str, said: Any) -> Reply | Cut:
        workspace, key, at = said["workspace"], said["key"], said["at"]
        illness = self.ill.get(workspace)
        self.asked.append((workspace, at))
        if path == "/send" and (illness is None or illness.takes):
            self.arrived.append(Arrival(key, workspace, said["to"], said["title"], at))
        if illness is None:
            known = path == "/send" or any(each.key == key for each in self.arrived)
            return Reply(body=b'{"known": true}' if known else b'{"known": false}')
        if illness.reply is None:
            await asyncio.Event().wait()
        return illness.reply or Reply()


@dataclass(frozen=True)
class Client:
    """Implements ports.Platform. If it does not `find`, a message that arrived is not found again."""

    port: int
    clock: Clock
    finds: bool = True

    async def send(self, to: Address, card: Card, key: str) -> str:
        if not (await self._ask("/send", to, key, card.title))["known"]:
            raise SendFailed("it was not taken")
        return key

    async def edit(self, to: Address, message: str, card: Card) -> None:
        if not (await self._ask("/find", to, message))["known"]:
            raise SendFailed("it is gone", permanent=True)

    async def find(self, to: Address, key: str) -> str | None:
        return key if self.finds and (await self._ask("/find", to, key))["known"] else None

    async def _ask(self, path: str, to: Address, key: str, title: str = "") -> Any:
        at = self.clock.now().timestamp()
        said = {"workspace": to.workspace, "to": str(to), "key": key, "title": title, "at": at}
        reply = await post(self.port, path, said)
        if reply.status == 429:
            wait = timedelta(seconds=int(reply.headers["retry-after"]))
            raise SendFailed("429", retry_after=wait)
        if reply.status == 401:
            raise SendFailed("401", failure=FailureReason.FORBIDDEN, retry_after=SHUT_OUT_FOR)
        if reply.status != 200:
            raise SendFailed(str(reply.status))
        return reply.json
