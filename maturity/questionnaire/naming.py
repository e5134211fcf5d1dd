"""Names of levels and items in either language, as pages, reports and workbooks show them."""

from dataclasses import replace

from ..errors import Problem
from ..text.numbers import numeral
from .model import Item, Questionnaire, Text

NOT_APPLICABLE_ID = "not-applicable"  # stands beside the ids of choices
NOT_APPLICABLE = Text("不适用", "Not applicable")
_IDS = ("item", "items", "choice", "domain", "profile", "allowed")  # values of problems that hold ids


def level_name(questionnaire: Questionnaire, number: int, language: str) -> str:
    """ "三级（集成级）" or "Level 3 (Integrated)"; below the first level it is no level."""
    if number == 0:
        return "未达一级" if language == "zh" else "Below level 1"
    name = questionnaire.level(number).name.of(language)
    return f"{numeral(number, language)}级（{name}）" if language == "zh" else f"Level {number} ({name})"


def item_mark(questionnaire: Questionnaire, item: Item, language: str) -> str:
    """The number of an item inside its subdomain: "一级第 2 条" or "L1.2"."""
    place = questionnaire.subdomain(item.subdomain).items_at(item.level).index(item) + 1
    return f"{numeral(item.level, language)}级第 {place} 条" if language == "zh" else f"L{item.level}.{place}"


def item_name(questionnaire: Questionnaire, id: str, language: str) -> str:
    """An item as people name it: "组织战略 一级第 2 条" or "Organisation strategy L1.2".

    An id that the questionnaire does not have stays as it is.
    """
    try:
        item = questionnaire.item(id)
    except KeyError:
        return id
    part = questionnaire.subdomain(item.subdomain).name.of(language)
    return f"{part} {item_mark(questionnaire, item, language)}"


def spelled(questionnaire: Questionnaire, ids: str, language: str) -> str:
    """Ids joined by ", " as people name what they stand for; what is no id stays as it is."""
    known = {choice.id: choice.text for choice in questionnaire.choices} | {NOT_APPLICABLE_ID: NOT_APPLICABLE}
    known |= {id: profile.name for id, profile in questionnaire.profiles.items()}
    for _, domain, subdomain in questionnaire.walk():
        known |= {domain.id: domain.name, subdomain.id: subdomain.name}
    names = [
        known[id].of(language) if id in known else item_name(questionnaire, id, language) for id in ids.split(", ")
    ]
    return ("、" if language == "zh" else ", ").join(names)


def named(problem: Problem, questionnaire: Questionnaire, language: str) -> Problem:
    """The same mistake, with names in place of ids in its texts."""
    ids = {key: str(problem.values[key]) for key in _IDS if key in problem.values}
    names = {key: spelled(questionnaire, text, language) for key, text in ids.items()}
    return replace(problem, values={**problem.values, **names}) if ids else problem
