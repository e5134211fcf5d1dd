"""No archive makes bringing in fail: damaged as a file, as a zip, or row by row with digests that fit.

A hundred and fifty archives by default; MATURITY_FUZZ=100000 makes as many. A failure prints what repeats it.
"""

import io
import json
import os
import random
import struct
import zipfile
from contextlib import contextmanager, suppress
from hashlib import sha256
from types import SimpleNamespace

import pytest

from maturity.errors import Refusal
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person
from maturity.store.origins.row_values import from_json
from maturity.store.submissions.frozen import digest, submission_from_row
from maturity.transfer import unpack
from maturity.transfer.keys import load_signer

from .test_transfer import fill, known, other_place, packed

pytestmark = pytest.mark.fuzz
COUNT = int(os.environ.get("MATURITY_FUZZ", "150"))
SEED = int(os.environ.get("MATURITY_FUZZ_SEED", "39116"))
VALUES = (
    *(None, True, False, 0, 1, -1, 5, 10**19, 10**400, 2**63, 1e308, 0.5, "", " ", "x", "\x00", "a\x00b"),
    *("\ud800", "9" * 19, "9" * 5000, "٣", "1e400", "NaN", "2024-02-30", "9999-12-31T23:59:59-23:59"),
    *("0001-01-01T00:00:00.000000+00:00", "2025-01-01", "0" * 32, "f" * 32, "../../etc/passwd", "javascript:alert(1)"),
    *("owner", "submitted", "draft", "full", "not-applicable", "skills.1a", "small", "zz", "00", "ff" * 12, "04" * 11),
    *([], {}, [[]], {"a": 1}, {"sales": 1}, {"x": "y"}, [None], "x" * 70_000, '{"a": 1}', "[" * 5000),
)


class Forger:
    """Damage drawn from a seed, of an archive that was good."""

    def __init__(self, good, seed):
        self.chance, self.good = random.Random(seed), good
        with zipfile.ZipFile(io.BytesIO(good)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    def archive(self):
        kind = self.chance.random()
        if kind < 0.1:
            return self.cut(bytearray(self.good))
        if kind < 0.2:
            return self.offsets(bytearray(self.good))
        parts = dict(self.parts)
        if kind < 0.3:
            name = self.chance.choice(sorted(parts))
            parts[name] = self.cut(bytearray(parts[name]))
            if self.chance.random() < 0.5:
                parts["manifest.json"] = self.fitting(parts)
        elif kind < 0.4:
            parts["manifest.json"] = json.dumps(self.nested(json.loads(parts["manifest.json"]))).encode()
        else:
            for _ in range(self.chance.randrange(1, 4)):
                self.rows(parts)
            parts["manifest.json"] = self.fitting(parts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return out.getvalue()

    def cut(self, data):
        at, kind = self.chance.randrange(len(data) + 1), self.chance.random()
        if kind < 0.4:
            del data[at:]
        elif kind < 0.7:
            data[at:at] = self.chance.choice((b"[" * 100_000, b"\0", b"{", b'"', b"PK\x05\x06" + b"\xff" * 18, b"\xff"))
        else:
            data[at : at + 4] = self.chance.randbytes(4)
        return bytes(data)

    def offsets(self, data):
        """Sizes, counts and places of the list of parts become others, negative ones among them."""
        end = data.rindex(b"PK\x05\x06")
        heads = (
            [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"] if self.chance.random() < 0.7 else []
        )
        at = self.chance.choice(heads) + self.chance.choice((8, 10, 20, 24, 28, 30, 42)) if heads else end + 12
        value = self.chance.choice(
            (0xFFFFFFFF, 0x80000000, 0xFFFF0000, 0, 1, len(data), end, self.chance.getrandbits(32))
        )
        at += 0 if heads else self.chance.choice((-4, -2, 0, 4, 8))
        data[at : at + 4] = struct.pack("<I", value)
        return bytes(data[: max(len(self.good), at)])

    def rows(self, parts):
        name = self.chance.choice(sorted(name for name in parts if name.startswith("data/") and parts[name] != b"[]"))
        rows = json.loads(parts[name])
        if not isinstance(rows, list) or not all(isinstance(row, dict) and row for row in rows) or not rows:
            return
        row, kind = self.chance.choice(rows), self.chance.random()
        if kind < 0.75:
            row[self.chance.choice(sorted(row))] = self.chance.choice(VALUES)
        elif kind < 0.8:
            del row[self.chance.choice(sorted(row))]
        elif kind < 0.85:
            row["x"] = 1
        elif kind < 0.9:
            rows.append(dict(row))
        elif kind < 0.95:
            rows.remove(row)
        else:
            rows[rows.index(row)] = self.chance.choice(VALUES)
        if name == "data/submissions.json" and self.chance.random() < 0.8:
            with suppress(Exception):  # a row of no meaning has no digest
                content = {column: from_json(tables.submissions.c[column], value) for column, value in row.items()}
                row["digest"] = digest(submission_from_row(SimpleNamespace(**content)).content)
        parts[name] = json.dumps(rows).encode()

    def nested(self, found):
        """One value somewhere in the manifest becomes another."""
        if isinstance(found, dict) and found and self.chance.random() < 0.8:
            key = self.chance.choice(sorted(found))
            return found | {key: self.nested(found[key])}
        return self.chance.choice(VALUES)

    def fitting(self, parts):
        manifest = json.loads(self.parts["manifest.json"])
        for name, data in parts.items():
            if name.startswith("data/"):
                count = data.count(b"{")
                manifest["tables"][name[5:-5]] = {"rows": count, "sha256": sha256(data).hexdigest()}
        return json.dumps(manifest).encode()


class Undone:
    """A store that forgets what is written, so that the next archive meets an empty one."""

    def __init__(self, store):
        self.store, self.read = store, store.read

    @contextmanager
    def write(self):
        with self.store.write() as c, c.begin_nested() as inside:
            yield c
            inside.rollback()


def test_only_a_refusal_ever_comes_out_of_a_forged_archive(sqlite_store, small, facts, tmp_path, upgraded_sqlite):
    good = packed(fill(sqlite_store, small, facts, tmp_path), tmp_path / "good.zip")
    store, _ = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    nowhere = SimpleNamespace(exists=lambda: False)
    files = SimpleNamespace(place=lambda name, data: None, drop=lambda name: None, path=lambda name: nowhere)
    forger, taken = Forger(good.read_bytes(), SEED), 0
    for number in range(COUNT):
        (tmp_path / "forged.zip").write_bytes(forger.archive())
        try:
            unpack(Undone(store), files, person, tmp_path / "forged.zip", known(small), load_signer(tmp_path / "own"))
            taken += 1
        except Refusal:
            continue
        except Exception as error:
            raise AssertionError((number, repr(error))) from error
    store.close()
    assert taken > COUNT / 50
