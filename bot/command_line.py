"""What the commands share. It imports what it needs when it runs, so that help is quick."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

R = TypeVar("R")


def examples(*commands: str) -> str:
    """Return the end of a help text, whose lines are not wrapped:
    https://click.palletsprojects.com/documentation/#escaping-help-text-wrapping"""
    return "\n  ".join(("\b\nFor example:", *commands))


def keep_running(work: Coroutine[None, None, None]) -> None:
    """Run until done, with a log."""
    from bot.ops import logs
    from bot.ops.core_dumps import forbid_core_dumps

    forbid_core_dumps()
    logs.set_up(sys.stderr)
    run_or_exit(work)


def announce(words: str) -> None:
    """Tell that Accord runs. What is loaded by then stays."""
    from bot.ops.garbage_collection import collect_rarely

    collect_rarely()
    typer.echo(words)


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
    from bot.settings import Settings, read_settings

    return read_or_exit(lambda: read_settings(Settings))


def read_or_exit(settings: Callable[[], R]) -> R:
    """Return settings from the environment. Exits with an error message if they cannot work."""
    from bot.core.errors import AccordError

    try:
        return settings()
    except AccordError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
