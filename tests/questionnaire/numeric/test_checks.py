"""Each rule for definitions with numbers has a change of a small file that breaks it; it is told with its line."""

from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path

import pytest

from maturity.errors import Refusal
from maturity.errors.catalogue.methods import ENTRIES
from maturity.questionnaire import read

FILES = Path(__file__).parents[2] / "questionnaires"
SMALL = (FILES / "green.yaml").read_text(encoding="utf-8")
LEVELS = (FILES / "valid" / "small.yaml").read_text(encoding="utf-8")

USE = '        about: {zh: "用能", en: "Energy use"}'
PER_PRODUCT, LINEAR = "unit: kgce/unit, scorer", "{kind: linear, reference: energy, better: low}"
METHOD = (
    'method: points, total: "100", parts: {mandatory: "60", optional: "40"}, na_policy: renormalise, bonus_most: "3"'
)

BREAKS = [  # code, what stands there, what takes its place
    ("formula-syntax", "money / area, unit", "money / (area, unit"),
    ("formula-node", "formula: money / area", "formula: money ** area"),
    ("formula-call", "formula: money / area", 'formula: "abs(money) / area"'),
    ("formula-number", "formula: money / area", "formula: money / area * 1e9"),
    ("formula-size", "formula: money / area", f"formula: money / area{'+money/area' * 80}"),
    ("formula-zero", "formula: money / area", "formula: money / area / (2 - 2)"),
    ("formula-unknown-name", "formula: money / area", "formula: money / arae"),
    ("formula-names-collide", "{id: land.expert, kind", "{id: land-value, kind"),
    ("formula-cycle", "formula: money / area", "formula: land_steps * money / area"),
    ("formula-units", "formula: money / area", "formula: (money + area) / area"),
    ("formula-unit", "unit: 1e4CNY/ha", "unit: kgce/unit"),
    ("formula-column", f"sum(energy) / made, {PER_PRODUCT}", f"energy / made, {PER_PRODUCT}"),
    ("formula-two-tables", "each(products_used) / each(products_made)", "each(energy) / each(products_made)"),
    ("formula-combine", "combine: weighted, ", ""),
    ("formula-weight", ", weight: products.used", ", weight: made"),
    ("hint-rule", "rule: money / area <= 2 * money / area", "rule: money / area"),
    ("unit-unknown", "unit: m2, accepts", "unit: m2x, accepts"),
    ("unit-mismatch", "accepts: [ha, mu]", "accepts: [ha, t]"),
    ("limits-order", 'bounds: ["0", "1000"]', 'bounds: ["1000", "0"]'),
    ("table-columns", 'most: "9", factors: energy', 'most: "9"'),
    ("scale-unknown", "role: gate, scale: yes-no", "role: gate, scale: maybe"),
    ("points-missing", 'points: "2", scale: yes-no', "scale: yes-no"),
    ("points-unfit", "role: gate, scale", 'role: gate, points: "2", scale'),
    ("points-range", 'points: "2", scale: yes-no', 'points: "0", scale: yes-no'),
    ("parts-sum", 'optional: "40"', 'optional: "41"'),
    ("block-weightless", 'site: {percent: "40"', 'site: {percent: "0"'),
    ("def-weight-sum", 'site: {percent: "40"', 'site: {percent: "41"'),
    ("def-missing-weight", "        site: {percent", "        basis: {percent"),
    ("pick-too-many", USE, f'{USE}\n        pick: "7"'),
    ("pick-points", USE, f'{USE}\n        pick: "1"'),
    ("scorer-missing", ", scorer: {kind: expert}", ""),
    ("scorer-unfit", "scorer: {kind: expert}", "scorer: {kind: share}"),
    ("scorer-values", "{kind: at-least, reference: land-value}", '{kind: at-least, reference: land-value, value: "1"}'),
    ("steps-order", '["1.5", "4"], ["2", "5"]', '["2", "4"], ["1.5", "5"]'),
    ("steps-points", '["2", "5"]]', '["2", "6"]]'),
    ("reference-zero-width", LINEAR, '{kind: linear, baseline: "5", leading: "5"}'),
    ("reference-direction", LINEAR, '{kind: linear, baseline: "0.5", leading: "1", better: low}'),
    ("reference-leading", 'leading: "80"', 'leading: "0"'),
    ("band-range", '{id: good, from: "80"', '{id: good, from: "180"'),
    ("band-order", '{id: good, from: "80"', '{id: good, from: "60"'),
    ("paper-unknown", "papers: [p1]", "papers: [p7]"),
    ("verified-unconfirmed", "status: draft, verified: false", "status: draft, verified: true"),
    ("def-missing-key", "role: gate, ", ""),
    ("def-unknown-key", "kind: words, role: input", "kind: words, level: 1, role: input"),
    ("def-not-allowed", "id: area, kind: number", "id: area, kind: figure"),
    ("def-not-allowed", "method: points", "method: pints"),
    ("def-missing-key", "method: points, ", ""),
    ("def-duplicate-id", "{id: p2, by_engine", "{id: p1, by_engine"),
    ("def-unknown-node", "    weights:\n", "    points: {nobody: \"3\"}\n    weights:\n"),
]  # fmt: skip


