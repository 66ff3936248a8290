"""The command line. A command imports what it needs when it runs, so that help is quick."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

R = TypeVar("R")

MAX_REPORT_BYTES = 2**20  # of a mail server's report that are read
EXIT_TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the e-mail and hands it over later

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
manifests = typer.Typer(help="Print what a platform wants to be told of Accord.", no_args_is_help=True)
cli.add_typer(manifests, name="manifest")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"accord {version('accord')}")
        raise typer.Exit


@cli.callback()
def accord(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Accord asks the members of a partnership how the partnership itself is going."""


@cli.command()
def demo(
    *,
    port: Annotated[int, typer.Option(help="Where the pages are.")] = 8000,
    terminal: Annotated[bool, typer.Option("--terminal", help="Also take part from this terminal.")] = False,
) -> None:
    """Try Accord: a made-up partnership with a year of history and a round that is open."""
    from bot.demo.run import run_demo

    _run(run_demo(port, typed=sys.stdin if terminal else None))


@cli.command()
def serve(
    *,
    worker: Annotated[bool, typer.Option(help="Also open rounds, send and close here.")] = True,
) -> None:
    """Run Accord: pages, and the worker unless another process is it."""
    from bot import app

    _keep_running(app.serve(*_read(app.read_environment), work=worker))


@cli.command()
def work(
    *,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Where health and metrics are; nowhere without.")
    ] = None,
) -> None:
    """Run only the worker: opens rounds, sends, closes."""
    from bot import app

    _keep_running(app.work(*_read(app.read_environment), port))


@cli.command()
def migrate() -> None:
    """Upgrade the database to this version; back it up first. A start does it too, for a SQLite database."""
    from storage.errors import explain_errors
    from storage.migrate import migrate

    url = _settings().database

    async def upgrade() -> None:
        with explain_errors("Nothing was migrated"):
            typer.echo(str(await migrate(url, report=typer.echo)))

    _run(upgrade())


@manifests.command("slack")
def slack(
    *,
    socket: Annotated[
        bool, typer.Option("--socket", help="Over Socket Mode: Slack need not reach us.")
    ] = False,
    many: Annotated[bool, typer.Option("--many", help="For any workspace, by OAuth.")] = False,
) -> None:
    """Print what Slack asks for under "Create an app from a manifest"."""
    from adapters.slack.manifest import manifest, to_json

    public = _settings().public
    if not public.startswith("https://") and (many or not socket):
        typer.echo(
            "Nothing was printed: Slack must be told an address of ours that it can reach. Set"
            " ACCORD_PUBLIC_URL to one that begins with https://, or say: accord manifest slack --socket",
            err=True,
        )
        raise typer.Exit(2)
    typer.echo(to_json(manifest(public, socket=socket, many=many)))


@manifests.command("teams")
def teams(
    to: Annotated[Path, typer.Argument(help="A new file, or the folder for one.")] = Path(),
) -> None:
    """Write the app package that an administrator uploads to Teams: a manifest and its icons."""
    from importlib.metadata import version

    from adapters.teams.manifest import package
    from adapters.teams.settings import TeamsSettings
    from bot.settings import read_settings

    public, settings = _settings().public, _read(lambda: read_settings(TeamsSettings))
    if not public.startswith("https://") or not settings.wanted:
        typer.echo(
            "Nothing was written: Teams must be told which bot this is, and an address of ours that it can"
            " reach. Set TEAMS_APP_ID, and ACCORD_PUBLIC_URL to one that begins with https://",
            err=True,
        )
        raise typer.Exit(2)
    file = to / "accord-teams.zip" if to.is_dir() else to
    try:
        file.write_bytes(package(settings.app_id, public, version("accord")))
    except OSError as error:
        typer.echo(f"Nothing was written: {file} cannot be ({error.strerror}).", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Written to {file}. Upload it in Teams' admin centre, under Manage apps.")


@cli.command()
def check(
    *,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say what is set, what is missing and what would go wrong, each with its cure."""
    from rich.console import Console

    from bot import app
    from bot.core.errors import AccordError
    from bot.ops import doctor

    try:
        findings = _run(app.check(*app.read_environment()))
    except AccordError as error:
        findings = doctor.unreadable(error)
    if json:
        typer.echo(doctor.as_json(findings))
    else:
        doctor.show(findings, Console())
    raise typer.Exit(0 if doctor.has_no_errors(findings) else 1)


@cli.command()
def bounce() -> None:
    """Read what a mail server sent back, one e-mail, from standard input, and note that it did not arrive."""
    from bot import app

    try:
        is_recorded = _run(app.record_bounce(_settings(), sys.stdin.buffer.read(MAX_REPORT_BYTES)))
    except typer.Exit:
        raise typer.Exit(EXIT_TRY_AGAIN) from None
    typer.echo("Noted." if is_recorded else "Nothing was noted: no message of ours has come back for good.")


@cli.command()
def backup(
    to: Annotated[str, typer.Argument(help="A new file; or a folder for one, whose name ends in /.")],
) -> None:
    """Copy everything but the keys of open rounds into one file, while Accord runs."""
    from storage.backup import back_up

    file = _run(back_up(_settings().database, to, datetime.now(UTC)))
    typer.echo(f"Backed up into {file}. It holds what people said and are called: keep it safe.")


@cli.command()
def restore(backup: Annotated[Path, typer.Argument(help="What accord backup made.")]) -> None:
    """Fill an empty database with a backup, whichever kind of database it came from."""
    from storage.backup import restore

    _run(restore(backup, _settings().database))
    typer.echo(
        "Restored. Rounds that were open are called off when Accord starts: no backup holds their keys."
    )


@cli.command("discard-keys")
def discard_keys(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Give up keys that are lost for good. The next start cancels the rounds that need them."""
    from bot import app

    settings = _settings()
    reasons = _run(app.find_unusable_keys(settings))
    if not reasons:
        typer.echo("Nothing was discarded: Accord has the keys of all open rounds.")
        return
    for reason in reasons:
        typer.echo(reason.reason)
    if not yes:
        typer.confirm("These rounds will be cancelled, and their answers deleted. Go on?", abort=True)
    _run(app.discard_keys(settings))
    typer.echo("Discarded. These rounds are cancelled when Accord starts.")


def _keep_running(work: Coroutine[None, None, None]) -> None:
    """Run until done, with a log."""
    from bot.ops import logs
    from bot.ops.core_dumps import forbid_core_dumps

    forbid_core_dumps()
    logs.set_up(sys.stderr)
    _run(work)


def _run(work: Coroutine[None, None, R]) -> R:
    """Run until done. Exits with an error message if it cannot be done."""
    from bot.core.errors import AccordError

    try:
        return asyncio.run(work)
    except AccordError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _settings() -> "Settings":
    from bot.settings import Settings, read_settings

    return _read(lambda: read_settings(Settings))


def _read(settings: Callable[[], R]) -> R:
    """Read settings from the environment. Exits with an error message if they cannot work."""
    from bot.core.errors import AccordError

    try:
        return settings()
    except AccordError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def main() -> None:
    cli()


if __name__ == "__main__":
    main()
