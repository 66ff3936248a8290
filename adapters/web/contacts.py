"""Links to contacts that people have typed: email addresses and pages. Pure."""

import re
from urllib.parse import quote

_EMAIL = re.compile(r"[^\s@<>:]+@[^\s@<>:/]+")
_PAGE = re.compile(r"https://\S+")


def contact_uri(contact: str) -> str:
    """Return the address that a contact opens, or an empty text if it is neither an email address nor a page.

    An email address is quoted: a ? in it would begin fields of the message.
    https://www.rfc-editor.org/rfc/rfc6068#section-2"""
    if _EMAIL.fullmatch(contact):
        return f"mailto:{quote(contact, safe='@')}"
    return contact if _PAGE.fullmatch(contact) else ""
