"""The commands about the database. A command imports what it needs when it runs, so that help is quick."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line import examples, progress, run_or_exit, shared_settings

database = typer.Typer()


@database.command(epilog=examples("accord backup backups/", "accord migrate"))
def migrate() -> None:
    """Upgrade the database to this version. Back it up first. SQLite is also upgraded when Accord starts."""
    from storage.errors import explain_errors
    from storage.migrate import migrate

    url = shared_settings().database

    async def upgrade() -> None:
        with explain_errors("Nothing was migrated"):
            typer.echo(str(await migrate(url, report=typer.echo)))

    run_or_exit(upgrade())


@database.command(
    epilog=examples(
        "accord backup backups/", "accord backup backups/ --keep-days 30", "accord backup moving.db"
    )
)
def backup(
    to: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|FILE",
            help="A folder, created if missing, where each backup gets a new name. Or a new file.",
        ),
    ],
    *,
    keep_days: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=1,
            help="Then delete older backups in the same folder that accord backup named.",
        ),
    ] = None,
) -> None:
    """Copy the database into one file. Accord can keep running.

    The keys of open rounds are left out, so a backup cannot link answers to people."""
    from bot import operator_commands
    from storage.backup import back_up

    now = datetime.now(UTC)
    file = run_or_exit(back_up(shared_settings().database, to, now))
    typer.echo(f"Backed up to {file}. It holds people's names and comments: keep it safe.")
    if keep_days:
        for old in run_or_exit(operator_commands.remove_old_backups(file, keep_days, now)):
            typer.echo(f"Deleted {old}, which was older than {keep_days} days.")


@database.command(
    epilog=examples("accord export results/", 'accord export harbour.zip --partnership "Harbour Together"')
)
def export(
    to: Annotated[
        Path, typer.Argument(metavar="FOLDER|FILE.zip", help="A new folder, or a new file that ends in .zip.")
    ],
    partnership: Annotated[
        str, typer.Option(metavar="NAME", help="Only this partnership, by its name or its id.")
    ] = "",
) -> None:
    """Write what partnerships published into files. Accord can keep running.

    They are a data package: results and shared outcomes as CSV, with metadata. It holds no comments and no
    names of members."""
    from bot import operator_commands

    with progress("Partnerships") as report:
        exported = run_or_exit(operator_commands.export(shared_settings(), to, partnership, report))
    typer.echo(
        f"Exported to {to}. Partnerships: {exported.partnerships}. Closed rounds: {exported.rounds}."
        f" Values of shared outcomes: {exported.entries}."
    )


@database.command(epilog=examples("ACCORD_DATA=restored accord restore backups/accord-2026-03-02T090000Z.db"))
def restore(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="A file that accord backup made.")],
) -> None:
    """Copy a backup into an empty database, SQLite or PostgreSQL.

    The database is the one that ACCORD_DATA or ACCORD_DATABASE_URL names."""
    from storage.backup import restore

    run_or_exit(restore(backup, shared_settings().database))
    typer.echo(
        "Restored. Rounds that were open are cancelled when Accord starts, because a backup holds no keys."
    )


@database.command(epilog=examples("accord reencrypt"))
def reencrypt() -> None:
    """Encrypt everything under the newest secret key. Accord can keep running.

    Older keys can then go. First give all processes both in ACCORD_SECRET_KEY, the new one before the old."""
    from bot import operator_commands
    from storage.reencryption import format_counts

    changed = run_or_exit(operator_commands.encrypt_again(shared_settings()))
    if changed:
        typer.echo(f"Encrypted again under the newest secret key: {format_counts(changed)}.")
    else:
        typer.echo("Nothing was changed: the newest secret key has encrypted everything that can be read.")


@database.command("discard-keys", epilog=examples("accord discard-keys"))
def discard_keys(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Give up keys lost for good, so that Accord can start. Rounds that need them are cancelled."""

    from bot import operator_commands

    settings = shared_settings()
    reasons = run_or_exit(operator_commands.find_unusable_keys(settings))
    if not reasons:
        typer.echo("Nothing was discarded: Accord has the keys of all open rounds.")
        return
    for reason in reasons:
        typer.echo(reason.reason)
    if not yes:
        typer.confirm("These rounds will be cancelled and their answers deleted. Continue?", abort=True)
    run_or_exit(operator_commands.discard_keys(settings))
    typer.echo("The keys were discarded. These rounds are cancelled when Accord starts.")
