"""Export of an organisation's data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ..errors import refuse
from ..store import Store
from ..store.accounts.people import Person
from ..store.enterprises import organisations
from ..store.enterprises.access import OWNING, require_role
from ..store.evidence.files import Files
from ..store.origins import archive
from .container import FORMAT, MANIFEST, SIGNATURE, open_container
from .keys import Signer

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """The size of an archive: number of rows by table, number of files, their total size in bytes."""

    rows: Mapping[str, int]
    files: int
    size: int


def row_schema() -> dict[str, Any]:
    """The JSON Schema of the rows."""
    text = (package_files("maturity.transfer") / "organisation.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def pack(store: Store, files: Files, person: Person, organisation_id: str, path: Path, signer: Signer) -> ArchiveCounts:
    """Write all data of an organisation to `path`, signed, and verify the file by reading it.

    Raises NotFound, also files-lost if an evidence file is missing or damaged; Forbidden to all but owners.
    """
    with store.read() as c:
        require_role(organisations.organisation(c, person, organisation_id).role, OWNING)
        found = archive.organisation_rows(c, organisation_id)
    with ZipFile(path, "w") as package:
        listed = {name: _add_rows(package, name, rows) for name, rows in found.items()}
        evidence = {str(row["file"]): row for row in found["evidence"] if row["file"]}
        kept = {name: _add_file(package, files, evidence[name]) for name in sorted(evidence)}
        told = _json({"format": FORMAT, "organisation": organisation_id, "tables": listed, "files": kept})
        _add(package, MANIFEST, told, compressed=True)
        _add(package, SIGNATURE, _json(signer.signature(told)), compressed=True)
    with open_container(path) as written:
        written.manifest()
    with store.write() as c:
        archive.record_export(c, person.id, organisation_id)
    return ArchiveCounts(
        {name: len(rows) for name, rows in found.items()}, len(kept), sum(one["size"] for one in kept.values())
    )


def _add_rows(package: ZipFile, name: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    data = _json(rows)
    _add(package, f"data/{name}.json", data, compressed=True)
    return {"rows": len(rows), "sha256": sha256(data).hexdigest()}


def _add_file(package: ZipFile, files: Files, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        data = files.read(str(row["file"]))
    except OSError:
        data = b""
    if sha256(data).hexdigest() != row["sha256"]:
        raise refuse("files-lost", name=row["words"])
    _add(package, f"files/{row['file']}", data, compressed=False)
    return {"size": len(data), "sha256": row["sha256"]}


def _add(package: ZipFile, name: str, data: bytes, *, compressed: bool) -> None:
    info = ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system = ZIP_DEFLATED if compressed else ZIP_STORED, 0
    package.writestr(info, data)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()
