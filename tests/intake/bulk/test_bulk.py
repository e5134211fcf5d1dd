"""Every mistake of a bulk table is told; nothing is handed on unless all rows are right."""

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pytest

from maturity.answers import Chosen, NotApplicable, decode
from maturity.classification.credit_code import complete
from maturity.errors import Place, Refusal, refuse
from maturity.intake.bulk import COLUMNS, MOST_PROBLEMS, headings, read_bulk
from maturity.intake.spreadsheets.table import Table, read_table
from maturity.intake.spreadsheets.texts import Lost


def read_facts(values, needed=()):
    if not values["name"]:
        raise refuse("facts-missing", Place(column="name"), column="name")
    return SimpleNamespace(**values)


def row(small, code="A", **changes):
    facts = dict.fromkeys(COLUMNS[:-1], "x") | {"credit_code": code, "production_type": "discrete"}
    return facts | {item.id: "most" for item in small.items} | changes


def table(*rows, header=None):
    header = tuple(header or rows[0])
    return Table("t.csv", header, ((number, [r.get(name, "") for name in header]) for number, r in enumerate(rows, 2)))


def problems_of(small, *args, **more):
    with pytest.raises(Refusal) as caught:
        read_bulk(table(*args, header=more.pop("header", None)), small, read_facts, **more)
    return [(p.code, p.place.row, p.place.column) for p in caught.value.problems]


def test_answers_come_as_vectors_with_reasons(small):
    changes = {"skills.1a": "full", "skills.1b": "", "shape.1a": "不适用：没有"}
    (entry,) = read_bulk(table(row(small, **changes)), small, read_facts)
    answers = decode(small, entry.vector, entry.reasons)
    assert answers["skills.1a"] == Chosen("full")
    assert "skills.1b" not in answers
    assert answers["shape.1a"] == NotApplicable("没有")
    assert (entry.row, entry.facts.credit_code) == (2, "A")


def test_the_order_of_columns_does_not_matter(small):
    plain = row(small, **{"skills.1a": "none"})
    expected = read_bulk(table(plain), small, read_facts)[0].vector
    assert read_bulk(table(plain, header=reversed(list(plain))), small, read_facts)[0].vector == expected


def test_a_lost_cell_is_a_mistake_even_where_its_text_was_read_before(small):
    shown = "不适用：没有"
    rows = [row(small, "A", **{"shape.1a": shown}), row(small, "B", **{"shape.1a": Lost(shown)})]
    assert problems_of(small, *rows) == [("intake-lost", 3, "shape.1a")]


def test_all_mistakes_of_all_rows_are_told(small):
    rows = [
        row(small, "A", name="", **{"skills.1a": "best"}),
        row(small, "B"),
        row(small, "C", **{"shape.1a": "不适用"}),
    ]
    assert problems_of(small, *rows) == [
        ("facts-missing", 2, "name"),
        ("answer-unknown-choice", 2, "skills.1a"),
        ("answer-reason-missing", 4, "shape.1a"),
    ]


def test_repeated_and_taken_enterprises_are_named(small):
    found = problems_of(small, row(small, "A"), row(small, "B"), row(small, "A"), known={"intake-taken": {"B"}})
    assert found == [("intake-taken", 3, "credit_code"), ("intake-repeated", 4, "credit_code")]


def test_answers_outside_the_profile_are_no_answers(small):
    nothing = {item.id: "" for item in small.items} | {"colour.1a": "full"}  # which "process" does not assess
    assert problems_of(small, row(small, "A", production_type="process", **nothing))[0][0] == "intake-no-answers"
    assert read_bulk(table(row(small, "A", **nothing)), small, read_facts)


def test_columns_are_named_not_guessed(small):
    header = ["Name", *list(row(small))[1:], "extra", "", "city"]
    codes = [code for code, _, _ in problems_of(small, row(small), header=header)]
    assert sorted(codes) == sorted(
        [
            "intake-column-unnamed",
            "intake-column-repeated",
            "intake-column-near",
            "intake-column-unknown",
        ]
    )


