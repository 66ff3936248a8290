"""Run by Alembic, inside the transaction that `storage.migrate` has opened."""

from alembic import context
from alembic.runtime.migration import MigrationInfo

from storage.tables import metadata


def report_step(ctx: object, step: MigrationInfo, heads: object, run_args: object) -> None:  # noqa: ARG001
    context.config.attributes["report"](f"Done: version {step.up_revision_id}.")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # on SQLite too, because storage.sqlite begins its transactions
    render_as_batch=True,
    on_version_apply=report_step,
)
context.run_migrations()
