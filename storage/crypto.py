"""What makes an answer unreadable, and its author unknowable, without the round's key."""

import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bot.core.errors import NotFound
from bot.core.models import Answer
from storage.secret_box import KeyedCrypto, derive_key

COMMENT = "comment"
LONGEST_COMMENT = 2_046  # bytes: 500 characters of any script, and more
LONGEST_VALUE = 14
NONCE = 12


class ChaChaCrypto(KeyedCrypto):
    """Implements ports.Crypto. A sealed value is a random nonce, then ChaCha20-Poly1305 of the words'
    length in two bytes, the words, and zeros up to the one length of their kind. It opens only in the place
    it was sealed for."""

    def __init__(self, secret_keys: Sequence[str]):
        """`secret_keys` come newest first. With a new one, an event that is sent again is not known again."""
        super().__init__(secret_keys)
        self._event_key = derive_key(secret_keys[0], "heard events")

    def pseudonym(self, key: bytes, round_: str, member: str) -> bytes:
        return hmac.digest(key, _apart(round_.encode(), member.encode()), "sha256")[:16]

    def seal(self, key: bytes, answer: tuple[str, bytes, str], words: str) -> bytes:
        """Raises ValueError for words that are too long for their kind."""
        nonce = os.urandom(NONCE)
        return nonce + ChaCha20Poly1305(key).encrypt(
            nonce, _padded(words.encode(), answer[2]), _place(*answer)
        )

    def unseal(self, key: bytes, answer: Answer) -> str:
        place = _place(answer.round, answer.pseudonym, answer.question)
        try:
            padded = ChaCha20Poly1305(key).decrypt(answer.sealed[:NONCE], answer.sealed[NONCE:], place)
        except (InvalidTag, ValueError) as fault:
            raise NotFound("The key does not fit this answer") from fault
        return padded[2 : 2 + int.from_bytes(padded[:2])].decode()

    def event_hash(self, id: str) -> str:
        return hmac.digest(self._event_key, id.encode(), "sha256").hex()


def _padded(words: bytes, question: str) -> bytes:
    longest = LONGEST_COMMENT if question == COMMENT else LONGEST_VALUE
    if len(words) > longest:
        raise ValueError(f"{len(words)} bytes are too long for {question}: at most {longest}")
    return len(words).to_bytes(2) + words.ljust(longest, b"\0")


def _place(round_: str, pseudonym: bytes, question: str) -> bytes:
    return _apart(round_.encode(), pseudonym, question.encode())


def _apart(*parts: bytes) -> bytes:
    """Joined so that no other parts give the same: each after its length in four bytes."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)
