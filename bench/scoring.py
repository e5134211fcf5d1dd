"""Score 1,000,000 responses: time as a multiple of reading the matrix once, memory above the matrix."""

import gc
import resource
import time
from collections.abc import Callable

import numpy as np

from maturity.questionnaire import load
from maturity.scoring.batch import Scheme, score

ROWS = 1_000_000


def best(run: Callable[[], object], times: int = 5) -> float:
    """The shortest wall time of `times` runs, in seconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return min(spent)


def peak_mib() -> float:
    """The highest resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the ratio and the memory of the kernel on a random matrix with every kind of code."""
    questionnaire = load()
    random = np.random.default_rng(1)
    matrix = np.empty((ROWS, len(questionnaire.items)), np.uint8, order="F")
    for column in range(matrix.shape[1]):
        matrix[:, column] = random.choice(
            np.array([0, 1, 2, 3, 4, 7], np.uint8), ROWS, p=[0.02, 0.3, 0.3, 0.2, 0.15, 0.03]
        )
    which = random.integers(0, 2, ROWS).astype(np.uint8)
    schemes = [Scheme("process"), Scheme("discrete")]
    read_once = best(lambda: matrix.sum(dtype=np.uint64))
    gc.collect()
    before = peak_mib()
    spent = best(lambda: score(questionnaire, schemes, which, matrix))
    print(
        f"scoring {ROWS:,} x {matrix.shape[1]}: {spent:.3f} s = {spent / read_once:.1f} x summing the matrix once "
        f"({read_once:.3f} s; goal 12 x); {peak_mib() - before:.0f} MiB above the matrix (goal 300)"
    )


if __name__ == "__main__":
    main()
