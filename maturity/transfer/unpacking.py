"""Import of an organisation's data from another installation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from ..answers import Response
from ..errors import Place, Refusal, refuse
from ..intake.attachments import content_type
from ..intake.logos import read_logo
from ..questionnaire import Lookup, Questionnaire
from ..store import Store
from ..store.accounts.people import Person
from ..store.evidence.evidence import EvidenceUsage, check_quota
from ..store.evidence.files import Files
from ..store.evidence.pieces import safe_address
from ..store.origins import archive, instances
from ..store.origins.row_import import UNVERIFIED_TABLES, insert_rows, prepare_rows
from ..store.origins.row_values import default_of, from_json
from ..store.types import is_id
from .container import MOST_RECORDS, Container, open_container
from .fitting import CHECKED, fits
from .keys import Signer, verified_key
from .workshops import check_workshops

Rows = Mapping[str, list[dict[str, Any]]]


class Contents(NamedTuple):
    """The manifest of an archive, its rows by table, and its signature with the signed bytes."""

    manifest: Mapping[str, Any]
    rows: Rows
    signature: tuple[Any, bytes]


_FORMER_NAMES = {"subdomain": "area"}  # of columns, in archives of earlier versions


def read_contents(path: Path) -> Contents:
    """The contents of an archive, checked without the store; every file agrees with its row.

    Raises Refusal archive-…, evidence-….
    """
    with open_container(path) as package:
        manifest = package.manifest()
        found = {table.name: _rows(package, table, manifest) for table in archive.TABLES}
        if sum(len(found[table.name]) for table in archive.TABLES if table not in UNVERIFIED_TABLES) > MOST_RECORDS:
            raise refuse("archive-bomb", Place(path.name))
        for row in found["evidence"]:
            if row["kind"] == "file" and row["file"] in manifest["files"]:
                _checked(package, row)
        for number, row in enumerate(found["logos"], start=1):
            row["image"] = _drawn(row["image"], number)
        return Contents(manifest, found, package.signature())


def unpack(
    store: Store,
    files: Files,
    person: Person,
    path: Path,
    known: Lookup,
    signer: Signer,
    reading: Callable[[Path], Contents] = read_contents,
) -> str:
    """Import an archive, all or nothing; `person` becomes the owner. Returns the organisation's id.

    Statements of an archive are trusted only if this instance or a trusted one signed it, and never where the
    organisation was deleted here: whoever kept an old archive does not bring it back into the statistics alone.
    `reading` calls :func:`read_contents`, for an untrusted archive in a separate process.

    Raises Refusal archive-…: not an archive, unknown format, damaged, tampered, exists already, unknown questionnaire.
    """
    manifest, found, signed = reading(path)
    _meaning(found, known)
    _own_files(files, manifest, found)
    with store.read() as c:
        instance = instances.instance_name(c, verified_key(*signed), signer.public)
        if archive.was_deleted(c, str(found["organisations"][0]["id"])):
            instance = None
    prepared = prepare_rows(person, found, known, instance)
    with _placed(files, path, found["evidence"]), store.write() as c:
        insert_rows(c, person, prepared)
    return prepared.organisation_id


@contextmanager
def _placed(files: Files, path: Path, evidence: list[dict[str, Any]]) -> Iterator[None]:
    """The evidence files are stored before the block, which writes their rows; if it fails, they are deleted."""
    kept: list[str] = []
    try:
        with open_container(path) as package:
            for row in (row for row in evidence if row["kind"] == "file"):
                files.place(row["file"], _unchanged(package, row))
                kept.append(row["file"])
        yield
    except BaseException:
        for name in kept:
            files.drop(name)
        raise


def _rows(package: Container, table: Any, manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table, each with exactly its columns; columns newer than the archive have their default."""
    if table.name not in manifest["tables"]:
        return []
    part, wanted = f"data/{table.name}.json", archive.exported_columns(table)
    found = package.json(part)
    if not isinstance(found, list):
        raise refuse("archive-damaged", Place(part), part=part)
    return [_row(table, wanted, row, Place(part, number)) for number, row in enumerate(found, start=1)]


