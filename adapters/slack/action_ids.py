"""The ids and values of buttons, by which a press says what was pressed. Pure."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

SAY, BOX, LINK, OPEN = "say", "box", "link", "open"  # the kinds of buttons; their action ids begin so
MAX_THREAD_KEY = 200  # characters of an id of a block, which has room for 255


def action_id(kind: str, number: int) -> str:
    return f"{kind}:{number}"


def kind_of(action_id: object) -> str:
    return str(action_id).partition(":")[0]


def block_id(thread_key: str, drawing: str, number: int) -> str:
    """Return an id that holds the thread key of its card, and a `drawing`, because Slack wants another id
    whenever a message is drawn again: https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
    return f"{thread_key[:MAX_THREAD_KEY]}~{drawing}~{number}"


def thread_key_of(block_id: object) -> str:
    """Return the thread key of the card that was pressed, or empty."""
    thread_key, *rest = str(block_id).rsplit("~", 2)
    return thread_key if len(rest) == 2 else ""


@dataclass(frozen=True, slots=True)
class TextBoxValue:
    """The value of a button that opens a text box as a modal. What is typed is appended to `says`."""

    label: str
    says: str
    submit: str
    most: int

    def value(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def read(cls, value: object) -> Self | None:
        """Parse what `value` returned; None for anything else."""
        try:
            fields: Any = json.loads(str(value))
            box = cls(**fields)
        except (TypeError, ValueError):
            return None
        texts = (box.label, box.says, box.submit)
        return box if all(isinstance(text, str) for text in texts) and isinstance(box.most, int) else None
