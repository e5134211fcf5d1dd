import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Refusal
from maturity.intake.spreadsheets.cells import Cells


@pytest.mark.parametrize(
    "cell",
    [
        "most",
        " MOST ",
        "大部分满足",
        "Mostly met",
        "mostly  met",
        "ｍｏｓｔ",
        "\u3000大部分满足",
        "\u202dmost\u202c",
        "0.8",
    ],
)
def test_ids_and_words_of_both_languages_are_choices(small, cell):
    assert Cells(small).answer("skills.1a", cell) == Chosen("most")


@pytest.mark.parametrize("cell", ["", "  ", "\u3000"])
def test_nothing_is_no_answer(small, cell):
    assert Cells(small).answer("skills.1a", cell) is None
    assert Cells(small).code("skills.1a", cell) == (0, "")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("不适用：没有仓库", "没有仓库"),
        ("不适用: 没有仓库", "没有仓库"),
        ("not-applicable: no store: none at all", "no store: none at all"),
        ("Not applicable：x\ny", "x\ny"),
        ("\ufeff不适用\u200b：没\u200d有", "没\u200d有"),
    ],
)
def test_not_applicable_carries_its_reason(small, cell, reason):
    assert Cells(small).answer("skills.1a", cell) == NotApplicable(reason)
    assert Cells(small).code("skills.1a", cell) == (7, reason)


def test_a_reason_may_stand_in_its_own_column(small):
    assert Cells(small).answer("skills.1a", "不适用", "没有仓库") == NotApplicable("没有仓库")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("不适用", "answer-reason-missing"),
        ("not-applicable: ", "answer-reason-missing"),
        ("2", "answer-unknown-choice"),
        ("0.7", "answer-unknown-choice"),
        ("不适用吧", "answer-unknown-choice"),
        ("不适用：" + "长" * 1001, "answer-reason-long"),
        ("不适用：#N/A", "intake-lost"),
        ("not-applicable: =VLOOKUP(A1,B:B,1)", "intake-lost"),
    ],
)
def test_everything_else_is_refused(small, cell, code):
    with pytest.raises(Refusal) as caught:
        Cells(small).code("skills.1a", cell)
    assert caught.value.problems[0].code == code
