"""Where everything entered is kept: SQLAlchemy Core tables and small functions named after what a caller wants.

The only SQL of the house. Every function takes the connection of a transaction (:meth:`Store.read`,
:meth:`Store.write`) first; every write leaves a row in the audit log.
"""

from sqlalchemy import Connection

from .engine import Store, open_store

__all__ = ["Connection", "Store", "open_store"]
