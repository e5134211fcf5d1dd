"""The Alembic migrations, run by :mod:`maturity.store.revisions`."""
