"""Signs in tables: low reliability is marked, and both styles of signs say the same."""

from dataclasses import replace
from fractions import Fraction

from maturity.publication.release import build
from maturity.questionnaire import load
from maturity.statistics.signs import SIGNS, Status, sign
from maturity.statistics.table import Column, flagged, printed, shown
from maturity.statistics.tabulate import tabulate
from maturity.text.numbers import half_up

from ..test_tabulate import plan
from ..world import make_frame

FIRMS = {"division": ["39"] * 40 + ["13"] * 12 + ["26"] * 30}


def test_rows_of_few_enterprises_are_marked_in_a_last_column():
    (table,) = tabulate(plan("[division]", measures="[n, share_at_least_2]"), make_frame(FIRMS, [1, 2] * 41))
    marked = flagged(table)
    assert marked.columns[-1].id == "reliability"
    signs = {row.key[0]: row.cells[-1] for row in marked.rows}
    assert [code for code, cell in signs.items() if cell is Status.FEW] == ["13"]
    assert "few" in marked.notes
    assert [row.cells[:-1] for row in marked.rows] == [row.cells for row in table.rows]


def test_numbers_alone_are_as_reliable_as_they_are():
    (table,) = tabulate(plan("[division]", measures="[n, count_by_level]"), make_frame(FIRMS, [1, 2] * 41))
    assert flagged(table) == table


def test_rows_whose_figures_are_hidden_are_not_marked():
    (table,) = tabulate(plan("[division]", measures="[n, share_at_least_2]"), make_frame(FIRMS, [1, 2] * 41))
    hidden = replace(table, rows=tuple(replace(row, cells=(*row.cells[:3], Status.CONFIDENTIAL)) for row in table.rows))
    assert flagged(hidden) == hidden


def test_tidy_rows_say_it_too():
    asked = plan("[division]", measures="[n, share_at_least_2]")
    release = build(asked, make_frame(FIRMS, [1, 2] * 41), load(), 2021)
    found = {(row.industry, row.measure): row.obs_status for row in release.tidy}
    assert {key: status for key, status in found.items() if status != "A"} == {("13", "share"): "U"}


def test_every_status_has_its_signs_and_no_two_in_tables_alike():
    assert set(SIGNS) == set(Status)
    in_tables = set(Status) - {Status.NOT_LISTED}
    for style in ("gss", "cn"):
        for language in ("zh", "en"):
            assert len({sign(status, style, language) for status in in_tables}) == len(in_tables)
    assert len({each.dots for each in SIGNS.values()}) == len(SIGNS)


def test_signs_are_those_usual_in_the_language_unless_others_are_asked_for():
    column = Column("x", asked := plan().title, "share", asked, 1, asked, "share")
    told = {
        (Status.CONFIDENTIAL, "zh"): "*",
        (Status.CONFIDENTIAL, "en"): "[c]",
        (Status.ROUNDS_TO_ZERO, "zh"): "…",
        (Status.ROUNDS_TO_ZERO, "en"): "[low]",
        (Status.NOT_APPLICABLE, "zh"): "",
        (Status.NOT_APPLICABLE, "en"): "[z]",
    }
    assert {(status, language): shown(status, column, language) for status, language in told} == told
    assert shown(Status.CONFIDENTIAL, column, "zh", "gss") == "[c]"
    assert shown(Status.CONFIDENTIAL, column, "en", "cn") == "*"
    assert shown(Fraction(1, 2), column, "zh", "cn") == "0.5"


MANY = {"division": ["39"] * 3000 + ["26"] * 40}
ONE_ABOVE = [2] + [1] * 2999 + [1] * 40


def tiny():
    """In division 39 one of 3,000 is at level 2 (0.03%), in 26 nobody."""
    asked = plan("[division]", measures="[n, count_at_least_2, share_at_least_2]")
    return build(asked, make_frame(MANY, ONE_ABOVE), load(), 2021)


def test_what_rounds_to_zero_is_told_from_a_true_zero_and_everything_is_rounded_once():
    (table,) = tiny().tables
    share = {row.key[0]: row.cells[table.column("share_GE2")] for row in table.rows}
    assert share == {"_T": Status.ROUNDS_TO_ZERO, "39": Status.ROUNDS_TO_ZERO, "26": 0}
    said = {row.industry: (row.obs_value, row.obs_status) for row in tiny().tidy if row.measure == "share"}
    assert said == {"_T": (0, "N"), "39": (0, "N"), "26": (0, "A")}
    (plain,) = tabulate(plan("[division]", measures="[n, mean_score]"), make_frame(MANY, ONE_ABOVE))
    for row, column, cell in printed(plain).figures():
        assert cell == Fraction(half_up(cell, column.decimals)), row


def test_only_signs_that_appear_are_explained_with_the_note_that_says_more():
    release = tiny()
    (table,) = release.tables
    assert dict(release.legend("en", table)).keys() == {"[low]"}
    assert {mark: text.zh for mark, text in release.legend("zh", table)} == {
        "…": "不为零，但不足表中最小单位",
        "#": "其中的主要项",
    }
    few = build(plan("[division]", measures="[n, share_at_least_2]"), make_frame(FIRMS, [1, 2] * 41), load(), 2021)
    number = next(note.number for note in few.notes if note.id == "few")
    assert [(mark, text.zh[-5:]) for mark, text in few.legend("zh", *few.tables)] == [("△", f"（见注{number}）"[-5:])]
    assert few.legend("zh", quality=True) == ()


def test_numbers_whose_other_parts_are_not_listed_are_marked_in_chinese_tables():
    release = tiny()
    (table,) = release.tables
    names = {column.id: release.label(table, column, "zh") for column in table.columns if column.numeric}
    assert names == {"n": "企业数", "count_GE2": "#二级及以上", "share_GE2": "二级及以上"}
    assert release.label(table, table.columns[table.column("count_GE2")], "en") == "Level 2 or above"
    whole = plan("[division]", measures="[n, count_by_level, count_at_least_2]")
    (table,) = tabulate(whole, make_frame(FIRMS, [1, 2] * 41))
    assert table.by.of_which(table.columns) == {"count_GE2"}
