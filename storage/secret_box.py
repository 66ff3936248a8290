"""What only this Accord can read, find again or have written: under its own secret, which lies in no
database."""

import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.errors import AccordError, NotFound

NONCE = 12
BLOCK = 256  # bytes: what is kept has a multiple of this length, so that it does not tell its own
MARK = 16  # bytes


class SecretBox:
    """Keeps words that only Accord may read: a random nonce, then ChaCha20-Poly1305 under the newest secret
    key of their length in two bytes, the words, and zeros. They open only in the place they were kept for,
    also under an older key."""

    def __init__(self, secret_keys: Sequence[str]):
        """`secret_keys` come newest first."""
        self._ciphers = [ChaCha20Poly1305(derive_key(each, "kept words")) for each in secret_keys]

    def shut(self, place: str, words: str) -> bytes:
        nonce, plain = os.urandom(NONCE), words.encode()
        plain = len(plain).to_bytes(2) + plain
        padded = plain.ljust(-len(plain) % BLOCK + len(plain), b"\0")
        return nonce + self._ciphers[0].encrypt(nonce, padded, place.encode())

    def open(self, place: str, kept: bytes) -> str:
        """Raises Missing when no key fits."""
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):
                padded = cipher.decrypt(kept[:NONCE], kept[NONCE:], place.encode())
                return padded[2 : 2 + int.from_bytes(padded[:2])].decode()
        raise NotFound(f"No secret key opens what is kept for {place}")


class KeyedCrypto:
    """Half of ports.Crypto. Whatever is made is made with the newest secret; what was made with an older
    one still holds."""

    def __init__(self, secret_keys: Sequence[str]):
        self._safe = SecretBox(secret_keys)
        self._finding = [derive_key(each, "finding words") for each in secret_keys]
        self._signing = [derive_key(each, "signing") for each in secret_keys]

    def encrypt(self, place: str, words: str) -> bytes:
        return self._safe.shut(place, words)

    def decrypt(self, place: str, hidden: bytes) -> str:
        return self._safe.open(place, hidden)

    def lookup_hashes(self, words: str) -> tuple[str, ...]:
        return tuple(hmac.digest(key, words.encode(), "sha256").hex() for key in self._finding)

    def sign(self, purpose: str, words: str) -> str:
        return f"{words}.{_mark(self._signing[0], purpose, words).decode()}"

    def verify(self, purpose: str, text: str) -> str | None:
        words, _, mark = text.rpartition(".")
        if not text.isascii():
            return None
        ours = [hmac.compare_digest(_mark(key, purpose, words), mark.encode()) for key in self._signing]
        return words if any(ours) else None


def load_or_create_secret(file: Path) -> str:
    """Where no secret is set: one of our own, kept beside the database so that nobody is signed out by a
    restart. Written whole or not at all, for another process may start at the same moment."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with NamedTemporaryFile("w", dir=file.parent) as new:  # which is its owner's alone
                new.write(secrets.token_hex(32))
                new.flush()
                with suppress(FileExistsError):
                    file.hardlink_to(new.name)
        return file.read_text().strip()
    except OSError as error:
        raise AccordError(
            f"Accord was not started: {file} cannot be kept or read ({error.strerror})."
        ) from error


def derive_key(secret_key: str, use: str) -> bytes:
    """32 bytes for one use alone."""
    return HKDF(SHA256(), length=32, salt=None, info=f"accord {use}".encode()).derive(secret_key.encode())


def _mark(key: bytes, purpose: str, words: str) -> bytes:
    mark = hmac.digest(key, f"{purpose}:{words}".encode(), "sha256")[:MARK]
    return urlsafe_b64encode(mark).rstrip(b"=")
