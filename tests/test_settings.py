"""Settings are checked by name and value without repeating secrets; folders are made for their owner alone."""

import os

import pytest

from maturity.settings import SETTINGS, faults, private_folder, value

GOOD = {
    "MATURITY_DATABASE_URL": ("sqlite:////tmp/a.db", "postgresql+psycopg://me:p%40ss@host:5432/maturity"),
    "MATURITY_SECRET_KEY": ("0123456789abcdefghijklmnopqrstuv",),
    "MATURITY_INSTANCE_KEY": ("0f" * 32,),
    "MATURITY_BASE_URL": ("https://maturity.example.org", "http://10.0.0.7:8000/"),
    "MATURITY_TRUSTED_HOSTS": ("a.example, b.example", "[::1]"),
    "MATURITY_MAIL_URL": ("smtps://me:word@mail.example.org:465",),
    "MATURITY_REDIS_URL": ("redis://127.0.0.1:6379/0", "unix:///run/redis.sock"),
    "MATURITY_LANGUAGE": ("zh", "en"),
    "MATURITY_AUDIT_DAYS": ("180", "3650"),
    "MATURITY_SECOND_FACTOR": ("analyst, administrator",),
}
BAD = {
    "MATURITY_DATA_DIR": (__file__,),
    "MATURITY_QUESTIONNAIRES": ("/nowhere/at/all",),
    "MATURITY_DATABASE_URL": ("postgres://me:hush@host/x", "hush"),
    "MATURITY_SECRET_KEY": ("hush", "a" * 40, "change-me-please-change-me-please-1"),
    "MATURITY_INSTANCE_KEY": ("hush", "g" * 64),
    "MATURITY_BASE_URL": ("maturity.example.org", "https://", "https://host:port", "ftp://host"),
    "MATURITY_TRUSTED_HOSTS": ("https://a.example", "me@a.example", ","),
    "MATURITY_MAIL_URL": ("mail.example.org", "smtp://me:hush@host:hush"),
    "MATURITY_REDIS_URL": ("hush", "http://hush"),
    "MATURITY_LANGUAGE": ("fr", "EN"),
    "MATURITY_AUDIT_DAYS": ("179", "soon"),
    "MATURITY_SECOND_FACTOR": ("boss", "analyst,"),
    "MATURITY_PROXIES": ("two", "-1", "1.5", "٣", "9" * 5000),
}


def codes(environment):
    return [(str(problem.place), problem.code) for problem in faults(environment)]


@pytest.mark.parametrize("name", GOOD)
def test_a_possible_value_is_taken(name):
    for text in (*GOOD[name], ""):
        assert codes({name: text}) == []


@pytest.mark.parametrize("name", BAD)
def test_an_impossible_value_is_told_by_name_and_a_secret_is_not_repeated(name):
    for text in BAD[name]:
        (problem,) = faults({name: text})
        for language in ("zh", "en"):
            line = problem.line(language)
            assert line.startswith(f"{name}: setting-")
            assert len(line) < 400
            assert "hush" not in line
            assert SETTINGS[name].kind.secret or text[:20] in line


def test_every_default_is_possible():
    assert codes({name: setting.default for name, setting in SETTINGS.items()}) == []


def test_unknown_names_are_told_with_the_nearest_known_one():
    found = list(faults({"MATURITY_PROXY": "1", "MATURITY_FUZZ": "9", "PATH": "/bin", "MATURITY_DATADIR": "x"}))
    assert [(problem.code, problem.values["nearest"]) for problem in found] == [
        ("setting-unknown", "MATURITY_DATA_DIR"),
        ("setting-unknown", "MATURITY_PROXIES"),
    ]


def test_an_empty_variable_is_not_set(monkeypatch):
    monkeypatch.setenv("MATURITY_PROXIES", "")
    assert value("MATURITY_PROXIES") == "0"
    monkeypatch.setenv("MATURITY_MAIL_URL", "")
    assert value("MATURITY_MAIL_URL") is None


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


OIDC = {
    "MATURITY_OIDC_ISSUER": "https://id.example.org/realms/a",
    "MATURITY_OIDC_CLIENT_ID": "maturity",
    "MATURITY_OIDC_CLIENT_SECRET": "hush",
}


@pytest.mark.parametrize("name", OIDC)
def test_a_provider_that_is_half_set_is_told_by_the_name_that_is_missing(name):
    assert codes(OIDC) == []
    (problem,) = faults({**OIDC, name: ""})
    assert (problem.code, str(problem.place)) == ("setting-half", name)
    assert "hush" not in problem.line("en")


def test_what_says_nothing_without_another_setting_is_told():
    assert codes({"MATURITY_OIDC_NAME": "ID"}) == [("MATURITY_OIDC_ISSUER", "setting-half")]
    assert codes({**OIDC, "MATURITY_OIDC_GROUPS": "teams"}) == [("MATURITY_OIDC_ROLES", "setting-half")]
    assert codes({**OIDC, "MATURITY_OIDC_GROUPS": "teams", "MATURITY_OIDC_ROLES": "a b=analyst, x=y=enterprise"}) == []
    for bad in ("a=boss", "analyst", "=analyst", "a=analyst,", "a="):
        assert codes({**OIDC, "MATURITY_OIDC_ROLES": bad}) == [("MATURITY_OIDC_ROLES", "setting-group-roles")], bad
    for bad in ("http://id.example.org", "https://", "https://id.example.org/?a", "https://id.example.org/#a", "id"):
        assert codes({**OIDC, "MATURITY_OIDC_ISSUER": bad}) == [("MATURITY_OIDC_ISSUER", "setting-issuer")], bad
    assert codes({**OIDC, "MATURITY_OIDC_ISSUER": "http://127.0.0.1:9400"}) == []
    assert codes({**OIDC, "MATURITY_OIDC_CLIENT_ID": "a\nb"}) == [("MATURITY_OIDC_CLIENT_ID", "setting-words")]
