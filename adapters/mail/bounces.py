"""Read the report of a mail server that took a message and could not deliver it. Pure.

https://www.rfc-editor.org/rfc/rfc3464
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

KEY = re.compile(r"<?([a-z0-9]{8,40})(?:@|$)")
MAILBOX_FULL = "5.2.2"  # not permanent: next week it may have room


def bounced_key(report: bytes) -> str | None:
    """Return the key of the message that permanently failed, or None if this is no such report."""
    message = message_from_bytes(report)
    if message.get_content_type() != "multipart/report" or not any(
        map(_is_permanent, _status_fields(message))
    ):
        return None
    for id in _ids(message):
        if match := KEY.match(id.strip().lower()):
            return match[1]
    return None


def _status_fields(message: Message) -> Iterator[Message]:
    """Yield the fields about the message as a whole, then those about each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from _inner_messages(part)


def _is_permanent(fields: Message) -> bool:
    status, action = (str(fields.get(name, "")).strip().lower() for name in ("Status", "Action"))
    return action == "failed" and status.startswith("5.") and not status.startswith(MAILBOX_FULL)


def _ids(message: Message) -> Iterator[str]:
    """Yield the ids that may hold our key: the envelope's, and those in the headers that came back."""
    yield from (str(fields.get("Original-Envelope-Id", "")) for fields in _status_fields(message))
    for part in message.walk():
        match part.get_content_type():
            case "message/rfc822":
                yield from (str(inner.get("Message-ID", "")) for inner in _inner_messages(part))
            case "text/rfc822-headers":
                headers: Any = part.get_payload(decode=True)
                yield str(message_from_bytes(headers).get("Message-ID", ""))


def _inner_messages(part: Message) -> list[Message]:
    """Return the messages in this part; none if it only claims to hold some."""
    payload: Any = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)]
