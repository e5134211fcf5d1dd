"""Names of files in the encodings that computers of the field write: read, or shown as codes, never as nonsense."""

import os
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from maturity.cli import main
from maturity.offline.file_names import read_names
from maturity.offline.returned_files import list_files

NAMES = {
    "gb18030": ["苏州示例机械有限公司.xlsx", "工作簿/二〇二五年自评.xlsx"],
    "big5": ["蘇州示例機械有限公司.xlsx", "工作簿/自評問卷.xlsx"],
    "cp932": ["株式会社サンプル製作所.xlsx", "回答/アンケート.xlsx"],
    "cp437": ["Münchner Maschinenbau.xlsx", "Fragebögen/Köln.xlsx"],
    "utf-8": ["苏州示例.xlsx", "Ünïcödé/アンケート.xlsx"],
}
STRANGE = {"cp949": "한국기계공업회사.xlsx", "cp1251": "Анкета завода.xlsx", "cp1252": "Fragebögen Müller.xlsx"}


@pytest.mark.parametrize("encoding", NAMES)
def test_names_of_one_computer_are_read(encoding):
    raw = [name.encode(encoding) for name in [*NAMES[encoding], "plain.xlsx"]]
    assert read_names(raw) == [(name, True) for name in [*NAMES[encoding], "plain.xlsx"]]
    for name in NAMES[encoding]:
        assert read_names([name.encode(encoding)]) == [(name, True)]


def test_names_of_several_computers_are_read_one_by_one():
    names = [(name, encoding) for encoding, names in NAMES.items() for name in names]
    assert read_names([name.encode(encoding) for name, encoding in names]) == [(name, True) for name, _ in names]


@pytest.mark.parametrize("encoding", STRANGE)
def test_a_name_whose_encoding_is_not_certain_is_shown_as_codes(encoding):
    raw = STRANGE[encoding].encode(encoding)
    assert read_names([raw]) == [(raw.decode("ascii", "backslashreplace"), False)]


def test_what_is_no_printable_letter_is_marked():
    assert read_names([b"a\x1b[2J.xlsx", "b\u202e.xlsx".encode()]) == [
        ("a\ufffd[2J.xlsx", True),
        ("b\ufffd.xlsx", True),
    ]


class Entry(ZipInfo):
    """An entry whose name is written as these bytes, without the flag for UTF-8, as old programs do."""

    def __init__(self, name):
        super().__init__(name.decode("latin-1"))
        self.raw = name

    def _encodeFilenameFlags(self):
        return self.raw, self.flag_bits & ~0x800


def packed(path, names):
    with ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(Entry(name), b"x")
    return path


@pytest.mark.parametrize("encoding", NAMES)
def test_a_zip_names_its_files_as_they_were_called(tmp_path, encoding):
    path = packed(tmp_path / "t.zip", [name.encode(encoding) for name in NAMES[encoding]])
    with list_files(path) as files:
        assert sorted((file.name, file.sort, file.named) for file in files) == sorted(
            (name, "workbook", True) for name in NAMES[encoding]
        )
        assert all(file.read() == b"x" for file in files)


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp932"])
def test_a_folder_names_them_too(tmp_path, encoding):
    for name in NAMES[encoding]:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name.encode(encoding)))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    with list_files(tmp_path) as files:
        assert {file.name for file in files} == {*NAMES[encoding]}


@pytest.mark.parametrize(("language", "words"), [("zh", "1 个文件名的编码无法确定"), ("en", "unknown encoding")])
def test_the_command_says_that_names_could_not_be_read(tmp_path, sqlite_store, monkeypatch, capsys, language, words):
    from maturity.store.accounts.people import add_person

    with sqlite_store.write() as c:
        add_person(c, email="a@example.com", name="a", role="enterprise")
    path = packed(tmp_path / "t.zip", [STRANGE["cp949"].encode("cp949"), b"plain.xlsx"])
    database = sqlite_store.engine.url.render_as_string(hide_password=False)
    with pytest.raises(SystemExit):
        main(["workbook", "import", str(path), "--as", "a@example.com", "--database", database, "--language", language])
    told = capsys.readouterr().err
    assert words in told
    assert "\\xc7\\xd1" in told
