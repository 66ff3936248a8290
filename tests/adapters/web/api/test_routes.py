"""What programs can read, and how they are refused."""

import csv
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from adapters.web.api.operations import OPERATIONS, ROOT
from adapters.web.app import create_app
from adapters.web.middleware import MAX_BODY
from bot.core.errors import Unavailable
from bot.core.models import Partnership, Round, RoundState
from bot.handlers.hub.access import FOR_PROGRAMS
from bot.handlers.hub.tokens import CreateToken, RevokeToken
from bot.membership.api_tokens import NewToken, TokenDraft
from bot.membership.usage_limits import API_REQUESTS, REFUSED_TOKENS
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.adapters.web.test_page_queries import queries
from tests.handlers.hub.test_access import browser_of
from tests.support.cast import AMIRA
from tests.support.hub_history import PAST, make_history
from tests.support.scenario import Scenario

__all__ = ["queries"]

EVERYTHING = tuple(sorted(FOR_PROGRAMS))


async def create_token(
    scenario: Scenario, scopes: Sequence[str] = EVERYTHING, partnership: str = "harbour"
) -> NewToken:
    draft = TokenDraft("A program", tuple(scopes), 30)
    browser = await browser_of(scenario, AMIRA)
    _, new = await scenario.bot.hub.change_as_member(browser, partnership, CreateToken(draft))
    return new


@dataclass
class Program:
    """A program with a token, or without."""

    http: httpx2.AsyncClient
    secret: str = ""

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        if self.secret:
            headers = {"authorization": f"Bearer {self.secret}"} | headers
        sent = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
        return await self.http.get(path, headers=sent)

    async def rows(self, path: str) -> list[dict[str, Any]]:
        response = await self.get(path)
        assert response.status_code == 200, response.text
        data: list[dict[str, Any]] = response.json()["data"]
        return data


def app_of(scenario: Scenario) -> Starlette:
    inbox = SqlWebInbox(scenario.store)
    return create_app(scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


@pytest.fixture
async def http(scenario: Scenario) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app_of(scenario), raise_app_exceptions=False, client=("192.0.2.1", 1))
    async with httpx2.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


@pytest.fixture
async def program(scenario: Scenario, http: httpx2.AsyncClient) -> Program:
    """A program that may read everything of a partnership with fourteen rounds."""
    await make_history(scenario)
    return Program(http, (await create_token(scenario)).secret)


def require_problem(response: httpx2.Response, status: int) -> dict[str, Any]:
    """Return the problem that a response holds."""
    content: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, content["status"], content["type"]) == (status, status, "about:blank")
    assert content["title"]
    assert content["detail"]
    return content


async def test_the_index_needs_no_token_and_says_what_there_is(http: httpx2.AsyncClient) -> None:
    index = (await http.get(ROOT)).json()
    assert "There is no endpoint for answers, and there never will be." in index["description"]
    assert index["operations"] == [ROOT + operation.path for operation in OPERATIONS]
    assert (await http.get(index["openapi"])).json()["openapi"] == "3.1.0"


async def test_a_program_reads_the_partnership(program: Program) -> None:
    partnership = (await program.get("/api/v1/partnership")).json()
    assert (partnership["name"], partnership["closed_rounds"]) == ("Harbour Together", PAST + 1)
    assert partnership["newest_round"] == str(PAST + 1)


async def test_a_program_reads_a_round(program: Program) -> None:
    response = await program.get(f"/api/v1/rounds/{PAST + 1}")
    content = response.json()
    assert content["id"] == f"{HERE}/p/harbour/rounds/{PAST + 1}"
    assert (content["round"]["replies"], content["round"]["invited"]) == (12, 12)
    trust = next(row for row in content["results"] if row["theme"] == "trust")
    assert (trust["mean"], trust["scored"], trust["anchor"]) == (4.0, 12, True)
    assert len(content["checksum"]["value"]) == 64
    assert response.headers["vary"] == "Authorization"


