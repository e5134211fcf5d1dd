"""Mistakes around workshops, a module each for rooms, seats with their votes, paper, and workbooks."""

from ...entry import Entry
from . import paper, rooms, seats, workbooks

ENTRIES: dict[str, Entry] = {**rooms.ENTRIES, **seats.ENTRIES, **paper.ENTRIES, **workbooks.ENTRIES}
