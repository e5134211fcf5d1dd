"""The history of the tables, run by :mod:`maturity.store.revisions`."""
