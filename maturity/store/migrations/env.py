"""Runs migrations on the connection, and in the transaction, that the caller brought along."""

from alembic import context

from maturity.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
