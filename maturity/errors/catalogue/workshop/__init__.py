"""Mistakes around workshops, a module each for rooms, seats with their votes, paper, workbooks, and logos."""

from ...entry import Entry
from . import logos, paper, rooms, seats, workbooks

ENTRIES: dict[str, Entry] = {
    **rooms.ENTRIES,
    **seats.ENTRIES,
    **paper.ENTRIES,
    **workbooks.ENTRIES,
    **logos.ENTRIES,
}
