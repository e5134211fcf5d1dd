"""Two years of invented enterprises as a bureau gets them: some send late, most take part again the year after."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from maturity.demo.load import records
from maturity.demo.population import YEAR, answered, build
from maturity.questionnaire import load
from maturity.store.submissions.submissions import add_graded

MARCH, JUNE, DECEMBER, NEXT_MARCH = f"{YEAR + 1}-03-31", f"{YEAR + 1}-06-30", f"{YEAR + 1}-12-31", f"{YEAR + 2}-03-31"
_SENT, _LATE = datetime(YEAR + 1, 2, 1, tzinfo=UTC), datetime(YEAR + 1, 5, 1, tzinfo=UTC)
_NEXT = datetime(YEAR + 2, 2, 1, tzinfo=UTC)
_GONE = 0.08  # of the enterprises of a year, the next year; as many are new
_LISTS = ("production_type", "city", "division", "ownership")
_ARRAYS = ("number", "level", "headcount", "revenue_10k", "founded", "matrix")


def fill(store, count, late, facts=lambda found: found, seed=1):
    """The store gets `count` enterprises of YEAR, the last `late` of which send in May, and those of the year after, at
    a level near their old one. `facts` may change what they are.
    """
    q, random = load(), np.random.default_rng(seed)
    everybody, gone = build(q), int(_GONE * count)
    chosen = random.permutation(len(everybody))
    first, following = _some(everybody, chosen[:count]), _some(everybody, chosen[gone : gone + count])
    level = np.clip(following.level + random.choice([-1, 0, 0, 1], len(following)), 0, 5).astype(np.uint8)
    following = replace(following, level=level, matrix=answered(q, following.production_type, level, random))
    sent = [_LATE if place >= count - late else _SENT for place in range(count)]
    with store.write() as c:
        for year, population, moments in ((YEAR, first, sent), (YEAR + 1, following, [_NEXT] * len(following))):
            rows = zip(records(population, q, year), moments, strict=True)
            add_graded(c, q, (replace(row, facts=facts(row.facts), submitted_at=at) for row, at in rows))


def _some(population, rows):
    lists = {name: [getattr(population, name)[row] for row in rows] for name in _LISTS}
    arrays = {name: getattr(population, name)[rows] for name in _ARRAYS}
    return replace(population, **lists, **arrays)
