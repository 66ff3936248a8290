"""Keeps the memory of this process, in which round keys are at times, out of files."""

import ctypes
import resource
from contextlib import suppress

PR_SET_DUMPABLE = 4  # https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html


def forbid_core_dumps() -> None:
    """Let no core be dumped: into a file, or on Linux into a program, to which the limit does not apply. That
    also keeps other processes of the same user from reading the memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(AttributeError):  # not on a Mac
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
