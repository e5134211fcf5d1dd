"""The house stays the house: who may import whom, how large a room may be, what the core may not know."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = {
    "errors",
    "questionnaire",
    "answers",
    "offline",
    "offline_texts",
    "scoring",
    "confidence",
    "counts",
    "quality",
} | {
    "overlay",
    "standing",
    "comparison",
    "peers",
    "plaintext",
    "vocabulary",
}
# room -> the rooms it may import; the verbs' rooms (web, commands, cli, demo, publish) may import all but each other
MAY_IMPORT = {
    "errors": set(),
    "palette": set(),
    "words": {"questionnaire", "errors"},
    "drawing": {"palette"},
    "charts": {"drawing", "palette"},
    "plots": {"drawing", "words"},
    "report": {"charts", "words", "scoring", "confidence", "counts", "answers", "questionnaire", "errors"},
    "yamltext": {"errors"},
    "definition": {"questionnaire"},
    "checks": {"definition", "yamltext", "errors"},
    "questionnaire": {"checks", "definition"},
    "answers": {"plaintext", "questionnaire", "errors"},
    "offline": {"words", "answers", "questionnaire"},
    "offline_texts": {"offline", "questionnaire", "words"},
    "merge": {"offline"},
    "plaintext": set(),
    "vocabulary": {"words", "plaintext", "questionnaire"},
    "scoring": {"words", "answers", "questionnaire", "errors"},
    "roadbook": {"scoring", "words", "questionnaire", "errors"},
    "confidence": {"answers", "questionnaire"},
    "counts": {"answers", "questionnaire"},
    "quality": {"confidence", "scoring", "answers", "questionnaire"},
    "peers": set(),
    "meaning": {"questionnaire", "yamltext"},
    "standing": {"scoring"},
    "comparison": {"standing", "scoring", "answers", "questionnaire"},
    "overlay": {"scoring", "answers", "questionnaire"},
    "classification": {"plaintext", "questionnaire", "errors"},
    "intake": {
        "words",
        "settings",
        "vocabulary",
        "plaintext",
        "offline_texts",
        "offline",
        "answers",
        "classification",
        "questionnaire",
        "errors",
    },
    "weights": {"checks", "definition", "questionnaire", "errors"},
    "settings": set(),
    "store": {
        "settings",
        "plaintext",
        "selection",
        "peers",
        "answers",
        "scoring",
        "confidence",
        "classification",
        "questionnaire",
        "errors",
    },
    "statistics": {
        "revision",
        "disclosure",
        "selection",
        "answers",
        "scoring",
        "classification",
        "words",
        "questionnaire",
        "definition",
        "yamltext",
        "checks",
        "errors",
    },
    "disclosure": {"errors"},
    "observations": {"statistics", "questionnaire"},
    "cubes": {"observations", "statistics", "questionnaire", "words"},
    "codes": {"statistics", "questionnaire"},
    "sims": {"statistics", "questionnaire"},
    "simsfile": {"sims", "questionnaire", "yamltext", "errors"},
    "revision": {"selection", "store", "questionnaire", "errors"},
    "release": {
        "revision",
        "sims",
        "selection",
        "observations",
        "disclosure",
        "statistics",
        "words",
        "questionnaire",
        "errors",
    },
    "pictures": {"release", "plots", "statistics", "classification", "questionnaire", "words"},
    "selection": {"questionnaire"},
    "detail": {"selection", "questionnaire", "errors"},
    "exports": {
        "words",
        "release",
        "observations",
        "cubes",
        "codes",
        "detail",
        "roadbook",
        "offline",
        "offline_texts",
        "vocabulary",
        "answers",
        "pictures",
        "report",
        "charts",
        "palette",
        "questionnaire",
        "errors",
    },
}
HEAVY = {"flask", "sqlalchemy", "pandas", "openpyxl", "ibis", "duckdb", "alembic"}


def modules():
    for folder, room in ((ROOT / "maturity", None), (ROOT / "exports", "exports")):
        for file in folder.rglob("*.py"):
            inside = file.relative_to(folder)
            name = room or (inside.stem if len(inside.parts) == 1 else inside.parts[0])
            yield name, file


MODULES = sorted(modules(), key=lambda pair: str(pair[1]))


def imports(file, room):
    """(absolute top-level packages, rooms of this project) that a file imports anywhere."""
    packages, rooms = set(), set()
    depth = len(file.relative_to(ROOT).parts) - 1
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            rooms |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
            continue
        else:
            continue
        for name in names:
            if name.split(".")[0] == "maturity":
                rooms |= set(name.split(".")[1:2])
            else:
                packages.add(name.split(".")[0])
    if room == "exports":
        rooms -= {path.stem for path in file.parent.glob("*.py")} - set(MAY_IMPORT)
    return packages, rooms - {room, "__version__"}


@pytest.mark.parametrize(("room", "file"), MODULES, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_a_room_imports_only_what_it_may(room, file):
    packages, rooms = imports(file, room)
    if room in MAY_IMPORT:
        assert rooms <= MAY_IMPORT[room]
    assert "exports" not in rooms, "exporters are found by entry point, never imported"
    if room in CORE:
        assert not packages & HEAVY


@pytest.mark.parametrize("file", [file for _, file in MODULES], ids=lambda file: str(file.relative_to(ROOT)))
def test_modules_and_functions_stay_small(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and "migrations" not in file.parts:  # a table's columns are one list
            assert node.end_lineno - node.lineno + 1 <= 40, node.name


def test_only_the_store_speaks_sql():
    speakers = {room for room, file in MODULES if "sqlalchemy" in imports(file, room)[0]}
    assert speakers <= {"store"}


def test_one_module_reads_numbers_and_json_of_requests():
    """`reading` refuses what `int` and `get_json` would raise on."""
    for file in (ROOT / "maturity" / "web").glob("*.py"):
        if file.name == "reading.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                assert name not in {"int", "get_json", "loads"}, (file.name, node.lineno)
                assert "type" not in {word.arg for word in node.keywords}, (file.name, node.lineno)


def test_one_function_makes_folders():
    """It makes them their owner's alone; what is made elsewhere is anybody's."""
    for room, file in MODULES:
        if room != "settings":
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
