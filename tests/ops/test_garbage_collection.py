"""A process that serves seldom looks for garbage, and not among what it has loaded."""

import subprocess
import sys

PROGRAM = """
import gc
from bot.ops.garbage_collection import NEW_OBJECTS, collect_rarely

loaded = len(gc.get_objects())
collect_rarely()
assert gc.isenabled() and gc.get_threshold()[0] == NEW_OBJECTS
assert len(gc.get_objects()) < loaded / 10 < gc.get_freeze_count()
"""


def test_what_is_loaded_is_not_looked_at_again() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
