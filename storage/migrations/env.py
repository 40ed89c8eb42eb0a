"""Alembic's entry: it is given a connection by `storage.migrate`, and has none of its own."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
