"""Requests as Slack signs them."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx2
from slack_sdk.signature import SignatureVerifier
from starlette.types import ASGIApp

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def sign(secret: str, body: bytes, timestamp: str) -> str:
    """Return what Slack puts into the header for a body."""
    return SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body) or ""


class Sender:
    """Sends what Slack would send, signed at the present, to an app or to the address of one."""

    def __init__(self, to: ASGIApp | str, time: Callable[[], float] = time.time, secret: str = SECRET):
        self._time, self._secret = time, secret
        self._url = to if isinstance(to, str) else "http://127.0.0.1"
        self._over = None if isinstance(to, str) else httpx2.ASGITransport(to)

    async def event(self, payload: dict[str, Any]) -> httpx2.Response:
        return await self.send(json.dumps(payload).encode(), JSON)

    async def press(self, payload: dict[str, Any]) -> httpx2.Response:
        return await self.send(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def command(self, **form: str) -> httpx2.Response:
        return await self.send(urlencode({"command": "/accord", **form}).encode(), FORM)

    async def send(self, body: bytes, content_type: str, **headers: str) -> httpx2.Response:
        stamp = str(int(self._time()))
        signature = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._secret, body, stamp),
        }
        return await self.raw(body, {"Content-Type": content_type, **signature, **headers})

    async def raw(self, body: bytes, headers: dict[str, str]) -> httpx2.Response:
        async with httpx2.AsyncClient(transport=self._over, base_url=self._url) as client:
            return await client.post("/slack/events", content=body, headers=headers)
