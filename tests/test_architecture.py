"""Which package may import which, how large folders, modules and functions may be, what the core may not import."""

import ast
import re
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = {
    "errors",
    "text",
    "quantities",
    "questionnaire",
    "answers",
    "scoring",
    "assessment",
    "classification",
    "registers",
    "workshop",
}
# package -> what it may import. Order: from the bottom up. commands, web and demo may import everything but each other.
MAY_IMPORT = {
    "errors": set(),
    "settings": {"errors"},
    "text": {"errors"},
    "quantities": {"text", "errors"},
    "questionnaire": {"quantities", "text", "errors"},
    "answers": {"questionnaire", "quantities", "text", "errors"},
    "scoring": {"answers", "questionnaire", "quantities", "text", "errors"},
    "classification": {"questionnaire", "text", "errors"},
    "assessment": {"scoring", "answers", "questionnaire", "quantities", "text", "errors"},
    "workshop": {"scoring", "answers", "questionnaire", "quantities", "text", "errors"},
    "charts": {"questionnaire", "text"},
    "report": {"charts", "workshop", "assessment", "scoring", "answers", "questionnaire", "text", "errors"},
    "intake": {"classification", "answers", "questionnaire", "quantities", "text", "settings", "errors"},
    "regions": {"intake", "classification", "questionnaire", "text", "errors"},
    "registers": {"regions", "intake", "classification", "questionnaire", "text", "errors"},
    "store": {
        "workshop",
        "registers",
        "report",
        "assessment",
        "classification",
        "scoring",
        "answers",
        "questionnaire",
        "text",
        "settings",
        "errors",
    },
    "offline": {"store", "intake", "classification", "answers", "questionnaire", "quantities", "text", "errors"},
    "transfer": {"store", "workshop", "intake", "answers", "questionnaire", "text", "settings", "errors"},
    "disclosure": {"errors"},
    "statistics": {
        "regions",
        "quantities",
        "disclosure",
        "assessment",
        "classification",
        "scoring",
        "answers",
        "questionnaire",
        "text",
        "errors",
    },
    "publication": {
        "statistics",
        "disclosure",
        "store",
        "registers",
        "regions",
        "intake",
        "charts",
        "assessment",
        "classification",
        "scoring",
        "answers",
        "questionnaire",
        "text",
        "settings",
        "errors",
    },
    "exports": {
        "publication",
        "statistics",
        "offline",
        "regions",
        "report",
        "workshop",
        "charts",
        "scoring",
        "answers",
        "questionnaire",
        "quantities",
        "text",
        "errors",
    },
    "jobs": {"store", "settings", "errors"},
    "operation": {"store", "jobs", "settings", "errors"},
    "demo": {
        "quantities",
        "publication",
        "report",
        "statistics",
        "disclosure",
        "store",
        "registers",
        "classification",
        "scoring",
        "answers",
        "questionnaire",
        "errors",
    },
}
ROOT_MODULES = {"__init__", "__main__", "cli", "jobs"}
HEAVY = {"flask", "sqlalchemy", "pandas", "openpyxl", "ibis", "duckdb", "alembic"}


def modules():
    """(package, file) of every module; one at the root of `maturity` is a package of its own."""
    for folder, package in ((ROOT / "maturity", None), (ROOT / "exports", "exports")):
        for file in folder.rglob("*.py"):
            inside = file.relative_to(folder)
            yield package or (inside.stem if len(inside.parts) == 1 else inside.parts[0]), file


MODULES = sorted(modules(), key=lambda pair: str(pair[1]))


def imports(file, package):
    """(top-level packages of others, packages of this project) that a file imports anywhere."""
    others, own = set(), set()
    here = (
        ["maturity", *file.relative_to(ROOT).parts[:-1]] if package == "exports" else file.relative_to(ROOT).parts[:-1]
    )
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) - node.level + 1]] if node.level else []
            base += node.module.split(".") if node.module else []
            names = [".".join([*base, alias.name]) for alias in node.names]
        else:
            continue
        for name in names:
            first, *rest = name.split(".")
            if first == "maturity":
                own |= set(rest[:1])
            else:
                others.add(first)
    return others, own - {package, "__version__"}


