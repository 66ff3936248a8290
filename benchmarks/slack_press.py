"""Measures how many presses in Slack are handled in a second, against a bare handler that checks the same
signature and inserts a row.

Accord runs as `accord serve` behind HTTP, without a worker: signature, bolt, sentence, one durable commit,
the response, and afterwards the call that replaces this question by the next. Both take turns, so that a busy
machine slows both.
"""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, cycle
from statistics import median
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from benchmarks import Figure
from benchmarks.databases import BACKENDS
from benchmarks.loopback import wire
from benchmarks.press import AT_ONCE, Press, in_turns, over_http, ready
from benchmarks.servers import serve_both

SIGNING = "a signing secret that is only for measuring"
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature}\r\nContent-Length: {length}\r\n\r\n"
)


async def measure() -> list[Figure]:
    async with wire() as slack:
        return [figure for backend in BACKENDS for figure in await pressing(backend, slack.port)]


async def pressing(backend: str, slack: int) -> list[Figure]:
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SIGNING,
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
    }
    async with (
        ready(backend) as prepared,
        serve_both(prepared.settings | settings) as (accord_port, bare_port),
    ):
        requests_to = partial(requests, prepared.presses, f"http://127.0.0.1:{slack}/reply")
        async with (
            over_http(accord_port, requests_to("/slack/events"), 200) as presses,
            over_http(bare_port, requests_to("/slack"), 200) as bare_presses,
        ):
            accord, bare = await in_turns(presses, bare_presses)
    rate, p50 = median(part.rate for part in accord), median(part.p50 for part in accord)
    slow = f"a press in Slack, s, p99 ({p50:.3f} p50; {AT_ONCE} at once), {backend}"
    return [
        Figure(f"presses in Slack a second, {backend}", rate, median(part.rate for part in bare), 0.4),
        Figure(f"presses in Slack a second against 500, {backend}", rate, 500, 1),
        Figure(slow, median(part.p99 for part in accord), 0.25, 1, at_most=True),
    ]


def requests(
    presses: list[Press], reply: str, path: str, now: Callable[[], float] = time.time
) -> Iterator[bytes]:
    """Yield requests, all different, each signed when it is asked for."""
    signer = SignatureVerifier(SIGNING)
    for number, press in zip(count(), cycle(presses), strict=False):
        body = urlencode({"payload": json.dumps(payload(press, f"trigger {number}", reply))}).encode()
        stamp = str(int(now()))
        signature = signer.generate_signature(timestamp=stamp, body=body)
        head = HEAD.format(path=path, stamp=stamp, signature=signature, length=len(body))
        yield head.encode() + body


def payload(press: Press, trigger: str, reply: str) -> dict[str, Any]:
    """Return a payload as long as Slack's, which contains the pressed message."""
    team, user = press.person.address.workspace, press.person.address.key
    button = {"type": "button", "action_id": "say:1", "block_id": "ask:x~y~1", "value": press.says}
    return {
        "type": "block_actions",
        "team": {"id": team, "domain": "harbour"},
        "user": {"id": user, "username": user, "name": user, "team_id": team},
        "api_app_id": "A1",
        "token": "unused",
        "container": {
            "type": "message",
            "message_ts": "1.2",
            "channel_id": f"D{user}",
            "is_ephemeral": False,
        },
        "trigger_id": trigger,
        "channel": {"id": f"D{user}", "name": "directmessage"},
        "message": {
            "type": "message",
            "ts": "1.2",
            "text": "…" * 300,
            "blocks": [{"elements": [button] * 8}],
        },
        "response_url": reply,
        "actions": [button],
    }
