"""Files written completely or not at all: to a temporary file, checked, then moved; and reproducible zip files."""

import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from maturity.errors import refuse

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip member can carry
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_FRAME = re.compile(rb'(<(?:xdr:)?cNvPr id="\d+" name="(Chart|Image) (\d+)")(?: descr="Picture")?')


def place(path: Path, write: Callable[[Path], None], check: Callable[[Path], None]) -> None:
    """Call `write` with a temporary file in the folder of `path`, `check` it, then move it to `path`.

    If anything fails, `path` is unchanged and no other file is left. Raises Refusal `plan-not-written` for a full disk
    or a folder without permission.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    except OSError as error:
        raise refuse("plan-not-written", detail=error.strerror or str(error)) from None
    os.close(handle)
    draft = Path(name)
    try:
        write(draft)
        check(draft)
        draft.chmod(0o644)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise refuse("plan-not-written", detail=error.strerror or str(error)) from None
    finally:
        draft.unlink(missing_ok=True)


def repack(path: Path, day: date, charts: Sequence[str], images: Sequence[str] = ()) -> None:
    """Rewrite the xlsx file at `path` with a fixed order and fixed dates (`day`).

    `charts` and `images` are the text alternatives of its charts and pictures, in order, which openpyxl cannot write.
    """
    with ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(members, key=lambda name: (name != "[Content_Types].xml", name)):
            content = members[name]
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            elif name.startswith("xl/drawings/drawing"):
                content = _FRAME.sub(lambda frame: _described(frame, charts, images), content)
            package.writestr(_member(name), content)


def pack(path: Path, members: Mapping[str, bytes]) -> None:
    """Write `members` (content by name) as a zip file to `path`; the same members give the same bytes."""

    def save(draft: Path) -> None:
        with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=6) as package:
            for name, content in members.items():
                package.writestr(_member(name), content)

    def check(draft: Path) -> None:
        with ZipFile(draft) as package:
            if {name: package.read(name) for name in package.namelist()} != members:
                raise refuse("plan-not-verified", detail=path.suffix)

    place(path, save, check)


def _member(name: str) -> ZipInfo:
    """A zip entry without the time and the operating system."""
    info = ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 0, 0
    return info


def _described(frame: re.Match[bytes], charts: Sequence[str], images: Sequence[str]) -> bytes:
    words = charts if frame[2] == b"Chart" else images
    return frame[1] + f" descr={quoteattr(words[int(frame[3]) - 1])}".encode()
