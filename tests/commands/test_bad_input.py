"""Bad input of the green questionnaires, the register and tables of regions, as people meet it: every mistake with its
place and its remedy in both languages, no traceback, and nothing half-written.
"""

import random
import re
import sqlite3
from copy import deepcopy

import pytest
import yaml

from maturity.errors import Refusal
from maturity.questionnaire import Catalogue, load, read

from ..questionnaire.numeric.test_checks import BREAKS, SMALL, broken

GREEN = [id for id in Catalogue().ids() if not load(id).has_levels]
PLACES = "name,kind,day,province,batch,event,reason\n"
INDICATORS = """
title: {zh: 指数, en: Index}
level: province
source: {zh: 虚构, en: Made up}
indicators:
  - {id: energy, name: {zh: 能耗, en: Energy}, better: lower}
  - {id: waste, name: {zh: 利用率, en: Use}, better: higher}
"""
ROW = "示例一厂,factory,2022-01-15,江苏,6,add,\n"


def definition(old, new):
    return {"x.yaml": broken(SMALL, old, new)}, ["check", "x.yaml"]


def values(row):
    """A table of reference values for the factory of 2016, after a row that is right."""
    head = "indicator,baseline,leading,unit,division,region,year,source,status\nplot-ratio,0.7,,,,,,x,M\n"
    name = "green-factory-2016.references.csv"
    return {name: f"{head}{row}\n"}, ["check", name]


def events(*rows):
    return {"events.csv": PLACES + "".join(rows)}, ["register", "import", "events.csv"]


def regions(text):
    files = {"t.csv": f"省份,energy,waste\n{text}", "i.yaml": INDICATORS}
    return files, ["regions", "index", "t.csv", "--indicators", "i.yaml", "--out", "out.xlsx"]


def answers(row):
    files = {"a.csv": f"item,value,unit,row,reason\nland-area,12,mu,,\n{row}\n"}
    return files, ["grade", "a.csv", "--questionnaire", "green-factory-2016"]


CASES = {  # the files, the command; the place and the code of the mistake
    "a formula that names an unknown input": (
        definition("formula: money / area", "formula: money / arae"),
        "formula-unknown-name",
    ),
    "a formula that divides by zero": (
        definition("formula: money / area", "formula: money / area / (1 - 1)"),
        "formula-zero",
    ),
    "units that cannot be added": (
        definition("formula: money / area", "formula: (money + area) / area"),
        "formula-units",
    ),
    "a formula in a circle": (
        definition("formula: money / area", "formula: land_steps * money / area"),
        "formula-cycle",
    ),
    "weights that are not 100": (definition('site: {percent: "40"', 'site: {percent: "41"'), "def-weight-sum"),
    "values against the direction": (
        definition(
            "{kind: linear, reference: energy, better: low}",
            '{kind: linear, baseline: "0.5", leading: "1", better: low}',
        ),
        "reference-direction",
    ),
    "bands that overlap": (definition('{id: good, from: "80"', '{id: good, from: "60"'), "band-order"),
    "a gate that says nothing of evidence": (
        definition('evidence: {zh: ["证书"], en: ["Certificate"]}, ', ""),
        "def-missing-key",
    ),
    "a reference value whose baseline leads": (
        values("energy-intensity,80,80,,,,,x,M"),
        "3:leading: reference-zero-width",
    ),
    "a reference value against the direction": (
        values("energy-intensity,80,110,,,,,x,M"),
        "3:leading: reference-direction",
    ),
    "a reference value in a unit that does not fit": (
        values("energy-intensity,80,,t,,,,x,M"),
        "3:unit: reference-unit",
    ),
    "a reference value in two units": (
        values("energy-intensity,80 kgce/unit,0.05 tce/unit,,,,,x,M"),
        "3:unit: reference-units",
    ),
    "a reference value for no indicator": (values("energy,80,,,,,,x,M"), "3:indicator: reference-unknown"),
    "a reference value for no industry": (
        values("energy-intensity,80,,,99,,,x,M"),
        "3:division: class-industry-outside",
    ),
    "a reference value for no province": (
        values("energy-intensity,80,,,,江南,,x,M"),
        "3:region: class-province",
    ),
    "the same reference value twice": (values("plot-ratio,0.8,,,,,,x,M"), "3:indicator: reference-twice"),
    "a reference value without a source": (values("energy-intensity,80,,,,,,,M"), "3:source: reference-source"),
    "a number in a unit of another kind": (answers("output,3,m2,,"), "3:output: quantity-unit-unfit"),
    "a number that could be read in two ways": (answers('output,"4,5",,,'), "3:output: quantity-comma"),
    "a denominator of zero": (answers("output,0,,,"), "3:output: quantity-not-above"),
    "a carrier twice": (
        answers("energy,1,GWh,electricity,\nenergy,2,GWh,electricity,"),
        "4:energy: intake-item-repeated",
    ),
    "a row of the register twice": (events(ROW, ROW), "3:name: register-row-twice"),
    "a removal of what is not listed": (
        events(ROW, "别的厂,factory,2023-01-15,,,remove,a\n"),
        "3:name: register-not-listed",
    ),
    "a province that there is none": (events(ROW.replace("江苏", "江南")), "2:province: class-province"),
    "a region twice": (regions("江苏,1,2\n浙江,2,1\n320000,3,3\n"), "4:region: regions-repeated"),
    "an empty column of indicators": (regions("江苏,1,\n浙江,2,\n"), "waste: regions-empty-column"),
    "fewer than two regions": (regions("江苏,1,2\n"), "regions-few"),
    "no number in a table of regions": (regions("江苏,1,2\n浙江,x,1\n"), "3:energy: regions-number"),
}


