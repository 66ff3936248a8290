"""Checks of the machine for `accord check`: the version that runs, swap, and how many files may be open."""

import platform
import resource
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from bot.ops.doctor import Finding, ok, warning

SWAPS = Path("/proc/swaps")  # https://man7.org/linux/man-pages/man5/proc_swaps.5.html
IN_MEMORY = "/dev/zram"
ENOUGH_OPEN_FILES = 4096  # a connection is an open file too


def read_swaps(file: Path = SWAPS) -> str:
    """Return what the system says about swap, or an empty text where it does not say."""
    return file.read_text() if file.exists() else ""


def check_machine(swaps: str, open_files: int) -> Iterator[Finding]:
    """Check the machine. `swaps` comes from `read_swaps`; `open_files` is how many files this process may
    open."""
    accord, python = version("accord"), platform.python_version()
    yield ok("version", f"Accord {accord}, on Python {python} and {platform.system()} {platform.release()}.")
    places = [line.split()[0] for line in swaps.splitlines()[1:] if not line.startswith(IN_MEMORY)]
    if places:
        yield warning(
            "swap",
            f"Memory can be written to {', '.join(places)}, and with it keys of open rounds.",
            "Turn swap off, unless it is encrypted.",
        )
    if open_files < ENOUGH_OPEN_FILES:
        yield warning(
            "open files",
            f"Accord can have only {open_files} connections and files open at once.",
            f"Allow {ENOUGH_OPEN_FILES}: LimitNOFILE in systemd, ulimits in compose.yaml, or ulimit -Hn.",
        )


def raise_open_file_limit(enough: int = ENOUGH_OPEN_FILES) -> int:
    """Let this process open enough files, if it may; return how many it can open now. Systems begin with a
    low limit for old programs, which each program may raise: https://0pointer.net/blog/file-descriptor-limits.html"""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now != resource.RLIM_INFINITY and now < enough:
        now = enough if most == resource.RLIM_INFINITY else min(enough, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))
    return enough if now == resource.RLIM_INFINITY else now
