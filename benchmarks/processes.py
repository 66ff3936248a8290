"""Processor time and memory of processes, from Linux's /proc."""

import os
from contextlib import suppress
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """Return the user and system time so far of a process and its descendants, also of those that ended."""
    ticks = 0
    for process in family(pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            ticks += sum(map(int, stat(process)[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def parent(pid: int) -> int:
    return int(stat(pid)[1])


def stat(pid: int) -> list[str]:
    """Return the fields from the third on: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"""
    return read_proc(pid, "stat").rpartition(")")[2].split()


def family(pid: int) -> list[int]:
    """Return the ids of a process and its descendants."""
    children = list[int]()
    with suppress(FileNotFoundError, ProcessLookupError):
        children = [int(child) for child in read_proc(pid, f"task/{pid}/children").split()]
    return [pid, *(descendant for child in children for descendant in family(child))]


def read_proc(pid: int, file: str) -> str:
    return Path(f"/proc/{pid}/{file}").read_text()
