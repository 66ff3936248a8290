"""Measures the processor time of a press in Slack, against bare handlers, and how many presses one process
takes in a second.

Accord runs as `accord serve` behind HTTP, without a worker: signature, bolt, sentence, one durable commit,
the response, and afterwards the call that puts the next question in the place of this one. The bare handlers
are in bare_server.py.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count, cycle
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from adapters.slack.render import render_message
from benchmarks import Figure
from benchmarks.bare_server import INSERT, KEEP
from benchmarks.closed_loop import FULL, Load, Size, figures, in_turns
from benchmarks.databases import BACKENDS
from benchmarks.loopback import CHANNEL, MESSAGE, Wire, wire
from benchmarks.open_rounds import PUBLIC, Press, ready
from benchmarks.servers import serve_both

SIGNING = "a signing secret that is only for measuring"
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature}\r\nContent-Length: {length}\r\n\r\n"
)
TRIGGER, REPLY_PATH = "TRIGGER-ID", "REPLY-PATH"  # what differs from request to request


async def measure(backends: Sequence[str] = BACKENDS, size: Size = FULL) -> list[Figure]:
    return [figure for backend in backends for figure in await pressing(backend, size)]


async def pressing(backend: str, size: Size) -> list[Figure]:
    async with wire() as slack, ready(backend, size.partnerships) as prepared:
        settings = prepared.settings | slack_settings(slack)
        async with serve_both(settings) as (accord, bare):
            requests_to = partial(requests, bodies(prepared.presses, slack))
            slices = await in_turns(
                size,
                prepared.database,
                Load(accord, requests_to("/slack/events", "accord"), 200),
                Load(bare, requests_to(f"{KEEP}/slack", "bare"), 200),
                Load(bare, requests_to(f"{INSERT}/slack", "none"), 200),
            )
            accord_presses, bare_presses, _ = (sum(part.presses for part in of_one) for of_one in slices)
            calls = await slack.calls()
            assert calls.pop("/api/auth.test")  # as Accord starts
            # Every reply came by the response URL, in the place of what was pressed.
            assert calls == {"/reply/accord": accord_presses, "/reply/bare": bare_presses}
    return figures("in Slack", backend, slices)


def slack_settings(slack: Wire) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SIGNING,
        "SLACK_API_URL": f"http://127.0.0.1:{slack.port}/api/",
    }


def bodies(presses: Sequence[Press], slack: Wire) -> list[str]:
    reply = f"http://127.0.0.1:{slack.port}/reply/{REPLY_PATH}"
    return [urlencode({"payload": json.dumps(payload(press, reply))}) for press in presses]


def requests(
    bodies: Sequence[str], path: str, reply: str, now: Callable[[], float] = time.time
) -> Iterator[bytes]:
    """Yield requests, all different, also from those of another run, each signed when it is asked for. The
    reply goes to a path that ends in `reply`."""
    signer, run = SignatureVerifier(SIGNING), token_hex(8)
    for number, template in zip(count(), cycle(bodies), strict=False):
        trigger = f"{number}.{run}"
        body = template.replace(TRIGGER, trigger).replace(REPLY_PATH, reply).encode()
        stamp = str(int(now()))
        signature = signer.generate_signature(timestamp=stamp, body=body)
        head = HEAD.format(path=path, stamp=stamp, signature=signature, length=len(body))
        yield head.encode() + body


def payload(press: Press, reply: str) -> dict[str, Any]:
    """Return what Slack sends when this button of this question is pressed, with the whole message."""
    team, user = press.person.address.workspace, press.person.address.key
    message = render_message(press.card, PUBLIC)
    return {
        "type": "block_actions",
        "team": {"id": team, "domain": "harbour"},
        "user": {"id": user, "username": user, "name": user, "team_id": team},
        "api_app_id": "A1",
        "token": "unused",
        "container": {
            "type": "message",
            "message_ts": MESSAGE,
            "channel_id": CHANNEL,
            "is_ephemeral": False,
        },
        "trigger_id": TRIGGER,
        "channel": {"id": CHANNEL, "name": "directmessage"},
        "message": {"type": "message", "bot_id": "B1", "ts": MESSAGE, **message},
        "response_url": reply,
        "actions": [pressed(message["blocks"], press.says)],
    }


def pressed(blocks: Sequence[dict[str, Any]], says: str) -> dict[str, Any]:
    """Return the button that says this, with the id of its block."""
    (button,) = (
        {**element, "block_id": block["block_id"]}
        for block in blocks
        for element in block.get("elements", ())
        if element.get("value") == says
    )
    return button
