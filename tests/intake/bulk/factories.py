"""Tables of factories that answered the questionnaire of 2016, for tests."""

import csv

from maturity.classification.credit_code import complete
from maturity.questionnaire import load

from ...scoring.green import NUMBERS

GREEN = load("green-factory-2016")
FACTORY = {item.id: "部分满足" if item.scale == "degree" else "是" for item in GREEN.items if item.asks is None}
TABLES = {
    "pollutants.amount[COD]": "3900",
    "pollutants.amount[氨氮] [吨]": "1.3",
    "energy[electricity] [GWh]": "12",
    "energy[天然气]": "80 万立方米",
}


def factory(number, **changes):
    """A row of the table, by heading: the golden factory with other answers."""
    facts = {
        "name": f"示例工厂 {number}",
        "credit_code": complete(f"91000000GRN{number:05d}"),
        "division": "C39",
        "city": "苏州市",
    }
    named = {id.replace("__", ".").replace("_", "-"): text for id, text in changes.items()}
    return facts | FACTORY | NUMBERS | TABLES | named


def write(path, *rows):
    """A CSV with these rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *([row.get(name, "") for name in names] for row in rows)])
    return path
