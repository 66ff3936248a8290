"""Each statement of the privacy notice names a test that exists, and its list of what is kept is whole."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.core import retention
from bot.core.deliveries import ProcessedEvent
from bot.core.events import AppOpened
from bot.core.models import Comment
from bot.membership import usage_limits
from bot.membership.usage_limits import UsageLimit
from bot.messages.kept_data import KEPT, NOT_ABOUT_PEOPLE
from bot.messages.privacy import SECTIONS
from bot.messages.privacy_statements import PrivacyStatement
from storage import keys, tables
from storage.heartbeats import SqlHeartbeats
from tests.support.cast import AMIRA, BEN, CAST, CERYS, EVE
from tests.support.scenario import Scenario

ROOT = Path(__file__).parents[2]
STATEMENTS = [statement for section in SECTIONS for statement in section.statements]
TESTS = sorted(
    {
        test
        for tests in (*(each.tests for each in STATEMENTS), *(each.tests for each in KEPT))
        for test in tests
    }
)
ARTIFICIAL_INTELLIGENCE = re.compile(
    r"^(openai|anthropic|mistralai|cohere|langchain|llama|transformers|torch|tensorflow|onnx|sentence-|litellm"
    r"|google-gen|azure-ai|semantic-kernel|spacy|scikit-learn|microsoft-teams-ai|botbuilder-ai)",
    re.MULTILINE,
)
assert SqlHeartbeats.__module__  # its table is in the metadata of keys once it is imported


@cache
def functions_in(file: str) -> set[str]:
    nodes = ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("test", TESTS)
def test_each_test_that_is_named_exists(test: str) -> None:
    file, _, name = test.partition("::")
    assert name.startswith("test_")
    assert name in functions_in(file)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.words[:40])
def test_each_statement_names_a_test_or_says_why_there_is_none(statement: PrivacyStatement) -> None:
    assert bool(statement.tests) is not bool(statement.untested)


def test_each_thing_that_is_kept_names_a_test() -> None:
    assert [data.what for data in KEPT if not data.tests] == []


def test_no_statement_is_made_twice() -> None:
    assert len({statement.words for statement in STATEMENTS}) == len(STATEMENTS)


def stored_columns() -> Iterator[str]:
    for metadata in (tables.metadata, keys.metadata):
        yield from (f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c)


def listed_columns() -> Iterator[str]:
    for columns in (*(data.columns for data in KEPT), NOT_ABOUT_PEOPLE):
        for table, _, names in (line.partition(": ") for line in columns):
            yield from (f"{table}.{name}" for name in names.split())


def test_every_column_is_in_the_notice_or_about_no_person() -> None:
    """A new column needs a line in bot/messages/kept_data.py: what it is and until when it is kept, or that
    it is about no person."""
    stored, listed = Counter(stored_columns()), Counter(listed_columns())
    assert stored - listed == Counter(), test_every_column_is_in_the_notice_or_about_no_person.__doc__
    assert listed - stored == Counter()


def test_a_column_without_a_line_is_noticed() -> None:
    extra = sa.Table("people", sa.MetaData(), sa.Column("shoe_size", sa.Integer))
    new = {f"{extra.name}.{column.name}" for column in extra.c}
    assert new - set(listed_columns()) == {"people.shoe_size"}


async def test_a_comment_is_deleted_after_its_term(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    await scenario.fill(
        *[4] * len(CAST), comments={AMIRA: "Less talk.", BEN: "Papers late.", CERYS: "Diolch."}
    )
    await scenario.closes()
    await scenario.passes(days=retention.COMMENTS.days - 1)
    assert len(await scenario.all(Comment)) == 3
    await scenario.passes(days=1, hours=1)
    assert await scenario.all(Comment) == []


async def test_a_greeting_is_remembered_for_its_term(scenario: Scenario) -> None:
    now = scenario.clock.now()
    await scenario.handle(AppOpened("opened", EVE.address))
    assert now + retention.GREETINGS in {each.until_at for each in await scenario.all(ProcessedEvent)}


def test_no_counter_is_kept_for_longer_than_its_term() -> None:
    limits = [each for each in vars(usage_limits).values() if isinstance(each, UsageLimit)]
    (term,) = [data.term for data in KEPT if data.columns[0].startswith("usage_counters:")]
    assert term is not None
    assert [limit.name for limit in limits if limit.period > term] == []


def test_no_library_for_artificial_intelligence_is_installed() -> None:
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    assert "starlette==" in locked
    assert ARTIFICIAL_INTELLIGENCE.findall(locked) == []


def test_cookies_are_for_signing_in_and_connecting_slack() -> None:
    setting = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "adapters").rglob("*.py")
        if ".set_cookie(" in file.read_text("utf-8")
    }
    assert setting == {
        "adapters/web/session.py",  # keeps a browser signed in
        "adapters/web/sign_in_pages.py",  # while somebody signs in with an account
        "adapters/slack/install_routes.py",  # while an administrator connects a workspace
    }