async def test_a_program_reads_a_round_as_csv(program: Program) -> None:
    response = await program.get(f"/api/v1/rounds/{PAST + 1}.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = [*csv.DictReader(StringIO(response.text))]
    as_json = (await program.get(f"/api/v1/rounds/{PAST + 1}")).json()["results"]
    assert [*rows[0]] == [*as_json[0]]
    assert [row["mean"] for row in rows] == ["4"] * len(as_json)
    require_problem(await program.get("/api/v1/rounds/99.csv"), 404)


async def test_a_program_reads_the_results_of_a_theme_over_time(program: Program) -> None:
    rows = await program.rows("/api/v1/themes/trust/results")
    assert [row["number"] for row in rows if row["anchor"]] == [*range(1, PAST + 2)]
    assert {row["theme"] for row in rows} == {"trust"}


async def test_a_program_reads_themes_with_their_sources(program: Program) -> None:
    themes = {theme["theme"]: theme for theme in await program.rows("/api/v1/themes")}
    assert themes["trust"]["kind"] == "core"
    assert all(question["sources"] for question in themes["trust"]["questions"])


async def test_a_program_reads_outcomes_without_who_entered_them(
    scenario: Scenario, program: Program
) -> None:
    await scenario.says(AMIRA, 'outcome add "Rough sleepers" in people better down')
    await scenario.says(AMIRA, 'outcome "Rough sleepers" 41 on 2 March')
    (entry,) = await program.rows("/api/v1/outcomes")
    assert (entry["name"], entry["value"], entry["current"]) == ("Rough sleepers", 41.0, True)
    assert AMIRA.name not in str(entry)


async def test_a_program_reads_the_evidence_log(scenario: Scenario, program: Program) -> None:
    await scenario.says(AMIRA, "note We share one office on 29 December 2025")
    entries = {entry["entry"]: entry for entry in await program.rows("/api/v1/evidence")}
    entry = entries["note-2"]
    assert (entry["words"], entry["date"], entry["did"]) == ("We share one office", "2025-12-29", None)
    trust = next(theme for theme in entry["themes"] if theme["theme"] == "trust")
    assert (trust["rounds_before"], trust["rounds_after"]) == (5, 5)
    assert (trust["strength"], trust["lost"], trust["other_changes"]) == (2, ["other changes"], 1)
    assert trust["low"] <= trust["difference_least"] <= trust["difference_most"] <= trust["high"]
    latest = next(theme for theme in entries["note-1"]["themes"] if theme["theme"] == "trust")
    assert (latest["strength"], latest["low"], latest["difference_least"]) == (0, None, None)


async def test_rounds_come_in_slices_that_leave_none_out(program: Program) -> None:
    path: str | None = "/api/v1/rounds?limit=4"
    lengths, rounds = list[int](), list[str]()
    while path:
        content = (await program.get(path)).json()
        lengths.append(len(content["data"]))
        rounds += [row["round"] for row in content["data"]]
        path = content["next"]
    assert (lengths, rounds) == ([4, 4, 4, 2], [str(number) for number in range(1, PAST + 2)])


WRONG_QUERIES = (
    *("limit=0", "limit=101", "limit=x", "limit=٣", "limit=1&limit=2", "size=3"),
    *("after=", "after=x", "after=é", "after=MjAyNi0wMy0wMiBp", "after=%00"),
)


@pytest.mark.parametrize("query", WRONG_QUERIES)
async def test_a_wrong_parameter_is_a_problem(program: Program, query: str) -> None:
    require_problem(await program.get(f"/api/v1/rounds?{query}"), 400)


async def test_nothing_can_be_read_of_an_open_round(scenario: Scenario, program: Program) -> None:
    await scenario.says(AMIRA, "ask roles now")
    round_ = await scenario.one(Round, state=RoundState.OPEN)
    before = [(await program.get(ROOT + path)).text for path in ("/partnership", "/rounds")]
    await scenario.fill(4, 4, 4)
    assert [(await program.get(ROOT + path)).text for path in ("/partnership", "/rounds")] == before
    assert round_.id not in "".join(before)
    require_problem(await program.get(f"/api/v1/rounds/{round_.id}"), 404)
    await scenario.closes()
    assert (await scenario.one(Round, id=round_.id)).state is RoundState.CLOSED
    assert (await program.get(f"/api/v1/rounds/{round_.id}")).status_code == 200


UNKNOWN_PATHS = (
    *("/rounds/99", "/rounds/0", "/rounds/past1", "/rounds/a%20b", "/rounds/é", "/rounds/1/answers"),
    *("/themes/Trust/results", "/themes/nothing/results", "/answers", "/comments"),
)


@pytest.mark.parametrize("path", UNKNOWN_PATHS)
async def test_what_is_not_there_is_a_problem_that_tells_nothing(program: Program, path: str) -> None:
    content = require_problem(await program.get(ROOT + path), 404)
    assert content["detail"] == "There is nothing at this address that your token can read."


async def test_the_rounds_of_another_partnership_are_not_found(scenario: Scenario, program: Program) -> None:
    await scenario.says(AMIRA, "ask roles now")
    extra = await scenario.one(Round, state=RoundState.OPEN)
    await scenario.closes()
    assert (await program.get(f"/api/v1/rounds/{extra.id}")).status_code == 200
    await scenario.says(AMIRA, "start partnership Estuary")
    estuary = await scenario.one(Partnership, name="Estuary")
    other = replace(program, secret=(await create_token(scenario, partnership=estuary.id)).secret)
    require_problem(await other.get(f"/api/v1/rounds/{extra.id}"), 404)
    assert await other.rows("/api/v1/rounds") == []
    assert (await other.get("/api/v1/partnership")).json()["newest_round"] is None


async def test_a_cancelled_round_has_no_results(scenario: Scenario, program: Program) -> None:
    await scenario.says(AMIRA, "ask roles now")
    round_ = await scenario.one(Round, state=RoundState.OPEN)
    await scenario.says(AMIRA, "cancel now")
    for path in (f"/api/v1/rounds/{round_.id}", f"/api/v1/rounds/{round_.id}.csv"):
        require_problem(await program.get(path), 404)


async def test_a_token_without_the_scope_is_forbidden(scenario: Scenario, program: Program) -> None:
    for operation in OPERATIONS:
        others = [part for part in EVERYTHING if part != operation.part]
        narrow = replace(program, secret=(await create_token(scenario, others)).secret)
        path = operation.path.format(theme="trust", round="1")
        response = await narrow.get(ROOT + path)
        require_problem(response, 403)
        assert f'scope="{operation.part}"' in response.headers["www-authenticate"]


UNKNOWN = "accord_" + "a" * 32


@pytest.mark.parametrize(
    "header", ["", "Bearer", f"Bearer {UNKNOWN}", "Basic YTpi", "Bearer accord_é", UNKNOWN]
)
async def test_a_request_without_a_right_token_is_unauthorised(program: Program, header: str) -> None:
    response = await replace(program, secret="").get("/api/v1/rounds", authorization=header)
    require_problem(response, 401)
    assert response.headers["www-authenticate"].startswith('Bearer realm="Accord"')


async def test_a_token_that_ended_is_unauthorised(scenario: Scenario, program: Program) -> None:
    revoked = await create_token(scenario)
    await scenario.bot.hub.change_as_member(
        await browser_of(scenario, AMIRA), "harbour", RevokeToken(revoked.token.id)
    )
    require_problem(await replace(program, secret=revoked.secret).get("/api/v1/rounds"), 401)
    scenario.clock.move(timedelta(days=31))
    require_problem(await program.get("/api/v1/rounds"), 401)


@pytest.mark.parametrize("query", ["token={}", "limit=4&access_token={}", "after={}", "API_KEY=x"])
async def test_a_token_in_an_address_is_refused(program: Program, query: str) -> None:
    """Also where the header has it: addresses are kept in logs."""
    content = require_problem(await program.get(f"/api/v1/rounds?{query.format(program.secret)}"), 400)
    assert "Authorization" in content["detail"]
    assert program.secret not in str(content)


async def test_no_token_is_logged(program: Program) -> None:
    with capture_logs() as logged:
        await program.get("/api/v1/rounds")
        await program.get(f"/api/v1/rounds?token={program.secret}")
        await replace(program, secret=UNKNOWN).get("/api/v1/rounds")
    assert len(logged) == 3
    assert "accord_" not in str(logged)


async def test_guesses_are_limited_by_network_and_others_are_not(program: Program) -> None:
    guessing = replace(program, secret="accord_" + "a" * 32)
    statuses = [(await guessing.get("/api/v1/rounds")).status_code for _ in range(100)]
    assert statuses == [401] * REFUSED_TOKENS.most + [429] * (100 - REFUSED_TOKENS.most)
    response = await guessing.get("/api/v1/rounds")
    require_problem(response, 429)
    assert 1 <= int(response.headers["retry-after"]) <= REFUSED_TOKENS.period.total_seconds()
    assert (await program.get("/api/v1/rounds")).status_code == 200


async def test_a_program_reads_how_many_requests_are_left(program: Program) -> None:
    headers = (await program.get("/api/v1/partnership")).headers
    assert headers["ratelimit-policy"] == '"token";q=600;w=600'
    assert headers["ratelimit"] == f'"token";r={API_REQUESTS.most - 1};t=600'
    assert (await program.get("/api/v1/rounds/99")).headers["ratelimit"] == '"token";r=598;t=600'


@pytest.mark.parametrize("path", ["/api/v1/rounds/3", "/api/v1/rounds/3.csv"])
async def test_a_frozen_round_is_kept_for_ever(queries: list[str], program: Program, path: str) -> None:
    first = await program.get(path)
    assert first.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert any("published_rounds" in query for query in queries)
    queries.clear()
    again = await program.get(path, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "ratelimit" in again.headers
    tables = {table for query in queries for table in re.findall(r'FROM "?(\w+)', query)}
    assert tables == {"api_tokens", "partnerships", "rounds"}
    other = await program.get(path.replace("3", "4"), if_none_match=first.headers["etag"])
    assert other.status_code == 200


@pytest.mark.parametrize("named", ["{}", 'W/"x", {}', "*"])
async def test_a_list_that_has_not_changed_is_not_sent_again(
    scenario: Scenario, program: Program, named: str
) -> None:
    first = await program.get("/api/v1/outcomes")
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    named = named.format(first.headers["etag"])
    assert (await program.get("/api/v1/outcomes", if_none_match=named)).status_code == 304
    await scenario.says(AMIRA, 'outcome add "Rough sleepers"')
    await scenario.says(AMIRA, 'outcome "Rough sleepers" 41 on 2 March')
    changed = await program.get("/api/v1/outcomes", if_none_match=first.headers["etag"])
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["/rounds", "/rounds/1", "/partnership"])
async def test_head_has_the_headers_of_get(program: Program, path: str) -> None:
    headers = {"authorization": f"Bearer {program.secret}"}
    got, head = await program.get(ROOT + path), await program.http.head(ROOT + path, headers=headers)
    assert (head.status_code, head.headers["etag"]) == (200, got.headers["etag"])
    assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_nothing_can_be_written(program: Program, method: str) -> None:
    response = await program.http.request(method, "/api/v1/rounds", headers={"origin": "https://example.org"})
    require_problem(response, 405)
    assert "GET" in response.headers["allow"]
    assert not [name for name in response.headers if name.startswith("access-control")]


async def test_a_large_body_is_refused(program: Program) -> None:
    response = await program.http.request("GET", "/api/v1/rounds", content=b"x" * (MAX_BODY + 1))
    require_problem(response, 413)


async def test_errors_of_ours_are_problems_too(
    scenario: Scenario, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, status in ((Unavailable("away"), 503), (KeyError("?"), 500)):

        async def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(scenario.bot.api_access, "count_request", fail)
        response = await program.get("/api/v1/rounds")
        require_problem(response, status)
        assert response.headers.get("retry-after") == ("5" if status == 503 else None)
