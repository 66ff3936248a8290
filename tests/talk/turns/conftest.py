"""The scene, set on both databases."""

from gettext import NullTranslations

import pytest

from bot.ports import Keys, Sealer, Store
from bot.talk.hear import Bot
from bot.world import World
from tests.conftest import CountedIds, SetClock
from tests.rounds.our_bank import BANK
from tests.talk.turns.scene import Scene


@pytest.fixture
def scene(store: Store, keys: Keys, seals: Sealer, clock: SetClock, ids: CountedIds) -> Scene:
    world = World(store, keys, seals, clock, ids, BANK, {"cy": NullTranslations()})
    return Scene(world, Bot(world), clock, store)
