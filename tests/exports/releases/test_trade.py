"""SDMX, JSON-stat and PX files, read back by readers that others keep: the same figures, and nothing that is hidden."""

import csv
import io
import json
from dataclasses import replace
from itertools import product
from zipfile import ZipFile

import pytest
import sdmx
from maturity.exports.releases import jsonstat, px
from maturity.exports.releases import sdmx as sdmx_csv
from pyaxis import pyaxis
from pyjstat import pyjstat

from maturity.disclosure.rules import Rules
from maturity.publication.code_lists import code_lists
from maturity.publication.cubes import cube, spelled, status
from maturity.publication.observations import ATTRIBUTES, DIMENSION_COLUMNS, TIME
from maturity.publication.release import assemble, build
from maturity.questionnaire import Text, load
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.plan import load_plan, shipped_plans
from maturity.statistics.signs import SIGNS, Status
from maturity.statistics.tabulate import tabulate

from ...publication.sources.made import brought_release, national, release_of
from ...statistics.world import frame_2021
from .own_measures import own_release

OF_SOURCES = ("association", "regions", "targets")
WRITERS = {"sdmx.zip": sdmx_csv, "jsonstat.zip": jsonstat, "px.zip": px}
DOTS = {f'"{"." * sign.dots}"': status for status, sign in SIGNS.items() if sign.dots}


@pytest.fixture(scope="module", params=["public", "own", *shipped_plans()])
def made(request, tmp_path_factory):
    """The standard plan as it is released, with hidden cells, and every shipped plan and one of measures that none of
    them has for internal use.
    """
    if request.param == "own":
        return own_release()
    if request.param == "register":
        return release_of(national())
    if request.param in OF_SOURCES:
        return brought_release(request.param, tmp_path_factory.mktemp("brought"))
    frame = frame_2021()
    if request.param != "public":
        return build(load_plan(request.param), frame, load(), 2021)
    plan = load_plan()
    tables = tabulate(plan, frame)
    by = protection(plan.tables, tables, frame, Rules())
    return assemble(plan, by.apply(tables), load(), 2021, len(frame), rules=Rules())


def members(module, release, folder, suffix):
    with ZipFile(module.write(release, folder / f"levels.{suffix}", "zh")) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_release_gives_the_same_bytes_in_every_language(made, tmp_path):
    for suffix, module in WRITERS.items():
        one = module.write(made, tmp_path / f"one.{suffix}", "zh")
        two = module.write(made, tmp_path / f"two.{suffix}", "en")
        assert one.read_bytes() == two.read_bytes(), suffix
        assert one.name == ("one-internal" if made.internal else "one") + f".{suffix}"


def test_sdmx_reads_back_figure_for_figure(made, tmp_path):
    files = members(sdmx_csv, made, tmp_path, "sdmx.zip")
    message = sdmx.read_sdmx(io.BytesIO(files["structure.xml"]))
    (dsd,) = message.structure.values()
    dimensions = (*DIMENSION_COLUMNS, TIME)
    assert tuple(each.id for each in dsd.dimensions) == dimensions
    assert tuple(each.id for each in dsd.attributes) == tuple(ATTRIBUTES)
    lists = {id.removeprefix("CL_"): set(codes) for id, codes in message.codelist.items()}
    assert lists == {id: set(codes) for id, (_, codes) in code_lists(made.by).items()}
    got = []
    for table in made.tables:
        flow = message.dataflow[f"{made.id}_{table.id}".replace("-", "_").upper()]
        assert flow.name.localizations == {"zh": table.title.zh, "en": table.title.en}
        assert flow.structure is dsd
        for each in read_csv(files[f"{table.id}.csv"], flow):
            key = {id: value.value for id, value in each.dimension.values.items()}
            said = {id: value.value for id, value in each.attached_attribute.items()}
            assert all(key[id] in lists[id] for id in DIMENSION_COLUMNS)
            assert all(said[id] in lists[id] for id in ATTRIBUTES if id in lists)
            got.append(((table.id, *(key[id] for id in dimensions)), each.value, *(said[id] for id in ATTRIBUTES)))
    assert len({key for key, *_ in got}) == len(got)
    assert got == [
        (
            (each.table_id, *(str(getattr(each, id.lower())) for id in dimensions)),
            "" if each.obs_value is None else str(spelled(each)),
            *("" if getattr(each, id.lower()) is None else str(getattr(each, id.lower())) for id in ATTRIBUTES),
        )
        for each in made.tidy
    ]


def read_csv(content, flow):
    message = sdmx.reader.csv.Reader().convert(io.BytesIO(content), structure=flow)
    (data,) = message.data
    return data.obs


