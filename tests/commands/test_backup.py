"""Backup, restore and doctor at the command line, one after the other."""

import json
from pathlib import Path


def test_a_backup_is_made_restored_elsewhere_and_examined(run, tmp_path, monkeypatch):
    assert run("db", "upgrade").code == 0
    made = run("backup", tmp_path / "out.zip", "--json")
    told = json.loads(made.out)
    assert (made.code, told["file"], told["problems"]) == (0, str(tmp_path / "out.zip"), [])
    assert run("backup").out.startswith("Backed up to ")
    assert len(list((tmp_path / "var" / "backups").iterdir())) == 1
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "elsewhere"))
    assert run("restore", tmp_path / "out.zip").out.startswith("Restored the backup of ")
    examined = run("doctor", "--json")
    assert (examined.code, json.loads(examined.out)["ok"]) == (0, True)
    again = run("restore", tmp_path / "out.zip")
    assert again.code == 1
    assert "--replace" in again.err
    replaced = json.loads(run("restore", tmp_path / "out.zip", "--replace", "--json").out)
    assert (replaced["at"], replaced["rows"]) == (told["at"], told["rows"])
    assert Path(replaced["set_aside"]).is_dir()


def test_the_doctor_ends_with_1_and_tells_every_remedy_in_the_language_asked_for(run, monkeypatch):
    monkeypatch.setenv("MATURITY_PROXY", "1")
    ran = run("doctor", "--language", "zh")
    assert ran.code == 1
    assert "设置：有问题" in ran.out
    assert "  MATURITY_PROXY: setting-unknown: 没有名为 MATURITY_PROXY 的设置。最接近的是 MATURITY_PROXIES。" in ran.out
    assert "数据库：有问题" in ran.out
