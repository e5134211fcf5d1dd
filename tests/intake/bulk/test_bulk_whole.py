"""What a bulk table holds is what is stored and what is named: thirty drawn tables of every kind of trouble.

Each kind puts spellings of one meaning, and cells without any readable meaning, into tables of every format. A row is
then either stored with exactly its meaning, or set aside with a mistake that names the column.
"""

import csv
import io
import random

import openpyxl
import pytest

from maturity.answers import Chosen, NotApplicable, decode
from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.intake.bulk import headings, read_bulk
from maturity.intake.spreadsheets.table import read_table
from maturity.store.enterprises.facts import read_facts

ROWS = 6
INVISIBLE = ("\u200b", "\ufeff", "\u00a0", "\u3000", "\u200e", " ", "\t")
PLAIN = {
    "division": "C39", "production_type": "discrete", "city": "苏州市", "headcount": "120", "revenue_10k": "900.5",
    "founded": "2001",
}  # fmt: skip
MEANING = {"division": "39", "production_type": "discrete", "city": "320500", "headcount": 120, "founded": 2001}
# kind -> (column, spellings of the plain meaning, cells that mean nothing)
KINDS = {
    "K1 lost values": ("answer", ["全部满足"], ["#N/A", "#REF!", "#VALUE!", "=A1", "#DIV/0!"]),
    "K1 lost facts": ("headcount", ["120"], ["#N/A", "#NAME?", "=SUM(A1)"]),
    "K5 choices": ("answer", ["full", "FULL", "Full ", "全部满足", "Fully met", "１"], ["全满", "fulll", "5"]),
    "K5 scores": ("answer", ["1", "1.0", "100%"], ["0.9", "2", "-1", "NaN"]),
    "K8 places": ("city", ["320500", "苏州", "320505", "320500000000", "江苏省苏州市"], ["999999", "姑苏城外", "0"]),
    "K9 divisions": ("division", ["39", "C39", "c39", "C-39", "39.0", "C3911"], ["C99", "电子", "3", "A01"]),
    "K9 types": ("production_type", ["discrete", "离散型", "离散", "Discrete"], ["混合型", "x"]),
    "K9 numbers": ("headcount", ["120", "120人", "１２０", "120.0", " 120 "], ["一百二十", "12e", "-5", "12,0"]),
    "K9 years": ("founded", ["2001", "2001年", "2001.0", "２００１"], ["二〇〇一", "01", "99999", "1e3"]),
    "K9 revenue": ("revenue_10k", ["900.5", "900.50", "９００.５", "900.5万元"], ["九百", "9O0", "1e400"]),
    "reasons": ("reason", ["不适用：没有仓库", "not-applicable: 没有仓库"], ["不适用", "N/A", "不适用："]),
}  # fmt: skip


def tables(kind, seed, small):
    """Rows, and for every row the column that was changed and whether its cell still has its meaning."""
    chance = random.Random(f"{kind} {seed}")
    column, same, nothing = KINDS[kind]
    item = chance.choice([each.id for each in small.items_of("discrete")])
    rows, told = [], []
    for number in range(ROWS):
        row = PLAIN | {"name": f"示例企业 {number}", "credit_code": complete(f"91000000TEX{seed:03d}{number:02d}")}
        row |= {each.id: "full" for each in small.items}
        meant = chance.random() < 0.5
        cell = chance.choice(same if meant else nothing)
        if chance.random() < 0.4 and not cell.startswith(("=", "#")):
            cell = chance.choice(INVISIBLE) + cell + chance.choice(INVISIBLE)
        at = item if column in ("answer", "reason") else column
        row[at] = cell
        rows.append(row)
        told.append((at, meant))
    return rows, told, item


def write(rows, path, form, chance):
    header = list(rows[0])
    chance.shuffle(header)
    lines = [header, *([row[name] for name in header] for row in rows)]
    if form == "xlsx":
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        book.save(path)
        return
    out = io.StringIO()
    csv.writer(out, delimiter="\t" if form == "utf-16" else ",").writerows(lines)
    path.write_bytes(out.getvalue().encode(form, "ignore"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_stored_as_meant_or_named(kind, small, tmp_path):
    stored = named = 0
    for seed in range(30):
        rows, told, item = tables(kind, seed, small)
        chance = random.Random(seed)
        form = chance.choice(["xlsx", "utf-8", "utf-8-sig", "utf-16"])
        path = tmp_path / f"t{seed}.{'xlsx' if form == 'xlsx' else 'csv'}"
        write(rows, path, form, chance)
        aside = []
        try:
            entries = read_bulk(read_table(path, headings(small)), small, read_facts, aside=aside)
        except Refusal:  # nothing is stored at all, and the mistakes are named
            named += ROWS
            continue
        assert len(entries) + len(aside) == ROWS, (kind, seed, form)
        by_name = {row["name"]: (row, *one) for row, one in zip(rows, told, strict=True)}
        for entry in entries:
            row, at, meant = by_name.pop(entry.facts.name)
            assert meant, (kind, seed, form, at, row[at], entry)
            assert_meaning(entry, row, item, small, kind)
            stored += 1
        for refused in aside:
            row, at, meant = by_name.pop(next(cell for cell in refused.cells if str(cell).startswith("示例企业")))
            columns = {problem.place.column for problem in refused.problems}
            assert at in columns, (kind, seed, form, at, row[at], columns)
            assert not meant, (kind, seed, form, at, row[at], refused.problems)
            named += 1
        assert not by_name
    assert stored > 30
    assert named > 30


def assert_meaning(entry, row, item, small, kind):
    facts = {name: getattr(entry.facts, name) for name in MEANING}
    assert facts == MEANING
    assert float(entry.facts.revenue_10k) == 900.5
    answers = decode(small, entry.vector, entry.reasons)
    if KINDS[kind][0] == "reason":  # words keep their own invisible characters
        assert isinstance(answers[item], NotApplicable)
        assert answers[item].reason.strip("".join(INVISIBLE)) == "没有仓库"
    else:
        assert answers[item] == Chosen("full")
    others = {answer for id, answer in answers.items() if id != item}
    assert others == {Chosen("full")}
