"""Erase from each invitation the number of the last transaction that locked it.

Until now that was the transaction of an answer, and the mark stayed. So PostgreSQL told who had replied.
https://www.postgresql.org/docs/current/sql-cluster.html: it writes the table anew, without marks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        key = sa.inspect(op.get_bind()).get_pk_constraint("invitations")["name"]
        op.execute(f'CLUSTER invitations USING "{key}"')
        op.execute("ALTER TABLE invitations SET WITHOUT CLUSTER")
