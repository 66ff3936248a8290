"""Slack's markup as the words that were meant. Pure.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

import re

from bot.core.models import Address

_MARK = re.compile(r"<([^<>]+)>")


def to_plain_text(text: str, workspace: str, us: str = "") -> str:
    """What somebody typed. People who were mentioned stand in it by their addresses, `us` not at all."""
    said = _MARK.sub(lambda mark: _meant(mark[1], workspace, us), text)
    return " ".join(_unescaped(said).split(" ")).strip()


def _meant(mark: str, workspace: str, us: str) -> str:
    inside, _, label = mark.partition("|")
    if inside.startswith("@"):
        return "" if inside[1:] == us else str(Address("slack", workspace, inside[1:]))
    if inside.startswith("#"):
        return f"#{label or inside[1:]}"
    if inside.startswith("!"):
        return label or f"@{inside[1:].partition('^')[0]}"
    return label if inside == f"mailto:{label}" else inside


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
