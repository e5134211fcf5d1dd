"""A small .xls by hand: the records of Excel 97 in a compound file, as far as a reader needs them."""

import struct

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_excel(rows):
    """An .xls with one sheet `A` of texts, numbers, truth values and, for `ValueError`, cells that show #N/A."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x1FAA, 0x7CD, 0, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    sheet += b"".join(_cell(at, row, value) for at, line in enumerate(rows) for row, value in enumerate(line))
    sheet += _record(0x0A, b"")
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0x1FAA, 0x7CD, 0, 6)) + _record(0x42, b"\xb0\x04")
    place = len(head) + 4 + 9 + 4
    bound = _record(0x85, struct.pack("<IHBB", place, 0, 1, 0) + b"A")
    return _compound(head + bound + _record(0x0A, b"") + sheet)


def _record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if value is ValueError:
        return _record(0x205, place + b"\x2a\x01")
    if isinstance(value, bool):
        return _record(0x205, place + bytes([value, 0]))
    if isinstance(value, (int, float)):
        return _record(0x203, place + struct.pack("<d", value))
    return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))


def _compound(stream):
    """One stream, `Workbook`, long enough to have sectors of its own."""
    stream = stream.ljust(8 * SECTOR, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    chain = [TABLE, END, *range(3, count + 2), END]
    table = b"".join(struct.pack("<I", at) for at in chain).ljust(SECTOR, b"\xff")
    folder = (
        _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream)) + _entry("", 0, FREE, 0, 0) * 2
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0).ljust(40, b"\0") + b"\xff" * 432
    return head + table + folder + stream


def _entry(name, kind, child, start, size):
    words = name.encode("utf-16-le")
    pointers = struct.pack("<IIII", FREE, FREE, child, 0)
    length = len(words) + 2 if name else 0
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBB", length, kind, 1)
        + pointers
        + bytes(32)
        + struct.pack("<III", start, size, 0)
    )