def _row(table: Any, wanted: Sequence[str], row: Any, place: Place) -> dict[str, Any]:
    """A row with all its columns; values have the columns' types, except in tables that are only stored unverified."""
    row = {_FORMER_NAMES.get(name, name): value for name, value in row.items()} if isinstance(row, dict) else None
    if row is None or set(row) - set(wanted):
        raise refuse("archive-row", place)
    whole = {}
    for name in wanted:
        try:
            whole[name] = row[name] if name in row else default_of(table.c[name])
            if table not in UNVERIFIED_TABLES:
                from_json(table.c[name], whole[name])
        except (ValueError, TypeError, ArithmeticError):
            raise refuse("archive-row", replace(place, column=name)) from None
    return whole


def _meaning(found: Rows, known: Lookup) -> None:
    """Check that rows are of one organisation, with known questionnaires and answers, safe links and files."""
    if len(found["organisations"]) != 1:
        raise refuse("archive-row", Place("data/organisations.json"))
    asked = {}
    for number, row in enumerate(found["assessments"], start=1):
        asked[str(row["id"])] = _questionnaire(row, known, Place("data/assessments.json", number))
    for name in CHECKED:
        for number, row in enumerate(found[name], start=1):
            questionnaire = asked.get(str(row["assessment_id"]))
            if questionnaire is None or not fits(name, row, questionnaire):
                raise refuse("archive-row", Place(f"data/{name}.json", number))
    for number, row in enumerate(found["evidence"], start=1):
        good = {"note": row["url"] is row["file"] is None, "link": row["file"] is None, "file": row["url"] is None}
        kind = str(row["kind"])
        if not good.get(kind) or (kind == "link" and not safe_address(str(row["url"]))):
            raise refuse("archive-row", Place("data/evidence.json", number))
    check_workshops(found, asked)


def _questionnaire(row: Mapping[str, Any], known: Lookup, place: Place) -> Questionnaire:
    """The questionnaire of an assessment. Raises Refusal archive-questionnaire, archive-row (profile or tailoring)."""
    try:
        questionnaire = known(str(row["questionnaire"]), str(row["questionnaire_version"]))
    except (KeyError, Refusal):
        questionnaire = None
    if questionnaire is None or questionnaire.version != row["questionnaire_version"]:
        wanted = f"{row['questionnaire']} {row['questionnaire_version']}"
        raise refuse("archive-questionnaire", place, found=wanted[:80])
    try:
        Response(questionnaire, row["profile"], {}, row["cuts"])
    except (Refusal, TypeError, AttributeError):
        raise refuse("archive-row", place) from None
    return questionnaire


def _own_files(files: Files, manifest: Mapping[str, Any], found: Rows) -> None:
    """Check that files and pieces of evidence correspond, and that no file exists already."""
    rows = [row for row in found["evidence"] if row["file"] is not None]
    if not all(is_id(row["file"]) for row in rows):
        raise refuse("archive-row", Place("data/evidence.json"))
    wanted = {row["file"]: row["sha256"] for row in rows}
    if len(wanted) != len(rows) or wanted != {name: one["sha256"] for name, one in manifest["files"].items()}:
        raise refuse("archive-damaged", Place("data/evidence.json"), part="files")
    if not all(isinstance(row["size"], int) for row in rows):
        raise refuse("archive-row", Place("data/evidence.json"))
    check_quota(EvidenceUsage(0, 0), EvidenceUsage(len(rows), sum(row["size"] for row in rows)))
    for name in wanted:
        if files.path(name).exists():
            raise refuse("archive-there", Place(f"files/{name}"))


def _checked(package: Container, row: Mapping[str, Any]) -> None:
    """Raise Refusal archive-row unless an evidence file agrees with its row; evidence-… for its content."""
    if content_type(_unchanged(package, row), str(row["words"])) != row["media_type"]:
        raise refuse("archive-row", Place(f"files/{row['file']}"))


def _drawn(image: str, number: int) -> str:
    """A logo written anew. Raises Refusal archive-row unless it is a picture."""
    try:
        return read_logo(bytes.fromhex(image), "").hex()
    except Refusal:
        raise refuse("archive-row", Place("data/logos.json", number, "image")) from None


def _unchanged(package: Container, row: Mapping[str, Any]) -> bytes:
    """The bytes of an evidence file. Raises Refusal archive-row unless size and digest agree with its row."""
    data = package.read(f"files/{row['file']}")
    if (len(data), sha256(data).hexdigest()) != (row["size"], row["sha256"]):
        raise refuse("archive-row", Place(f"files/{row['file']}"))
    return data
