"""What docs/webhooks.md shows is true."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from adapters.webhooks.platform import body_of
from bot.core.cards import Card, KeyValues, Link

PAGE = Path("docs/webhooks.md").read_text("utf-8")
SECRET = "whsec_c2VjcmV0IG9mIHRoZSByZWNlaXZlcg=="
CARD = Card(
    "round.closed",
    (
        KeyValues(
            (
                ("partnership", "kjwbvjivgnmcwx67"),
                ("round", "12"),
                ("timestamp", "2026-03-02T09:00:00+00:00"),
            )
        ),
        Link("page", "/p/kjwbvjivgnmcwx67/rounds/12"),
        Link("api", "/api/v1/rounds/12"),
    ),
)


def test_the_example_of_a_message_is_what_is_sent() -> None:
    (shown,) = re.findall(r"^\{.*?\}\}$", PAGE, re.MULTILINE | re.DOTALL)
    assert json.loads(shown) == json.loads(body_of(CARD, "https://accord.example.org"))


def test_the_example_of_a_receiver_believes_us_and_nobody_else() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)
    body, now = body_of(CARD, "https://accord.example.org"), datetime.now(UTC)
    headers = {
        "webhook-id": "delivery-1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("delivery-1", now, body),
    }
    assert names["read"](SECRET, headers, body)["type"] == "round.closed"
    with pytest.raises(WebhookVerificationError):
        names["read"](SECRET, headers, body.replace("12", "13"))
