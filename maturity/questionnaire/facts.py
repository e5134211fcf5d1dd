"""The facts about enterprises that a questionnaire can ask for.

Name and credit code are not among them: they identify an enterprise and are always known.
"""

from collections.abc import Collection, Mapping
from math import nan

from .parts import Text

FACTS: Mapping[str, Text] = {
    "division": Text("行业大类", "Industry division"),
    "production_type": Text("生产类型", "Type of production"),
    "city": Text("所在城市", "City"),
    "headcount": Text("从业人员（人）", "Persons employed"),
    "revenue_10k": Text("上年营业收入（万元）", "Revenue of last year, 10,000 yuan"),
    "founded": Text("成立年份", "Founded in"),
    "ownership": Text("控股情况", "Ownership"),
}
CODED = ("division", "production_type", "ownership")  # by which weight profiles may be meant for enterprises
UNSTATED: Mapping[str, str | int | float] = {  # how arrays show that a fact is not stated
    **dict.fromkeys(FACTS, ""),
    "headcount": 0,
    "revenue_10k": nan,
    "founded": 0,
}
UNSAID = tuple(fact for fact in FACTS if fact != "ownership")  # needed where a definition does not say which are


def missing(facts: object, needed: Collection[str]) -> tuple[str, ...]:
    """Those of the `needed` facts that an enterprise with these facts (attributes) has not stated, in order."""
    return tuple(fact for fact in FACTS if fact in needed and getattr(facts, fact) is None)
