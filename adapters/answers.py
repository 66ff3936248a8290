"""Answers of the services of platforms. Pure."""

import json
from typing import Any


def parse_answer(body: bytes) -> dict[str, Any]:
    """Return the JSON object in a body; an empty one for anything else, such as a gateway's error page."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
