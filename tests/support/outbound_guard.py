"""Refuses connections and look-ups that leave this machine, and remembers them.

It hears of them from Python itself: https://docs.python.org/3/library/audit_events.html. It knows nothing of
other processes.
"""

import sys
from ipaddress import ip_address
from typing import Any

NAMES_OF_THIS_MACHINE = {None, "", "localhost"}
CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class LeavesThisMachine(OSError):
    """Something tried to reach another machine."""


class OutboundGuard:
    """`refused` lists the hosts that were refused. A hook of Python's cannot be removed, so one guard serves
    for as long as the process lives."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def start(self) -> None:
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        host = _host(event, arguments)
        if not is_this_machine(host):
            self.refused.append(str(host))
            raise LeavesThisMachine(f"a test tried to reach {host}")


def _host(event: str, arguments: tuple[Any, ...]) -> object:
    """Return the host that an event is about; None if it is about none."""
    if event in LOOKING_UP:
        return arguments[0]
    if event in CONNECTING and isinstance(address := arguments[1], tuple):
        return address[0]  # a string is the path of a local socket
    return None


def is_this_machine(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in NAMES_OF_THIS_MACHINE:
        return True
    try:
        address = ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


GUARD = OutboundGuard()
