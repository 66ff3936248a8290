"""Secrets that a form on a page makes, such as that of a token. A form that comes twice, as after a double
press, makes the same one: its reader sees the second response, and must not get a second secret."""

from bot.context import AppContext


def form_secret(context: AppContext, nonce: str, *about: str) -> str:
    """Return 32 hexadecimal digits, derived from the nonce of a form, what it is `about`, and a key that is
    in no database. Without a nonce they are random."""
    nonce = nonce or context.ids.new() + context.ids.new()
    return context.crypto.lookup_hashes("\n".join(["secret of a form", nonce, *about]))[0][:32]
