"""Zip files that nobody packs, each made from a good one: what its list of entries says is not so, or misleads."""

import io
import stat
import struct
import zipfile
import zlib

CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
FLAGS, PACKED, SIZE, OFFSET = (8, "<H"), (20, "<I"), (24, "<I"), (42, "<I")  # fields of an entry of the list


def more(data, *entries):
    """With further entries: (name or ZipInfo, content)."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def listed(data, name):
    """Where the list says something of `name`."""
    return _entry(data, name.encode())


def _entry(data, name):
    at = data.index(CENTRAL)
    while data[at + 46 : at + 46 + len(name)] != name:
        at = data.index(CENTRAL, at + 4)
    return at


def said(name, field, change):
    """The list says another number of `name`: what `change` makes of it."""

    def make(data):
        at, form = listed(data, name) + field[0], field[1]
        made = bytearray(data)
        struct.pack_into(form, made, at, change(struct.unpack_from(form, data, at)[0]))
        return bytes(made)

    return make


def shifted(data):
    """The list begins later than the file says, which puts the first entry before the file."""
    made, at = bytearray(data), data.rindex(END) + 16
    struct.pack_into("<I", made, at, struct.unpack_from("<I", data, at)[0] + 10)
    return bytes(made)


def named(spelt, raw):
    """An entry whose name is the bytes `raw`, as long as the ASCII name `spelt`, in both of its places."""
    assert len(spelt) == len(raw)
    return lambda data: more(data, (spelt, b"x")).replace(spelt.encode(), raw)


def marked_utf8(data):
    """An entry whose name is said to be UTF-8 and is not."""
    info = zipfile.ZipInfo("é.xml")  # which zipfile marks
    return more(data, (info, b"x")).replace("é.xml".encode(), b"\xff\xfe.xml")


def link(data):
    info = zipfile.ZipInfo("files/link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return more(data, (info, b"/etc/passwd"))


def locked(name):
    """Said to be encrypted, in the list and beside the entry."""

    def make(data):
        made = bytearray(said(name, FLAGS, lambda flags: flags | 1)(data))
        at = struct.unpack_from(OFFSET[1], data, listed(data, name) + OFFSET[0])[0]
        made[at + 6] |= 1
        return bytes(made)

    return make


def quoting(count, size):
    """Entries over each other: each holds, unpacked, the header of the next and all that follows."""

    def make(data):
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        tail, length = squeeze.compress(b"0" * size) + squeeze.flush(), size
        check = zlib.crc32(b"0" * size)
        content, whole, list_ = tail, b"0" * size, []
        for number in range(count):
            name = f"q{number:05}".encode()
            fields = (20, 0, 8, 0, 0x21, check, len(content), length)
            head = LOCAL + struct.pack("<HHHHHIII", *fields) + struct.pack("<HH", len(name), 0) + name
            list_.append((name, fields, len(content) + len(head)))
            block = b"\x00" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF)  # kept as it is, more follows
            whole = head + whole
            content, length, check = block + head + content, len(whole), zlib.crc32(whole)
        plain = content[5:]  # the last quotation is of the first header; nothing quotes it
        start, end = data.index(CENTRAL), data.rindex(END)
        entries = data[start:end]
        for name, fields, from_end in list_:
            offset = start + len(plain) - from_end
            entries += CENTRAL + struct.pack("<H", 20) + struct.pack("<HHHHHIII", *fields)
            entries += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, offset) + name
        body = data[:start] + plain
        found = struct.unpack_from("<H", data, end + 10)[0] + count
        return body + entries + END + struct.pack("<HHHHIIH", 0, 0, found, found, len(entries), len(body), 0)

    return make


def kinds(victim):
    """Kind -> how a good archive that has the part `victim` becomes one of it."""
    return {
        "the first entry before the file": shifted,
        "an entry behind the file": said(victim, OFFSET, lambda _: 0x7FFF_FFFF),
        "an entry elsewhere in the file": said(victim, OFFSET, lambda at: at + 7),
        "an entry over the next and the list": said(victim, PACKED, lambda size: size + 100_000),
        "entries that quote each other": quoting(40, 1000),
        "a name twice": lambda data: more(data, (victim, b"x")),
        "an absolute name": lambda data: more(data, ("/etc/cron.d/x", b"x")),
        "a name that leads upwards": lambda data: more(data, ("files/../../x", b"x")),
        "a name that leads upwards on Windows": lambda data: more(data, ("files\\..\\..\\x", b"x")),
        "a name with a drive": lambda data: more(data, ("C:/x", b"x")),
        "a name that ends at a NUL": named("files/xNULpng", b"files/x\x00\x00\x00png"),
        "a name that is no UTF-8": marked_utf8,
        "a symbolic link": link,
        "an entry with a password": locked(victim),
        "less than it unpacks to": said(victim, SIZE, lambda size: size - 1),
        "nothing where there is something": said(victim, SIZE, lambda _: 0),
        "packed in less than it is": said(victim, PACKED, lambda size: size - 3),
        "unpacked to more than it is": said(victim, SIZE, lambda size: size + 1),
        "unpacked to an unreasonable size": said(victim, SIZE, lambda _: 0xFFFF_FFF0),
        "a bomb": lambda data: more(data, ("files/zeros", b"0" * 20_000_000)),
        "a bomb in an archive": lambda data: more(data, ("files/x.zip", _bomb())),
    }


def _bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0" * 20_000_000)
    return file.getvalue()


def files_below(folder):
    """Every file there, to be compared with what is there afterwards."""
    return sorted(str(path) for path in folder.rglob("*") if path.is_file() or path.is_symlink())
