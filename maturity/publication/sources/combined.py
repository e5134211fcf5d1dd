"""The tables of a plan in its order: finished ones of submissions, and those from other sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...statistics.table import printed
from .concentrated import concentration_table, shown_of
from .pairing import association_table, pairs_table
from .regional import index_table, weights_table, years_table, years_until
from .register import kinds_of, register_table
from .targets import targets_table

if TYPE_CHECKING:
    from ...statistics.breakdowns import Breakdowns
    from ...statistics.plan import Plan
    from ...statistics.sources.shapes import SourceTable
    from ...statistics.table import Table
    from .data import Sources


def combined(
    plan: "Plan", tables: "Sequence[Table]", sources: "Sources | None", by: "Breakdowns"
) -> "tuple[Table, ...]":
    """`tables`, as printed, and those of `sources`, numbered in the order of the plan.

    Tables of a register without any unit of their kinds are left out, and so is what stands beside a table of
    submissions that the data could not fill. Raises Refusal as
    :func:`.regional.year_of` and :func:`.pairing.pairs_table` do.
    """
    finished = {table.id: table for table in tables}
    others = {table.id: table for table in plan.others}
    order = [id for id in plan.order if id in finished or (id in others and _filled(others[id], sources, finished))]
    made = {id: replace(finished[id], number=place) for place, id in enumerate(order, 1) if id in finished}
    return tuple(
        made[id] if id in made else printed(_other(others[id], place, sources, by, made))
        for place, id in enumerate(order, 1)
    )


def _filled(plan: "SourceTable", sources: "Sources | None", finished: "Mapping[str, Table]") -> bool:
    if plan.source == "register" and sources and sources.register:
        return bool(kinds_of(plan, sources.register))
    if plan.show == "years" and sources and sources.regions:
        return len(years_until(sources.regions, sources.year)) > 1
    if plan.source == "concentration":
        return plan.table in finished and bool(shown_of(plan, finished[plan.table]))
    return plan.table in {"", *finished}


def _other(
    plan: "SourceTable",
    number: int,
    sources: "Sources | None",
    by: "Breakdowns",
    made: "Mapping[str, Table]",
) -> "Table":
    if plan.source == "concentration":
        return concentration_table(plan, number, by, made[plan.table])
    if sources and plan.source == "register" and sources.register:
        return register_table(plan, number, by, sources.register)
    if sources and plan.source == "targets" and sources.targets:
        return targets_table(plan, number, by, sources.targets, sources.year)
    if sources and sources.regions and plan.table:
        build = association_table if plan.show == "association" else pairs_table
        return build(plan, number, by, sources.regions, sources.year, made[plan.table])
    if sources and sources.regions:
        show = {"index": index_table, "years": years_table, "weights": weights_table}[plan.show]
        return show(plan, number, by, sources.regions, sources.year)
    raise ValueError(f"{plan.id}: no data from {plan.source}")
