"""Measures the processor time of a press on a page, against bare handlers, and how many presses one process
takes in a second.

Accord runs as `accord serve` behind HTTP, without a worker: cookie, form token, sentence, one durable commit,
redirect. The bare handlers are in bare_server.py.
"""

from collections.abc import Iterator, Sequence
from itertools import cycle
from urllib.parse import urlencode

from adapters.web.session import SessionCookies
from benchmarks import Figure
from benchmarks.bare_server import INSERT, KEEP
from benchmarks.closed_loop import FULL, Load, Size, figures, in_turns
from benchmarks.databases import BACKENDS
from benchmarks.open_rounds import PUBLIC, SECRET, Press, ready
from benchmarks.servers import serve_both

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)


async def measure(backends: Sequence[str] = BACKENDS, size: Size = FULL) -> list[Figure]:
    return [figure for backend in backends for figure in await pressing(backend, size)]


async def pressing(backend: str, size: Size) -> list[Figure]:
    async with ready(backend, size.partnerships) as prepared, serve_both(prepared.settings) as (accord, bare):
        slices = await in_turns(
            size,
            prepared.database,
            Load(accord, requests(prepared.presses, "/me/{person}/say"), 303),
            Load(bare, requests(prepared.presses, f"{KEEP}/press"), 303),
            Load(bare, requests(prepared.presses, f"{INSERT}/press"), 303),
        )
    return figures("on a page", backend, slices)


def requests(presses: Sequence[Press], path: str) -> Iterator[bytes]:
    """Yield requests; the path may hold the id of a person."""
    cookies = SessionCookies((SECRET,), PUBLIC)

    def request(press: Press) -> bytes:
        body = urlencode({"csrf": press.browser.csrf, "nonce": "n", "says": press.says})
        cookie = f"{cookies.name}={cookies.write(press.browser)}"
        where = path.format(person=press.person.id)
        return HEAD.format(path=where, cookie=cookie, length=len(body), body=body).encode()

    return cycle([request(press) for press in presses])
