"""Whether a request comes from Slack. Pure.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac

WINDOW = 5 * 60  # seconds, either way
HEADERS = ("x-slack-request-timestamp", "x-slack-signature")


def sign(secret: str, body: bytes, timestamp: str) -> str:
    """What Slack puts into the second of the headers."""
    said = b"v0:%b:%b" % (timestamp.encode(), body)
    return f"v0={hmac.digest(secret.encode(), said, 'sha256').hex()}"


def is_genuine(secret: str, body: bytes, timestamp: str, signature: str, now: float) -> bool:
    """`timestamp` and `now` in seconds since 1970. Whatever was sent as them, this never fails."""
    if not (timestamp.isascii() and timestamp.isdecimal()) or abs(now - int(timestamp[:12])) > WINDOW:
        return False
    return hmac.compare_digest(sign(secret, body, timestamp).encode(), signature.encode("utf-8", "replace"))
