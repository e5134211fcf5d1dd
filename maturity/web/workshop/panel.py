"""What the facilitator is told of the session as a whole: time, agreement over items, signs of bias."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...questionnaire import Group
from ...workshop import Verdict
from ...workshop.agenda import MINUTES_A_STACK, planned_minutes
from ...workshop.alpha import Alpha, ordinal_alpha, rwg_j
from ...workshop.session import LEAST_ITEMS, Pace, always_higher, guess_share, pace
from .board import Board
from .shown import Shown


@dataclass(frozen=True, slots=True)
class Panel:
    """`areas` are those with a result, their r_wg(J) and alpha; `alpha` is over all items of one scale; `higher` are
    functions that always stood above the room, `guesses` the share of guesses among votes for the highest choice.
    `later` are the areas that could be left out where the time does not suffice, those that add least to the next
    level, and `later_items` the ids of their items in the room. `times` are minutes planned and used, by id of the
    area.
    """

    pace: Pace | None
    later: list[Group]
    times: Mapping[str, tuple[int, int]]
    later_items: list[str]
    areas: list[tuple[Group, float | None, Alpha | None]]
    alpha: Alpha | None
    higher: tuple[str, ...]
    guesses: float | None


def panel_of(board: Board, used: int) -> Panel:
    """The panel of a room in which people met for `used` minutes so far."""
    told = [one for one in board.items if isinstance(one.verdict, Verdict) and one.told]
    sizes = Counter(one.verdict.scale.size for one in told if isinstance(one.verdict, Verdict))
    size = sizes.most_common(1)[0][0] if sizes else 0
    alike = [one.tally.counts for one in told if one.tally and len(one.tally.counts) == size]
    areas = [(area, [one.tally.counts for one in members if one.tally]) for area, members in board.areas]
    waiting = [area for area, members in board.areas if any(one.place.state == "waiting" for one in members)]
    found = _pace(board, used, len(waiting))
    over = -(-found.over // MINUTES_A_STACK) if found else 0
    later = sorted(waiting, key=lambda area: sum(board.effect.get(item.id, 0) for item in area.items))
    later = later[: min(over, len(waiting) - 1)] if over else []  # one is left to go on with
    ids = [one.place.id for area in later for one in board.state("waiting") if one.item.area == area.id]
    return Panel(
        pace=found,
        later=later,
        later_items=ids,
        times=_times(board),
        areas=[(area, rwg_j(counts), _alpha(counts)) for area, counts in areas if counts],
        alpha=ordinal_alpha(alike),
        higher=always_higher([one.functions for one in told]) if len(told) >= LEAST_ITEMS else (),
        guesses=guess_share([_guesses(one) for one in told]),
    )


def _alpha(counts: Sequence[Sequence[int]]) -> Alpha | None:
    """Alpha of items whose choices are of one number; else their ranks cannot be compared."""
    return ordinal_alpha(counts) if len({len(one) for one in counts}) == 1 else None


def _pace(board: Board, used: int, areas: int) -> Pace | None:
    if board.room.state not in ("running", "paused"):
        return None
    return pace(board.room.minutes, used, areas, len(board.contested))


def _times(board: Board) -> Mapping[str, tuple[int, int]]:
    shares = planned_minutes(board.room.minutes, [len(members) for _, members in board.areas])
    return {
        area.id: (share, round(sum(one.place.spent for one in members) / 60))
        for share, (area, members) in zip(shares, board.areas, strict=True)
    }


def _guesses(one: Shown) -> tuple[int, int]:
    top = one.verdict.scale.choices[-1].id if isinstance(one.verdict, Verdict) else ""
    last = one.rounds[-1]
    return last.guesses[top], last.votes[top]
