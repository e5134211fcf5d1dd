"""What the documents show is true: the README's example runs, every setting and verb is written down."""

import contextlib
import io
import pkgutil
import re
import runpy
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

import maturity
from maturity.cli import VERBS, cli
from maturity.questionnaire import read
from maturity.questionnaire.crosswalk_files import read_crosswalk
from maturity.regions.indicators import read_indicators
from maturity.settings import SETTINGS, sqlite_in
from maturity.settings.check import TESTS
from maturity.statistics.plan import TableShape, read_plan
from maturity.text.yamltext import parse
from maturity.transfer.keys import FILE
from maturity.web.settings import KEY_FILE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _printed(code, source):
    """What a sample prints when it is run."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, source, "exec"), {})
    return said.getvalue()


def test_the_readmes_example_prints_what_it_says():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    promised = [line.split("  # ")[1] for line in code.splitlines() if line.startswith("print(")]
    assert _printed(code, "README.md").splitlines() == promised


def test_every_setting_that_the_code_names_is_in_the_table_and_every_one_in_the_table_is_used():
    used = set()
    for file in (ROOT / "maturity").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file.name not in ("table.py", "check.py"):
            used |= set(re.findall(r"\bMATURITY_[A-Z_]+", text))
            used |= {f"MATURITY_{name}" for name in re.findall(r'_value\(config, "([A-Z_]+)"\)', text)}
    assert used - {"MATURITY_"} == set(SETTINGS)


def test_variables_of_the_tests_are_no_settings():
    text = "".join(f.read_text(encoding="utf-8") for name in ("tests", "bench") for f in (ROOT / name).rglob("*.py"))
    assert set(re.findall(r"\bMATURITY_[A-Z_]+", text)) >= TESTS
    assert not TESTS & set(SETTINGS)


def test_pages_of_settings_are_made_from_the_table():
    for path, content in runpy.run_path(str(ROOT / "docs" / "make_settings.py"))["FILES"].items():
        assert path.read_text(encoding="utf-8") == content(), f"{path.name}: run `make docs`"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_documented(verb):
    assert f"maturity {verb}" in README + (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_changelog_names_the_version_in_the_making():
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").startswith("# Changelog\n\n## ")


def test_every_complaint_names_a_test_that_is_there():
    rows = [
        line for line in (ROOT / "docs" / "complaints.md").read_text(encoding="utf-8").splitlines() if "`tests/" in line
    ]
    assert len(rows) > 20
    for row in rows:
        path, _, name = re.findall(r"`(tests/[^`]+)`", row)[0].partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}(" in text if name else "def test_" in text, row


def test_every_defence_names_tests_that_are_there():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for number in range(1, 17):
        assert f"| T{number} " in text
    for row in [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]:
        found = re.findall(r"`(tests/[^`]+)::([^`]+)`", row)
        assert found or row.endswith("| test |"), row
        for path, name in found:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def _blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.S)


def test_the_worked_examples_of_the_method_come_out_as_printed():
    for code, printed in zip(_blocks("method.md", "python"), _blocks("method.md", "text"), strict=True):
        assert _printed(code, "method.md") == printed


@pytest.mark.parametrize("page", ["regions.md", "registers.md"])
def test_the_worked_example_of_regions_and_registers_comes_out_as_printed(page):
    (code,), (printed,) = _blocks(page, "python"), _blocks(page, "text")
    assert _printed(code, page) == printed


def test_the_file_of_indicators_that_is_shown_is_one():
    (text,) = _blocks("regions.md", "yaml")
    assert [one.higher_is_better for one in read_indicators(text, "regions.md").indicators] == [True, False, True]


def test_the_questionnaire_that_is_shown_is_one():
    text, *_ = _blocks("questionnaires.md", "yaml")
    shown = read(text, "questionnaires.md")
    assert (shown.id, len(shown.items)) == ("tiny", 2)


def test_the_crosswalk_that_is_shown_is_one():
    text, crosswalk, _ = _blocks("questionnaires.md", "yaml")
    head, mark, last = text.partition("              - id: training.2a\n")
    parts = [
        mark.replace("2a", id) + last.replace("培训有记录并有考核", f"培训记录 {id}").replace("Training is", f"{id} is")
        for id in ("2b", "2c", "2d")
    ]
    changed = head.replace('version: "1"', 'version: "2"').replace("There is a training plan", "Training is planned")
    found = read_crosswalk(parse(crosswalk), read(text), read(changed + "".join(parts)))
    assert [link.kind for link in found.links] == ["reworded", "split", "new"]


def test_the_questionnaire_with_numbers_that_is_shown_scores_what_the_page_prints(tmp_path, capsys, monkeypatch):
    *_, definition = _blocks("questionnaires.md", "yaml")
    answers, references = _blocks("questionnaires.md", "csv")
    names = ("small-plant.yaml", "answers.csv", "references.csv")
    for name, text in zip(names, (definition, answers, references), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")
    page = (ROOT / "docs" / "questionnaires.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"`maturity (grade answers.csv .*?)`", page)
    assert cli.main(command.split(), standalone_mode=False) is None
    told, account = capsys.readouterr().out.split("\n\n")
    (promised,) = _blocks("questionnaires.md", "text")
    assert told.strip() == promised.strip()
    assert "÷ 4,000 t" in account


def test_the_plan_that_is_shown_is_one_and_its_keys_are_those_of_a_table():
    plans = [read_plan(text, "plans.md") for text in _blocks("plans.md", "yaml")]
    assert [(len(plan.tables), len(plan.others)) for plan in plans] == [(2, 0), (1, 0), (4, 0), (0, 2), (1, 1), (1, 1)]
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "plans.md").read_text(encoding="utf-8"), re.M)
    assert set(rows) == set(TableShape.model_fields) - {"id", "title", "source"}


def test_commands_that_are_shown_have_the_options_they_are_shown_with():
    shown = [
        line.partition("#")[0].split()
        for page in ("questionnaires.md", "plans.md", "operating.md", "cli.md", "regions.md", "registers.md")
        for block in _blocks(page, "sh")
        for line in block.splitlines()
        if line.startswith("maturity ")
    ]
    assert len(shown) > 8
    for _, verb, *words in shown:
        command = cli.get_command(None, verb)
        if isinstance(command, click.Group):
            command = command.get_command(None, words[0])
        known = {name for option in command.params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= known, (verb, words)


def test_files_settings_and_extras_of_the_operator_are_those_of_the_code():
    pages = {page: (ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("operating.md", "cli.md")}
    pages["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "maturity").rglob("*.py"))
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    for page, text in pages.items():
        for name in re.findall(r"(?<!_)MATURITY_([A-Z_]+)", text):  # _MATURITY_COMPLETE is click's
            assert f'"{name}"' in code or f'"MATURITY_{name}"' in code, (page, name)
        for extras in re.findall(r"maturity\[([a-z,]+)\]", text):
            assert set(extras.split(",")) <= set(parser["options.extras_require"]), page
        assert set(re.findall(r"var/(maturity[\w.-]*)", text)) <= {sqlite_in(Path("/tmp")).rpartition("/")[2]}, page
    assert set(re.findall(r"`([\w-]+[.-]key)`", pages["operating.md"])) == {KEY_FILE, FILE}


def test_the_guide_for_operators_shows_the_same_in_both_languages():
    pages = [(ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("operating.md", "operating.zh.md")]
    english, chinese = (re.findall(r"^ *```\w+\n.*?```|`[^`\n]+`", page, re.M | re.S) for page in pages)
    assert set(english) == set(chinese)
    english, chinese = (len(re.findall(r"^#+ ", page, re.M)) for page in pages)
    assert english == chinese


def test_the_help_of_every_verb_is_in_the_page_of_the_command_line_as_the_verb_prints_it():
    namespace, path = runpy.run_path(str(ROOT / "docs" / "make_cli.py")), ROOT / "docs" / "cli.md"
    text = path.read_text(encoding="utf-8")
    assert sorted(namespace["named"](text)) == sorted(words for words, _ in namespace["commands"]())
    assert namespace["page"](text) == text, "run `make docs`"


def test_the_page_of_the_library_is_made_from_its_docstrings():
    namespace = runpy.run_path(str(ROOT / "docs" / "make_api.py"))
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == namespace["page"](), "run `make docs`"


def test_the_samples_of_the_library_print_what_they_say():
    for code in _blocks("api.md", "python"):
        promised = [line.split("  # ")[1] for line in code.splitlines() if line.lstrip().startswith("print(")]
        assert _printed(code, "api.md").splitlines() == promised


def test_importing_the_package_costs_nothing_and_its_names_are_there():
    code = "import sys, maturity\nassert not {'numpy', 'pandas', 'sqlalchemy', 'flask'} & set(sys.modules)"
    code += "\nprint(*maturity.__all__)"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for name in names:
        assert getattr(maturity, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        maturity.nothing  # noqa: B018


def _named(reference, module):
    """The object that a reference in a docstring of `module` names, looked for from its package upwards; else None."""
    here = module.split(".")
    if reference.startswith("."):
        names = [".".join(here[:depth]) + reference for depth in range(len(here), 0, -1)]
    else:
        names = [reference, f"{module}.{reference}"]
    for name in names:
        with contextlib.suppress(ImportError, AttributeError):
            return pkgutil.resolve_name(name)
    return None


def test_what_docstrings_refer_to_is_there():
    files = [(file, ROOT) for file in (ROOT / "maturity").rglob("*.py")]
    files += [(file, ROOT / "exports") for file in (ROOT / "exports").rglob("*.py")]
    seen = 0
    for file, root in files:
        parts = file.relative_to(root).with_suffix("").parts
        module = ".".join([*(["maturity", "exports"] if root != ROOT else []), *parts]).removesuffix(".__init__")
        text = file.read_text(encoding="utf-8")
        for role, reference in re.findall(r":(func|mod|class|meth|data|attr):`~?([\w.]+)`", text):
            seen += 1
            own_method = role == "meth" and f"def {reference}(" in text
            assert own_method or _named(reference, module) is not None, (file.name, reference)
    assert seen > 100


def test_every_path_that_the_documents_name_is_there():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages if page.name != "CHANGELOG.md")
    named = set(re.findall(r"`((?:maturity|exports|questionnaires|templates|tests|docs)/[\w./-]+)`", text))
    assert len(named) > 5
    assert not [path for path in named if not (ROOT / path).exists()]


def test_a_number_is_one_decision_and_every_decision_that_is_named_is_there():
    headings = {path: path.read_text(encoding="utf-8").split(".")[0] for path in (ROOT / "docs/decisions").glob("*.md")}
    numbers = [int(path.name[:4]) for path in headings]
    assert sorted(numbers) == sorted(set(numbers))
    assert [path.name for path, head in headings.items() if head != f"# {int(path.name[:4])}"] == []
    files = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("maturity/**/*.py"),
        *ROOT.glob("tests/**/*.py"),
    ]
    named = {int(n) for path in files for n in re.findall(r"\bdecision (\d+)", path.read_text(encoding="utf-8"))}
    assert named <= set(numbers)
