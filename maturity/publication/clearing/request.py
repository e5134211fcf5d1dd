"""What a release is asked to hold: plans, year, rules, and what happens beside earlier releases."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ...assessment.selection import Reference
from ...disclosure.rules import Rules
from ..revision import ReleaseStatus
from ..sources.brought import Brought

if TYPE_CHECKING:
    from ...statistics.plan import Plan

DifferencingPolicy = Literal["refuse", "hide", "hold-back"]


@dataclass(frozen=True, slots=True)
class Request:
    """The plans to publish for one year and one state of the data; they are protected together.

    `beside` says what happens if a figure could be derived together with earlier releases (disclosure by differencing):
    "refuse"; "hide" more cells; or "hold-back" the changes of few enterprises, then hide what is left. Without a
    `reference` the data are the present ones. `brought` are data of the publishing body in place of those in the store.
    """

    plans: "tuple[Plan, ...]"
    year: int
    rules: Rules
    status: ReleaseStatus = "provisional"
    beside: DifferencingPolicy = "refuse"
    reference: Reference | None = None
    brought: Brought | None = None
