"""Score 1,000,000 responses of 60 numbers by points: time as a multiple of reading the columns once."""

from collections.abc import Callable
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from maturity.questionnaire import Questionnaire, read
from maturity.scoring.columns import score_columns

from .scoring import ROWS, best

NUMBERS = 60
_HEAD = """
id: wide
version: "1"
title: {zh: 宽, en: Wide}
edition: {standard: None, status: draft}
scoring: {method: points, total: "60", na_policy: zero}
tiers: [{id: field, name: {zh: 方面, en: Field}, plural: Fields}]
profiles:
  default: {name: {zh: 通用, en: General}, source: {zh: 自拟, en: Made up}, verified: false}
groups:
  - id: a
    name: {zh: 方面, en: Field}
    about: {zh: 方面, en: Field}
    items:
"""
_ITEM = (
    '      - {{id: a.{n}, kind: number, role: optional, points: "1", text: {{zh: 数 {n}, en: Number {n}}}, unit: "1", '
    'scorer: {{kind: linear, baseline: "10", leading: "90"}}}}\n'
)


def wide() -> Questionnaire:
    """A questionnaire of NUMBERS numbers, each scored between a baseline and a leading value."""
    return read(_HEAD + "".join(_ITEM.format(n=n) for n in range(NUMBERS)))


def main() -> None:
    """Print the ratio on random numbers."""
    questionnaire, random = wide(), np.random.default_rng(1)
    numbers: dict[str, NDArray[np.float64]] = {f"a.{n}": random.uniform(0, 100, ROWS) for n in range(NUMBERS)}
    codes = np.asfortranarray(np.ones((ROWS, NUMBERS), np.uint8))
    read_once = best(lambda: sum(float(column.sum()) for column in numbers.values()) + int(codes.sum()))
    run: Callable[[], object] = lambda: score_columns(questionnaire, "default", codes, numbers, _never)  # noqa: E731
    spent = best(run)
    print(
        f"points of {ROWS:,} x {NUMBERS} numbers: {spent:.3f} s = {spent / read_once:.1f} x reading the columns once "
        f"({read_once:.3f} s; goal 12 x)"
    )


def _never(row: int) -> NoReturn:
    raise AssertionError(f"row {row} lies near no threshold")


if __name__ == "__main__":
    main()
