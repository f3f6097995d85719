"""Run the steps inside the transaction of the caller's connection; Alembic loads this file by its path."""

from alembic import context

import data.storage.audit_tables  # noqa: F401 - its tables join those of Base
from data.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter a column in place; batch mode copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
