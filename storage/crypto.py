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
from storage.filesystems import sync_to_disk

COMMENT = "comment"
LONGEST_COMMENT = 2_046  # bytes: 500 characters of any script, and more
LONGEST_VALUE = 14  # bytes
NONCE = 12  # bytes
BLOCK = 256  # bytes: what is encrypted has a multiple of this length, so that it does not tell its own
SIGNATURE = 16  # bytes
KEY = 32  # bytes, of a round key
FINGERPRINT = 4  # bytes


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
        return self._open(place, hidden)[1]

    def position(self, place: str, hidden: bytes) -> int:
        """Return the position of the secret key that fits: 0 is the newest. Raises NotFound if none does."""
        return self._open(place, hidden)[0]

    def _open(self, place: str, hidden: bytes) -> tuple[int, str]:
        for position, cipher in enumerate(self._ciphers):
            with suppress(InvalidTag, ValueError):
                words = _unpadded(cipher.decrypt(hidden[:NONCE], hidden[NONCE:], place.encode()))
                return position, words
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


class KeyWrapping:
    """Encrypts round keys for one installation: the fingerprint of the secret key, a random nonce, then
    ChaCha20-Poly1305 of the round key. It wraps with the newest secret key, and unwraps also with older ones,
    only for the round and the installation that the key was wrapped for."""

    def __init__(self, secret_keys: Sequence[str], installation: str):
        """`secret_keys` come newest first."""
        self._ciphers = {
            fingerprint(secret_key): ChaCha20Poly1305(derive_key(secret_key, "round keys"))
            for secret_key in secret_keys
        }
        self._installation = installation

    def wrap(self, round_: str, key: bytes) -> bytes:
        newest, nonce = next(iter(self._ciphers)), os.urandom(NONCE)
        return bytes.fromhex(newest) + nonce + self._ciphers[newest].encrypt(nonce, key, self._place(round_))

    def unwrap(self, round_: str, wrapped: bytes) -> bytes | None:
        """Return the key, or None if it was wrapped for something else. Raises NotFound if its secret key is
        not among ours."""
        cipher = self._ciphers.get(fingerprint_of(wrapped))
        if cipher is None:
            raise NotFound("The secret key that opens this round's key is not set")
        nonce, encrypted = wrapped[FINGERPRINT : FINGERPRINT + NONCE], wrapped[FINGERPRINT + NONCE :]
        try:
            return cipher.decrypt(nonce, encrypted, self._place(round_))
        except (InvalidTag, ValueError):
            return None

    def rewrap(self, round_: str, wrapped: bytes) -> bytes | None:
        """Return the key wrapped under the newest secret key; None if it is already, or cannot be opened."""
        if fingerprint_of(wrapped) == next(iter(self._ciphers)):
            return None
        with suppress(NotFound):
            key = self.unwrap(round_, wrapped)
            return key and self.wrap(round_, key)
        return None

    def _place(self, round_: str) -> bytes:
        return _joined(self._installation.encode(), round_.encode())


MIN_SECRET = 32  # characters


def fingerprint(secret_key: str) -> str:
    """Return eight hexadecimal digits that name a secret key and do not reveal it."""
    return derive_key(secret_key, "fingerprint")[:FINGERPRINT].hex()


def fingerprint_of(wrapped: bytes) -> str:
    """Return the fingerprint of the secret key that opens a wrapped round key."""
    return wrapped[:FINGERPRINT].hex()


def load_or_create_secret(file: Path) -> str:
    """Return the secret key kept in `file`, for when no secret is set. A new one is kept, so that a restart
    signs nobody out; it is written whole or not at all, for another process may start at the same moment.
    Raises AccordError."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(file, secrets.token_hex(32))
        secret_key = file.read_bytes().decode("ascii", "replace").strip()
    except OSError as error:
        raise AccordError(
            f"Accord was not started: it cannot write or read {file} ({error.strerror})."
        ) from error
    if len(secret_key) < MIN_SECRET or not secret_key.isascii():
        raise AccordError(
            f"Accord was not started: {file} does not hold the secret key that Accord wrote there. Put that"
            " back. If it is lost, remove the file, and Accord makes a new one."
        )
    return secret_key


def move_secret(old: Path, new: Path) -> None:
    """Move the secret key kept in a file to another. If that has another one already, both stay. Raises
    OSError."""
    _write_once(new, old.read_text())
    if new.read_text() == old.read_text():
        old.unlink()


def _write_once(file: Path, text: str) -> None:
    """Write a new file, readable by its owner only; an existing one stays as it is."""
    with NamedTemporaryFile("w", dir=file.parent) as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(new.name)
    sync_to_disk(file.parent)


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
