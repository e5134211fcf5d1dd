"""What belongs to the shipped questionnaire alone stands in its definition, its plans and the demo, nowhere else."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KINDS = {".py", ".html", ".css", ".js", ".yaml", ".json", ".po"}
OWN = (  # of the shipped questionnaire; `classification` holds facts about enterprises, which profiles refer to
    *("questionnaires/cmmm.yaml", "questionnaires/meaning/cmmm.yaml", "questionnaires/green-", "questionnaires/four-"),
    *("exports/plans/", "maturity/demo/", "maturity/classification/"),
)
PATTERNS = {
    "its standard and name": r"GB/T ?391\d\d|智能制造|smart.manufactur|\bcmmm\b",
    "its tiers": r"要素|(?<!区)域(?!名)|['\"]elements?['\"]|\bsub-?domains?\b|\bdomains?\b",
    "its profiles": r"['\"]process['\"]|\bdiscrete\b|流程型|离散",
    "its levels": r"range\([01], ?[56]\)|五级|\bfive levels|levels? (one|1) to (five|5)|['\"]five['\"]"
    r"|\blevels?\b\D{0,12}[<=>]=? ?5\b|规划级|规范级|集成级|优化级|引领级|\bL5\b",
    "its choices": r"['\"](full|most|part)['\"]: ?\d|大部分满足|部分满足|Mostly met|Partly met",
}
_TEXTS = "maturity/web/translations/en/LC_MESSAGES/messages.po"
ALLOWED = {  # file and word: how often, and why
    ("maturity/questionnaire/catalogue.py", "cmmm"): (1, "the id that is meant where none is named"),
    ("maturity/scoring/ladder.py", "gb/t 39117"): (2, "the source of the method"),
    ("maturity/publication/metadata.py", "domain"): (1, "a name of the reference metadata (SIMS S.15.3)"),
    ("maturity/publication/metadata.py", "domains"): (1, "the id of the same"),
    ("maturity/web/language.py", "domain"): (2, "a class of the library for translations"),
    ("maturity/statistics/plan_checks.py", '"five"'): (1, "the earlier name of each, in plans that people have"),
    ("maturity/intake/bulk/rows.py", "离散"): (2, "headings that tables have over types of production"),
    (_TEXTS, "流程型"): (1, "the same"),
    (_TEXTS, "离散"): (1, "the same"),
    (_TEXTS, "discrete"): (1, "the same, in English"),
    ("templates/macros/facts.html", "流程型"): (1, "says which type of production to choose"),
    ("templates/macros/facts.html", "离散"): (1, "says which type of production to choose"),
}
SCHEMA = ("maturity/store/schema/", "maturity/store/migrations/")  # types of production in the database; earlier names
FORMER = ("maturity/transfer/unpacking.py",)  # names of columns in earlier archives


def files():
    rooms = ("maturity", "templates", "exports", "questionnaires")
    found = (file for room in rooms for file in sorted((ROOT / room).rglob("*")) if file.suffix in KINDS)
    for file in found:
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith((*OWN, *SCHEMA, *FORMER)):
            yield name, file.read_text(encoding="utf-8")


def words():
    pattern = re.compile("|".join(PATTERNS.values()), re.IGNORECASE)
    return Counter((name, match.group().lower()) for name, text in files() for match in pattern.finditer(text))


def test_words_of_one_questionnaire_stand_nowhere_else():
    expected = {place: count for place, (count, _reason) in ALLOWED.items()}
    assert dict(words()) == expected


@pytest.mark.parametrize("kind", PATTERNS)
def test_what_is_looked_for_is_what_the_questionnaire_has(kind):
    own = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in OWN if name.endswith(".yaml"))
    plans = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "exports" / "plans").glob("*.yaml"))
    assert re.search(PATTERNS[kind], own + plans, re.IGNORECASE)
