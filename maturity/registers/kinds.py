"""What a register knows: kinds of units, actions, and reasons for a removal, each with the spellings that are read."""

import re
from collections.abc import Mapping
from typing import Literal

from ..questionnaire import Text
from ..text.plain import folded

Action = Literal["add", "rename", "correct", "restore", "remove"]
KINDS: Mapping[str, Text] = {
    "factory": Text("绿色工厂", "Green factories"),
    "product": Text("绿色设计产品", "Green design products"),
    "park": Text("绿色工业园区", "Green industrial parks"),
    "chain": Text("绿色供应链管理企业", "Green supply chains"),
}
ACTIONS: Mapping[str, Text] = {  # in the order in which events of one day take place
    "add": Text("列入", "Added"),
    "rename": Text("更名", "Renamed"),
    "correct": Text("更正", "Corrected"),
    "restore": Text("恢复", "Restored"),
    "remove": Text("移出", "Removed"),
}
#: The six exclusions that a yearly form asks about (a to f), in this order.
EXCLUSIONS: Mapping[str, Text] = {
    "exclusion-a": Text(
        "未正常生产经营（注销、停产 12 个月以上、列入经营异常名录）",
        "Not operating: deregistered, stopped for 12 months or more, or on the list of abnormal enterprises",
    ),
    "exclusion-b": Text(
        "发生安全、网络、数据、质量、环境事故或偷漏税",
        "Accident of safety, network, data, quality or environment, or a tax offence",
    ),
    "exclusion-c": Text("曾被移出名单", "Removed from the list before"),
    "exclusion-d": Text("督查中被发现存在严重问题", "Serious finding of an inspection"),
    "exclusion-e": Text("节能监察整改未完成", "Rectification after energy supervision not completed"),
    "exclusion-f": Text("被列入失信被执行人", "Listed as dishonest debtor"),
}
REASONS: Mapping[str, Text] = {
    **EXCLUSIONS,
    "not-filed": Text("未按要求填报年度动态管理表", "Yearly form not filed"),
    "falsified": Text("弄虚作假", "Data falsified"),
    "accident": Text("发生重大及以上事故", "Major accident"),
    "last-5-percent": Text("连续三年处于末 5%", "In the last 5% three years running"),
}
_SPELLINGS = {
    "factory": "工厂 factory factories",
    "product": "产品 绿色产品 product products",
    "park": "园区 绿色园区 park parks",
    "chain": "供应链 绿色供应链 绿色供应链企业 chain chains supply_chain supply_chains",
    "add": "新增 增加 入选 公布 add added",
    "rename": "变更名称 名称变更 改名 rename renamed",
    "correct": "更正信息 信息更正 修正 correct",
    "restore": "重新列入 restore restored",
    "remove": "移除 退出 撤销 撤销称号 removed",
    "not-filed": "未填报 未报送 not_filed",
    "falsified": "造假",
    "accident": "重大事故",
    "last-5-percent": "末5% 末位 last_5_% last_five_percent",
    **{id: f"{id[-1]} {id[-1]}项 排除项{id[-1]} exclusion_{id[-1]}" for id in EXCLUSIONS},
}


def _key(text: str) -> str:
    return re.sub(r"[\s_-]", "", folded(text))


def _known(words: Mapping[str, Text]) -> Mapping[str, str]:
    spelt = {_key(other): id for id in words for other in _SPELLINGS.get(id, "").split()}
    return spelt | {_key(text): id for id, name in words.items() for text in (id, name.zh, name.en)}


_READ = {id(words): _known(words) for words in (KINDS, ACTIONS, EXCLUSIONS, REASONS)}


def read_word(words: Mapping[str, Text], text: str) -> str | None:
    """The id in `words` (one of the mappings above) that `text` spells; None for anything else."""
    return _READ[id(words)].get(_key(text))


def listed_words(words: Mapping[str, Text], language: str) -> str:
    """All names in `words`, for a message."""
    return ("、" if language == "zh" else ", ").join(word.of(language) for word in words.values())
