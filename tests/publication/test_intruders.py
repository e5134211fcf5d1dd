"""Every kind of green table against intruders who read files: with protection they learn nothing, without it they do.

The tables are the same both times; those without protection are of the internal release, or each protected by itself.
"""

import re
from dataclasses import replace

import numpy as np
import pytest

from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.publish import publish, year_data
from maturity.statistics.confidentiality import sums
from maturity.statistics.dimensions import PLAIN
from maturity.statistics.plan import finding, read_plan
from maturity.store.publications.releases import ReleaseOrigin

from .factories import CITIES, DIVISIONS, GREEN, YEAR, add_giant, load_with_giants, people
from .intruders import Adding, files_of, lessons

COUNTS = "[n, count_by_level, share_by_level, mean_score]"
SUMS = "[n, 'sum:output', 'sum:energy', 'ratio:low-carbon.energy']"
SIGN = re.compile(r" >?= ")
LARGEST = "[n, 'sum:output', 'first_5:output', 'first_10:output', 'first_5:energy']"
_PARTS = [f"division = {code}" for code in DIVISIONS] + [f"city = {code}" for code in CITIES]
KINDS = {  # rows, measures and conditions of the tables of a plan
    "verdicts": [
        ("", COUNTS),
        ("division", COUNTS),
        ("province", COUNTS),
        ("division, province", COUNTS),
        ("city", COUNTS),
    ],
    "conditions": [("division", COUNTS), ("division", COUNTS, "level >= 3"), ("city", COUNTS, "division = 39")],
    "sums": [("", SUMS), ("division", SUMS), ("province", SUMS), ("division, province", SUMS), ("city", SUMS)],
    "sums-and-largest": [(rows, LARGEST) for rows in ("", "division", "province", "division, province")],
    "sums-of-classes": [("class", SUMS), ("division, class_in_division", SUMS)],
    "parts": [("", SUMS), *(("", SUMS, one) for one in _PARTS)],
    "sums-of-some": [("", SUMS), ("", SUMS, "level >= 3"), ("city", SUMS), ("city", SUMS, "division = 31")],
    "classes": [("class", "[n, class_from, count_by_level, mean_score]"), ("division, class_in_division", COUNTS)],
}


def plan_of(tables, id="own", joined=""):
    text = f"id: {id}\nquestionnaire: {GREEN.id}\n" + (f"joined: {joined}\n" if joined else "")
    text += "title: {zh: 试验, en: Trial}\nscope: {zh: 全部, en: All}\ntables:\n"
    for place, (rows, measures, *conditions) in enumerate(tables):
        title = f"{{zh: '表 {place}', en: 'Table {place}'}}"
        text += f"  - {{id: t{place}, title: {title}, rows: [{rows}], levels: each, measures: {measures}"
        text += f", population: [{', '.join(conditions)}]}}\n" if conditions else "}\n"
    return read_plan(text, find=finding(GREEN))


def told_by(frame, tables, files):
    """What both intruders learn from the files of releases with these tables."""
    last = {f"t{place}": rows.rpartition(", ")[2] for place, (rows, *_) in enumerate(tables)}
    series = {id: name for id, name in last.items() if name.startswith("class")}
    populations = {f"t{place}": [SIGN.split(one) for one in some] for place, (_, _, *some) in enumerate(tables)}
    adding = Adding(frame, series, populations).take(files)
    return lessons(frame, files, series, populations), adding.learned("output") | adding.learned("energy")


@pytest.fixture
def filled(sqlite_store):
    load_with_giants(sqlite_store)
    return sqlite_store