def told(made, table):
    """What the tidy rows of a table say: by year, codes of its rows and column."""
    found = cube(table, made.year, internal=made.internal)
    codes = [list(axis.members) for axis in found.axes]
    own = [row for row in made.tidy if row.table_id == table.id]
    assert list(found.cells.values()) == own
    return found, {tuple(codes[axis][at] for axis, at in enumerate(key)): each for key, each in found.cells.items()}


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")  # the reader calls its own
def test_json_stat_reads_back_figure_for_figure(made, tmp_path):
    files = members(jsonstat, made, tmp_path, "jsonstat.zip")
    for table in made.tables:
        found, wanted = told(made, table)
        for language in ("zh", "en"):
            text = files[f"{language}/{table.id}.json"].decode()
            assert json.loads(text)["label"] == table.title.of(language)
            frame = pyjstat.Dataset.read(text).write("dataframe", naming="id")
            assert list(frame.columns) == [*(axis.id for axis in found.axes), "value"]
            got = {tuple(row[:-1]): row[-1] for row in frame.itertuples(index=False, name=None)}
            assert len(got) == len(list(product(*(axis.members for axis in found.axes))))
            shown = {key: float(value) for key, value in got.items() if value == value and value is not None}
            assert shown == {key: float(spelled(each)) for key, each in wanted.items() if each.obs_value is not None}
            states = dict(
                zip(product(*(axis.members for axis in found.axes)), states_of(json.loads(text)), strict=True)
            )
            hidden = {key for key, state in states.items() if state == "c"}
            assert hidden == {key for key, each in wanted.items() if each.conf_status == "C"}
            assert all(key not in shown for key in hidden)
            names = pyjstat.Dataset.read(text).write("dataframe", naming="label")
            assert list(names.columns) == [*(axis.label.of(language) for axis in found.axes), "value"]


def states_of(dataset):
    cells = 1
    for length in dataset["size"]:
        cells *= length
    return [dataset["status"].get(str(at), "") for at in range(cells)]


def test_px_reads_back_figure_for_figure(made, tmp_path):
    files = members(px, made, tmp_path, "px.zip")
    for table in made.tables:
        found, wanted = told(made, table)
        keys = list(product(*(axis.members for axis in found.axes)))
        path = tmp_path / "one.px"
        path.write_bytes(files[f"{table.id}.px"])
        for language in ("zh", "en"):
            read = pyaxis.parse(str(path), encoding="utf-8", lang=language, null_values="^$", sd_values="^$")
            assert read["METADATA"]["TITLE"] == [f"{table.title.of(language)} {made.year}"]
            assert list(read["DATA"].columns)[:-1] == [axis.label.of(language) for axis in found.axes]
            assert len(read["DATA"].drop_duplicates(list(read["DATA"].columns)[:-1])) == len(keys)
            for key, value in zip(keys, read["DATA"]["DATA"], strict=True):
                each = wanted.get(key)
                said = Status.NOT_LISTED if each is None else status(each)
                if value in DOTS:
                    assert DOTS[value] is said
                else:
                    assert value == str(spelled(each))
                    assert said in (None, Status.FEW)


def cubes(release, tmp_path):
    """The tables of the PX package, without the reference metadata beside them."""
    return [(name, data) for name, data in members(px, release, tmp_path, "px.zip").items() if name.endswith(".px")]


def test_px_keeps_lines_short_and_codes_beside_names(made, tmp_path):
    for name, content in cubes(made, tmp_path):
        text = content.decode()
        head, _, data = text.partition("DATA=")
        assert all(len(line) <= 256 for line in head.splitlines() if not line.startswith(("TIMEVAL", "CELLNOTE"))), name
        assert head.count("CODES(") == head.count("CODES[en](") > 1
        assert data.rstrip().endswith(";")


def test_no_hidden_figure_stands_anywhere(made, tmp_path):
    """A hidden figure has no value, and neither has the number of enterprises of its row if that is hidden."""
    if made.internal:
        return
    hidden = [row for row in made.tidy if row.conf_status == "C"]
    assert hidden
    files = members(sdmx_csv, made, tmp_path, "sdmx.zip")
    rows = [row for table in made.tables for row in csv.DictReader(io.StringIO(files[f"{table.id}.csv"].decode()))]
    secret = [row for row in rows if row["CONF_STATUS"] == "C"]
    assert len(secret) == len(hidden)
    assert all(not row["OBS_VALUE"] and row["OBS_STATUS"] == "Q" for row in secret)
    alone = [row for row in secret if row["MEASURE"] == "count" and row["LEVEL"] == "_T"]
    assert alone
    assert all(not row["N_BASE"] for row in alone)


def test_hostile_texts_break_no_file(hostile, tmp_path):
    bad = Text('a";DATA=1;\nTITLE="b', 'x";\n"=1+1')
    odd = replace(hostile, title=bad, tables=tuple(replace(table, title=bad) for table in hostile.tables))
    for name, content in cubes(odd, tmp_path):
        lines = [line for line in content.decode().splitlines() if line.startswith(("TITLE", "DATA="))]
        assert [line.partition("=")[0] for line in lines] == ["TITLE", "TITLE[en]", "DATA"], name
        assert all(line.count('"') == 2 for line in lines[:2])
    structure = members(sdmx_csv, odd, tmp_path, "sdmx.zip")["structure.xml"]
    flows = sdmx.read_sdmx(io.BytesIO(structure)).dataflow.values()
    assert {flow.name.localizations["en"] for flow in flows} == {bad.en}
    table = json.loads(members(jsonstat, odd, tmp_path, "jsonstat.zip")["en/overall.json"])
    assert table["label"] == bad.en
