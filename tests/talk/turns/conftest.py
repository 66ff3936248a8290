"""The scene, set on both databases."""

from gettext import NullTranslations

import pytest

from bot.core.context import AppContext
from bot.core.ports import Crypto, RoundKeyStore, Store
from bot.talk.hear import Bot
from tests.conftest import CountedIds, SetClock
from tests.questions.product_bank import BANK
from tests.talk.turns.scene import Scene


@pytest.fixture
def scene(store: Store, keys: RoundKeyStore, seals: Crypto, clock: SetClock, ids: CountedIds) -> Scene:
    context = AppContext(store, keys, seals, clock, ids, BANK, {"cy": NullTranslations()})
    return Scene(context, Bot(context), clock, store)
