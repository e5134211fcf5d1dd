"""An organisation's own data as one zip file: every row and every file, counted and with digests; and the way back in.

`manifest.json` names the schema, counts rows and files and gives the SHA-256 of each; `data/<table>.json` holds the
rows, `files/<name>` the evidence. The same content gives the same bytes.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .answers import read_answer
from .errors import Place, Refusal, refuse
from .questionnaire import Questionnaire
from .store import Connection, Store, archive, organisations
from .store.access import OWNING, need
from .store.evidence import safe_address
from .store.files import Files
from .store.people import Person
from .store.submissions import genuine
from .store.types import is_id

FORMAT = "maturity-organisation/1"
MOST_UNPACKED = 4 * 1024 * 1024 * 1024
MOST_PARTS = 20_000
MOST_ROWS = 256 * 1024 * 1024  # bytes of one table
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MEDIA = ("application/pdf", "image/png", "image/jpeg", "application/vnd.openxmlformats-officedocument.")


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive holds: rows by table, the number of files, their bytes."""

    rows: Mapping[str, int]
    files: int
    size: int


def schema() -> dict[str, Any]:
    """The JSON Schema of the rows."""
    text = (package_files("maturity") / "organisation.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def pack(store: Store, files: Files, person: Person, organisation_id: str, path: Path) -> Held:
    """Write everything about an organisation to `path`, and read it back. Only owners may; raises NotFound, Forbidden,
    files-lost where a file of evidence is missing or damaged.
    """
    with store.read() as c:
        need(organisations.organisation(c, person, organisation_id).role, OWNING)
        found = archive.rows(c, organisation_id)
    with ZipFile(path, "w") as package:
        listed = {name: _add_rows(package, name, rows) for name, rows in found.items()}
        evidence = {str(row["file"]): row for row in found["evidence"] if row["file"]}
        kept = {name: _add_file(package, files, evidence[name]) for name in sorted(evidence)}
        told = {"format": FORMAT, "organisation": organisation_id, "tables": listed, "files": kept}
        _add(package, "manifest.json", _json(told), compressed=True)
    with _opened(path) as package:
        _manifest(package)
    return Held({name: len(rows) for name, rows in found.items()}, len(kept), sum(one["size"] for one in kept.values()))


def unpack(store: Store, files: Files, person: Person, path: Path, known: Callable[[str], Questionnaire]) -> str:
    """Bring an archive in, all of it or nothing; `person` becomes an owner. Gives the organisation's id.

    Raises Refusal archive-…: not an archive, another format, damaged, tampered, there already, another questionnaire.
    """
    with _opened(path) as package:
        manifest = _manifest(package)
        found = {name: _rows(package, name) for name in manifest["tables"]}
        _meaning(found, known)
        _own_files(files, manifest, found)
        kept: list[str] = []
        try:
            with store.write() as c:
                id = archive.put(c, person, found)
                _genuine(c, id)
                for name in manifest["files"]:
                    files.place(name, package.read(f"files/{name}"))
                    kept.append(name)
        except BaseException:
            for name in kept:
                files.drop(name)
            raise
    return id


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


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise refuse("archive-bomb", Place(path.name))
            yield package
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise refuse("archive-unreadable", Place(path.name)) from None


def _manifest(package: ZipFile) -> dict[str, Any]:
    """The manifest, when everything it lists is there as it says, and nothing else."""
    place = Place("manifest.json")
    if "manifest.json" not in package.NameToInfo or package.getinfo("manifest.json").file_size > MOST_ROWS:
        raise refuse("archive-foreign", place)
    try:
        found = json.loads(package.read("manifest.json"))
        wanted = {
            "manifest.json",
            *(f"data/{n}.json" for n in found["tables"]),
            *(f"files/{n}" for n in found["files"]),
        }
        listed = [(f"data/{name}.json", one["sha256"]) for name, one in found["tables"].items()]
        listed += [(f"files/{name}", one["sha256"]) for name, one in found["files"].items()]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refuse("archive-foreign", place) from None
    if found.get("format") != FORMAT:
        raise refuse("archive-format", place, found=str(found.get("format"))[:40], wanted=FORMAT)
    if set(found["tables"]) != {table.name for table in archive.TABLES}:
        raise refuse("archive-damaged", place, part="tables")
    names = [part.filename for part in package.infolist()]
    if set(names) != wanted or len(names) != len(wanted):
        raise refuse("archive-damaged", place, part=", ".join(sorted(set(names) ^ wanted))[:80] or "twice")
    for name, digest in listed:
        if _digest(package, name) != digest:
            raise refuse("archive-damaged", Place(name), part=name)
    return dict(found)


def _digest(package: ZipFile, name: str) -> str:
    digest = sha256()
    with package.open(name) as part:
        while chunk := part.read(1024 * 1024):
            digest.update(chunk)
    return digest.hexdigest()


def _rows(package: ZipFile, name: str) -> list[dict[str, Any]]:
    """The rows of a table, each with exactly its columns."""
    table = next(table for table in archive.TABLES if table.name == name)
    part, wanted = f"data/{name}.json", set(archive.columns(table))
    if package.getinfo(part).file_size > MOST_ROWS:
        raise refuse("archive-bomb", Place(part))
    try:
        found = json.loads(package.read(part))
    except ValueError:
        raise refuse("archive-damaged", Place(part), part=part) from None
    if not isinstance(found, list):
        raise refuse("archive-damaged", Place(part), part=part)
    for number, row in enumerate(found, start=1):
        if not isinstance(row, dict) or set(row) != wanted:
            raise refuse("archive-row", Place(part, number))
    return found


def _meaning(found: Mapping[str, list[dict[str, Any]]], known: Callable[[str], Questionnaire]) -> None:
    """One organisation; questionnaires of this installation, answers that they know; links and files that are safe."""
    if len(found["organisations"]) != 1:
        raise refuse("archive-row", Place("data/organisations.json"))
    asked: dict[str, Questionnaire] = {}
    for number, row in enumerate(found["assessments"], start=1):
        try:
            questionnaire = known(str(row["questionnaire"]))
        except (KeyError, Refusal):
            questionnaire = None
        if questionnaire is None or questionnaire.version != row["questionnaire_version"]:
            wanted = f"{row['questionnaire']} {row['questionnaire_version']}"
            raise refuse("archive-questionnaire", Place("data/assessments.json", number), found=wanted[:80])
        asked[row["id"]] = questionnaire
    for name in ("answers", "answer_history", "findings"):
        for number, row in enumerate(found[name], start=1):
            _answer(asked, row, Place(f"data/{name}.json", number))
    for number, row in enumerate(found["evidence"], start=1):
        place = Place("data/evidence.json", number)
        if row["kind"] == "link" and not safe_address(str(row["url"])):
            raise refuse("archive-row", place)
        if row["kind"] == "file" and not str(row["media_type"]).startswith(_MEDIA):
            raise refuse("archive-row", place)


def _own_files(files: Files, manifest: Mapping[str, Any], found: Mapping[str, list[dict[str, Any]]]) -> None:
    """Every file belongs to a piece of evidence and every piece to a file; none would take the place of another's."""
    wanted = {row["file"]: row["sha256"] for row in found["evidence"] if row["file"] is not None}
    if wanted != {name: one["sha256"] for name, one in manifest["files"].items()}:
        raise refuse("archive-damaged", Place("data/evidence.json"), part="files")
    for name in wanted:
        if not is_id(name):
            raise refuse("archive-row", Place("data/evidence.json"))
        if files.path(name).exists():
            raise refuse("archive-there", Place(f"files/{name}"))


def _answer(asked: Mapping[str, Questionnaire], row: Mapping[str, Any], place: Place) -> None:
    try:
        choice = "not-applicable" if row["reason"] is not None else row["choice"]
        read_answer(asked[row["assessment_id"]], row["item"], choice=choice, reason=row["reason"])
    except (Refusal, KeyError):
        raise refuse("archive-row", place) from None


def _genuine(c: Connection, organisation_id: str) -> None:
    """Raise Refusal archive-tampered unless every submission is what was submitted."""
    wrong = [id for id, good in genuine(c, organisation_id) if not good]
    if wrong:
        raise refuse("archive-tampered", Place("data/submissions.json"), count=len(wrong))