@pytest.mark.parametrize(("package", "file"), MODULES, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_a_package_imports_only_what_it_may(package, file):
    others, own = imports(file, package)
    if package in MAY_IMPORT:
        assert own <= MAY_IMPORT[package]
    assert "exports" not in own, "exporters are found by entry point, never imported"
    if package in CORE:
        assert not others & HEAVY


def test_the_table_of_imports_has_no_circle():
    placed = set()
    for package, allowed in MAY_IMPORT.items():
        assert allowed <= placed, package
        placed.add(package)


@pytest.mark.parametrize("package", ["errors", "text", "quantities", "questionnaire", "answers"])
def test_modules_of_a_core_package_import_each_other_without_a_circle(package):
    """Imports within functions count too: they only hide a circle."""
    files = {file.stem: file for file in (ROOT / "maturity" / package).glob("*.py")}
    needed = {}
    for name, file in files.items():
        nodes = [n for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if getattr(n, "level", 0) == 1]
        needed[name] = {node.module or alias.name for node in nodes for alias in node.names} & files.keys()
    while leaves := {name for name, others in needed.items() if not others & needed.keys()}:
        needed = {name: others for name, others in needed.items() if name not in leaves}
    assert not needed


def test_nothing_loose_at_the_root():
    assert {file.stem for file in (ROOT / "maturity").glob("*.py")} == ROOT_MODULES


def test_every_package_is_listed_for_the_wheel():
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(parser["options"]["packages"].split())
    own = {".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "maturity").rglob("__init__.py")}
    assert own <= listed


def test_folders_stay_small():
    folders = {file.parent for _, file in MODULES if "versions" not in file.parts}
    for folder in folders:
        assert len([file for file in folder.glob("*.py") if file.stem != "__init__"]) <= 20, folder


@pytest.mark.parametrize("file", [file for _, file in MODULES], ids=lambda file: str(file.relative_to(ROOT)))
def test_modules_and_functions_stay_small(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and "migrations" not in file.parts:  # a table's columns are one list
            assert node.end_lineno - node.lineno + 1 <= 40, node.name


def test_only_the_store_speaks_sql():
    speakers = {package for package, file in MODULES if "sqlalchemy" in imports(file, package)[0]}
    assert speakers <= {"store"}


def test_one_module_reads_numbers_and_json_of_requests():
    """`reading` refuses what `int` and `get_json` would raise on."""
    for file in (ROOT / "maturity" / "web").rglob("*.py"):
        if file.name == "reading.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                assert name not in {"int", "get_json", "loads"}, (file.name, node.lineno)
                assert "type" not in {word.arg for word in node.keywords}, (file.name, node.lineno)


def test_one_function_makes_folders():
    """It makes them their owner's alone; what is made elsewhere is anybody's."""
    for package, file in MODULES:
        if package != "settings":
            assert ".mkdir(" not in file.read_text(encoding="utf-8"), file


def test_the_project_speaks_of_itself_alone():
    """No registry host, machine path or tool of ours in anything that is shipped or read."""
    words = ["py" + "pi.org", "/work" + "/", "../" + "shared", "regi" + "stry.npmjs", "farm" + "-"]
    suffixes = {".py", ".md", ".cfg", ".toml", ".yaml", ".html", ".css", ".js", ".csv", ".po", ""}
    for file in ROOT.rglob("*"):
        parts = file.relative_to(ROOT).parts
        if (
            file.is_file()
            and file.suffix in suffixes
            and not parts[0].startswith((".venv", ".git", ".hypo", ".mypy", "var"))
        ):
            if (
                parts[0] in {"build", "dist", "maturity.egg-info"}
                or "__pycache__" in parts
                or parts[0].startswith(".r")
            ):
                continue
            text = file.read_text(encoding="utf-8", errors="ignore")
            assert not [word for word in words if word in text], file


def test_migrations_are_one_chain():
    """Two that were written side by side would meet only where a database is made."""
    files = sorted((ROOT / "maturity" / "store" / "migrations" / "versions").glob("0*.py"))
    told = [
        re.findall(r'^(?:down_)?revision = (?:"(\d+)"|None)$', file.read_text(encoding="utf-8"), re.M) for file in files
    ]
    numbers = [file.name[:4] for file in files]
    assert told == [[number, before] for number, before in zip(numbers, ["", *numbers], strict=False)]
