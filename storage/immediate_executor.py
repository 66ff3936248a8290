"""Runs at once what others run in a thread."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

R = TypeVar("R")


class ImmediateExecutor(Executor):
    """Runs work when it is submitted: for work that waits for nothing."""

    def submit(self, work: Callable[..., R], /, *args: Any, **options: Any) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(work(*args, **options))
        except Exception as error:  # noqa: BLE001  raised again by the future
            future.set_exception(error)
        return future