@pytest.fixture
def attempt(run, tmp_path, monkeypatch, database):
    """`attempt(files, words, language)`: what a command prints that is run in a folder with these files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATURITY_DATABASE_URL", database)

    def attempt(files, words, language):
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return run(*words, *([] if words[0] == "check" and language == "" else ["--language", language]))

    return attempt


def rows_of(database):
    with sqlite3.connect(database.removeprefix("sqlite:///")) as c:
        return c.execute("SELECT COUNT(*) FROM register_events").fetchone()[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", CASES)
def test_it_is_told_with_place_and_remedy_and_nothing_is_written(attempt, tmp_path, database, name, language):
    (files, words), code = CASES[name]
    ran = attempt(files, words, language)
    assert ran.code == 1
    line = next((one for one in ran.err.splitlines() if code in one), None)
    assert line, ran.err
    assert re.search(r"[一-龥].*。.+。" if language == "zh" else r"[.)] [A-Z].*[.)]$", line), (
        "what is wrong, and the remedy"
    )
    assert not re.search(r"\{[a-z_]+\}", line), "every value is filled in"
    if words[:2] != ["regions", "index"] or "regions-few" not in code:
        assert re.search(r":\d+:|:[a-z]+: ", line), "where it is"
    assert not (tmp_path / "out.xlsx").exists()
    assert rows_of(database) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_constant_column_is_told_beside_the_ranks(attempt, tmp_path, language):
    ran = attempt(*regions("江苏,1,5\n浙江,2,5\n广东,3,5\n"), language)
    assert ran.code == 0
    assert ("waste: 各地区这一列的数相同" if language == "zh" else "waste: All regions have the same value") in ran.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_ratio_over_zero_is_undefined_and_not_zero(attempt, language):
    rows = "water-reused,0,,,\nwater-discharged,0,,,\n"
    files, words = answers(rows.rstrip())
    ran = attempt(files, [*words, "--explain"], language)
    assert ran.code == 0
    assert ("无定义：" if language == "zh" else "Undefined: ") in ran.out


@pytest.mark.parametrize("place", range(len(BREAKS)))
def test_every_check_of_a_definition_tells_file_line_and_remedy(attempt, place):
    code, old, new = BREAKS[place]
    text = broken(SMALL, old, new)
    if code == "verified-unconfirmed":
        text = broken(text, "role: gate, ", "role: gate, provenance: M, ")
    for language in ("zh", "en"):
        ran = attempt({"x.yaml": text}, ["check", "x.yaml"], language)
        assert ran.code == 1
        assert re.search(rf"^x\.yaml:\d+:[\w.-]*: {code}: ..+", ran.err, re.M), ran.err
        assert not re.search(r"\{[a-z_]+\}", ran.err)


WORDS = (
    "",
    "0",
    "-1",
    "1e999",
    "nan",
    "x",
    "是",
    "100",
    "m2",
    "kgce/unit",
    "1/0",
    "a" * 3000,
    "\u0000",
    "[]",
    "mandatory",
)


def nodes(found, path=()):
    """The path of every value of a definition."""
    yield path
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in pairs:
        yield from nodes(value, (*path, key))


def mutated(found, draw):
    """A definition with one to three changes: a value replaced, a key renamed, dropped or moved elsewhere."""
    for _ in range(draw.randint(1, 3)):
        *above, last = draw.choice([path for path in nodes(found) if path])
        parent = found
        for key in above:
            parent = parent[key]
        change = draw.randrange(5)
        if change == 0:
            parent[last] = draw.choice(WORDS)
        elif change == 1:
            del parent[last]
        elif change == 2 and isinstance(parent, dict):
            parent[draw.choice(("formula", "scorer", "points", "unit", "x", "id", "role", "kind"))] = parent.pop(last)
        elif change == 3 and isinstance(parent, list):
            parent.insert(0, deepcopy(parent[last]))
        else:
            other = found
            for key in draw.choice([path for path in nodes(found) if path]):
                other = other[key]
            parent[last] = deepcopy(other)
    return found


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("id", GREEN)
def test_a_mutated_definition_is_read_or_refused_with_places(id, seed):
    draw = random.Random(f"{id}-{seed}")
    found = yaml.load(Catalogue().file(id), Loader=yaml.BaseLoader)
    text = yaml.safe_dump(mutated(found, draw), allow_unicode=True, sort_keys=False)
    try:
        asked = read(text, "x.yaml")
    except Refusal as refusal:
        problems = refusal.problems
    else:
        assert asked.items
        return
    assert problems
    for problem in problems:
        assert problem.place.row, problem.code
        for language in ("zh", "en"):
            told = problem.message(language) + problem.remedy(language)
            assert told.strip()
            assert not re.search(r"\{[a-z_]+\}", told)
