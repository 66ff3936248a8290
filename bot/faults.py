"""What may be said of a fault of ours where others can read it, in a log or a row. Pure.

Never the error's own words: they may hold what somebody answered, or who they are.
"""

from pathlib import PurePath
from traceback import walk_tb

ROOT = PurePath(__file__).parent.parent
OURS = {"bot", "adapters", "storage"}


def told(error: BaseException) -> str:
    """Which error, and the last line of ours that it came through: `KeyError at bot/compose.py:71`."""
    kind = type(error).__name__
    for frame, line in reversed([*walk_tb(error.__traceback__)]):
        file = PurePath(frame.f_code.co_filename)
        if file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in OURS:
            return f"{kind} at {file.relative_to(ROOT).as_posix()}:{line}"
    return kind
