"""Folders are made for their owner alone, and so is what lacks above them."""

import os

import pytest

from maturity.settings import private_folder


def test_every_folder_that_is_made_is_its_owners_alone(tmp_path):
    os.chmod(tmp_path, 0o755)
    before = os.umask(0)
    try:
        private_folder(tmp_path / "a" / "b" / "c")
        private_folder(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)
    modes = [
        folder.stat().st_mode & 0o777 for folder in (tmp_path / "a", tmp_path / "a/b", tmp_path / "a/b/c", tmp_path)
    ]
    assert modes == [0o700, 0o700, 0o700, 0o755]


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "folder"):
        with pytest.raises((FileExistsError, NotADirectoryError)):
            private_folder(path)
