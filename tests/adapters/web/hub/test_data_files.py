"""Files of a hub, as a browser or a program fetches them."""

import csv
import json
import re
import sqlite3
import warnings
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.analysis.published import PublishedRound
from bot.core.models import LoginLink, Partnership, hash_secret
from bot.reports.dataset.columns import Layout
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from bot.settings import DataTerms
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.handlers.hub.test_observers import share
from tests.support.cast import AMIRA, CERYS, EFE, STRANGER, ScenarioUser
from tests.support.hub_history import make_history
from tests.support.scenario import Scenario

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what this library does when it is imported is its own
    import csvw

HUB = "/p/harbour"
ROUND = f"{HUB}/rounds/14"
TERMS = DataTerms("Estuary Council", "https://creativecommons.org/licenses/by/4.0/")
HOSTILE = '=HYPERLINK("http://x"), {\\LaTeX} </script>'
FILES = (f"{ROUND}.csv", f"{ROUND}.json", f"{HUB}/data.csv")
OTHER_FILES = (
    f"{HUB}/outcomes.csv",
    f"{HUB}/outcomes.csv-metadata.json",
    f"{HUB}/data.csv-metadata.json",
    f"{ROUND}.csv-metadata.json",
    f"{ROUND}/citation.json",
)


def pages(scenario: Scenario, terms: DataTerms = TERMS) -> Starlette:
    """Return the pages as they are after a start."""
    scenario.context.checksums.clear()
    return create_app(
        scenario.bot,
        SqlWebInbox(scenario.store),
        FakeRenderer(),
        secret_keys=KEYS,
        public_url=HERE,
        data_terms=terms,
    )


async def signed_in(scenario: Scenario, user: ScenarioUser, terms: DataTerms = TERMS) -> Browser:
    """Return a browser in which somebody is signed in to pages that were just started."""
    expires_at = scenario.clock.now().replace(year=2027)
    person = await scenario.person(user)
    async with scenario.store.transaction() as db:
        await db.upsert(LoginLink(hash_secret(f"link of {user.key}"), person.id, expires_at))
    browser = Browser(pages(scenario, terms))
    await browser.get(f"/me/open/link of {user.key}")
    await browser.press("Open my page")
    return browser


