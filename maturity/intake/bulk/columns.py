"""Columns are found by their name, never by their position; every missing, unknown or repeated one is named."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ...errors import Place, Problem, Refusal
from .ignored import ignored_positions

_SHOWN = 60


def find_columns(
    header: Sequence[str], wanted: Iterable[str], source: str, optional: Sequence[str] = (), row: int = 1
) -> dict[str, int]:
    """Where each of the `wanted` columns stands, and of the `optional` ones those that are there.

    Columns of serial numbers and notes are left out, as :func:`.ignored.ignored_positions` finds them. `row` is the
    header's. Raises Refusal naming all that are missing, unknown or repeated; one that is misspelt is not missing as
    well.
    """
    wanted = list(wanted)
    ignored = ignored_positions(header, {*wanted, *optional})
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for position, name in enumerate(header):
        place = Place(source, row, name[:_SHOWN])
        if position in ignored:
            continue
        if name in found:
            values = {"column": name[:_SHOWN], "first": found[name] + 1, "second": position + 1}
            problems.append(Problem("intake-column-repeated", place, values))
        elif not name:
            problems.append(Problem("intake-column-unnamed", place, {"position": position + 1}))
        else:
            found[name] = position
    absent = [name for name in wanted if name not in found]
    for name in found:
        if name not in {*wanted, *optional}:
            near = _near(name, [*absent, *optional])
            absent = [other for other in absent if other != near]
            problems.append(_unknown(name, near, Place(source, row, name[:_SHOWN])))
    problems += [Problem("intake-column-missing", Place(source, row, name), {"column": name}) for name in absent]
    if problems:
        raise Refusal(*problems)
    return found


def _near(name: str, others: list[str]) -> str:
    return next(iter(get_close_matches(name[:_SHOWN], others, n=1, cutoff=0.6)), "")


def _unknown(name: str, near: str, place: Place) -> Problem:
    if near:
        return Problem("intake-column-near", place, {"column": name[:_SHOWN], "near": near})
    return Problem("intake-column-unknown", place, {"column": name[:_SHOWN]})