def test_beyond_a_thousand_mistakes_are_counted(small):
    wrong = {item.id: "best" for item in small.items}
    found = problems_of(small, *(row(small, str(number), **wrong) for number in range(200)))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == ("intake-more", None, "")


def test_a_file_that_breaks_off_tells_what_was_found_before(small):
    def rows():
        yield 2, list(row(small, name="").values())
        raise refuse("intake-csv", Place("t.csv", 3), detail="x")

    with pytest.raises(Refusal) as caught:
        read_bulk(Table("t.csv", tuple(row(small)), rows()), small, read_facts)
    assert [(p.code, p.place.row) for p in caught.value.problems] == [("facts-missing", 2), ("intake-csv", 3)]


def test_a_header_alone_is_empty(small):
    assert problems_of(small, header=list(row(small)))[0][0] == "intake-empty"


def test_progress_is_told_row_by_row(small):
    seen = []
    read_bulk(table(row(small, "A"), row(small, "B")), small, read_facts, step=seen.append)
    assert seen == [1, 1]


def test_a_column_that_may_be_missing_is_read_where_it_is(small):
    seen = []

    def reading(cells, needed):
        seen.append(cells)
        return read_facts(cells)

    read_bulk(table(row(small, "A")), small, reading)
    read_bulk(table(row(small, "A") | {"ownership": "state"}), small, reading)
    assert [cells.get("ownership") for cells in seen] == [None, "state"]


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", Lost("=1+1")])
def test_a_cell_without_a_readable_value_is_a_mistake_of_its_row(small, shown):
    found = problems_of(small, row(small, "A", name=shown, **{"skills.1a": shown}))
    assert found == [("intake-lost", 2, "skills.1a"), ("intake-lost", 2, "name")]


@pytest.mark.parametrize("name", ["????????", "\ufffd\ufffd公司", "江苏机械".encode().decode("latin-1")])
def test_a_name_destroyed_before_is_a_mistake_of_its_row(small, name):
    assert problems_of(small, row(small, "A", name=name), row(small, "B")) == [("intake-destroyed", 2, "name")]


BAD = ({"name": ""}, {"skills.1a": "best"}, {"skills.1a": "#N/A"}, {"credit_code": "0"}, {})


def test_every_row_is_handed_on_or_put_aside_with_its_mistakes(small):
    for changes in product(BAD, repeat=3):
        rows = [row(small, str(code), **change) for code, change in enumerate(changes)]
        aside = []
        taken = {entry.row - 2 for entry in read_bulk(table(*rows), small, read_facts, aside=aside)}
        put = [dict(zip(refused.header, refused.cells, strict=True)) for refused in aside]
        assert put == [values for number, values in enumerate(rows) if number not in taken]
        assert all(refused.problems for refused in aside)
        assert not [number for number in taken if changes[number] in BAD[:3]]


@pytest.mark.parametrize("name", ["姹熻嫃绮惧瘑鏈烘版湁闄愬叕鍙", "涓鍥藉寳鏂瑰伐涓"])
def test_a_name_that_lost_bytes_as_gbk_is_destroyed(small, name):
    assert problems_of(small, row(small, "A", name=name)) == [("intake-destroyed", 2, "name")]


@pytest.mark.parametrize("name", ["昆山鑫淼犇羴麤机械", "臺灣精密機械廠股份有限公司", "珺璟鸾", "上海", "鸿海"])
def test_rare_and_traditional_characters_are_names(small, name):
    assert read_bulk(table(row(small, "A", name=name)), small, read_facts)


def test_a_misspelt_column_is_one_mistake_in_the_row_of_the_headings(small):
    plain = row(small)
    header = ["nmae", *list(plain)[1:]]
    told = Table("t.csv", tuple(header), iter([(4, list(plain.values()))]), 3)
    with pytest.raises(Refusal) as caught:
        read_bulk(told, small, read_facts)
    assert [(p.code, p.place.row, p.values) for p in caught.value.problems] == [
        ("intake-column-near", 3, {"column": "nmae", "near": "name"})
    ]


