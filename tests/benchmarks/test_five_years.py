"""Benchmarks over five years of a partnership, in a form of a few rounds."""

from benchmarks import closing


async def test_rounds_of_a_history_are_answered_and_closed() -> None:
    (figure,) = await closing.measure(["SQLite"], before=2, times=1)
    assert figure.figure > 0
