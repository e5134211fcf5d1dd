"""The database: SQLAlchemy Core tables and functions that read and write them.

This is the only package that contains SQL. The first parameter of every function is the connection of a transaction
(:meth:`Store.read`, :meth:`Store.write`); every write adds a row to the audit log.
"""

from sqlalchemy import Connection

from .engine import Store, open_store

__all__ = ["Connection", "Store", "open_store"]
