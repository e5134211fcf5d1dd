"""The shipped questionnaire: the standard's structure and names, our own words, complete in both languages."""

import re
from itertools import combinations

import pytest

from maturity.questionnaire import load

Q = load()
CELLS = {  # items at levels 1..5
    "organisation-strategy": (2, 2, 2, 0, 0),
    "personnel-skills": (2, 3, 2, 2, 0),
    "data": (2, 3, 3, 3, 1),
    "integration": (1, 2, 3, 1, 0),
    "information-security": (2, 3, 2, 2, 1),
    "equipment": (2, 2, 2, 2, 2),
    "network": (1, 2, 3, 2, 0),
    "product-design": (2, 3, 4, 4, 2),
    "process-design": (2, 3, 4, 3, 2),
    "procurement": (2, 2, 2, 2, 2),
    "planning-scheduling": (2, 3, 3, 2, 2),
    "production-operations": (2, 4, 4, 3, 3),
    "equipment-management": (2, 3, 4, 2, 1),
    "safety-environment": (2, 2, 3, 2, 2),
    "warehousing-delivery": (2, 3, 3, 2, 2),
    "energy-management": (1, 4, 3, 2, 1),
    "logistics": (2, 2, 3, 3, 1),
    "sales": (2, 2, 2, 3, 3),
    "customer-service": (2, 2, 2, 2, 1),
    "product-service": (2, 2, 3, 2, 1),
}


def test_the_structure_is_4_12_20():
    assert [len(Q.groups_of(tier)) for tier in Q.tiers] == [4, 12, 20]
    assert len(Q.items) == 217


def test_every_cell_holds_its_items():
    assert {s.id: tuple(len(s.items_at(k)) for k in range(1, 6)) for s in Q.areas} == CELLS


def test_names_are_the_standards():
    assert [level.name.zh for level in Q.levels] == ["规划级", "规范级", "集成级", "优化级", "引领级"]
    assert [group.name.zh for group in Q.groups] == ["人员", "技术", "资源", "制造"]
    assert " ".join(s.name.zh for s in Q.areas) == (
        "组织战略 人员技能 数据 集成 信息安全 装备 网络 产品设计 工艺设计 采购 计划与调度 生产作业 设备管理 "
        "安全环保 仓储配送 能源管理 物流 销售 客户服务 产品服务"
    )


@pytest.mark.parametrize(("profile", "areas"), [("process", 18), ("discrete", 20)])
def test_a_profile_weighs_what_it_assesses_and_owns_up_to_its_source(profile, areas):
    chosen = Q.profile(profile)
    assert len(Q.areas_of(profile)) == areas
    assert not chosen.verified
    assert all(weight.provenance and weight.confidence for weight in chosen.weights.values())
    assert chosen.share(Q.group("element", "manufacturing")) * 100 == {"process": 68, "discrete": 77}[profile]


@pytest.mark.parametrize("item", Q.items, ids=lambda item: item.id)
def test_an_item_tells_its_four_answers_apart(item):
    for word in ("全部满足", "大部分满足", "；部分满足", "不满足"):
        assert word in item.look_for.zh
    for word in ("fully", "mostly", "partly", "not"):
        assert word in item.look_for.en.lower()
    assert 1 <= len(item.evidence) <= 4
    written = item.text.zh + item.look_for.zh + "".join(text.zh for text in item.evidence)
    assert not re.search(r"[\u4e00-\u9fff][,;:?!()]", written), "Chinese takes full-width punctuation"


def shingles(text, size):
    return {text[i : i + size] for i in range(len(text) - size + 1)}


def alike(one, other):
    return len(one & other) / min(len(one), len(other))


def test_no_two_items_are_alike():
    zh = {item.id: shingles(re.sub(r"\W", "", item.text.zh), 3) for item in Q.items}
    en = {item.id: shingles(tuple(re.findall(r"\w+", item.text.en.lower())), 3) for item in Q.items}
    close = [(a, b) for texts in (zh, en) for a, b in combinations(texts, 2) if alike(texts[a], texts[b]) > 0.4]
    assert not close
