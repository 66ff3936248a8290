"""Run by Alembic, inside the transaction that `storage.migrate` has opened."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # on SQLite too, because storage.sqlite begins its transactions
    render_as_batch=True,
)
context.run_migrations()