def test_chinese_headings_are_found(small, tmp_path):
    path = tmp_path / "t.csv"
    facts = "企业名称,统一社会信用代码,行业大类,生产类型,城市,从业人员,营业收入（万元）,成立年份,控股情况"
    path.write_text(",".join([facts, *(item.id for item in small.items)]), encoding="utf-8")
    assert read_table(path, headings(small)).header[:9] == COLUMNS


def code_of(number):
    return complete(f"91000000TEX{number:05d}")


@pytest.mark.parametrize("wrong", [{"name": ""}, {"skills.1a": "best"}])
def test_of_several_rows_of_an_enterprise_the_first_good_one_stays(small, wrong):
    """A row that is refused anyway keeps no other one out; each refused row names the one that stays."""
    for rights in product((True, False), repeat=3):
        rows = [row(small, code_of(1), **({} if right else wrong)) for right in rights]
        stays = rights.index(True) if True in rights else 0
        aside = []
        taken = [entry.row - 2 for entry in read_bulk(table(*rows), small, read_facts, aside=aside)]
        assert taken == ([stays] if True in rights else [])
        others = [number for number in range(3) if number not in taken]
        for number, refused in zip(others, aside, strict=True):
            told = [p.values["first"] for p in refused.problems if p.code == "intake-repeated"]
            assert told == ([stays + 2] if number != stays else []), rights
        codes = [(code, row) for code, row, _ in problems_of(small, *rows) if code == "intake-repeated"]
        assert codes == [("intake-repeated", number + 2) for number in range(3) if number != stays]


def test_what_somebody_signed_up_is_a_mistake_of_its_row(small):
    found = problems_of(small, row(small, "A"), row(small, "B"), known={"import-claimed": {"B"}})
    assert found == [("import-claimed", 3, "credit_code")]


def refuse_blanks(values, needed=()):
    raise refuse("facts-missing", Place(column="credit_code"), column="credit_code")


OTHER_ROWS = [
    ("intake-row-total", {"name": "合 计", "revenue_10k": "12000", "headcount": "310"}),
    ("intake-row-total", {"credit_code": "小计", "name": "华东小计"}),
    ("intake-row-total", {"name": "Total:", "headcount": "310"}),
    ("intake-row-total", {"name": "Grand total"}),
    ("intake-row-units", {"headcount": "人", "revenue_10k": "（万元）"}),
    ("intake-row-units", {"revenue_10k": "单位：万元"}),
    ("intake-row-headings", {name: name for name in COLUMNS[:-1]}),
    ("intake-row-headings", {"name": "企业名称", "credit_code": "统一社会信用代码", "headcount": "从业人员（人）"}),
]


@pytest.mark.parametrize(("code", "cells"), OTHER_ROWS)
def test_a_row_that_is_no_enterprise_is_one_mistake_that_says_what_it_is(small, code, cells):
    aside = []
    read_bulk(table(cells, header=row(small)), small, refuse_blanks, aside=aside)
    assert [[problem.code for problem in refused.problems] for refused in aside] == [[code]]
    with pytest.raises(Refusal) as caught:
        read_bulk(table(cells, header=row(small)), small, refuse_blanks)
    assert [(problem.code, problem.place.row) for problem in caught.value.problems] == [(code, 2)]


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "合计", "credit_code": complete("91320500MA1MTXJ4")},
        {"name": "合计科技有限公司", "headcount": "人"},
        {"name": "苏州万元机械", "revenue_10k": "万元"},
        {"name": "name", "credit_code": "x"},
    ],
)
def test_a_row_that_may_be_an_enterprise_keeps_its_own_mistakes(small, cells):
    aside = []
    read_bulk(table(cells, header=row(small)), small, refuse_blanks, aside=aside)
    assert "facts-missing" in [problem.code for problem in aside[0].problems]


def test_a_row_that_several_profiles_fit_is_refused_with_their_names(small):
    open_to_all = {id: replace(profile, meant_for={}) for id, profile in small.profiles.items()}
    both = replace(small, profiles=open_to_all)
    with pytest.raises(Refusal) as caught:
        read_bulk(table(row(small)), both, read_facts)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row) == ("intake-several-profiles", 2)
    assert problem.values == {"allowed": ", ".join(small.profiles)}
