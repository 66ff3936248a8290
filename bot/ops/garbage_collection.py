"""Sets how often Python looks for objects that only refer to each other."""

import gc

NEW_OBJECTS = 10_000  # by default 700: then looking takes a quarter of the time of sending and answering


def collect_rarely() -> None:
    """Look less often, and never among the objects that are there already: they stay, and looking at all of
    them holds everything up. https://docs.python.org/3/library/gc.html#gc.freeze"""
    gc.set_threshold(NEW_OBJECTS)
    gc.freeze()
