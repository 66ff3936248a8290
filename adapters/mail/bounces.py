"""What a mail server reports of a message that it took and could not deliver:
https://www.rfc-editor.org/rfc/rfc3464. Pure."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any

KEY = re.compile(r"<?([a-z0-9]{8,40})(?:@|$)")


def returned(report: bytes) -> str | None:
    """The key of the message that did not arrive for good; None where this is no such report."""
    message = message_from_bytes(report, policy=default)
    if message.get_content_type() != "multipart/report" or not any(map(_failed, _notes(message))):
        return None
    for each in _names(message):
        if found := KEY.match(each.strip().lower()):
            return found[1]
    return None


def _notes(message: EmailMessage) -> Iterator[Message[Any, Any]]:
    """What it says of the message as a whole, and of each reader."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (each for each in part.get_payload() if isinstance(each, Message))


def _failed(note: Message[Any, Any]) -> bool:
    """For good: a delay is not worth a word, nor is one that a full mailbox makes (5.2.2)."""
    status = str(note.get("Status", "")).strip()
    return str(note.get("Action", "")).strip().lower() == "failed" and status[:5] not in {"5.2.2"} and (
        status.startswith("5")
    )


def _names(message: EmailMessage) -> Iterator[str]:
    """Our key, where it may stand: as the envelope's id, and in the headers that came back."""
    yield from (str(note.get("Original-Envelope-Id", "")) for note in _notes(message))
    for part in message.walk():
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            yield str(message_from_bytes(part.get_payload(decode=True) or b"").get("Message-ID", ""))  # type: ignore[arg-type]
        elif part.get_content_type() == "message/rfc822":
            yield from (str(inner.get("Message-ID", "")) for inner in part.get_payload()[:1])
