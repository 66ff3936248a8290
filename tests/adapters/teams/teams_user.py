"""A person in Teams, who types, presses and reads cards."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2
from starlette.applications import Starlette

from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.issuer import APP, TENANT, claims, signed
from tests.support.fakes import SetClock

CONTENT = "application/vnd.microsoft.card.adaptive"
PERSONAL, GROUP = "a:1", "19:group@thread.v2"
CHANNEL, QUAY = "19:general@thread.tacv2", "19:quay@thread.tacv2"
SCOPES = {PERSONAL: "personal", GROUP: "groupChat", CHANNEL: "channel", QUAY: "channel"}


@dataclass
class TeamsUser:
    """A person in front of Teams. `home` is their chat with Accord, and `app_id` the app that their tenant
    knows as Accord."""

    app: Starlette
    service: Service
    service_url: str
    clock: SetClock
    id: str = "29:ben"
    name: str = "Ben Price"
    tenant: str = TENANT
    home: str = PERSONAL
    app_id: str = APP
    ids: "count[int]" = field(default_factory=lambda: count(1))

    async def sends(self, **activity: Any) -> httpx2.Response:
        """Send any activity, signed as Microsoft does."""
        raw = self.raw(**activity)
        if raw["type"] == "message":
            self.service.typed.add(raw["id"])
        if activity.get("place", self.home) == self.home:
            self.service.chats[self.id] = self.home
        token = signed(claims(self.clock.now(), aud=self.app_id, serviceurl=self.service_url))
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app), base_url="http://here"
        ) as client:
            return await client.post(
                "/api/messages", content=json.dumps(raw), headers={"Authorization": f"Bearer {token}"}
            )

    def raw(self, **activity: Any) -> dict[str, Any]:
        """Return an activity as Teams writes it."""
        place = activity.pop("place", self.home)
        thread = activity.pop("thread", place)
        scope = activity.pop("scope", SCOPES.get(place, "personal"))
        return {
            "id": f"activity {self.id} {next(self.ids)}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": self.id, "name": self.name},
            "recipient": {"id": f"28:{self.app_id}", "name": "Accord"},
            "conversation": {
                "id": thread,
                "tenantId": self.tenant,
                **({"conversationType": scope} if scope else {}),
            },
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": "en-GB",
            "localTimezone": "Europe/London",
            **activity,
        }

    async def types(self, text: str, **more: Any) -> dict[str, Any]:
        """Return the last card that is shown for a text, or an empty one."""
        before = len(self.service.asked)
        answer = await self.sends(type="message", text=text, **more)
        assert answer.status_code == 200
        shown = [body for _, _, body in self.service.asked[before:] if "attachments" in (body or {})]
        return card_in(shown[-1]) if shown else {}

    async def presses(self, label: str, card: dict[str, Any], typed: str = "", **more: Any) -> dict[str, Any]:
        """Return the answer to a press, with the card that replaces the one pressed."""
        action = pressed(label, card)
        data = {**action["data"], **({action["data"]["box"]: typed} if typed else {})}
        message = self.service.message_with(card)
        answer = await self.sends(
            type="invoke",
            name="adaptiveCard/action",
            value={"action": {"type": "Action.Execute", "verb": "say", "data": data}, "trigger": "manual"},
            **({"replyToId": message} if message else {}),
            **more,
        )
        assert answer.status_code == 200
        body: dict[str, Any] = answer.json()
        if body["type"] == CONTENT:
            await self.service.look_at(body["value"])
        if message and body["type"] == CONTENT:
            self.service.shown[message] = body["value"]
        return body

    async def asks_for(self, label: str, card: dict[str, Any]) -> dict[str, Any]:
        """Return the dialog that a button opens."""
        return await self._dialog("task/fetch", pressed(label, card)["data"])

    async def fills_in(self, card: dict[str, Any], **typed: str) -> dict[str, Any]:
        """Return what replaces a dialog that is submitted, with its values except for what is typed."""
        values = {element["id"]: element["value"] for element in card["body"] if "value" in element}
        return await self._dialog("task/submit", card["actions"][0]["data"] | values | typed)

    async def _dialog(self, name: str, data: dict[str, Any]) -> dict[str, Any]:
        answer = await self.sends(
            type="invoke", name=name, value={"data": data, "context": {"theme": "dark"}}
        )
        assert answer.status_code == 200
        task: dict[str, Any] = answer.json()["task"]
        assert task["type"] == "continue"
        card: dict[str, Any] = task["value"]["card"]["content"]
        await self.service.look_at(card)
        return card


def pressed(label: str, card: dict[str, Any]) -> dict[str, Any]:
    """Return the button of this label; if it asks for confirmation, the button that confirms."""
    action = next(action for action in _every_action(card) if action["title"] == label)
    inner: dict[str, Any] = action["card"]["actions"][0] if "actions" in action.get("card", ()) else action
    return inner


def _every_action(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield all buttons, also those that another button shows."""
    for action in actions(card):
        yield action
        yield from _every_action(action["card"]) if "body" in action.get("card", ()) else ()


def card_in(activity: dict[str, Any]) -> dict[str, Any]:
    card: dict[str, Any] = activity["attachments"][0]["content"]
    return card


def words(card: dict[str, Any]) -> list[str]:
    """Return all text on a card, except on its buttons."""
    return [text for element in card.get("body", ()) for text in _words(element)]


def _words(element: dict[str, Any]) -> Iterator[str]:
    yield from (element[name] for name in ("text", "label") if name in element)
    yield from (run["text"] for run in element.get("inlines", ()))
    yield from (word for fact in element.get("facts", ()) for word in (fact["title"], fact["value"]))


def actions(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for element in card["body"] for action in element.get("actions", ())]


def every_label(card: dict[str, Any]) -> list[str]:
    """Return the labels of all buttons, also of those that another button shows."""
    return [action["title"] for action in _every_action(card)]


def labels(card: dict[str, Any]) -> list[str]:
    return [action["title"] for action in actions(card)]
