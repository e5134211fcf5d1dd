"""Signs in tables: low reliability is marked, and both styles of signs say the same."""

from dataclasses import replace
from fractions import Fraction

from maturity.questionnaire import load
from maturity.release import build, legend
from maturity.statistics.table import SIGNS, Column, Status, flagged, shown
from maturity.statistics.tabulate import tabulate

from .test_tabulate import plan
from .world import make_frame

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


def test_every_style_has_every_sign_and_no_two_alike():
    for signs in SIGNS.values():
        assert set(signs) == set(Status)
        assert len(set(signs.values())) == len(Status)
    column = Column("x", asked := plan().title, "share", asked, 1, asked, "share")
    assert shown(Status.CONFIDENTIAL, column, "zh") == "[c]"
    assert shown(Status.CONFIDENTIAL, column, "zh", "cn") == "*"
    assert shown(Fraction(1, 2), column, "zh", "cn") == "0.5"
    assert dict(legend("cn", "en", [Status.NOT_APPLICABLE])).keys() == {"blank"}
