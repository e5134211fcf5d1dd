"""Mistakes that operators and programs mend: settings, backups, faults of an installation, the HTTP interface, identity
providers."""

from ...entry import Entry
from . import interface, keeping, settings, sign_in

ENTRIES: dict[str, Entry] = {**settings.ENTRIES, **keeping.ENTRIES, **interface.ENTRIES, **sign_in.ENTRIES}
