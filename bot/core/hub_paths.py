"""The addresses of the pages of the evidence hub, below Accord's public address. Pure."""

import re

MAX_LENGTH = 300
# Nothing that a browser reads in another way than we do: no backslash, no percent sign, no query.
_PATH = re.compile(r"/p(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}){1,5}", re.ASCII)


def page_path(partnership: str, round_: str = "") -> str:
    """Return the path of a partnership's first page, or of that of a closed round, by the last part of its
    address."""
    return f"/p/{partnership}/rounds/{round_}" if round_ else f"/p/{partnership}"


def leading_to(link: str, to: str) -> str:
    """Return the path of a login link that leads to a page of the hub, if any. That is no secret."""
    return f"{link}?to={to}" if to else link


def parse_hub_path(text: str) -> str:
    """Return the text if it is the path of a page of the hub, else an empty text. So nobody can be led from a
    page of ours to another site."""
    return text if len(text) <= MAX_LENGTH and _PATH.fullmatch(text) else ""
