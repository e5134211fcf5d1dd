"""Display names of levels and items in Chinese and English, for pages, reports and workbooks."""

from dataclasses import replace

from ..errors import Problem
from ..quantities import unit
from ..text.numbers import numeral
from .model import Questionnaire
from .parts import Item, Text

NOT_APPLICABLE_ID = "not-applicable"  # used like the id of a choice
NOT_APPLICABLE = Text("不适用", "Not applicable")
_WHEN = Text("企业没有这项业务时选用，须写明理由", "Where the enterprise has no such business; needs a reason")
_COUNTS = {
    "renormalise": Text("该条退出，分值由其余条目分担", "the item leaves, and the others carry its points"),
    "zero": Text("该条按 0 分计", "the item counts 0"),
    "full": Text("该条按满分计", "the item counts in full"),
}
_LEAVES = Text("该条不计入得分", "the item leaves the score")
_IDS = ("item", "items", "choice", "group", "profile", "allowed")  # keys of Problem.values whose values are ids


def not_applicable_when(questionnaire: Questionnaire) -> Text:
    """When "not applicable" is the answer, and what becomes of the item then by the rule of the questionnaire."""
    counts = _LEAVES if questionnaire.has_levels else _COUNTS.get(questionnaire.scoring.na_policy)
    if counts is None:  # no total that it could leave
        return Text(f"{_WHEN.zh}。", f"{_WHEN.en}.")
    return Text(f"{_WHEN.zh}；{counts.zh}。", f"{_WHEN.en}; {counts.en}.")


def inside(name: str) -> str:
    """An English name as written within a sentence: in lower case but for abbreviations ("IT Area" -> "IT area")."""
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in name.split(" "))


def with_article(name: str) -> str:
    """An English name as written within a sentence, with its article: "a row", "an area"."""
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {inside(name)}"


def tailored(questionnaire: Questionnaire, *, one: bool = False) -> Text:
    """What an enterprise may leave out: the names of the tiers, in English in the plural unless `one`."""
    tiers = questionnaire.tailored_tiers or (questionnaire.summary_tier,)
    english = [tier.name.en if one else tier.plural for tier in tiers]
    return Text("、".join(tier.name.zh for tier in tiers), (" or " if one else " and ").join(english))


def level_name(questionnaire: Questionnaire, number: int, language: str) -> str:
    """ "三级（远航）" or "Level 3 (Deep sea)"; 0 is "未达一级" or "Below level 1"."""
    if number == 0:
        return "未达一级" if language == "zh" else "Below level 1"
    name = questionnaire.level(number).name.of(language)
    return f"{numeral(number, language)}级（{name}）" if language == "zh" else f"Level {number} ({name})"


def item_number(questionnaire: Questionnaire, item: Item, language: str) -> str:
    """The number of an item among those of its level and area: "一级第 2 条", "L1.2"; without levels "第 2 条", "2"."""
    place = questionnaire.area(item.area).items_at(item.level).index(item) + 1
    if not item.level:
        return f"第 {place} 条" if language == "zh" else str(place)
    return f"{numeral(item.level, language)}级第 {place} 条" if language == "zh" else f"L{item.level}.{place}"


def item_name(questionnaire: Questionnaire, id: str, language: str) -> str:
    """Area and number of an item: "组织战略 一级第 2 条" or "Organisation strategy L1.2".

    An id that the questionnaire does not have is returned unchanged.
    """
    try:
        item = questionnaire.item(id)
    except KeyError:
        return id
    part = questionnaire.area(item.area).name.of(language)
    return f"{part} {item_number(questionnaire, item, language)}"


def names_of_ids(questionnaire: Questionnaire, ids: str, language: str) -> str:
    """Display names for `ids`, several ids joined by ", "; what is not an id of the questionnaire is kept."""
    known = {choice.id: choice.text for choice in questionnaire.choices} | {NOT_APPLICABLE_ID: NOT_APPLICABLE}
    known |= {id: profile.name for id, profile in questionnaire.profiles.items()}
    known |= {group.id: group.name for group in questionnaire.walk()}
    names = [
        known[id].of(language) if id in known else item_name(questionnaire, id, language) for id in ids.split(", ")
    ]
    return ("、" if language == "zh" else ", ").join(names)


def _names_of_units(_: Questionnaire, ids: str, language: str) -> str:
    """Display names for ids of units, joined by ", "; an id that has none is kept."""
    names = [unit(id).name(language) or id for id in ids.split(", ")]
    return ("、" if language == "zh" else ", ").join(names)


def with_names(problem: Problem, questionnaire: Questionnaire, language: str) -> Problem:
    """A copy of `problem` whose texts show display names instead of ids."""
    ids = {key: str(problem.values[key]) for key in _IDS if key in problem.values}
    name = _names_of_units if problem.code.startswith("quantity-") else names_of_ids
    names = {key: name(questionnaire, text, language) for key, text in ids.items()}
    return replace(problem, values={**problem.values, **names}) if ids else problem
