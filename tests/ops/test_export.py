"""Exports of what partnerships published: whole, as checkers want them, and with nothing else in them."""

import csv
import json
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.analysis.published import PublishedRound
from bot.core.errors import AccordError
from bot.core.models import Comment, Partnership, Person
from bot.core.ports import Transaction
from bot.ops import export
from bot.ops.export import DataSource, export_data
from bot.settings import DataTerms
from tests.support.cast import AMIRA, BEN, CAST, EFE
from tests.support.databases import each_database
from tests.support.hub_history import make_history
from tests.support.scenario import Scenario

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what these libraries do when they are imported is their own
    import csvw
    import frictionless

FILES = {
    "datapackage.json",
    *(f"{name}.csv{end}" for name in ("results", "outcomes") for end in ("", "-metadata.json")),
}
HOSTILE = '=HYPERLINK("http://x"), ‘Harbour’ \\ "'
TERMS = DataTerms("Estuary Council", "https://creativecommons.org/licenses/by/4.0/")
COMMENT = "We meet too late."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    """Harbour Together, whose name is hostile, with fourteen rounds, comments, a note and an outcome."""
    await make_history(scenario, comments=dict.fromkeys(CAST[:4], COMMENT))
    await scenario.says(AMIRA, "outcome add +Rough sleepers")
    await scenario.says(EFE, 'outcome "+Rough" 41 on 5 January')
    await scenario.says(EFE, 'outcome "+Rough" -1.5 on 6 January')
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await scenario.one(Partnership), name=HOSTILE)
        for published in await db.find(PublishedRound):
            await db.upsert(replace(published, content=replace(published.content, partnership=HOSTILE)))
    return scenario


def source(scenario: Scenario, only: str = "") -> DataSource:
    return DataSource(scenario.store, scenario.context, "https://accord.example", TERMS, only)


async def add_partnership(scenario: Scenario, id: str, **fields: object) -> None:
    partnership = replace(await scenario.one(Partnership, id="harbour"), id=id, round="", **fields)  # type: ignore[arg-type]
    async with scenario.store.transaction() as db:
        await db.add(partnership)