def broken(text, old, new):
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def problems_of(text):
    with pytest.raises(Refusal) as caught:
        read(text, "x.yaml")
    return caught.value.problems


def changed_lines(text):
    matcher = SequenceMatcher(None, SMALL.splitlines(), text.splitlines(), autojunk=False)
    return [line for tag, _, _, start, end in matcher.get_opcodes() if tag != "equal" for line in range(start, end + 1)]


@pytest.mark.parametrize(("code", "old", "new"), BREAKS, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(BREAKS)])
def test_a_broken_rule_is_named_with_its_line(code, old, new):
    text = broken(SMALL, old, new)
    if code == "verified-unconfirmed":
        text = broken(text, "role: gate, ", "role: gate, provenance: M, ")
    found = {problem.code: problem for problem in problems_of(text)}
    assert code in found
    assert min(abs(found[code].place.row - line) for line in changed_lines(text)) <= 8
    for language in ("zh", "en"):
        assert found[code].line(language)


ELSEWHERE = {
    "points-sum": broken(SMALL, 'parts: {mandatory: "60", optional: "40"}, ', ""),
    "weights-unused": broken(SMALL, 'parts: {mandatory: "60", optional: "40"}, ', ""),
    "grading-no-score": broken(
        SMALL,
        METHOD,
        "method: values",
    ),
    "item-kind-ladder": broken(
        LEVELS,
        "            items:\n",
        "            items:\n              - {id: shape.0, kind: words, level: 1, text: {zh: 文, en: Text}}\n",
    ),
    "def-unknown-key": broken(LEVELS, "groups:\n", "hints: [{id: a, rule: x, text: {zh: 文, en: Text}}]\ngroups:\n"),
}


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_rule_of_another_method_is_named(code):
    assert code in {problem.code for problem in problems_of(ELSEWHERE[code])}


def test_every_rule_is_broken_here():
    assert {*ENTRIES} == {code for code, _, _ in BREAKS if not code.startswith("def-")} | {
        code for code in ELSEWHERE if not code.startswith("def-")
    }


def test_all_mistakes_are_told_at_once():
    text = SMALL
    for code in ("formula-unknown-name", "unit-mismatch", "steps-points", "paper-unknown", "parts-sum"):
        old, new = next((old, new) for one, old, new in BREAKS if one == code)
        text = broken(text, old, new)
    assert {p.code for p in problems_of(text)} >= {"formula-unknown-name", "unit-mismatch", "steps-points", "parts-sum"}


def test_what_is_read_is_what_the_file_says():
    found = read(SMALL)
    items = {item.id: item for item in found.items}
    assert (found.scoring.method, found.scoring.mandatory, found.scoring.bonus_most) == ("points", Fraction(3, 5), 3)
    assert [choice.id for choice in found.choices_of(items["land.gate"])] == ["yes", "no"]
    assert items["area"].asks.accepts[1].id == "ha"
    assert items["use.linear"].asks.formula.names == ("products_used", "products_made")
    assert [column.id for column in items["products"].asks.columns] == ["products.used", "products.made"]
    assert [paper.by_engine for paper in found.checklist] == [False, True]
    assert found.grading[0].band(80).id == "good"
    assert found.grading[0].band(59) is None
