"""The states of a room and of its items, and the acts that lead from one to another."""

from typing import Literal

RoomState = Literal["draft", "lobby", "running", "paused", "closed", "accepted", "discarded"]
ItemState = Literal["waiting", "open", "revealed", "discussing", "settled", "parked"]
Settled = Literal["agreed", "dissent", "decided", "not-applicable"]

# accepting a closed room is no act by itself: it writes its results, :func:`maturity.store.workshop.outcome.accept`
ROOM_ACTS: dict[str, tuple[frozenset[str], str]] = {  # act: from which states, to which
    "welcome": (frozenset({"draft"}), "lobby"),
    "start": (frozenset({"lobby"}), "running"),
    "pause": (frozenset({"running"}), "paused"),
    "resume": (frozenset({"paused"}), "running"),
    "close": (frozenset({"lobby", "running", "paused"}), "closed"),
    "reopen": (frozenset({"closed"}), "running"),
    "discard": (frozenset({"draft", "lobby", "closed"}), "discarded"),
}
ITEM_ACTS: dict[str, tuple[frozenset[str], str]] = {
    "open": (frozenset({"waiting", "parked"}), "open"),
    "reveal": (frozenset({"open"}), "revealed"),
    "discuss": (frozenset({"revealed"}), "discussing"),
    "again": (frozenset({"revealed", "discussing"}), "open"),
    "applicability": (frozenset({"revealed", "discussing"}), "open"),
    "void": (frozenset({"open", "revealed", "discussing"}), "open"),
    "settle": (frozenset({"revealed", "discussing"}), "settled"),
    "park": (frozenset({"waiting", "open", "revealed", "discussing"}), "parked"),
    "reopen": (frozenset({"settled"}), "discussing"),
}
SETTLED: tuple[Settled, ...] = ("agreed", "dissent", "decided", "not-applicable")
JOINABLE = frozenset({"lobby", "running", "paused"})


def room_after(state: str, act: str) -> str | None:
    """The state of a room after an act; None where the act is not possible in `state`."""
    before, after = ROOM_ACTS[act]
    return after if state in before else None


def item_after(state: str, act: str) -> str | None:
    """The state of an item after an act; None where the act is not possible in `state`."""
    before, after = ITEM_ACTS[act]
    return after if state in before else None


def wants_reason(kind: str, *, agreed: bool) -> bool:
    """Whether settling an item in this way takes a reason: always but for votes that met the rule."""
    return not (agreed and kind in ("agreed", "dissent"))
