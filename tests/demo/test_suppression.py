"""How much the protection hides of the invented population: a change that hides more must be seen."""

from maturity.demo.population import build
from maturity.disclosure.rules import Rules
from maturity.publication.suppression_report import suppressed_cells
from maturity.questionnaire import load
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.tabulate import tabulate

from ..statistics.confidentiality.test_linked import plan_of
from ..statistics.world import make_frame

MOST = 11  # cells of division x province hidden for the sake of others, of 951


def test_division_by_province_hides_no_more_cells_for_the_sake_of_others():
    population = build(load())
    rows = {"division": population.division, "city": population.city, "production_type": population.production_type}
    frame, plan = make_frame(rows, population.level), plan_of(("division, province", ""), measures="[n]")
    by = protection(plan.tables, tabulate(plan, frame), frame, Rules())
    assert by.unsafe == ()
    assert 0 < sum(found.reason == "complementary" for found in suppressed_cells(by)) <= MOST