@each_database
async def test_an_export_is_as_its_manifest_and_its_metadata_say(harbour: Scenario, place: Path) -> None:
    told = list[tuple[int, int]]()
    exported = await export_data(
        source(harbour), place / "results", harbour.clock.now(), lambda *done: told.append(done)
    )
    folder = exported.path
    assert {file.name for file in folder.iterdir()} == FILES
    assert (exported.partnerships, exported.rounds, exported.entries) == (1, 14, 2)
    assert told == [(0, 1), (1, 1)]
    manifest = json.loads((folder / "datapackage.json").read_text())
    assert manifest["licenses"] == [{"path": TERMS.licence}]
    for file in manifest["resources"]:
        content = (folder / file["path"]).read_bytes()
        assert (file["bytes"], file["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert (report.valid, report.stats["tasks"]) == (True, 2), report.flatten()
    for name in ("results", "outcomes"):
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # or it records none
            package = csvw.CSVW(str(folder / f"{name}.csv-metadata.json"), validate=True)
            assert (package.is_valid, package.warnings) == (True, [])


@pytest.mark.parametrize(("right", "wrong"), [("harbour", "Harbour"), (",4,", ",6,"), ("ready", "red")])
async def test_the_checker_finds_what_was_altered(
    harbour: Scenario, place: Path, right: str, wrong: str
) -> None:
    exported = await export_data(source(harbour), place / "results", harbour.clock.now())
    file = exported.path / "results.csv"
    file.write_bytes(file.read_bytes().replace(right.encode(), wrong.encode()))
    assert not frictionless.Package(str(exported.path / "datapackage.json")).validate().valid


async def test_nothing_but_what_was_published_is_in_it(harbour: Scenario, place: Path) -> None:
    exported = await export_data(source(harbour), place / "results", harbour.clock.now())
    text = "".join(file.read_text() for file in exported.path.iterdir())
    people = [person.name for person in await harbour.all(Person)]
    assert len(await harbour.all(Comment)) == 4
    assert [words for words in (COMMENT, "new chair", "budget papers", *people) if words in text] == []
    written = (exported.path / "results.csv").read_bytes().decode()
    rows = list(csv.DictReader(StringIO(written, newline="")))
    assert {row["partnership_name"] for row in rows} == {f"'{HOSTILE}"}
    assert len({row["round"] for row in rows}) == 14


async def test_a_zip_file_holds_the_same(harbour: Scenario, place: Path) -> None:
    now = harbour.clock.now()
    folder = (await export_data(source(harbour), place / "results", now)).path
    file = (await export_data(source(harbour), place / "results.zip", now)).path
    with ZipFile(file) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            each.name: each.read_bytes() for each in folder.iterdir()
        }
    assert [path.stat().st_mode & 0o77 for path in (folder, file)] == [0, 0]


@pytest.mark.parametrize("only", ["harbour", HOSTILE])
async def test_one_partnership_can_be_exported(harbour: Scenario, place: Path, only: str) -> None:
    await add_partnership(harbour, "other", name="harbour")
    exported = await export_data(source(harbour, only), place / "results", harbour.clock.now())
    assert (exported.partnerships, exported.rounds) == (1, 14)


async def test_partnerships_that_have_ended_are_left_out(harbour: Scenario, place: Path) -> None:
    await add_partnership(harbour, "other", name="Other", ended_at=harbour.clock.now())
    assert (await export_data(source(harbour), place / "all", harbour.clock.now())).partnerships == 1
    with pytest.raises(AccordError, match=r"^there is no partnership Other"):
        await export_data(source(harbour, "Other"), place / "one", harbour.clock.now())


async def test_a_name_of_several_is_not_guessed_at(harbour: Scenario, place: Path) -> None:
    for id in ("one", "two"):
        await add_partnership(harbour, id, name="Same")
    with pytest.raises(AccordError, match=r"are called Same. Give one of the ids: one, two$"):
        await export_data(source(harbour, "Same"), place / "results", harbour.clock.now())


async def test_an_export_without_results_has_its_files(scenario: Scenario, place: Path) -> None:
    await scenario.create_partnership(AMIRA, BEN)
    exported = await export_data(
        replace(source(scenario), terms=DataTerms()), place / "results", scenario.clock.now()
    )
    assert {file.name for file in exported.path.iterdir()} == FILES
    assert (exported.first, exported.last) == (None, None)
    assert frictionless.Package(str(exported.path / "datapackage.json")).validate().valid


@pytest.mark.parametrize("name", ["results", "results.zip"])
async def test_what_is_there_is_never_overwritten(harbour: Scenario, place: Path, name: str) -> None:
    (place / name).write_text("mine")
    with pytest.raises(AccordError, match=rf"^{place / name} already exists"):
        await export_data(source(harbour), place / name, harbour.clock.now())
    assert [(file.name, file.read_text()) for file in place.iterdir()] == [(name, "mine")]


@pytest.mark.parametrize("name", ["results", "results.zip"])
async def test_what_came_meanwhile_is_not_overwritten_either(
    harbour: Scenario, place: Path, name: str
) -> None:
    def somebody_else(done: int, _: int) -> None:
        if done:
            (place / name).write_text("mine")

    with pytest.raises(AccordError, match="Choose another place"):
        await export_data(source(harbour), place / name, harbour.clock.now(), somebody_else)
    assert [(file.name, file.read_text()) for file in place.iterdir()] == [(name, "mine")]


@pytest.mark.parametrize("name", ["results", "results.zip"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device", "results.csv")])
async def test_what_is_interrupted_leaves_nothing(
    harbour: Scenario, place: Path, name: str, error: BaseException
) -> None:
    def interrupt(done: int, _: int) -> None:
        if done:
            raise error

    with pytest.raises((KeyboardInterrupt, AccordError)):
        await export_data(source(harbour), place / name, harbour.clock.now(), interrupt)
    assert [*place.iterdir()] == []


async def test_a_folder_that_cannot_be_made_is_named(harbour: Scenario, place: Path) -> None:
    (place / "file").write_text("")
    with pytest.raises(AccordError, match="file cannot be used"):
        await export_data(source(harbour), place / "file" / "results", harbour.clock.now())


class CountingStore:
    """Opens the transactions of a store, and counts the records of rounds that are held at once."""

    def __init__(self, scenario: Scenario):
        self._store, self.most = scenario.store, 0

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[Transaction]:
        async with self._store.read_only() as db:
            find = db.find

            async def counted(kind: type[object], /, **where: object) -> list[object]:
                found = await find(kind, **where)
                if kind is PublishedRound:
                    self.most = max(self.most, len(found))
                return found

            db.find = counted  # type: ignore[method-assign,assignment]
            yield db


async def test_few_records_are_held_at_once(
    harbour: Scenario, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reports.dataset.load.PAGE", 5)
    monkeypatch.setattr(export, "PAGE", 2)
    for number in range(4):
        await add_partnership(harbour, f"p{number}", name="Other")
    store = CountingStore(harbour)
    exported = await export_data(
        replace(source(harbour), store=store),  # type: ignore[arg-type]
        place / "results",
        harbour.clock.now(),
    )
    assert (exported.partnerships, exported.rounds, store.most) == (5, 14, 5)
