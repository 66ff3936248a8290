"""How what we drew is known again when somebody presses it. Pure."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

SAY, BOX, LINK, OPEN = "say", "box", "link", "open"  # what a button does; what its action_id begins with
MAX_THREAD_KEY = 200  # characters of an id of a block, which has room for 255


def action_id(kind: str, number: int) -> str:
    return f"{kind}:{number}"


def kind_of(action_id: object) -> str:
    return str(action_id).partition(":")[0]


def block_id(matter: str, drawing: str, number: int) -> str:
    """Holds what its card is about. Slack wants another id whenever a message is drawn anew, so there is a
    `drawing` in it: https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
    return f"{matter[:MAX_THREAD_KEY]}~{drawing}~{number}"


def thread_key_of(block_id: object) -> str:
    """What the card was about whose button was pressed, or empty."""
    matter, *rest = str(block_id).rsplit("~", 2)
    return matter if len(rest) == 2 else ""


@dataclass(frozen=True, slots=True)
class TextBoxValue:
    """A place to type, which opens as a modal. What is typed is appended to `says`."""

    label: str
    says: str
    submit: str
    most: int

    def value(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def read(cls, value: object) -> Self | None:
        """What `value` wrote, or None."""
        try:
            found: Any = json.loads(str(value))
            box = cls(**found)
        except (TypeError, ValueError):
            return None
        words = (box.label, box.says, box.submit)
        return box if all(isinstance(each, str) for each in words) and isinstance(box.most, int) else None
