"""Random ids and codes, from the operating system."""

import os
import secrets
from collections.abc import Sequence
from typing import TypeVar

R = TypeVar("R")

BASE32 = bytes(b"abcdefghijklmnopqrstuvwxyz234567"[byte % 32] for byte in range(256))  # equally likely
WORDS = (  # noqa: SIM905 - as a list they would fill the page
    "acorn amber apple apron autumn badger bakery bamboo basket beacon berry birch blanket bonnet bramble "
    "bridge bucket button candle carrot castle cedar cherry clover coast copper cotton cradle crumpet "
    "cushion daisy dolphin donkey feather fennel ferry garden ginger goose granite hammock harbour hazel "
    "heather hedge helmet honey island ivory jacket jasmine jigsaw juniper kettle kitten ladder lantern "
    "lemon lilac linen lobster magnet maple marble meadow melon mint mirror mitten moss muffin nettle "
    "nutmeg oak olive onion orange orchard otter paddle parsley pebble pepper pillow pine planet plum "
    "pocket pond poppy potato puddle pumpkin quilt rabbit raven ribbon river robin rocket saddle saffron "
    "sailor salmon sandal scarf shell silver slipper spinach spoon squirrel summer sunset teapot thistle "
    "ticket tiger timber tomato trumpet tulip tunnel turnip velvet violin walnut willow window winter"
).split()


class RandomIds:
    """Implements ports.Ids."""

    def new(self) -> str:
        """Return 16 letters and digits: 80 random bits."""
        return os.urandom(16).translate(BASE32).decode()

    def code(self) -> str:
        first, *others = secrets.SystemRandom().sample(WORDS, 3)
        return "-".join([first, f"{secrets.randbelow(10_000):04}", *others])

    def shuffled(self, things: Sequence[R]) -> list[R]:
        return secrets.SystemRandom().sample(things, len(things))
