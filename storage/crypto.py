"""Encryption, pseudonyms, keyed hashes and signatures.

Answers are sealed under the key of their round. Everything else is encrypted, hashed and signed under keys
derived from ACCORD_SECRET_KEY, which lies in no database.
"""

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
from bot.core.models import Answer

COMMENT = "comment"
LONGEST_COMMENT = 2_046  # bytes: 500 characters of any script, and more
LONGEST_VALUE = 14  # bytes
NONCE = 12  # bytes
BLOCK = 256  # bytes: what is encrypted has a multiple of this length, so that it does not tell its own
SIGNATURE = 16  # bytes


class SecretBox:
    """Encrypts text that only Accord may read: a random nonce, then ChaCha20-Poly1305 of the text's length in
    two bytes, the text, and zeros. It encrypts with the newest secret key, decrypts also with older ones, and
    only in the place that the text was encrypted for."""

    def __init__(self, secret_keys: Sequence[str]):
        """`secret_keys` come newest first."""
        self._ciphers = [ChaCha20Poly1305(derive_key(key, "kept words")) for key in secret_keys]

    def encrypt(self, place: str, words: str) -> bytes:
        nonce, plain = os.urandom(NONCE), _with_length(words.encode())
        padded = plain.ljust(-len(plain) % BLOCK + len(plain), b"\0")
        return nonce + self._ciphers[0].encrypt(nonce, padded, place.encode())

    def decrypt(self, place: str, hidden: bytes) -> str:
        """Raises NotFound if no key fits."""
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):
                return _unpadded(cipher.decrypt(hidden[:NONCE], hidden[NONCE:], place.encode()))
        raise NotFound(f"No secret key opens what is kept for {place}")


class ChaChaCrypto:
    """Implements ports.Crypto. A sealed answer is a random nonce, then ChaCha20-Poly1305 of the text's length
    in two bytes, the text, and zeros up to the one length of its kind. It opens only in the place it was
    sealed for. Hashes and signatures that were made with an older secret key still hold."""

    def __init__(self, secret_keys: Sequence[str]):
        """`secret_keys` come newest first. With a new one, an event that is sent again is not recognised."""
        self._box = SecretBox(secret_keys)
        self._lookup_keys = [derive_key(key, "finding words") for key in secret_keys]
        self._signing_keys = [derive_key(key, "signing") for key in secret_keys]
        self._event_key = derive_key(secret_keys[0], "heard events")

    def pseudonym(self, key: bytes, round_: str, member: str) -> bytes:
        return hmac.digest(key, _joined(round_.encode(), member.encode()), "sha256")[:16]

    def seal(self, key: bytes, answer: tuple[str, bytes, str], words: str) -> bytes:
        """Raises ValueError for words that are too long for their kind."""
        nonce, padded = os.urandom(NONCE), _padded(words.encode(), answer[2])
        return nonce + ChaCha20Poly1305(key).encrypt(nonce, padded, _place(*answer))

    def unseal(self, key: bytes, answer: Answer) -> str:
        place = _place(answer.round, answer.pseudonym, answer.question)
        nonce, encrypted = answer.sealed[:NONCE], answer.sealed[NONCE:]
        try:
            return _unpadded(ChaCha20Poly1305(key).decrypt(nonce, encrypted, place))
        except (InvalidTag, ValueError) as error:
            raise NotFound("The key does not fit this answer") from error

    def event_hash(self, id: str) -> str:
        return hmac.digest(self._event_key, id.encode(), "sha256").hex()

    def encrypt(self, place: str, words: str) -> bytes:
        return self._box.encrypt(place, words)

    def decrypt(self, place: str, hidden: bytes) -> str:
        return self._box.decrypt(place, hidden)

    def lookup_hashes(self, words: str) -> tuple[str, ...]:
        return tuple(hmac.digest(key, words.encode(), "sha256").hex() for key in self._lookup_keys)

    def sign(self, purpose: str, words: str) -> str:
        return f"{words}.{_signature(self._signing_keys[0], purpose, words).decode()}"

    def verify(self, purpose: str, text: str) -> str | None:
        words, _, signature = text.rpartition(".")
        if not text.isascii():
            return None
        matches = [
            hmac.compare_digest(_signature(key, purpose, words), signature.encode())
            for key in self._signing_keys
        ]
        return words if any(matches) else None


def load_or_create_secret(file: Path) -> str:
    """Return the secret key kept in `file`, for when no secret is set. A new one is kept beside the database,
    so that a restart signs nobody out; it is written whole or not at all, for another process may start at
    the same moment. Raises AccordError."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with NamedTemporaryFile("w", dir=file.parent) as new:  # readable by its owner only
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
    """Return 32 bytes for one use alone."""
    return HKDF(SHA256(), length=32, salt=None, info=f"accord {use}".encode()).derive(secret_key.encode())


def _padded(words: bytes, question: str) -> bytes:
    longest = LONGEST_COMMENT if question == COMMENT else LONGEST_VALUE
    if len(words) > longest:
        raise ValueError(f"{len(words)} bytes are too long for {question}: at most {longest}")
    return _with_length(words).ljust(longest + 2, b"\0")


def _with_length(words: bytes) -> bytes:
    return len(words).to_bytes(2) + words


def _unpadded(padded: bytes) -> str:
    return padded[2 : 2 + int.from_bytes(padded[:2])].decode()


def _place(round_: str, pseudonym: bytes, question: str) -> bytes:
    return _joined(round_.encode(), pseudonym, question.encode())


def _joined(*parts: bytes) -> bytes:
    """Join parts, each after its length in four bytes, so that no other parts give the same."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def _signature(key: bytes, purpose: str, words: str) -> bytes:
    digest = hmac.digest(key, f"{purpose}:{words}".encode(), "sha256")[:SIGNATURE]
    return urlsafe_b64encode(digest).rstrip(b"=")
