"""The services and data that handlers need, gathered once by `bot/app.py`."""

from collections.abc import Hashable, Mapping, MutableMapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Protocol

from cachetools import LRUCache

from bot.core.cards import Card
from bot.core.i18n import Translators
from bot.core.ports import Clock, Crypto, Ids, RoundKeyStore, Store
from bot.questions.bank import QuestionBank
from bot.questions.talking_points import TalkingPoint
from bot.settings import UNKNOWN_OPERATOR, ServerOperator

REMEMBERED_QUESTIONS = 512  # a claim takes messages of as many rounds in turn
REMEMBERED_CHECKSUMS = 16_384  # of rounds: five years of 125 partnerships, in some 3 MB


class QuestionFiles(Protocol):
    """The questions and talking points that were loaded at the start."""

    @property
    def bank(self) -> QuestionBank: ...

    @property
    def talking_points(self) -> tuple[TalkingPoint, ...]: ...


@dataclass(frozen=True, slots=True)
class AppContext:
    """The ports, and what was loaded at the start. `catalogues` holds translations by language code; English
    needs none. `translator(person)` makes a translator. `sends_email` is True if there is a mail server.
    `operator` runs the server.
    `first_questions` remembers cards that are the same for everybody of a round, language and time zone,
    `checksums` those of closed rounds by their ids, which never change."""

    store: Store
    keys: RoundKeyStore
    crypto: Crypto
    clock: Clock
    ids: Ids
    bank: QuestionBank
    catalogues: Mapping[str, NullTranslations]
    talking_points: tuple[TalkingPoint, ...] = ()
    sends_email: bool = False
    operator: ServerOperator = UNKNOWN_OPERATOR
    translator: Translators = field(init=False)
    first_questions: MutableMapping[Hashable, Card] = field(
        default_factory=lambda: LRUCache(REMEMBERED_QUESTIONS), init=False, compare=False, repr=False
    )
    checksums: MutableMapping[str, str] = field(
        default_factory=lambda: LRUCache(REMEMBERED_CHECKSUMS), init=False, compare=False, repr=False
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that people can choose: English, and those with a catalogue."""
        return tuple(dict.fromkeys(("en", *sorted(self.catalogues))))

    def __post_init__(self) -> None:
        object.__setattr__(self, "translator", Translators(self.catalogues))
