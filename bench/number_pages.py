"""A page of 30 numbers beside one of 30 choices of the same assessment, and one with ten computed values: p50."""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from flask.testing import FlaskClient

from maturity.questionnaire import read
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.facts import Facts
from maturity.store.enterprises.organisations import sign_up
from maturity.web import create_app

PASSWORD = "seven quiet lathes"
ITEMS, TIMES, GOAL = 30, 60, 1.5
_HEAD = """id: bench
version: "1"
title: {zh: 测, en: Bench}
edition: {standard: None, status: draft, verified: false}
facts: []
scoring: {method: points, total: "30", na_policy: renormalise}
scales:
  degree:
    - {id: full, score: "1", text: {zh: 满足, en: Met}, when: {zh: 都做到, en: All}}
    - {id: part, score: "0.5", text: {zh: 部分, en: Partly}, when: {zh: 一部分, en: Some}}
    - {id: none, score: "0", text: {zh: 不满足, en: Not met}, when: {zh: 没有, en: None}}
tiers:
  - {id: block, name: {zh: 板块, en: Block}, plural: Blocks}
profiles:
  default:
    name: {zh: 通用, en: General}
    source: {zh: 自拟, en: Made up}
    verified: false
groups:
"""


def definition() -> str:
    """Three areas: 30 choices, 30 numbers that nothing is computed from, 30 numbers with ten ratios."""
    lines = [_HEAD]
    for area in ("choices", "numbers", "ratios"):
        lines.append(
            f"  - id: {area}\n    name: {{zh: {area}, en: {area}}}\n    about: {{zh: 测, en: Bench}}\n    items:\n"
        )
        for number in range(ITEMS):
            text = f"{{zh: {area} 第 {number} 条, en: {area} {number}}}"
            if area == "choices":
                lines.append(
                    f"      - {{id: choices.c{number}, role: optional, points: '1', scale: degree, text: {text}, "
                    "evidence: {zh: [证], en: [proof]}, look_for: {zh: 看, en: look}}\n"
                )
            else:
                lines.append(
                    f"      - {{id: {area[0]}{number}, kind: number, role: input, unit: t, above: '0', text: {text}}}\n"
                )
        if area == "ratios":
            for number in range(10):
                text = f"{{zh: 比值 {number}, en: ratio {number}}}"
                lines.append(
                    f"      - {{id: ratios.v{number}, kind: computed, role: value, unit: '1', text: {text}, "
                    f"formula: r{number} / r{number + 10}}}\n"
                )
    return "".join(lines)


def p50(client: FlaskClient, pages: list[str]) -> list[float]:
    """The median seconds of each page, asked for in turn."""
    spent: list[list[float]] = [[] for _ in pages]
    for _ in range(TIMES):
        for times, page in zip(spent, pages, strict=True):
            begun = perf_counter()
            assert client.get(page).status_code == 200
            times.append(perf_counter() - begun)
    return [median(times[5:]) for times in spent]


def main() -> None:
    """Print the medians and their ratio to that of the page of choices."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "definitions"
        place.mkdir()
        (place / "bench.yaml").write_text(definition(), encoding="utf-8")
        store = open_store(f"sqlite:///{folder}/bench.sqlite3")
        store.upgrade()
        app = create_app({"STORE": store, "DATA_DIR": folder, "QUESTIONNAIRES": place, "WTF_CSRF_ENABLED": False})
        questionnaire = read(definition())
        with store.write() as c:
            owner = add_person(c, email="bench@demo.example", name="甲", role="enterprise", password=PASSWORD)
            firm = sign_up(c, Facts("示例企业", "93000000DEMG000196"), owner.id)
            found = start_assessment(c, owner, firm.id, questionnaire, "default", 2025)
        client = app.test_client()
        client.post("/sign-in", data={"email": "bench@demo.example", "password": PASSWORD})
        choices, numbers, ratios = p50(
            client, [f"/assessments/{found.id}/{area}" for area in ("choices", "numbers", "ratios")]
        )
        print(
            f"page of {ITEMS} numbers: p50 {numbers * 1000:.1f} ms = {numbers / choices:.2f} x a page of {ITEMS} "
            f"choices ({choices * 1000:.1f} ms; goal at most {GOAL}); with ten ratios {ratios * 1000:.1f} ms = "
            f"{ratios / choices:.2f} x"
        )
        store.close()


if __name__ == "__main__":
    main()
