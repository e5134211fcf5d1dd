"""The command line answers quickly, documents itself, and tells a user's mistake from a fault of its own."""

import json
import subprocess
import sys

import click
import pytest

from maturity import __version__
from maturity.cli import VERBS, cli, main
from maturity.commands.common import default_language

HEAVY = ("numpy", "pandas", "flask", "sqlalchemy", "pydantic", "yaml", "rich", "openpyxl", "ibis", "duckdb")


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    return stopped.value.code, *capsys.readouterr()


def commands():
    def walk(command, name):
        yield name, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for verb in command.list_commands(context):
                yield from walk(command.get_command(context, verb), f"{name} {verb}")

    return list(walk(cli, "maturity"))


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(words):
    code = (
        "import sys\nfrom maturity.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit as stopped:\n    assert stopped.code == 0\n"
        f"found = [name for name in {HEAVY!r} if name in sys.modules]\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_names_every_verb(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for verb in VERBS:
        assert f"  {verb} " in out


def test_the_version_is_the_packages(capsys):
    assert __version__ in run(capsys, "--version")[1]


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_and_option_is_documented(name, command):
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_carries_its_name(verb):
    assert cli.get_command(click.Context(cli), verb).name == verb


@pytest.mark.parametrize("words", [("chekc",), ("check",), ("check", "--sumary"), ("publish", "--year", "2021"), ()])
def test_wrong_usage_ends_with_2(capsys, words):
    code, out, err = run(capsys, *words)
    assert code == 2
    assert "Usage" in out + err


def test_a_fault_ends_with_3_and_keeps_the_traceback_in_a_file(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("maturity.commands.check._print_schema", lambda: 1 / 0)
    code, out, err = run(capsys, "check", "--schema")
    assert code == 3
    assert "Traceback" not in out + err
    (log,) = tmp_path.glob("maturity-*.log")
    assert str(log) in err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_fault_is_shown_when_asked_for(capsys, monkeypatch):
    monkeypatch.setattr("maturity.commands.check._print_schema", lambda: 1 / 0)
    code, _, err = run(capsys, "--traceback", "check", "--schema")
    assert code == 3
    assert "ZeroDivisionError" in err


def test_stopping_is_no_fault(capsys, monkeypatch):
    def stop():
        raise KeyboardInterrupt

    monkeypatch.setattr("maturity.commands.check._print_schema", stop)
    assert run(capsys, "check", "--schema")[0] == 1


@pytest.mark.parametrize(
    ("own", "terminal", "expected"),
    [
        ("", "en_GB.UTF-8", "en"),
        ("", "zh_CN.UTF-8", "zh"),
        ("", "de_DE.UTF-8", "zh"),
        ("", "", "zh"),
        ("zh", "en_GB.UTF-8", "zh"),
        ("en", "zh_CN.UTF-8", "en"),
    ],
)
def test_the_language_is_that_of_the_terminal(monkeypatch, own, terminal, expected):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("MATURITY_LANGUAGE", own)
    monkeypatch.setenv("LANG", terminal)
    assert default_language() == expected


@pytest.mark.parametrize("words", [["--language", "zh"], ["--language=zh"]])
def test_mistakes_are_told_in_the_language_asked_for(capsys, monkeypatch, words):
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")
    assert "没有这个文件" in run(capsys, "check", "missing.yaml", *words)[2]


@pytest.mark.parametrize(
    "words",
    [
        ["--language", "zh", "check", "missing.yaml"],
        ["--language=zh", "check", "missing.yaml"],
        ["--language", "zh", "--summary", "check", "--", "missing.yaml"],
        ["check", "--traceback", "missing.yaml", "--language", "zh"],
    ],
)
def test_options_stand_before_or_after_the_verb(capsys, monkeypatch, words):
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")
    code, _, err = run(capsys, *words)
    assert (code, "没有这个文件" in err) == (1, True)


def test_options_before_a_group_reach_its_verb(capsys, tmp_path, upgraded_sqlite):
    code, out, _ = run(capsys, "--database", f"sqlite:///{upgraded_sqlite}", "--json", "instance", "list")
    assert (code, json.loads(out)) == (0, [])


def test_a_value_that_is_called_like_a_verb_is_none(capsys, monkeypatch):
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")
    assert "store-url: The database address 'check' is not" in run(capsys, "--database", "check", "db", "upgrade")[2]


def test_mistakes_are_json_where_results_are(capsys, tmp_path):
    code, out, err = run(capsys, "check", "missing.yaml", "--json", "--language", "en")
    (problem,) = json.loads(out)["problems"]
    assert (code, err, problem["code"], problem["place"]) == (1, "", "intake-no-file", "missing.yaml")
    assert problem["message"].endswith(".")
    assert problem["remedy"].endswith(".")


def test_shells_complete_verbs(tmp_path):
    words = {"_MATURITY_COMPLETE": "bash_complete", "COMP_WORDS": "maturity ba", "COMP_CWORD": "1"}
    code = "from maturity.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=words, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,backup"]
