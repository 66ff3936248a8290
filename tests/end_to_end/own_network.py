"""Runs Accord in a network of its own, which has no exit, and prints what the operating system counted there:
`unshare --net python -m tests.end_to_end.own_network demo`.

Python's own look-ups and connections are written to a file too, if SPY is a module that each process loads.
"""

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.settings import PREFIX
from tests.end_to_end.demo import demo
from tests.ops.processes import Process, fetch, until

# The content of a sitecustomize.py. Each host that is looked up or connected to gets a line in a file.
SPY = """
import os, sys

def hear(event, arguments):
    host = None
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    if host:
        file = os.open(os.environ["OUTBOUND_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(file, f"{host}\\n".encode())
        os.close(file)

sys.addaudithook(hear)
"""


def count_attempts() -> int:
    """Return how many packets found no way out of this network, those of look-ups of names included."""
    lines = Path("/proc/net/snmp").read_text().splitlines()
    names, numbers = (line.split() for line in lines if line.startswith("Ip:"))
    version_6 = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return int(dict(zip(names, numbers, strict=True))["OutNoRoutes"]) + int(version_6["Ip6OutNoRoutes"])


def is_counting() -> bool:
    """Return True if an attempt to leave this network is counted."""
    before = count_attempts()
    with suppress(OSError):
        socket.create_connection(("192.0.2.1", 443), timeout=1).close()
    return count_attempts() > before


def settings(data: str) -> dict[str, Any]:
    """Return Accord's own settings for a `Process`."""
    ours = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    return {name.removeprefix(PREFIX): value for name, value in ours.items()} | {"DATA": data}


def run_serve(data: str) -> None:
    """Run until pages and worker are ready, and Slack has been tried if it is set up."""
    serving = Process("serve", **settings(data))
    try:
        url = f"http://127.0.0.1:{serving.port()}"
        until(f"{url}/readyz", (200, "ready"))
        assert fetch(f"{url}/about")[0] == 200
        if "SLACK_APP_TOKEN" in os.environ:
            serving.hears("no connection to Slack")
    finally:
        serving.stop()


def run_demo(_: str) -> None:
    """Run until a year has been made up, and a picture has been drawn."""
    with demo(rounds=3) as shown:
        assert fetch(shown.page)[0] == 200


def run_check(data: str) -> None:
    Process("check", **settings(data)).end()


RUN = {"serve": run_serve, "demo": run_demo, "check": run_check}


def main(command: str, data: str) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    RUN[command](data)
    attempts = count_attempts()
    print(json.dumps({"attempts": attempts, "is_counting": is_counting()}))  # noqa: T201  the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:3])
