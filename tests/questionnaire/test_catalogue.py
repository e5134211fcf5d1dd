"""Questionnaires by id: shipped ones and definitions in a folder."""

import os
import shutil
from pathlib import Path

import pytest

from maturity.errors import Refusal
from maturity.questionnaire import DEFAULT, Catalogue, catalogue, load

from ..versions import CROSSWALK, later_text
from ..weight_files import weight_file

FOREIGN = Path(__file__).parents[1] / "questionnaires" / "foreign"


SHIPPED = Catalogue().ids()


@pytest.fixture
def folder(tmp_path):
    for name in ("harbour", "lantern"):
        shutil.copy(FOREIGN / f"{name}.yaml", tmp_path)
    return tmp_path


def test_the_folder_stands_beside_what_is_shipped(folder):
    found = Catalogue(folder)
    assert found.ids() == (DEFAULT, *sorted({*SHIPPED, "harbour", "lantern"} - {DEFAULT}))
    assert len(found.find("harbour").levels) == 3
    assert found.find(DEFAULT) is load()
    assert Catalogue().ids()[0] == DEFAULT
    assert Catalogue(folder / "missing").ids() == SHIPPED


@pytest.mark.parametrize("id", ["nowhere", "", "../harbour", "harbour.yaml", "/etc/passwd", "x\0"])
def test_an_unknown_id_is_none(folder, id):
    with pytest.raises(FileNotFoundError):
        Catalogue(folder / "inner").find(id)
    with pytest.raises(FileNotFoundError):
        Catalogue(folder).find(id)


def test_a_changed_file_is_read_again(folder):
    file, found = folder / "harbour.yaml", Catalogue(folder)
    first = found.find("harbour")
    assert found.find("harbour") is first
    file.write_text(file.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert found.find("harbour").version == "2"


def test_the_folder_is_listed_once_a_look_up_and_each_file_is_parsed_once(folder, monkeypatch):
    (folder / "cmmm.yaml").write_text(later_text(), encoding="utf-8")
    (folder / "a.crosswalk.yaml").write_text(CROSSWALK, encoding="utf-8")
    (folder / "own.weights.yaml").write_text(weight_file(load(), load().profile("discrete")), encoding="utf-8")
    found = Catalogue(folder)
    parsed, listed = [], []
    for name, calls in (("parse", parsed), ("scandir", listed)):
        whole = getattr(catalogue, name)
        monkeypatch.setattr(
            catalogue, name, lambda *args, whole=whole, calls=calls: calls.append(Path(args[-1]).name) or whole(*args)
        )
    for id in found.ids():
        assert len(found.find(id).crosswalks) == (id == DEFAULT)
    assert sorted(parsed) == ["a.crosswalk.yaml", "own.weights.yaml"]
    listed.clear()
    assert "own" in found.find(DEFAULT).profiles
    assert found.find(DEFAULT, load().version).version == load().version
    assert len(listed) == 2


def test_a_file_is_called_by_its_id_and_every_mistake_in_it_is_told(folder):
    (folder / "harbour.yaml").rename(folder / "port.yaml")
    with pytest.raises(Refusal, match="def-file-name"):
        Catalogue(folder).find("port")
    (folder / "port.yaml").write_text("id: port\n", encoding="utf-8")
    with pytest.raises(Refusal, match="def-missing-key"):
        Catalogue(folder).find("port")


def test_weight_profiles_in_the_folder_stand_beside_those_of_their_questionnaire(folder):
    shipped, harbour = load(), Catalogue(folder).find("harbour")
    own = weight_file(shipped, shipped.profile("discrete"), instead_of="[discrete]")
    (folder / "checked.weights.yaml").write_text(own, encoding="utf-8")
    catalogue = Catalogue(folder)
    found = catalogue.find(DEFAULT)
    assert catalogue.find(DEFAULT) is found
    assert {*catalogue.ids()} == {*SHIPPED, "harbour", "lantern"}
    assert catalogue.find("harbour") == harbour
    assert [*found.profiles] == [*shipped.profiles, "own"]
    assert found.profile("own").weights.keys() == shipped.profile("discrete").weights.keys()
    assert found.profile("own").verified
    profile = next(iter(harbour.profiles.values()))
    (folder / "another.weights.yaml").write_text(weight_file(harbour, profile, id="second"), encoding="utf-8")
    assert [*Catalogue(folder).find("harbour").profiles] == [*harbour.profiles, "second"]
    for file in folder.glob("*.weights.yaml"):
        file.unlink()
    assert Catalogue(folder).find(DEFAULT) is shipped


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda text: text.replace("verified: true", "verified: perhaps"), "def-not-allowed"),
        (lambda text: text.replace("percent: ", "percent: 7", 1), "def-weight-sum"),
        (lambda text: text.replace("id: own", "id: discrete"), "def-duplicate-id"),
        (lambda text: text.replace("omits:", "instead_of: [nobody]\nomits:"), "def-not-allowed"),
        (lambda text: text.replace("}", "", 1), "def-"),
        (lambda text: text.encode().replace(b"own", b"\xff", 1), "utf-8"),
    ],
)
def test_a_weight_profile_with_mistakes_is_left_out_and_the_log_says_why(folder, caplog, damage, told):
    shipped = load()
    text = damage(weight_file(shipped, shipped.profile("discrete")))
    (folder / "own.weights.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert Catalogue(folder).find(DEFAULT) == shipped
    assert "own.weights.yaml" in caplog.text
    assert told in caplog.text
