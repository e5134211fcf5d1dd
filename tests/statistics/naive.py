"""The same tables counted by hand: loops over rows, no database, no shared code."""

from fractions import Fraction
from statistics import median

ALWAYS = {"province"}


def nano(score):
    return round(score * 10**9)


def naive(records, dimensions):
    """{key: (n, levels, mean, median)} with "_T" keys, from a list of dicts."""
    groups = {}
    for record in records:
        for depth in range(len(dimensions) + 1):
            codes = tuple(record[d] if i < depth else "_T" for i, d in enumerate(dimensions))
            groups.setdefault(codes, []).append(record)
    return {key: summary(rows) for key, rows in groups.items()}


def quantile(values, share):
    """Linear between neighbours: rank (n - 1) x share, counted from 0."""
    ordered, rank = sorted(values), (len(values) - 1) * share
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (rank - low) * (ordered[high] - ordered[low])


def summary(rows):
    levels = [max(1, row["level"]) for row in rows]
    scores = [nano(row["score"]) for row in rows]
    return {
        "n": len(rows),
        **{f"count_{name}": sum(low <= level <= high for level in levels) for name, low, high in GROUPS},
        **{
            f"share_{name}": Fraction(100 * sum(low <= level <= high for level in levels), len(rows))
            for name, low, high in GROUPS
        },
        "mean_score": Fraction(sum(scores), len(rows) * 10**9),
        "median_score": Fraction(median([Fraction(score) for score in scores])) / 10**9,
        "q1_score": quantile(scores, Fraction(1, 4)) / 10**9,
        "q3_score": quantile(scores, Fraction(3, 4)) / 10**9,
    }


GROUPS = [
    *(("LE1", 1, 1), ("L2", 2, 2), ("L3", 3, 3), ("L4", 4, 4), ("L5", 5, 5)),
    *(("GE2", 2, 5), ("GE3", 3, 5), ("GE4", 4, 5)),
]
