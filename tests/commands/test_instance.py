"""`maturity instance`: the key of this instance, and whom it believes."""

import pytest
from sqlalchemy import select

from maturity.store import open_store
from maturity.store.schema import audit_log

KEY = "ab" * 32


@pytest.fixture
def instance(run, database):
    def instance(*words):
        return run("instance", *words, "--database", database)

    return instance


def test_the_key_is_made_once_and_is_the_owners_alone(run, tmp_path):
    first, again = run("instance", "key"), run("instance", "key")
    assert first.code == 0
    assert first.out == again.out
    assert len(bytes.fromhex(first.out.strip())) == 32
    (file,) = (tmp_path / "var").glob("instance.key")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() not in first.out, "the private key is never shown"


@pytest.mark.parametrize("kept", ["", "no hexadecimal", "ab" * 31, "ab" * 33])
def test_a_key_that_is_none_is_refused_and_left(run, monkeypatch, tmp_path, kept):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "instance.key").write_text(kept)
    ran = run("instance", "key")
    assert ran.code == 1
    assert "instance-key: " in ran.err
    assert (tmp_path / "var" / "instance.key").read_text() == kept
    monkeypatch.setenv("MATURITY_INSTANCE_KEY", "cd" * 32)
    assert run("instance", "key").code == 0


def test_instances_are_trusted_listed_and_withdrawn(instance, database):
    assert instance("list").out == ""
    assert instance("trust", f" {KEY.upper()} ", "--name", "  示例  研究院 ").code == 0
    assert instance("trust", "cd" * 32, "--name", "B").code == 0
    assert instance("list").out.splitlines() == [f"{'cd' * 32}  B", f"{KEY}  示例 研究院"]
    assert instance("distrust", KEY).code == 0
    assert instance("list").out.splitlines() == [f"{'cd' * 32}  B"]
    store = open_store(database)
    with store.read() as c:
        told = c.execute(select(audit_log).order_by(audit_log.c.id)).all()
    store.close()
    assert [(row.action, row.detail["key"]) for row in told] == [
        ("instance.trust", KEY),
        ("instance.trust", "cd" * 32),
        ("instance.distrust", KEY),
    ]


@pytest.mark.parametrize(
    ("key", "name"), [("ab" * 31, "A"), ("ab" * 33, "A"), ("zz" * 32, "A"), ("", "A"), (KEY, ""), (KEY, "长" * 201)]
)
def test_a_wrong_key_or_name_is_refused_with_its_form(instance, key, name):
    ran = instance("trust", key, "--name", name)
    assert ran.code == 1
    assert "instance-key-form" in ran.err
    assert "maturity instance key" in ran.err
    assert instance("list").out == ""


def test_twice_and_unknown_are_told(instance):
    assert instance("trust", KEY, "--name", "A").code == 0
    assert "instance-known" in instance("trust", KEY, "--name", "B").err
    ran = instance("distrust", "cd" * 32)
    assert ran.code == 1
    assert "instance-unknown" in ran.err
    assert instance("list").out.splitlines() == [f"{KEY}  A"]
