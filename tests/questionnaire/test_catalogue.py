"""Questionnaires by id: shipped ones and definitions in a folder."""

import os
import shutil
from pathlib import Path

import pytest

from maturity.errors import Refusal
from maturity.questionnaire import DEFAULT, Catalogue, load

FOREIGN = Path(__file__).parents[1] / "questionnaires" / "foreign"


@pytest.fixture
def folder(tmp_path):
    for name in ("harbour", "lantern"):
        shutil.copy(FOREIGN / f"{name}.yaml", tmp_path)
    return tmp_path


def test_the_folder_stands_beside_what_is_shipped(folder):
    catalogue = Catalogue(folder)
    assert catalogue.ids() == (DEFAULT, "harbour", "lantern")
    assert len(catalogue.find("harbour").levels) == 3
    assert catalogue.find(DEFAULT) is load()
    assert Catalogue().ids() == (DEFAULT,)
    assert Catalogue(folder / "missing").ids() == (DEFAULT,)


@pytest.mark.parametrize("id", ["nowhere", "", "../harbour", "harbour.yaml", "/etc/passwd", "x\0"])
def test_an_unknown_id_is_none(folder, id):
    with pytest.raises(FileNotFoundError):
        Catalogue(folder / "inner").find(id)
    with pytest.raises(FileNotFoundError):
        Catalogue(folder).find(id)


def test_a_changed_file_is_read_again(folder):
    file, catalogue = folder / "harbour.yaml", Catalogue(folder)
    first = catalogue.find("harbour")
    assert catalogue.find("harbour") is first
    file.write_text(file.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert catalogue.find("harbour").version == "2"


def test_a_file_is_called_by_its_id_and_every_mistake_in_it_is_told(folder):
    (folder / "harbour.yaml").rename(folder / "port.yaml")
    with pytest.raises(Refusal, match="def-file-name"):
        Catalogue(folder).find("port")
    (folder / "port.yaml").write_text("id: port\n", encoding="utf-8")
    with pytest.raises(Refusal, match="def-missing-key"):
        Catalogue(folder).find("port")
