"""A process that serves seldom looks for garbage, and not among what it has loaded."""

import gc
from collections.abc import Iterator

import pytest

from bot import command_line
from bot.ops.garbage_collection import NEW_OBJECTS


@pytest.fixture
def threshold() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("threshold")
def test_once_accord_runs_what_is_loaded_is_not_looked_at_again(capsys: pytest.CaptureFixture[str]) -> None:
    loaded = [list[int]() for _ in range(1_000)]
    command_line.announce("Accord runs.")
    assert (capsys.readouterr().out, gc.isenabled()) == ("Accord runs.\n", True)
    assert gc.get_threshold()[0] == NEW_OBJECTS
    looked_at = {id(each) for each in gc.get_objects()}
    assert not looked_at & {id(each) for each in loaded}
