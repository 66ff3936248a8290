"""Web servers in front of Accord, set up as docs/operate/proxy.md says, keep what it promises."""

import asyncio
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from bot.ops.http_protocol import MAX_HEAD_BYTES
from tests.deploy.proxies import MISSING, Proxy, choose_ports, is_here, running_proxy, trusting
from tests.deploy.upstream import upstream
from tests.ops.http_client import HttpClient
from tests.ops.processes import Process, running
from tests.support.patience import PATIENCE

KINDS = ("nginx", "caddy")
SECRET = "a-secret-of-a-one-time-link"
LINK = f"/me/open/{SECRET}?then={SECRET}"
KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Served:
    """Accord behind a proxy."""

    proxy: Proxy
    accord: Process

    def browser(self, **headers: str) -> HttpClient:
        browser = HttpClient(self.proxy.url, verify=trusting())
        browser.http.headers.update(headers)
        return browser


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if not is_here(request.param):
        pytest.skip(MISSING.format(request.param.upper()))
    return str(request.param)


@pytest.fixture(scope="module")
def served(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder, ports = tmp_path_factory.mktemp(kind), choose_ports()
    with (
        running("serve", DATA=str(folder / "data"), PUBLIC_URL=ports.url) as accord,
        running_proxy(kind, folder / kind, ports, accord.port()) as proxy,
    ):
        yield Served(proxy, accord)


async def test_people_sign_in_and_send_forms_through_it(served: Served) -> None:
    async with served.browser() as maya, served.browser() as telephone:
        await maya.starts("Harbour Together", "Maya Khan")
        link = await maya.link()
        await telephone.get(link)
        page = await telephone.press("Open my page")
        assert telephone.path == maya.own
        assert "Harbour Together" in " ".join(page.words)


async def test_a_body_that_accord_would_refuse_is_refused_before_it(served: Served) -> None:
    async with served.browser() as browser:
        small, large = [await status_of_upload(browser.http, "/join", size) for size in (200, 300)]
        next_page = await browser.http.get("/")
    assert (small, large, next_page.status_code) == (403, 413, 200)


async def test_a_head_that_accord_would_refuse_is_refused_before_it(served: Served) -> None:
    lines = {f"X-Line-{number}": "x" * 1000 for number in range(2 * MAX_HEAD_BYTES // 1000)}
    async with served.browser() as browser:
        some = await browser.http.get("/", headers=dict([*lines.items()][:20]))
        many = await browser.http.get("/", headers=lines)
    assert (some.status_code, many.status_code in {400, 431}) == (200, True)


async def test_a_visitor_cannot_choose_the_address_that_counts(served: Served) -> None:
    """Ten wrong codes an hour are allowed, whatever address they are said to come from."""
    refusals = []
    for number in range(12):
        forged = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
        async with served.browser(**forged, **{"X-Real-IP": f"198.51.100.{number}"}) as stranger:
            await stranger.get("/join")
            page = await stranger.press(
                "Ask to join", name="Eve", code=f"acorn-{number:04}-mint-otter", organisation="Kitchen"
            )
            refusals.append(" ".join(page.words))
    assert ["Too many" in words for words in refusals] == [False] * 10 + [True] * 2


async def test_an_office_behind_one_address_is_served(served: Served) -> None:
    """Three hundred people open a page at the same moment, each with a connection of their own."""
    statuses = await asyncio.gather(*(status_on_new_connection(served.proxy) for _ in range(300)))
    assert {*statuses} == {200}


async def test_it_speaks_http_2(served: Served) -> None:
    context = trusting()
    context.set_alpn_protocols(["h2", "http/1.1"])
    _, writer = await connect(served.proxy, context)
    assert writer.get_extra_info("ssl_object").selected_alpn_protocol() == "h2"
    await end(writer)


async def test_whoever_comes_without_tls_is_sent_to_https(served: Served) -> None:
    async with httpx2.AsyncClient(timeout=PATIENCE) as client:
        answer = await client.get(f"http://localhost:{served.proxy.ports.http}/start")
    assert answer.status_code in {301, 308}
    assert answer.headers["location"].startswith("https://localhost")


async def test_metrics_are_not_for_visitors(served: Served) -> None:
    async with served.browser() as browser:
        statuses = [(await browser.http.get(path)).status_code for path in ("/metrics", "/readyz")]
    assert statuses == [404, 200]


async def test_only_styles_and_scripts_are_compressed(served: Served) -> None:
    async with served.browser() as browser:
        page, style = [await browser.http.get(path) for path in ("/about", "/static/accord.css")]
    assert "content-encoding" not in page.headers
    assert style.headers["content-encoding"] == "gzip"


async def test_hundreds_of_slow_visitors_hold_up_nobody_and_are_cut(kind: str, tmp_path: Path) -> None:
    ports = choose_ports()
    async with upstream() as accord:
        with running_proxy(kind, tmp_path / kind, ports, accord.port, hasty=True) as proxy:
            slow = asyncio.gather(*(send_a_head_slowly(proxy) for _ in range(300)))
            assert await status_on_new_connection(proxy) == 200
            await asyncio.wait_for(slow, PATIENCE)


async def test_no_file_of_it_names_a_page_or_a_visitor(kind: str, tmp_path: Path) -> None:
    """Not when all is well, when Accord is away or hangs up, or when something is refused. But it says that
    Accord was away."""
    ports, headers = choose_ports(), {"Referer": f"https://{SECRET}.example", "User-Agent": SECRET}
    async with upstream() as accord:
        with running_proxy(kind, tmp_path / kind, ports, accord.port) as proxy:
            async with httpx2.AsyncClient(
                base_url=proxy.url, verify=trusting(), headers=headers, timeout=PATIENCE
            ) as client:
                statuses = [(await client.get(LINK)).status_code]
                statuses.append(await status_of_upload(client, LINK, 300))
                statuses.append((await client.get(LINK, headers={"X-Long": "x" * 70_000})).status_code)
                accord.hangs_up = True
                statuses.append((await client.get(LINK)).status_code)
                accord.stop()
                away = await client.get(LINK)
    assert statuses[:2] == [200, 413]
    assert statuses[2] in {400, 431}
    assert statuses[3] == away.status_code == 503
    assert "Sorry, there is a problem with the service" in away.text
    assert (away.headers["retry-after"], away.headers["cache-control"]) == ("10", "no-store")
    assert not re.findall(f"{SECRET}|/me/|(?<!listen )localhost/", proxy.written())
    assert re.search(r" 503 accord=127\.0\.0\.1:\d+:502 |\"status\":503", proxy.written())


async def test_a_second_process_serves_while_the_first_is_away(kind: str, tmp_path: Path) -> None:
    ports = choose_ports()
    async with upstream() as first, upstream() as second:
        with running_proxy(kind, tmp_path / kind, ports, first.port, second.port) as proxy:
            statuses = [await status_on_new_connection(proxy) for _ in range(10)]
            first.stop()
            statuses += [await status_on_new_connection(proxy) for _ in range(10)]
    assert statuses == [200] * 20
    assert first.requests
    assert second.requests


async def test_connections_to_accord_are_kept(kind: str, tmp_path: Path) -> None:
    ports = choose_ports()
    async with upstream() as accord:
        with running_proxy(kind, tmp_path / kind, ports, accord.port) as proxy:
            for _ in range(20):
                await status_on_new_connection(proxy)
    assert (accord.requests, accord.connections <= 4) == (20, True)


async def connect(
    proxy: Proxy, context: ssl.SSLContext | None = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("localhost", proxy.ports.https, ssl=context or trusting())


async def send_a_head_slowly(proxy: Proxy) -> None:
    """Begin a request and wait until the connection is ended."""
    with suppress(OSError):  # it may be reset, if it was slow to connect too
        reader, writer = await connect(proxy)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        await read_to_the_end(reader)
        await end(writer)


async def status_on_new_connection(proxy: Proxy) -> int:
    reader, writer = await connect(proxy)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head = await reader.readline()
    await read_to_the_end(reader)
    await end(writer)
    return int(head.split()[1])


async def status_of_upload(client: httpx2.AsyncClient, path: str, kilobytes: int) -> int:
    """Return the status as soon as it comes: with a body that is refused, the connection may end then."""
    async with client.stream("POST", path, content=b"x" * kilobytes * KILOBYTE) as answer:
        return answer.status_code


async def read_to_the_end(reader: asyncio.StreamReader) -> None:
    with suppress(OSError):  # a connection may also be reset
        await reader.read()


async def end(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
