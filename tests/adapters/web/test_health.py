"""What machines ask about Accord, and who is told."""

from collections.abc import Sequence

import httpx2
import pytest

from adapters.web.health import UNAUTHORISED, Health

TOKEN = "a token of the operator's, of thirty-two characters"


def health(missing: Sequence[str] = (), token: str = "", alone: bool = True) -> Health:
    async def unready() -> Sequence[str]:
        return missing

    async def metrics() -> bytes:
        return b"accord_up 1.0\n"

    return Health(unready, metrics, token, alone)


async def ask(
    health: Health, path: str, client: str = "127.0.0.1", host: str = "127.0.0.1:8000", **headers: str
) -> httpx2.Response:
    transport = httpx2.ASGITransport(health.app(), client=(client, 1))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        return await http.get(path, headers=[(b"host", host.encode()), *named])


async def test_liveness_needs_nothing_else() -> None:
    answer = await ask(health(["database"]), "/healthz")
    assert (answer.status_code, answer.text) == (200, "up")


@pytest.mark.parametrize(
    ("missing", "answered"),
    [((), (200, "ready")), (("database", "worker"), (503, "not ready: database, worker"))],
)
async def test_readiness_names_what_is_missing_and_no_more(
    missing: Sequence[str], answered: tuple[int, str]
) -> None:
    answer = await ask(health(missing), "/readyz", client="192.0.2.1")
    assert (answer.status_code, answer.text) == answered


async def test_metrics_are_for_this_machine_in_the_way_that_prometheus_reads_them() -> None:
    for client, host in (("127.0.0.1", "localhost:8000"), ("::1", "[::1]:8000"), ("127.0.0.2", "127.0.0.1")):
        answer = await ask(health(), "/metrics", client, host)
        assert (answer.status_code, answer.text) == (200, "accord_up 1.0\n")
        assert answer.headers["content-type"].startswith("text/plain; version=")


@pytest.mark.parametrize(
    ("client", "host", "headers"),
    [
        ("192.0.2.1", "127.0.0.1:8000", {}),
        ("not an address", "127.0.0.1:8000", {}),
        (
            "127.0.0.1",
            "elsewhere.example:8000",
            {},
        ),  # its name was pointed here, to have a browser read for it
        ("127.0.0.1", "[", {}),
        ("127.0.0.1", "", {}),
        *[
            ("127.0.0.1", "127.0.0.1:8000", {name: "192.0.2.1"})
            for name in ("forwarded", "via", "x_forwarded_for", "x_forwarded_host", "x_real_ip")
        ],
    ],
)
async def test_metrics_are_closed_to_other_clients(client: str, host: str, headers: dict[str, str]) -> None:
    answer = await ask(health(), "/metrics", client, host, **headers)
    assert (answer.status_code, answer.text) == (401, UNAUTHORISED)


async def test_behind_a_proxy_no_client_counts_as_local() -> None:
    assert (await ask(health(alone=False), "/metrics")).status_code == 401


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer  {TOKEN}", 200),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}!", 401),
        ("Bearer ", 401),
        ("Bearer caf\u00e9", 401),
    ],
)
async def test_metrics_are_open_to_a_bearer_token_from_anywhere(sent: str, status: int) -> None:
    for open_to in (health(token=TOKEN), health(token=TOKEN, alone=False)):
        answer = await ask(open_to, "/metrics", "192.0.2.1", "accord.example", authorization=sent)
        assert answer.status_code == status


async def test_without_a_token_in_the_settings_no_token_opens_metrics() -> None:
    answer = await ask(health(alone=False), "/metrics", authorization="Bearer ")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