@pytest.fixture
async def efe(scenario: Scenario) -> Browser:
    await make_history(scenario)
    await scenario.says(AMIRA, "outcome add Rough sleepers")
    await scenario.says(EFE, 'outcome "Rough" 41 on 5 January')
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await scenario.one(Partnership), name=HOSTILE)
        for published in await db.find(PublishedRound):
            await db.upsert(replace(published, content=replace(published.content, partnership=HOSTILE)))
    return await signed_in(scenario, EFE)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The statements of all connections that are opened from now on."""
    found: list[str] = []

    def on_connect(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(found.append)

    sa.event.listen(sa.Engine, "connect", on_connect)
    yield found
    sa.event.remove(sa.Engine, "connect", on_connect)


def tables(statements: list[str]) -> set[str]:
    """The tables that are read."""
    return {table for statement in statements for table in re.findall(r"(?:FROM|JOIN) (\w+)", statement)}


async def test_a_round_is_a_file_to_save_with_its_metadata_beside_it(efe: Browser) -> None:
    await efe.get(f"{ROUND}.csv")
    headers = efe.response.headers
    assert (efe.status, headers["content-type"]) == (200, "text/csv; charset=utf-8; header=present")
    assert headers["content-disposition"] == 'attachment; filename="accord-harbour-round-14.csv"'
    assert headers["link"] == '<14.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    header, *rows = csv.reader(StringIO(efe.response.text, newline=""))
    assert (tuple(header), len(rows)) == (RESULTS.names, 5)
    await efe.get(f"{ROUND}.csv-metadata.json")
    assert efe.response.headers["content-type"] == "application/csvm+json"
    assert efe.response.json()["dc:publisher"] == "Estuary Council"


async def test_json_holds_the_same_numbers_and_how_to_cite_them(efe: Browser) -> None:
    await efe.get(f"{ROUND}.csv")
    rows = list(csv.DictReader(StringIO(efe.response.text, newline="")))
    await efe.get(f"{ROUND}.json")
    assert efe.response.headers["content-type"] == "application/json"
    document = efe.response.json()
    assert document["id"] == f"{HERE}{ROUND}"
    assert [float(row["mean"]) for row in rows] == [row["mean"] for row in document["results"]]
    assert document["licence"] == TERMS.licence
    assert document["citation"].endswith(f"{HERE}{ROUND}. SHA-256: {document['checksum']['value']}.")


@pytest.mark.parametrize("path", [*FILES, *OTHER_FILES])
async def test_who_has_a_file_is_told_that_it_has_not_changed(efe: Browser, path: str) -> None:
    await efe.get(path)
    tag = efe.response.headers["etag"]
    assert (efe.status, tag[0], efe.response.headers["cache-control"]) == (200, '"', "private, no-cache")
    await efe.get(path, headers={"If-None-Match": f'"another", W/{tag}'})
    assert (efe.status, efe.response.content, efe.response.headers["etag"]) == (304, b"", tag)
    await efe.get(path, headers={"If-None-Match": '"another", W/"another-one"'})
    assert efe.status == 200


@pytest.mark.parametrize("path", FILES)
async def test_a_frozen_file_that_is_known_is_not_read_again(
    statements: list[str], efe: Browser, path: str
) -> None:
    await efe.get(path)
    tag = efe.response.headers["etag"]
    statements.clear()
    await efe.get(path, headers={"If-None-Match": tag})
    assert efe.status == 304
    assert not tables(statements) & {"published_rounds", "readings", "answers", "comments"}
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 5


@pytest.mark.parametrize("path", FILES)
async def test_tags_are_the_same_after_a_restart_and_in_another_language(
    scenario: Scenario, efe: Browser, path: str
) -> None:
    await efe.get(path)
    first = efe.response
    cerys = await signed_in(scenario, CERYS)
    await cerys.get(path)
    assert (cerys.response.headers["etag"], cerys.response.content) == (first.headers["etag"], first.content)


async def test_other_terms_make_another_file(scenario: Scenario, efe: Browser) -> None:
    await efe.get(f"{ROUND}.json")
    tag = efe.response.headers["etag"]
    later = await signed_in(scenario, CERYS, DataTerms())
    await later.get(f"{ROUND}.json", headers={"If-None-Match": tag})
    assert (later.status, later.response.json()["licence"]) == (200, None)


@pytest.mark.parametrize("path", [*FILES, *OTHER_FILES, f"{ROUND}/citation"])
async def test_others_find_nothing(scenario: Scenario, efe: Browser, path: str) -> None:
    await scenario.says(STRANGER, "start partnership Lighthouse")
    stranger = await signed_in(scenario, STRANGER)
    await stranger.get("/p/nowhere")
    nothing = stranger.response.text
    await stranger.get(path)
    assert (stranger.status, stranger.response.text) == (404, nothing)


@pytest.mark.parametrize("ending", [".csv", ".json", ".csv-metadata.json", "/citation", "/citation.json"])
@pytest.mark.parametrize("address", ["15", "0", "014", "nothing", "14.csv", "%2e%2e"])
async def test_an_unknown_round_is_not_found(efe: Browser, address: str, ending: str) -> None:
    await efe.get(f"{HUB}/rounds/{address}{ending}")
    assert efe.status == 404


async def test_a_cancelled_round_keeps_its_files_which_say_so(scenario: Scenario, efe: Browser) -> None:
    await scenario.says(AMIRA, "ask roles now")
    path = f"{HUB}/rounds/{(await scenario.open_round()).id}"
    await efe.get(f"{path}.csv")
    assert efe.status == 404
    await scenario.says(AMIRA, "cancel now")
    await efe.get(f"{path}.csv")
    assert (efe.status, efe.response.text.strip()) == (200, ",".join(RESULTS.names))
    assert "etag" not in efe.response.headers
    await efe.get(f"{path}.json")
    document = efe.response.json()
    assert [document[name] for name in ("state", "results", "checksum")] == ["cancelled", [], None]
    page = await efe.get(f"{path}/citation")
    assert "This round was cancelled. It has no results." in page.words
    assert "SHA-256" not in page.words


async def test_the_page_of_a_citation_has_all_that_is_needed(efe: Browser) -> None:
    page = await efe.get(f"{ROUND}/citation")
    assert (efe.status, page.titles[0]) == (200, "Cite this round")
    assert page.links[f"{HERE}{ROUND}"] == ROUND
    assert page.links[TERMS.licence] == TERMS.licence
    checksum = page.words[page.words.index("SHA-256") + 1]
    assert re.fullmatch("[0-9a-f]{64}", checksum)
    assert any(words.startswith("@misc{accord-harbour-14,") and checksum in words for words in page.words)
    await efe.get(page.links["Download for a reference manager (CSL-JSON)"])
    assert efe.response.headers["content-type"] == "application/vnd.citationstyles.csl+json"
    assert efe.response.json()[0]["URL"] == f"{HERE}{ROUND}"


async def test_without_a_licence_the_page_says_what_to_do(scenario: Scenario, efe: Browser) -> None:
    page = await (await signed_in(scenario, CERYS, DataTerms())).get(f"{ROUND}/citation")
    assert "Dim un wedi'i dewis. Gofynnwch i'r bartneriaeth cyn ailddefnyddio ei rhifau." in page.words
    assert "Cyhoeddwr" not in page.words


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        (f"{ROUND}.csv", RESULTS.names),
        (f"{HUB}/data.csv", RESULTS.names),
        (f"{HUB}/outcomes.csv", OUTCOMES.names),
        (f"{HUB}/evidence.csv", EVIDENCE_TABLE.names),
    ],
)
async def test_a_checker_finds_each_file_as_its_metadata_says(
    efe: Browser, tmp_path: Path, path: str, columns: tuple[str, ...]
) -> None:
    for address in (path, f"{path}-metadata.json"):
        await efe.get(address)
        (tmp_path / address.rpartition("/")[2]).write_bytes(efe.response.content)
    with warnings.catch_warnings():
        warnings.simplefilter("always")  # or it records none
        package = csvw.CSVW(str(tmp_path / f"{path.rpartition('/')[2]}-metadata.json"), validate=True)
        assert (package.is_valid, package.warnings) == (True, [])
    assert {name for row in package.to_json(minimal=True) for name in row} <= {*columns}
    assert json.dumps(package.to_json(minimal=True), default=str).count("harbour") > 0


async def test_the_page_of_a_round_leads_to_its_files_and_describes_them(efe: Browser) -> None:
    page = await efe.get(ROUND)
    for label in ("Results as CSV", "What its columns mean", "Results as JSON", "Cite this round"):
        await efe.get(page.links[label])
        assert efe.status == 200
    await efe.get(ROUND)
    (described,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', efe.response.text)
    dataset = json.loads(described)
    assert dataset["@type"] == "Dataset"
    files = [file["contentUrl"] for file in dataset["distribution"]]
    assert files == [f"{HERE}{ROUND}.csv", f"{HERE}{ROUND}.json"]
    assert dataset["creator"]["name"] == HOSTILE
    page = await efe.get(f"{HUB}/rounds")
    assert page.links["Results of all closed rounds as CSV"] == f"{HUB}/data.csv"
    assert page.links["Data for analysts"] == f"{HUB}/data"


@pytest.mark.parametrize(
    ("parts", "paths"),
    [
        ("showing rounds", {*FILES, *(path for path in OTHER_FILES if "outcomes" not in path)}),
        ("showing outcomes", {f"{HUB}/outcomes.csv", f"{HUB}/outcomes.csv-metadata.json"}),
        ("showing overview", set[str]()),
    ],
)
async def test_an_observer_gets_the_files_of_the_parts_they_were_shown(
    scenario: Scenario, efe: Browser, parts: str, paths: set[str]
) -> None:
    secret = await share(scenario, parts=parts)
    observer = Browser(pages(scenario))
    got = set()
    for path in (*FILES, *OTHER_FILES):
        await observer.get(f"/shared/{secret}{path.removeprefix(HUB)}")
        if observer.status == 200:
            got.add(path)
            assert secret not in observer.response.text + str(observer.response.headers)
            await efe.get(path)
            assert observer.response.content == efe.response.content
        else:
            assert observer.status == 404
    assert got == paths


@pytest.mark.parametrize(
    ("parts", "layouts"),
    [
        ("showing everything", {RESULTS, OUTCOMES, EVIDENCE_TABLE}),
        ("showing rounds", {RESULTS}),
    ],
)
async def test_each_column_is_explained_on_a_page(
    scenario: Scenario, efe: Browser, parts: str, layouts: set[Layout]
) -> None:
    root = f"/shared/{await share(scenario, parts=parts)}"
    observer = Browser(pages(scenario))
    page = await observer.get(f"{root}/data")
    assert observer.status == 200
    assert page.links["Results of all closed rounds as CSV"] == f"{root}/data.csv"
    assert ("Shared outcomes as CSV" in page.links) is (OUTCOMES in layouts)
    for layout in (RESULTS, OUTCOMES, EVIDENCE_TABLE):
        explained = {column.description for column in layout.columns} & {*page.words}
        assert bool(explained == {column.description for column in layout.columns}) is (layout in layouts)


async def test_welsh_readers_are_told_that_columns_are_explained_in_english(
    scenario: Scenario, efe: Browser
) -> None:
    page = await efe.get(f"{HUB}/data")
    assert "Columns are explained in English, as in the files." not in page.words
    await scenario.says(EFE, "language cy")
    page = await efe.get(f"{HUB}/data")
    assert "Mae'r colofnau wedi'u hesbonio yn Saesneg, fel yn y ffeiliau." in page.words
