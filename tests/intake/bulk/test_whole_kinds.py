"""What a bulk table holds is what is read, with its right value, or named with its row: 30 drawn tables a kind."""

import csv
import io
import random
from decimal import Decimal

import openpyxl
import pytest

from maturity.answers import Chosen, decode
from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.intake.bulk import COLUMNS, headings, read_bulk
from maturity.intake.spreadsheets.table import read_table
from maturity.store.enterprises.facts import read_facts

RIGHT = {
    "name": "示例机械有限公司",
    "division": "34",
    "production_type": "discrete",
    "city": "320500",
    "headcount": 1200,
    "revenue_10k": Decimal("35000"),
    "founded": 1998,
}
USUAL = RIGHT | {"headcount": "1200", "revenue_10k": "35000", "founded": "1998"}
CHINESE = (
    "企业名称",
    "统一社会信用代码",
    "行业大类",
    "生产类型",
    "所在城市",
    "从业人员",
    "营业收入（万元）",
    "成立年份",
)
HIDDEN = ("\u200b", "\ufeff", "\u2060", "\xa0", "\u3000", "\u00ad")


def hidden(chance, words):
    """The words with a character that nobody sees, at an end or inside."""
    at = chance.choice((0, len(words)))
    return words[:at] + chance.choice(HIDDEN) + words[at:]


# column -> what somebody writes there for the value in RIGHT
SPELLED = {
    "K5": {name: (lambda chance, words=words: hidden(chance, words)) for name, words in USUAL.items()},
    "K8": {
        "city": lambda chance: chance.choice(
            ("江苏省 苏州市", "江苏省苏州市", "苏州市", "苏州", "320500", "320500000000")
        )
    },
    "K9": {
        "production_type": lambda chance: chance.choice(("离散型", "离散", "discrete", "Discrete", "离散型制造")),
        "division": lambda chance: chance.choice(("34", "C34", "C-34", "34.0", "通用设备制造业", "C3411", "c34")),
        "headcount": lambda chance: chance.choice(("1200", "1,200", "1200人", "1,200人", "1200.0", "１２００")),
        "revenue_10k": lambda chance: chance.choice(("35000", "35,000", "3.5亿", "3.5亿元", "35000万元", "35000.00")),
        "founded": lambda chance: chance.choice(("1998", "1998-03-01", "1998年", "1998.0", "1998/3/1", "1998年3月")),
    },
}
# column -> what has no right value and must be named
WRONG = {
    "K1": dict.fromkeys(COLUMNS[:-1], ("#N/A", "#REF!", "#VALUE!")),
    "K4": {"credit_code": ("91320500MA1XYZ1234", "123456", "9.13205E+17")},
    "K6": {"name": ("???????", "锟斤拷机械", "\ufffd\ufffd公司")},
    "K8": {"city": ("苏州市 福建省", "999999", "某地"), "division": ("99", "没有的行业")},
    "K9": {"headcount": ("很多", "-3", "12,00,0人x"), "founded": ("1998.13", "去年"), "production_type": ("都有",)},
}


def drawn(kind, chance, small):
    """Rows of texts, and for each whether it must be named."""
    rows, named = [], []
    for number in range(chance.randrange(1, 7)):
        row = USUAL | {"credit_code": complete(f"93000000WKD{chance.randrange(10**4) * 10 + number:05d}")}
        row |= {item.id: chance.choice(("full", "most", "part", "none", "")) for item in small.items[1:]}
        row[small.items[0].id] = "most"
        bad = kind in WRONG and (chance.random() < 0.5 or kind not in SPELLED)
        if bad and (chance.random() < 0.8):
            name = chance.choice(sorted(WRONG[kind]))
            row[name] = chance.choice(WRONG[kind][name])
        else:
            bad = False
            for name, spell in SPELLED.get(kind, {}).items():
                row[name] = spell(chance) if chance.random() < 0.7 else row[name]
        rows.append(row)
        named.append(bad)
    return rows, named


def written(kind, chance, rows, path):
    """A file with the rows, its headings where and as somebody may write them."""
    names = [*rows[0]]
    chance.shuffle(names)
    shown = dict(zip(COLUMNS[:-1], CHINESE, strict=True)) if chance.random() < 0.5 else {}
    head = [shown.get(name, name) for name in names]
    if kind == "K7":
        head = [name.upper() if chance.random() < 0.5 else f" {name} " for name in head]
    before = [["填报说明"]] * chance.randrange(39) if kind == "K7" else []
    lines = [*before, head, *([row[name] for name in names] for row in rows)]
    if kind == "K6" or chance.random() < 0.5:
        out = io.StringIO()
        csv.writer(out, delimiter=chance.choice(",;\t")).writerows(lines)
        path = path.with_suffix(".csv")
        path.write_bytes(out.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "utf-16")), "replace"))
        return path, len(before) + 2
    book = openpyxl.Workbook()
    if kind == "K7" and chance.random() < 0.5:
        book.active.append(["说明"])
        book.create_sheet("数据")
    for line in lines:
        book.worksheets[-1].append(line)
    book.save(path)
    return path, len(before) + 2


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", ["K1", "K4", "K5", "K6", "K7", "K8", "K9"])
def test_what_a_bulk_table_holds_is_read_or_named(kind, seed, small, tmp_path):
    chance = random.Random(f"{kind} {seed}")
    rows, named = drawn(kind, chance, small)
    path, first = written(kind, chance, rows, tmp_path / "t.xlsx")
    aside = []
    entries = {
        entry.row: entry for entry in read_bulk(read_table(path, headings(small)), small, read_facts, aside=aside)
    }
    assert [sorted(one.cells) for one in aside] == [
        sorted(row.values()) for row, bad in zip(rows, named, strict=True) if bad
    ]
    assert all(one.problems for one in aside)
    for number, (row, bad) in enumerate(zip(rows, named, strict=True), start=first):
        assert (number in entries) == (not bad), (row, aside)
        if bad:
            continue
        entry = entries[number]
        assert {name: getattr(entry.facts, name) for name in RIGHT} == RIGHT
        assert entry.facts.credit_code == row["credit_code"]
        answers = decode(small, entry.vector, entry.reasons)
        assert answers == {item.id: Chosen(row[item.id]) for item in small.items if row[item.id]}
    assert len(entries) + len(aside) == len(rows)


@pytest.mark.parametrize("seed", range(30))
def test_a_table_in_an_encoding_that_is_not_read_is_never_taken(seed, small, tmp_path):
    chance = random.Random(seed)
    rows, _ = drawn("K7", chance, small)
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], *(row.values() for row in rows)])
    path = tmp_path / "t.csv"
    encoding, name = chance.choice((("big5", "範例機械股份有限公司"), ("shift_jis", "東海精密機械株式会社")))
    path.write_bytes(out.getvalue().replace("示例机械有限公司", name).encode(encoding))
    with pytest.raises(Refusal):
        read_bulk(read_table(path, headings(small)), small, read_facts)
