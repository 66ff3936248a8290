"""docs/api.md tells the truth: its examples run, and it names each operation."""

import asyncio
import os
import re
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from adapters.web.api.openapi import PROBLEMS
from adapters.web.api.operations import OPERATIONS, ROOT
from bot.handlers.hub.access import FOR_PROGRAMS
from tests.adapters.web.api.test_routes import app_of, create_token
from tests.end_to_end.serving import our_port, served
from tests.support.hub_history import make_history
from tests.support.scenario import Scenario

GUIDE = (Path(__file__).parents[4] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def test_each_operation_scope_and_error_is_in_the_guide() -> None:
    rows = [f"| `{ROOT}{operation.path}` | `{operation.part}` |" for operation in OPERATIONS]
    assert [row for row in rows if row not in GUIDE] == []
    assert [part for part in FOR_PROGRAMS if f"`{part}`" not in GUIDE] == []
    assert [status for status in PROBLEMS if f"| {status} |" not in GUIDE] == []


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
async def test_the_examples_run(scenario: Scenario, tmp_path: Path) -> None:
    await make_history(scenario)
    token = (await create_token(scenario)).secret
    with our_port() as (at, here):
        async with served(app_of(scenario), at):
            for example in EXAMPLES:
                code, printed, errors = await run(example, tmp_path, ACCORD=here, TOKEN=token)
                assert (code, errors) == (0, b""), example
                assert bool(printed) != ("If-None-Match" in example)  # 304 has no content
    assert (tmp_path / "round-12.csv").read_text().startswith("partnership,")
    assert len(EXAMPLES) >= 5


async def run(example: str, folder: Path, **variables: str) -> tuple[int | None, bytes, bytes]:
    """Run an example in a shell, and return its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        "sh", "-ec", example, cwd=folder, env=os.environ | variables, stdout=PIPE, stderr=PIPE
    )
    printed, errors = await process.communicate()
    return process.returncode, printed, errors
