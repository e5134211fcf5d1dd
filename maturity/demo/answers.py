"""Random answers with given levels: drawn, graded, and drawn again where the grade differs."""

import numpy as np
from numpy.typing import NDArray

from ..answers import NOT_APPLICABLE, UNANSWERED
from ..questionnaire import Questionnaire
from ..scoring.batch import Scheme, score

Codes = NDArray[np.uint8]
_ROUNDS = 60


def draw(
    questionnaire: Questionnaire,
    schemes: list[Scheme],
    which: NDArray[np.uint8],
    wanted: NDArray[np.uint8],
    random: np.random.Generator,
) -> Codes:
    """Random answers, uint8 (n, items) codes, whose rows grade to `wanted` (n,) under `schemes[which]`.

    `which` (n,) holds indices into `schemes`. Raises RuntimeError where drawing does not reach a level.
    """
    matrix = np.zeros((len(wanted), len(questionnaire.items)), np.uint8, order="F")
    left = np.arange(len(wanted))
    for _ in range(_ROUNDS):
        if not left.size:
            return matrix
        drawn = _sample(questionnaire, schemes, which[left], wanted[left], random)
        right = score(questionnaire, schemes, which[left], drawn).level == wanted[left]
        matrix[left[right]] = drawn[right]
        left = left[~right]
    raise RuntimeError(f"{left.size} rows do not reach their level")


def _sample(
    questionnaire: Questionnaire,
    schemes: list[Scheme],
    which: NDArray[np.uint8],
    wanted: NDArray[np.uint8],
    random: np.random.Generator,
) -> Codes:
    """One random draw: a degree of fulfilment for every level, a deviation for every area, noise for every item."""
    rows = len(wanted)
    fulfilment = _fulfilment(len(questionnaire.levels), wanted, random)
    matrix = np.zeros((rows, len(questionnaire.items)), np.uint8, order="F")
    cuts = np.array([0.90, 0.66, 0.30])
    for area in questionnaire.areas:
        leaning = random.normal(0, 0.08, rows)
        omitted = np.array([area.id in questionnaire.profile(scheme.profile).omits for scheme in schemes])[which]
        for item in area.items:
            latent = fulfilment[item.level - 1] + leaning + random.normal(0, 0.14, rows)
            codes = (1 + (latent[None, :] < cuts[:, None]).sum(axis=0)).astype(np.uint8)
            codes[random.random(rows) < 0.004] = NOT_APPLICABLE
            codes[omitted] = UNANSWERED
            matrix[:, item.position] = codes
    return matrix


def _fulfilment(levels: int, wanted: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.float64]:
    """Degrees of fulfilment (levels, n) from 0 to 1: high up to the wanted level, decreasing fast above it."""
    rows = len(wanted)
    above = random.uniform(0.15, 0.74, rows)
    fulfilment = np.empty((levels, rows))
    for index in range(levels):
        fulfilment[index] = np.where(index < wanted, random.uniform(0.88, 1.05, rows), above)
        above = np.where(index < wanted, above, above * random.uniform(0.1, 0.6, rows))
    return fulfilment
