"""The command line. A command imports what it needs when it runs, so that help is quick."""

import asyncio
import re
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.command_line import (
    announce,
    examples,
    exit_on_sigterm,
    explain_faults,
    keep_running,
    read_or_exit,
    run_or_exit,
    shared_settings,
)
from bot.database_commands import database

R = TypeVar("R")

MAX_REPORT_BYTES = 2**20  # of a mail server's report that are read
EXIT_TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the e-mail and hands it over later

START = examples("accord demo", "accord serve", "accord check")
# Without markup, help and usage errors do without Rich, which takes longer to import than all the rest.
cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
manifests = typer.Typer(
    help="Make the app manifest for Slack or Teams.",
    epilog=examples("accord manifest slack --socket", "accord manifest teams"),
    no_args_is_help=True,
)
cli.add_typer(database)
cli.add_typer(manifests, name="manifest")
tenants = typer.Typer(
    help="Choose whose tenants may use Accord in Teams.",
    epilog=examples("accord tenants list", "accord tenants allow 1b4e28ba-2fa1-11d2-883f-0016d3cca427"),
    no_args_is_help=True,
)
cli.add_typer(tenants, name="tenants")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"accord {version('accord')}")
        raise typer.Exit


@cli.callback(epilog=START)
def accord(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Accord asks the members of a partnership how the partnership itself is going."""


@cli.command(epilog=examples("accord demo", "accord demo --port 8001"))
def demo(
    *,
    port: Annotated[
        int,
        typer.Option(metavar="PORT", min=0, max=65535, envvar="ACCORD_PORT", help="Where the pages are."),
    ] = 8000,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Also answer as a member in this terminal.")
    ] = False,
) -> None:
    """Try Accord with a made-up partnership. It has a year of results, and a round that is open."""
    from bot.demo.run import run_demo

    run_or_exit(run_demo(port, typed=sys.stdin if terminal else None))


@cli.command(epilog=examples("accord serve", "accord serve --port 8001", "accord serve --no-worker"))
def serve(
    *,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=0, max=65535, help="Where to listen, instead of ACCORD_PORT."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where to listen, instead of ACCORD_HOST.")
    ] = None,
    worker: Annotated[
        bool, typer.Option(help="Also open and close rounds and send messages in this process.")
    ] = True,
) -> None:
    """Run the web server and the background worker."""
    exit_on_sigterm(0)
    from bot import app

    settings, chats = read_or_exit(app.read_environment)
    given = {name: value for name, value in (("port", port), ("host", host)) if value is not None}
    keep_running(app.serve(settings.model_copy(update=given), chats, work=worker, announce=announce))


@cli.command(epilog=examples("accord work", "accord work --port 8001"))
def work(
    *,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=0, max=65535, help="Serve health checks and metrics here."),
    ] = None,
) -> None:
    """Run only the background worker. It opens and closes rounds and sends messages."""
    exit_on_sigterm(0)
    from bot import app

    keep_running(app.work(*read_or_exit(app.read_environment), port, announce=announce))


@manifests.command("slack", epilog=examples("accord manifest slack --socket >manifest.json"))
def slack(
    *,
    socket: Annotated[
        bool, typer.Option("--socket", help="For Socket Mode, where Slack cannot reach this machine.")
    ] = False,
    many: Annotated[bool, typer.Option("--many", help="For many workspaces, by OAuth.")] = False,
    sign_in: Annotated[
        bool, typer.Option("--sign-in", help="For people who sign in to your pages with Slack.")
    ] = False,
) -> None:
    """Print the app manifest for Slack. Paste it into Slack under "Create an app", "From a manifest"."""
    from adapters.slack.manifest import manifest, to_json

    public = shared_settings().public
    if not public.startswith("https://") and (many or sign_in or not socket):
        typer.echo(
            "No manifest was made: Slack must be able to reach Accord. Set ACCORD_PUBLIC_URL to its https://"
            " address, or run: accord manifest slack --socket",
            err=True,
        )
        raise typer.Exit(2)
    typer.echo(to_json(manifest(public, socket=socket, many=many, sign_in=sign_in)))


@manifests.command("teams", epilog=examples("accord manifest teams", "accord manifest teams accord.zip"))
def teams(
    to: Annotated[
        Path, typer.Argument(metavar="FOLDER|FILE", help="Where to write it: a folder, or a file.")
    ] = Path(),
    version: Annotated[
        str,
        typer.Option(
            metavar="1.2.3",
            help="The version of the package. Teams takes only a higher one than before as an upgrade.",
        ),
    ] = "",
    app_id: Annotated[
        str, typer.Option("--app", metavar="APP_ID", help="The app, if there are several registrations.")
    ] = "",
) -> None:
    """Write the app package for Teams, with manifest and icons. An administrator uploads it there."""
    from adapters.teams.app_package import build_package
    from adapters.teams.settings import TeamsSettings
    from bot.app import load_catalogues
    from bot.environment import read_settings

    shared, settings = shared_settings(), read_or_exit(lambda: read_settings(TeamsSettings))
    missing = [] if settings.wanted else ["TEAMS_APP_ID to the app ID of your bot"]
    if not shared.public.startswith("https://"):
        missing.append("ACCORD_PUBLIC_URL to the https:// address where Teams can reach Accord")
    if missing:
        typer.echo(f"No package was written: set {', and '.join(missing)}.", err=True)
        raise typer.Exit(2)
    if version and not re.fullmatch(r"\d+\.\d+\.\d+", version):
        typer.echo("No package was written: the version needs three numbers, such as 1.2.3.", err=True)
        raise typer.Exit(2)
    if app_id and app_id not in settings.trust.app_ids:
        typer.echo(f"No package was written: there is no app {app_id} in the settings of Teams.", err=True)
        raise typer.Exit(2)
    file = to / "accord-teams.zip" if to.is_dir() else to
    try:
        file.write_bytes(build_package(shared, settings, app_id, version, load_catalogues()))
    except OSError as error:
        typer.echo(f"No package was written: {file} cannot be written ({error.strerror}).", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Written to {file}. Upload it in the Teams admin centre, under Manage apps.")


@cli.command(epilog=examples("accord check", "accord check --json", "accord check --post-to C0123456789"))
def check(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,
    post_to: Annotated[
        str,
        typer.Option(
            "--post-to", metavar="CHANNEL", help="Post a trial message in a Slack channel, and remove it."
        ),
    ] = "",
) -> None:
    """Check settings, databases and workers, and Slack and Teams. Each problem comes with what to do.

    The exit code is 1 if there is an error. Warnings do not change it."""
    from rich.console import Console

    from bot import app
    from bot.core.errors import AccordError
    from bot.ops import doctor

    try:
        with redirect_stdout(sys.stderr):  # the log, so that other programs can read the rest
            findings = asyncio.run(app.check(*app.read_environment(), post_to))
    except AccordError as error:
        findings = doctor.unreadable(error)
    if json:
        typer.echo(doctor.as_json(findings))
    else:
        doctor.show(findings, Console())
    raise typer.Exit(0 if doctor.has_no_errors(findings) else 1)


@cli.command(epilog=examples("accord bounce <returned-email.eml"))
def bounce() -> None:
    """Record an email that came back. Reads the mail server's report from standard input."""

    from bot import operator_commands

    report = sys.stdin.buffer.read(MAX_REPORT_BYTES) if sys.stdin else b""  # it may be closed
    try:
        is_recorded = run_or_exit(operator_commands.record_bounce(shared_settings(), report))
    except typer.Exit:
        raise typer.Exit(EXIT_TRY_AGAIN) from None
    nothing = "Nothing was recorded: this does not say that an email from Accord failed for good."
    typer.echo("Recorded: this email did not arrive." if is_recorded else nothing)


TenantId = Annotated[
    str, typer.Argument(metavar="ID", help="The tenant ID, as accord tenants list shows it.")
]


@tenants.command("list")
def list_tenants() -> None:
    """Show which tenants may use Accord, and which were refused lately."""
    from adapters.teams import tenant_commands

    _about_tenants(tenant_commands.list_tenants)


@tenants.command()
def allow(
    id: TenantId,
    *,
    app: Annotated[
        str, typer.Option("--app", metavar="APP_ID", help="The app that it may use, if there are several.")
    ] = "",
) -> None:
    """Let a tenant use Accord in Teams, in addition to the settings. It can within a minute."""
    from adapters.teams import tenant_commands

    _about_tenants(tenant_commands.allow_tenant, id, app)


@tenants.command()
def refuse(id: TenantId) -> None:
    """Keep a tenant out within a minute. Its people are not answered and not written to in Teams."""
    from adapters.teams import tenant_commands

    _about_tenants(tenant_commands.refuse_tenant, id)


def _about_tenants(act: "Callable[..., Coroutine[None, None, str]]", *words: str) -> None:
    """Print what a command about tenants says. Exits with an error message if Teams is not set up."""
    from adapters.teams.settings import TeamsSettings
    from bot import operator_commands
    from bot.environment import read_settings

    settings, teams = shared_settings(), read_or_exit(lambda: read_settings(TeamsSettings))
    if not teams.wanted:
        typer.echo("Nothing was changed: Teams is not set up, because TEAMS_APP_ID is not set.", err=True)
        raise typer.Exit(2)
    typer.echo(
        run_or_exit(
            operator_commands.with_tenants(settings, lambda tenants: act(teams.trust, tenants, *words))
        )
    )


def main() -> None:
    exit_on_sigterm(128 + signal.SIGTERM)
    explain_faults(cli)


if __name__ == "__main__":
    main()
