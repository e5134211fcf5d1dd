"""Columns are found by their name, never by their position; every missing, unknown or repeated one is named."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ..errors import Place, Problem, Refusal

_SHOWN = 60


def places(header: Sequence[str], wanted: Iterable[str], source: str, optional: Sequence[str] = ()) -> dict[str, int]:
    """Where each of the `wanted` columns stands, and of the `optional` ones those that are there.

    Raises Refusal naming all that are missing, unknown or repeated.
    """
    wanted = list(wanted)
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for position, name in enumerate(header):
        place = Place(source, 1, name[:_SHOWN])
        if name in found:
            values = {"column": name[:_SHOWN], "first": found[name] + 1, "second": position + 1}
            problems.append(Problem("intake-column-repeated", place, values))
        elif not name:
            problems.append(Problem("intake-column-unnamed", place, {"position": position + 1}))
        else:
            found[name] = position
    known = {*wanted, *optional}
    problems += [_unknown(name, [*wanted, *optional], source) for name in found if name not in known]
    problems += [
        Problem("intake-column-missing", Place(source, 1, name), {"column": name})
        for name in wanted
        if name not in found
    ]
    if problems:
        raise Refusal(*problems)
    return found


def _unknown(name: str, wanted: list[str], source: str) -> Problem:
    place, shown = Place(source, 1, name[:_SHOWN]), name[:_SHOWN]
    near = get_close_matches(shown, wanted, n=1, cutoff=0.6)
    if near:
        return Problem("intake-column-near", place, {"column": shown, "near": near[0]})
    return Problem("intake-column-unknown", place, {"column": shown})
