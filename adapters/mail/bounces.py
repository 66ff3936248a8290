"""What a mail server reports of a message that it took and could not deliver after all:
https://www.rfc-editor.org/rfc/rfc3464. Pure."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

KEY = re.compile(r"<?([a-z0-9]{8,40})(?:@|$)")
FULL = "5.2.2"  # a mailbox that is full today may not be next week


def bounced_key(report: bytes) -> str | None:
    """The key of the message that did not arrive for good; None where this is no such report."""
    message = message_from_bytes(report)
    if message.get_content_type() != "multipart/report" or not any(map(_for_good, _notes(message))):
        return None
    for name in _names(message):
        if found := KEY.match(name.strip().lower()):
            return found[1]
    return None


def _notes(message: Message) -> Iterator[Message]:
    """What is said of the message as a whole, then of each reader."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from _within(part)


def _for_good(note: Message) -> bool:
    status, action = (str(note.get(name, "")).strip().lower() for name in ("Status", "Action"))
    return action == "failed" and status.startswith("5.") and not status.startswith(FULL)


def _names(message: Message) -> Iterator[str]:
    """Where our key may stand: as the envelope's id, or in the headers that came back."""
    yield from (str(note.get("Original-Envelope-Id", "")) for note in _notes(message))
    for part in message.walk():
        match part.get_content_type():
            case "message/rfc822":
                yield from (str(inner.get("Message-ID", "")) for inner in _within(part))
            case "text/rfc822-headers":
                headers: Any = part.get_payload(decode=True)
                yield str(message_from_bytes(headers).get("Message-ID", ""))


def _within(part: Message) -> list[Message]:
    """None where it only claims to hold messages."""
    found: Any = part.get_payload()
    return [each for each in found if isinstance(each, Message)]
