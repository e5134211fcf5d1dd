"""A later version of the shipped questionnaire for tests, 2020.2, and the crosswalk to it: one case of each kind."""

from copy import deepcopy
from pathlib import Path

import yaml

from maturity.questionnaire import read

_SHIPPED = Path(__file__).parents[1] / "questionnaires" / "cmmm.yaml"
AREA = "personnel-skills"  # where everything changes
REWORDED, SPLIT, MERGED, GONE = "1b", "2a", ("2b", "2c"), "3b"
PARTS, WHOLE, NEW = ("2d", "2e"), "2f", "3c"

CROSSWALK = f"""
crosswalk: cmmm
from: "2020.1"
to: "2020.2"
comparable: true
source: {{zh: 测试用, en: Made for tests}}
items:
  - {{kind: reworded, from: [{AREA}.{REWORDED}], to: [{AREA}.{REWORDED}]}}
  - {{kind: split, from: [{AREA}.{SPLIT}], to: [{AREA}.{PARTS[0]}, {AREA}.{PARTS[1]}]}}
  - {{kind: merged, from: [{AREA}.{MERGED[0]}, {AREA}.{MERGED[1]}], to: [{AREA}.{WHOLE}]}}
  - {{kind: gone, from: [{AREA}.{GONE}]}}
  - {{kind: new, to: [{AREA}.{NEW}]}}
"""


def later_text():
    """The definition of version 2020.2."""
    definition = yaml.load(_SHIPPED.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    definition["version"] = "2020.2"
    domains = [domain for element in definition["groups"] for domain in element["groups"]]
    (area,) = [area for domain in domains for area in domain["groups"] if area["id"] == AREA]
    items = {item["id"].rpartition(".")[2]: item for item in area["items"]}
    items[REWORDED]["text"] = {"zh": "换了说法的条目。", "en": "An item in other words."}
    made = [(part, SPLIT, "拆出的条目", "A part of an item") for part in PARTS]
    made += [(WHOLE, MERGED[0], "合并的条目", "A merged item"), (NEW, GONE, "新的条目", "A new item")]
    for id, like, zh, en in made:
        text = {"zh": f"{zh} {id}。", "en": f"{en} {id}."}
        items[id] = {**deepcopy(items[like]), "id": f"{AREA}.{id}", "text": text}
    for id in (SPLIT, *MERGED, GONE):
        del items[id]
    area["items"] = sorted(items.values(), key=lambda item: int(item["level"]))
    return yaml.safe_dump(definition, allow_unicode=True, sort_keys=False)


def later():
    """Version 2020.2."""
    return read(later_text(), "cmmm.yaml")