def cleared(store, *plans, **more):
    found = clear(store, Request(plans, YEAR, Rules(), **more), GREEN)
    found.check()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_protected_tables_teach_intruders_nothing(filled, tmp_path, kind):
    frame = year_data(filled, GREEN, YEAR).frame
    (release,) = cleared(filled, plan_of(KINDS[kind])).releases
    figures = [cell for table in release.tables for _, _, cell in table.figures()]
    assert sum(isinstance(cell, int) or hasattr(cell, "denominator") for cell in figures) > len(figures) / 4
    counted, added = told_by(frame, KINDS[kind], files_of([release], tmp_path))
    assert (counted, added) == ([], set())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_tables_without_protection_teach_them(filled, tmp_path, kind):
    frame = year_data(filled, GREEN, YEAR).frame
    release = publish(filled, plan_of(KINDS[kind]), YEAR, GREEN).release
    counted, added = told_by(frame, KINDS[kind], files_of([release], tmp_path))
    assert added if any("sum:" in measures for _, measures, *_ in KINDS[kind]) else counted


def test_protecting_each_table_by_itself_loses(filled, tmp_path):
    """Each shows what is safe in it; a total less all parts but one is that one."""
    frame, tables = year_data(filled, GREEN, YEAR).frame, [*KINDS["verdicts"], *KINDS["parts"]]
    apart = [cleared(filled, plan_of([one], id=f"own-{place}")).releases[0] for place, one in enumerate(tables)]
    files = files_of(
        [replace(one, tables=(replace(one.tables[0], id=f"t{n}"),)) for n, one in enumerate(apart)], tmp_path
    )
    counted, added = told_by(frame, tables, files)
    assert counted
    assert added


def test_protecting_rows_of_classes_as_if_they_were_of_all_loses(filled, tmp_path, monkeypatch):
    frame, tables = year_data(filled, GREEN, YEAR).frame, KINDS["sums-of-classes"]
    rows = sums._rows
    of_facts = lambda one: replace(one, where=tuple(pair for pair in one.where if pair[0] in PLAIN))  # noqa: E731
    monkeypatch.setattr(sums, "_rows", lambda frame, one: rows(frame, of_facts(one)))
    (release,) = cleared(filled, plan_of(tables)).releases
    assert told_by(frame, tables, files_of([release], tmp_path))[1]


def test_two_releases_with_one_newcomer_between_them(filled, tmp_path):
    """The later one is refused; without the ledger its sums less those before are the newcomer's amounts."""
    plan, known = plan_of(KINDS["sums"]), year_data(filled, GREEN, YEAR).frame["member"]
    first = cleared(filled, plan).releases
    add_giant(filled, people(91)[90:])
    later, frame = cleared(filled, plan).releases, year_data(filled, GREEN, YEAR).frame
    new = ~frame["member"].isin(known).to_numpy()
    before, after = files_of([*first, *later], tmp_path)
    assert np.flatnonzero(new)[0] in Adding(frame, {}, {}).take([before], ~new).take([after]).learned("output")


def test_a_release_of_other_data_of_the_year_is_refused_or_lets_the_newcomer_wait(filled):
    found = cleared(filled, plan_of(KINDS["sums"]))
    with filled.write() as c:
        found.enter(c, ReleaseOrigin())
    add_giant(filled, people(91)[90:])
    for beside in ("refuse", "hide"):
        with pytest.raises(Refusal) as caught:
            cleared(filled, plan_of(KINDS["sums"]), beside=beside)
        assert "disclosure-sums-changed" in {problem.code for problem in caught.value.problems}, beside
    held = cleared(filled, plan_of(KINDS["sums"]), beside="hold-back")
    assert held.releases[0].tables[0].rows == found.releases[0].tables[0].rows


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith("sums") or kind == "parts"])
def test_the_same_tables_of_the_same_data_are_released_again_as_they_were(filled, kind):
    found = cleared(filled, plan_of(KINDS[kind]))
    with filled.write() as c:
        found.enter(c, ReleaseOrigin())
    again = cleared(filled, plan_of([*KINDS[kind], *KINDS["verdicts"]], id="more"), beside="hide")
    assert again.suppressed_cells
    for before, after in zip(found.releases[0].tables, again.releases[0].tables, strict=False):
        assert after.rows == before.rows
