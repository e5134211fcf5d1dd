"""Mistakes of publication plans, and of publishing."""

from ...entry import Entry
from . import relative, sources, tables

ENTRIES: dict[str, Entry] = {**tables.ENTRIES, **sources.ENTRIES, **relative.ENTRIES}
