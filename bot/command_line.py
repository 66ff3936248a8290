"""Functions that the commands share. They import what they need when they run, so that help is quick."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

R = TypeVar("R")

EXIT_FAULT = 70  # EX_SOFTWARE of sysexits.h


def examples(*commands: str) -> str:
    """Return the end of a help text, whose lines are not wrapped:
    https://click.palletsprojects.com/documentation/#escaping-help-text-wrapping"""
    return "\n  ".join(("\b\nFor example:", *commands))


def exit_on_sigterm(code: int) -> None:
    """Exit with this code on SIGTERM. Without a handler the first process of a container ignores it:
    https://man7.org/linux/man-pages/man7/pid_namespaces.7.html"""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(code))


def explain_faults(run: Callable[[], None]) -> None:
    """Run the command line. What its streams cannot show is escaped. A fault ends in a sentence, without the
    error's own words: they may hold a secret."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        run()
    except OSError as error:
        with suppress(OSError):  # otherwise Python tries once more to write what is left
            sys.stdout.close()
        typer.echo(f"Accord stopped: {error.strerror}.", err=True)
        sys.exit(1)
    except Exception as error:
        from bot.core.errors import locate_error
        from bot.ops import logs

        if logs.is_set_up():  # and tells of it, when this is raised again
            raise
        typer.echo(
            f"Accord stopped because of a fault in it: {locate_error(error)}. Please report it.", err=True
        )
        sys.exit(EXIT_FAULT)


def keep_running(work: Coroutine[None, None, None]) -> None:
    """Run until done, with a log."""
    from bot.ops import logs
    from bot.ops.core_dumps import forbid_core_dumps
    from bot.ops.machine_checks import raise_open_file_limit

    forbid_core_dumps()
    raise_open_file_limit()
    logs.set_up(sys.stderr)
    run_or_exit(work)


def announce(words: str) -> None:
    """Tell that Accord runs. What is loaded by then stays."""
    from bot.ops.garbage_collection import collect_rarely

    collect_rarely()
    typer.echo(words)


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show how much is done, if somebody looks on. Yields a function that takes how many are done, and of how
    many."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def run_or_exit(work: Coroutine[None, None, R]) -> R:
    """Run until done, and return the result. Exits with an error message if it cannot be done."""
    from bot.core.errors import AccordError

    try:
        return asyncio.run(work)
    except AccordError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def shared_settings() -> "Settings":
    """Return the settings that belong to no platform. Exits with an error message if they cannot work."""
    from bot.environment import read_settings
    from bot.settings import Settings

    return read_or_exit(lambda: read_settings(Settings))


def read_or_exit(settings: Callable[[], R]) -> R:
    """Return settings from the environment. Exits with an error message if they cannot work."""
    from bot.core.errors import AccordError

    try:
        return settings()
    except AccordError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
