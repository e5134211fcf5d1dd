"""Mistakes that operators and programs mend: settings, backups, faults of an installation, the HTTP interface."""

from ...entry import Entry
from . import interface, keeping, settings

ENTRIES: dict[str, Entry] = {**settings.ENTRIES, **keeping.ENTRIES, **interface.ENTRIES}
