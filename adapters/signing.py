"""Signs what leaves this installation and comes back: cookies, links, OAuth state. Pure."""

from collections.abc import Sequence
from hashlib import sha256

from itsdangerous import URLSafeSerializer


def serializer(secret_keys: Sequence[str], purpose: str) -> URLSafeSerializer:
    """Return a serializer that signs with the first key and accepts a signature of any of them. A text that
    was signed for one purpose is refused for every other."""
    options = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeSerializer(list(reversed(secret_keys)), salt=f"accord {purpose}", signer_kwargs=options)
