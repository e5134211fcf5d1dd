"""The building blocks of the tables: ids, references, moments, and the metadata that names every constraint."""

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, String

from ..types import Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def id_() -> Column[str]:
    """A random id as primary key."""
    return Column("id", String(32), primary_key=True)


def to(name: str, table: str, *, null: bool = False, primary: bool = False) -> Column[str]:
    """A reference to the row of another table."""
    return Column(name, String(32), ForeignKey(f"{table}.id"), nullable=null, primary_key=primary)


def moment(name: str, *, null: bool = False) -> Column[Any]:
    """A point in time."""
    return Column(name, Moment, nullable=null)
