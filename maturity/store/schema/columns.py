"""Columns shared by the tables (ids, references, times), and the metadata that names every constraint."""

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, String

from ..types import Moment

LEVELS = 9  # a questionnaire has at most as many; their scores are the columns a1 to a9 of a submission
ONE_ANSWER = (  # of the columns choice, reason and entered at most one says something
    "(choice IS NULL OR (reason IS NULL AND entered IS NULL)) AND (reason IS NULL OR entered IS NULL)"
)

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
    """A column with a random id as primary key."""
    return Column("id", String(32), primary_key=True)


def reference(name: str, table: str, *, null: bool = False, primary: bool = False) -> Column[str]:
    """A column with the id of a row of `table`; nullable with `null`, part of the primary key with `primary`."""
    return Column(name, String(32), ForeignKey(f"{table}.id"), nullable=null, primary_key=primary)


def moment(name: str, *, null: bool = False) -> Column[Any]:
    """A column with a point in time (:class:`~maturity.store.types.Moment`)."""
    return Column(name, Moment, nullable=null)
