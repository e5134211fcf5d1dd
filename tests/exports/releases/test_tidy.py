import csv

import pytest
from maturity.exports.releases import tidy

from maturity.errors import Refusal
from maturity.publication.release import TIDY_COLUMNS


def test_the_csv_holds_every_tidy_row(release, tmp_path):
    path = tidy.write(release, tmp_path / "data.csv", "zh")
    assert path.name == "data-internal.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(TIDY_COLUMNS)
    assert len(rows) == len(release.tidy)
    for row, wanted in zip(rows, release.tidy, strict=True):
        assert row["TABLE_ID"] == wanted.table_id
        assert row["REF_AREA"] == wanted.ref_area
        value = wanted.obs_value
        assert row["OBS_VALUE"] == "" if value is None else float(row["OBS_VALUE"]) == float(value)


def test_the_same_release_gives_the_same_csv(release, tmp_path):
    one, two = (tidy.write(release, tmp_path / name, "zh").read_bytes() for name in ("a.csv", "b.csv"))
    assert one == two


def test_a_missing_folder_is_a_plain_refusal(release, tmp_path):
    with pytest.raises(Refusal):
        tidy.write(release, tmp_path / "nowhere" / "data.csv", "zh")
